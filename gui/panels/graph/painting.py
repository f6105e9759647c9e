"""How nodes, edges and their texts are painted once they have their places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from core.records import Edge, Graph, Node
from gui.look.theme import Theme
from gui.panels.graph.layout import WIDEST, Layout
from gui.panels.graph.routes import Route
from gui.plotting.colors import color_at
from gui.plotting.lettering import CENTRE, elided, line_of, typeset, width_of

HALO = 4.0  # pixels around what is chosen
SHADES = 48  # of either sign: lines of one shade are drawn at once


def paint_selected(painter: QPainter, theme: Theme, graph: Graph, layout: Layout) -> None:
    """A halo around the chosen node or along the chosen edge, beneath everything else."""
    halo = QColor(theme.faint(theme.accent, 0.35))
    if isinstance(graph.selected, str):
        box = layout.boxes[graph.selected].adjusted(-HALO, -HALO, HALO, HALO)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        square = graph.selected in graph.pictures
        radius = HALO if square else 6.0 + HALO if box.width() > box.height() + 1 else box.height() / 2
        painter.drawRoundedRect(box, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    for route, edge in zip(layout.routes, graph.edges, strict=True):
        if (edge.source, edge.target) == graph.selected:
            painter.setPen(theme.pen(halo, WIDEST + 2 * HALO))
            painter.drawPath(route.path())


def paint_weights(painter: QPainter, theme: Theme, layout: Layout, weights: Sequence[float | None]) -> None:
    """Width and colour by the weight: near 0 a line is thin and near the ground. The largest are on top. A line without
    a weight is not drawn here."""
    sizes = np.array(weights, dtype=float)
    known = np.flatnonzero(~np.isnan(sizes))
    top = np.abs(sizes[known]).max(initial=0.0) or 1.0
    shades = np.rint(SHADES * np.clip(np.nan_to_num(sizes / top), -1, 1)).astype(int)
    for shade in sorted(set(shades[known].tolist()), key=abs):
        painter.setPen(_weight_pen(theme, shade, layout.widest))
        painter.drawLines([layout.lines[i] for i in known[shades[known] == shade].tolist()])


@lru_cache(maxsize=8 * SHADES)
def _weight_pen(theme: Theme, shade: int, widest: float) -> QPen:
    """Opaque and with flat ends, since Qt takes twenty times as long for a translucent or a round line."""
    share = shade / SHADES
    tint = math.copysign(0.1 + 0.5 * math.sqrt(abs(share)), share) if shade else 0.0
    pen = theme.pen(color_at(tint, (-1, 1), "signed", theme), 0.8 + (widest - 0.8) * abs(share))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def paint_edge(painter: QPainter, theme: Theme, route: Route, edge: Edge) -> None:
    known = bool(edge.above)
    color = QColor(theme.accent if edge.active else theme.secondary if known else theme.border)
    painter.setPen(theme.pen(color, 3 if edge.active else 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(route.path())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(
        _arrow_head(route.tail if route.tail != route.end else route.c2, route.end, 11.0 if edge.active else 9.0)
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_node(painter: QPainter, theme: Theme, node: Node, layout: Layout) -> None:
    box = layout.boxes[node.id]
    faint, active, boxed = node.state == "waiting", node.state == "active", node.kind in ("input", "output")
    edge = theme.accent if active else theme.border if faint else theme.secondary
    painter.setPen(theme.pen(edge, 3 if active else 1.6))
    painter.setBrush(QColor(theme.window if boxed else theme.panel))
    radius = 6.0 if boxed else box.height() / 2
    painter.drawRoundedRect(box, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QColor(theme.secondary if faint else theme.text))
    font = theme.font(layout.size if box.height() > 20 else 12, bold=active)
    high = line_of(font)
    lines = layout.labels[node.id].splitlines() if layout.texts or not boxed else [node.label]
    lines = lines if box.height() > 0.7 * high * len(lines) else []
    painter.setFont(font)
    for i, line in enumerate(lines):
        place = QRectF(box.left(), box.center().y() + (i - len(lines) / 2) * high, box.width(), high)
        painter.drawText(place, CENTRE, elided(line, font, box.width() - 4))
    if node.note:
        small = theme.font(12)
        width = width_of(node.note, small) + 4
        place = QRectF(box.center().x() - width / 2, box.bottom() + 3, width, line_of(small))
        painter.fillRect(place, QColor(theme.panel))  # an edge may pass here
        painter.setFont(small)
        painter.setPen(QColor(theme.secondary))
        painter.drawText(place, CENTRE, node.note)


def paint_texts(painter: QPainter, theme: Theme, route: Route, edge: Edge, size: int) -> None:
    """The value above the edge; beneath it the gradient with an arrow, since colour alone must not tell."""
    font = theme.font(size, bold=edge.active)
    line = line_of(font)
    painter.setFont(font)
    below = f"← {edge.below}" if edge.below else ""
    for text, top, color in ((typeset(edge.above), -line - 1, theme.text), (typeset(below), 2.0, theme.accent)):
        box = QRectF(route.text.x() - 100, route.text.y() + top, 200, line)
        if text and not route.level:  # the curve would strike it through
            half = width_of(text, font) / 2 + 3
            painter.fillRect(QRectF(route.text.x() - half, box.top(), 2 * half, line), QColor(theme.panel))
        painter.setPen(QColor(color))
        painter.drawText(box, CENTRE, text)


def _arrow_head(before: QPointF, tip: QPointF, length: float) -> QPolygonF:
    angle = math.atan2(tip.y() - before.y(), tip.x() - before.x())
    wings = (angle + math.pi - 0.42, angle + math.pi + 0.42)
    return QPolygonF([tip, *(tip + QPointF(length * math.cos(a), length * math.sin(a)) for a in wings)])
