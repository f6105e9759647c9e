"""A graph of numbers walked forward and back as on the board: one node at a time, with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.array import Array
from core.graph.layout import places
from core.graph.operations import Operation
from core.graph.value import Value
from core.graph.walk import backward, forward, order
from core.records import Edge, Graph, Node, Record, Table
from core.run import Key, Tick, Ticks

RESULT = "result"
NUDGE = 0.01  # by which every input is moved, to see whether its derivative foretells the result


def number(value: Array) -> str:
    """Four significant digits, as on the board; of several numbers three: (1, 2), or with rows (1, 2; 3, 4)."""
    if value.ndim == 0:
        return f"{float(value):.4g}"
    rows = (", ".join(f"{one + 0.0:.3g}" for one in row) for row in np.atleast_2d(value))
    return f"({'; '.join(rows)})"


def name(value: Value) -> str:
    """What a sentence calls the value."""
    return value.label or "this value"


@dataclass(frozen=True)
class Moment:
    """How far the walk has come: which values are computed, which nodes have sent gradients, and who is at work."""

    root: Value
    caption: str
    computed: frozenset[Value] = frozenset()
    sent: frozenset[Value] = frozenset()
    active: Value | None = None
    returning: bool = False

    def has_value(self, node: Value) -> bool:
        """Whether the value is computed by now; an input always is."""
        return node.operation is None or node in self.computed

    def has_gradient(self, node: Value) -> bool:
        """Whether everyone who uses the value has sent its share."""
        users = (user for user in order(self.root) if node in user.inputs)
        return self.returning and all(user in self.sent for user in users)

    def graph(self) -> Graph:
        """Inputs on the left, the result on the right; values above the edges, gradients below."""
        at = places(self.root)
        ids = {node: str(i) for i, node in enumerate(at)}
        nodes = [
            Node(ids[node], _sign(node), column, row, _kind(node), self._state(node))
            for node, (column, row) in at.items()
        ]
        column, row = at[self.root]
        nodes.append(Node(RESULT, name(self.root), column + 1, row, "output", self._state(self.root)))
        edges = [edge for user in at for edge in self._edges_into(user, ids)]
        return Graph(tuple(nodes), (*edges, self._last_edge(ids)), self.caption)

    def _state(self, node: Value) -> str:
        if node is self.active:
            return "active"
        return "done" if self.has_value(node) else "waiting"

    def _edges_into(self, user: Value, ids: dict[Value, str]) -> Iterator[Edge]:
        for i, made_from in enumerate(user.inputs):
            yield Edge(
                source=ids[made_from],
                target=ids[user],
                above=number(made_from.data) if self.has_value(made_from) else "",
                below=number(user.sent[i]) if user in self.sent else "",
                active=user is self.active and (not self.returning or user in self.sent),
            )

    def _last_edge(self, ids: dict[Value, str]) -> Edge:
        return Edge(
            source=ids[self.root],
            target=RESULT,
            above=number(self.root.data) if self.has_value(self.root) else "",
            below=number(self.root.grad) if self.returning else "",
            active=self.returning and not self.sent,
        )


def moments(root: Value, gradient: Array | None = None) -> Iterator[Moment]:
    """The inputs alone; then a moment for every operation forward, one for the gradient at the end, and one back.

    gradient: what comes from behind where the root is not yet the loss; else it is 1.
    """
    inputs = ", ".join(f"{name(v)} {number(v.data)}" for v in order(root) if v.operation is None and not v.constant)
    yield Moment(root, f"We know {inputs}. What is {name(root)}, and how does each of them move it?")
    computed: frozenset[Value] = frozenset()
    for node in forward(root):
        computed |= {node}
        yield Moment(root, _forward_words(node), computed, active=node)
    walk = backward(root, gradient)
    next(walk)
    begins = f"When {name(root)} grows by 1, {name(root)} grows by 1: the gradient starts at 1."
    yield Moment(
        root,
        f"Now backwards. {begins if gradient is None else f'From the layers behind comes {number(gradient)}.'}",
        computed,
        active=root,
        returning=True,
    )
    sent: frozenset[Value] = frozenset()
    for node in walk:
        sent |= {node}
        yield Moment(root, _backward_words(node), computed, sent, node, returning=True)


def walkthrough(root: Value) -> Ticks:
    """A tick for every moment: scalars "value" and "derivative" by the label of what is known, the views "graph" and
    "derivatives"."""
    moved = moves(root)
    total = 2 * sum(node.operation is not None for node in order(root)) + 1
    for step, moment in enumerate(moments(root)):
        views: dict[Key, Callable[[], Record]] = {
            Key("graph"): moment.graph,
            Key("derivatives"): partial(derivatives, moment, moved),
        }
        yield Tick(step, total=total, scalars=measured(moment), views=views)


def moves(root: Value, h: float = NUDGE) -> dict[Value, float]:
    """How much the root really moves when an input grows by h: computed forward again, without any derivative."""
    before = float(root.data)
    found = {}
    for node in order(root):
        if node.operation is None:
            was = node.data
            node.data = was + h
            *_, last = forward(root)
            found[node] = float(last.data) - before
            node.data = was
    for _ in forward(root):
        pass
    return found


def derivatives(moment: Moment, moved: dict[Value, float]) -> Table:
    """Every input with its value, its derivative once that is known, and the move that the derivative foretells."""
    total = moment.root.label
    rows = []
    for node, move in moved.items():
        known = moment.has_gradient(node)
        gradient, check = (number(node.grad), f"{move:+.4g}") if known else ("", "")
        rows.append((node.label, number(node.data), gradient, check))
    return Table(("quantity", "value", f"∂{total}/∂quantity", f"+{NUDGE:g} moves {total} by"), tuple(rows))


def measured(moment: Moment) -> dict[Key, float]:
    """Every value and every whole derivative that is known by now."""
    values = {Key("value", v.label): float(v.data) for v in order(moment.root) if moment.has_value(v)}
    slopes = {Key("derivative", v.label): float(v.grad) for v in order(moment.root) if moment.has_gradient(v)}
    return values | slopes


def _sign(node: Value) -> str:
    return node.operation.name if node.operation is not None else node.label


def _kind(node: Value) -> str:
    return "operation" if node.operation is not None else "input"


def _forward_words(node: Value) -> str:
    operation = _operation(node)
    return f"Forward: {name(node)} = {operation.written(*(number(x.data) for x in node.inputs))} = {number(node.data)}."


def _backward_words(node: Value) -> str:
    operation = _operation(node)
    pairs = [pair for pair in zip(node.sent, node.inputs, strict=True) if not pair[1].constant]
    shares = " and ".join(f"{number(g)} to {name(x)}" for g, x in pairs)
    return f"Back through {operation.name}: {number(node.grad)} arrives; {operation.rule}: {shares}."


def _operation(node: Value) -> Operation:
    if node.operation is None:
        raise ValueError(f"{name(node)} is an input: no operation made it")
    return node.operation
