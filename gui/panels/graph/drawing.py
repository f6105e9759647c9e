"""How nodes, edges and their texts are drawn once they have their places."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPen, QPolygonF

from core.records import Edge, Graph, Node
from gui.look.theme import Theme
from gui.panels.graph.layout import WIDEST, Layout
from gui.panels.graph.routes import Route
from gui.plotting.colors import color_at
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE, elided, line_of, typeset, width_of

HALO = 4.0  # pixels around what is chosen
SHADES = 32  # of either sign: lines of one shade are one shape
PALE = 0.28  # of the colour of an edge that is not active, where others are
HUGE = 1e300  # in place of an infinite weight


def draw_selected(layer: Layer, theme: Theme, graph: Graph, layout: Layout) -> None:
    """A halo around the chosen node or along the chosen edge, beneath everything else."""
    halo = theme.faint(theme.accent, 0.35)
    if isinstance(graph.selected, str):
        box = layout.boxes[graph.selected].adjusted(-HALO, -HALO, HALO, HALO)
        square = graph.selected in graph.pictures
        radius = HALO if square else 6.0 + HALO if box.width() > box.height() + 1 else box.height() / 2
        layer.rect(box, brush=halo, radius=radius)
    elif graph.selected is not None:
        for route, edge in zip(layout.routes, graph.edges, strict=True):
            if (edge.source, edge.target) == graph.selected:
                layer.path(route.path(), theme.pen(halo, WIDEST + 2 * HALO))


def shades_of(graph: Graph) -> dict[tuple[bool, int], list[int]]:
    """The edges that have a weight, by their places, in groups that look alike: near 0 a line is thin and near the
    ground. The largest are last, on top of the others; where some are active, these are on top and the rest pale."""
    weights = [(i, edge.weight) for i, edge in enumerate(graph.edges) if edge.weight is not None]
    finite = [(i, min(max(weight, -HUGE), HUGE)) for i, weight in weights if not math.isnan(weight)]
    unit = SHADES / (max((abs(weight) for _, weight in finite), default=0.0) or 1.0)
    marked = any(graph.edges[i].active for i, _ in finite)
    alike: dict[tuple[bool, int], list[int]] = {}
    for i, weight in finite:
        alike.setdefault((graph.edges[i].active or not marked, round(weight * unit)), []).append(i)
    return dict(sorted(alike.items(), key=lambda item: (item[0][0], abs(item[0][1]))))


def draw_weights(
    layer: Layer, theme: Theme, graph: Graph, layout: Layout, shades: Mapping[tuple[bool, int], Sequence[int]]
) -> None:
    """Width and colour tell the weight. Beneath them the halo around what is chosen."""
    draw_selected(layer, theme, graph, layout)
    for (full, shade), (first, *others) in shades.items():
        path = layout.lines[first]
        if others:
            path = QPainterPath(path)
            for index in others:
                path.addPath(layout.lines[index])
        layer.path(path, _weight_pen(theme, shade, layout.widest, full))


@lru_cache(maxsize=8 * SHADES)
def _weight_pen(theme: Theme, shade: int, widest: float, full: bool) -> QPen:
    """Opaque and with flat ends, since Qt takes twenty times as long for a translucent or a round line."""
    share = shade / SHADES
    tint = math.copysign(0.1 + 0.5 * math.sqrt(abs(share)), share) if shade else 0.0
    color = color_at(tint, (-1, 1), "signed", theme)
    pen = theme.pen(color if full else theme.faint(color.name(), PALE), 0.8 + (widest - 0.8) * abs(share))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def draw_edge(layer: Layer, theme: Theme, route: Route, edge: Edge) -> None:
    known = bool(edge.above)
    color = theme.accent if edge.active else theme.secondary if known else theme.border
    layer.path(route.path(), theme.pen(color, 3 if edge.active else 1.6))
    before = route.tail if route.tail != route.end else route.c2
    layer.path(_arrow_head(before, route.end, 11.0 if edge.active else 9.0), brush=color)


def draw_node(layer: Layer, theme: Theme, node: Node, layout: Layout) -> None:
    box = layout.boxes[node.id]
    faint, active, boxed = node.state == "waiting", node.state == "active", node.kind in ("input", "output")
    edge = theme.accent if active else theme.border if faint else theme.secondary
    radius = 6.0 if boxed else box.height() / 2
    layer.rect(box, theme.pen(edge, 3 if active else 1.6), theme.window if boxed else theme.panel, radius)
    font = theme.font(layout.size if box.height() > 20 else 12, bold=active)
    high = line_of(font)
    lines = layout.labels[node.id].splitlines() if layout.texts or not boxed else [node.label]
    lines = lines if box.height() > 0.7 * high * len(lines) else []
    for i, line in enumerate(lines):
        place = QRectF(box.left(), box.center().y() + (i - len(lines) / 2) * high, box.width(), high)
        color = theme.secondary if faint else theme.text
        layer.text(place, CENTRE, elided(line, font, box.width() - 4), font, color)
    if node.note:
        small = theme.font(12)
        width = width_of(node.note, small) + 4
        place = QRectF(box.center().x() - width / 2, box.bottom() + 3, width, line_of(small))
        layer.rect(place, brush=theme.panel)  # an edge may pass here
        layer.text(place, CENTRE, node.note, small, theme.secondary)


def draw_texts(layer: Layer, theme: Theme, route: Route, edge: Edge, size: int) -> None:
    """The value above the edge; beneath it the gradient with an arrow, since colour alone must not tell."""
    font = theme.font(size, bold=edge.active)
    line = line_of(font)
    below = f"← {edge.below}" if edge.below else ""
    for text, top, color in ((typeset(edge.above), -line - 1, theme.text), (typeset(below), 2.0, theme.accent)):
        if not text:
            continue
        box = QRectF(route.text.x() - 100, route.text.y() + top, 200, line)
        if not route.level:  # the curve would strike it through
            half = width_of(text, font) / 2 + 3
            layer.rect(QRectF(route.text.x() - half, box.top(), 2 * half, line), brush=theme.panel)
        layer.text(box, CENTRE, text, font, color)


def _arrow_head(before: QPointF, tip: QPointF, length: float) -> QPainterPath:
    angle = math.atan2(tip.y() - before.y(), tip.x() - before.x())
    wings = (angle + math.pi - 0.42, angle + math.pi + 0.42)
    path = QPainterPath()
    path.addPolygon(QPolygonF([tip, *(tip + QPointF(length * math.cos(a), length * math.sin(a)) for a in wings)]))
    path.closeSubpath()
    return path
