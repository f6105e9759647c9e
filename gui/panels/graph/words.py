"""What is said of a node or an edge under the cursor, and the graph as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QRectF

from core.array import Interval
from core.records import Edge, Graph, Node, NodePicture
from gui.look.translate import translated
from gui.plotting.lettering import typeset
from gui.plotting.reading import Reading, Row
from gui.plotting.ticks import short

BETWEEN = ("+", "−", "×", "÷", "·")  # signs that stand between their inputs


def node_reading(graph: Graph, node: Node, box: QRectF, at: QPointF) -> Reading:
    """Its name, what it computed from what, its gradient; of a picture the value there, and the scale."""
    gradient = _gradient(graph, node)
    parts = [_computed(graph, node), node.note]
    parts.append(_tr("gradient {0}").format(typeset(gradient)) if gradient else "")
    picture = graph.pictures.get(node.id)
    if picture is not None:
        parts += [
            _tr("here {0}").format(short(_value(picture, box, at))),
            _tr("scale {0}").format(range_words(picture.limits)),
        ]
    return _reading(_name(node), parts)


def edge_reading(graph: Graph, edge: Edge) -> Reading:
    names = _names(graph)
    parts = [typeset(edge.above)]
    parts.append(_tr("weight {0}").format(short(edge.weight)) if edge.weight is not None else "")
    parts.append(_tr("gradient {0}").format(typeset(edge.below)) if edge.below else "")
    return _reading(f"{names[edge.source]} → {names[edge.target]}", parts)


def _reading(title: str, parts: Iterable[str]) -> Reading:
    return Reading(title, tuple(Row("", part) for part in parts if part))


def table_of(graph: Graph) -> list[tuple[str, Sequence[object]]]:
    """The weights of a network; the values and gradients of a computation."""
    names = _names(graph)
    weighed = [edge for edge in graph.edges if edge.weight is not None]
    if weighed:
        ends = [
            (_tr("from"), [names[edge.source] for edge in weighed]),
            (_tr("to"), [names[e.target] for e in weighed]),
        ]
        return [*ends, (_tr("weight"), [edge.weight for edge in weighed])]
    if not graph.nodes:
        return []
    return [
        (_tr("name"), list(names.values())),
        (_tr("value"), [_out(graph, node) for node in graph.nodes]),
        (_tr("gradient"), [_gradient(graph, node) for node in graph.nodes]),
    ]


def range_words(limits: Interval) -> str:
    """The values at the ends of the scale: ± 0.95, 0 … 1."""
    low, high = limits
    return f"± {short(high)}" if low == -high else f"{short(low)} … {short(high)}"


def _name(node: Node) -> str:
    return translated(node.label or node.id)


def _names(graph: Graph) -> dict[str, str]:
    return {node.id: _name(node) for node in graph.nodes}


def _out(graph: Graph, node: Node) -> str:
    """Its value, as far as it is known; of an output what arrives there."""
    edges = ((edge, edge.target if node.kind == "output" else edge.source) for edge in graph.edges)
    return next((edge.above for edge, end in edges if end == node.id), "")


def _computed(graph: Graph, node: Node) -> str:
    """`100 × 2 = 200`, or as much of it as is known."""
    value = _out(graph, node)
    given = [edge.above for edge in graph.edges if edge.target == node.id]
    if node.kind == "output":
        return typeset(value) if len(given) == 1 else ""
    if node.kind != "operation" or not given or not all(given):
        return typeset(value)
    made = _written(node.label, given)
    return typeset(" = ".join(part for part in (made, value) if part))


def _written(sign: str, given: list[str]) -> str:
    """The operation on its inputs, "" where its sign does not say how that is written."""
    if sign in BETWEEN:
        return f" {sign} ".join(given)
    if len(given) != 1:
        return ""
    return sign.replace("( )", given[0]) if "( )" in sign else f"{sign}({given[0]})"


def _gradient(graph: Graph, node: Node) -> str:
    """What came back; a value that is used several times gets the sum of what each sends."""
    ends = [edge.target if node.kind == "output" else edge.source for edge in graph.edges]
    return " + ".join(edge.below for edge, end in zip(graph.edges, ends, strict=True) if end == node.id and edge.below)


def _value(picture: NodePicture, box: QRectF, at: QPointF) -> float:
    rows, columns = picture.values.shape
    row = int((at.y() - box.top()) / box.height() * rows)
    column = int((at.x() - box.left()) / box.width() * columns)
    return float(picture.values[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])


def _tr(text: str) -> str:
    return QCoreApplication.translate("GraphPanel", text)
