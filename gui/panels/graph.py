"""The panel of computation graphs and networks: values flow forward above the edges, gradients back beneath them."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.run.diagram import Graph, Node
from gui.panels.colors import color_at
from gui.panels.graph_layout import Layout, Route, lay_out
from gui.panels.panel import Panel
from gui.panels.ticks import short
from gui.panels.words import WRAPPED, elided, line_of, wrapped_height
from gui.theme import Theme

CAPTION_GAP = 10.0
WIDEST = 6.0  # pixels of the edge with the largest weight
NEAR = 7.0  # pixels from the cursor to an edge

_CENTRE = Qt.AlignmentFlag.AlignCenter


class GraphPanel(Panel):
    """One graph; the layout is worked out once for a record, a size and a theme."""

    _kept: tuple[Graph, QRectF, Theme, Layout] | None = None

    @property
    def _graph(self) -> Graph | None:
        return next((record for record in self.records.values() if isinstance(record, Graph)), None)

    def _caption_size(self, area: QRectF) -> int:
        return 20 if area.width() > 1100 and area.height() > 500 else 16 if area.width() > 360 else 14

    def _picture(self, graph: Graph, area: QRectF) -> QRectF:
        """What the caption leaves. A narration has two lines in any case, so that the graph stands still under it."""
        if not graph.caption:
            return area
        font = self.theme.font(self._caption_size(area))
        weighted = any(edge.weight is not None for edge in graph.edges)
        needed = max(wrapped_height(graph.caption, font, area.width()), (1 if weighted else 2) * line_of(font))
        return area.adjusted(0, 0, 0, -min(needed + CAPTION_GAP, area.height() / 2))

    def _layout(self, graph: Graph, area: QRectF) -> Layout:
        picture = self._picture(graph, area)
        kept = self._kept
        if kept is None or kept[0] is not graph or kept[1] != picture or kept[2] != self.theme:
            kept = self._kept = graph, picture, self.theme, lay_out(graph, self.theme, picture)
        return kept[3]

    def draw(self, painter: QPainter, area: QRectF) -> None:
        graph = self._graph
        if graph is None or not graph.nodes:
            return
        layout = self._layout(graph, area)
        top = max((abs(edge.weight) for edge in graph.edges if edge.weight is not None), default=0.0) or 1.0
        for route in sorted(layout.routes, key=lambda r: (r.edge.active, abs(r.edge.weight or 0.0))):
            if route.edge.weight is not None:
                self._draw_weight(painter, route, route.edge.weight / top)
            else:
                self._draw_edge(painter, route)
        for node in graph.nodes:
            self._draw_node(painter, node, layout.boxes[node.id], layout.size)
        for route in layout.routes:
            self._draw_texts(painter, route, layout.size)
        self._draw_caption(painter, graph, area)

    def _draw_weight(self, painter: QPainter, route: Route, share: float) -> None:
        """Width and colour by the weight; the largest is darkest."""
        color = color_at(math.copysign(0.35 + 0.3 * abs(share), share), (-1, 1), "signed", self.theme)
        color.setAlphaF(0.25 + 0.75 * min(abs(share), 1.0))
        painter.setPen(self.theme.pen(color, 0.6 + (WIDEST - 0.6) * min(abs(share), 1.0)))
        painter.drawLine(route.start, route.end)

    def _draw_edge(self, painter: QPainter, route: Route) -> None:
        theme, edge = self.theme, route.edge
        known = bool(edge.above)
        color = QColor(theme.accent if edge.active else theme.secondary if known else theme.border)
        painter.setPen(theme.pen(color, 3 if edge.active else 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(route.path())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(_arrow_head(route.c2, route.end, 11.0 if edge.active else 9.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_node(self, painter: QPainter, node: Node, box: QRectF, size: int) -> None:
        theme = self.theme
        faint, active = node.state == "waiting", node.state == "active"
        fill = QColor(theme.panel if node.kind in ("operation", "neuron") else theme.window)
        painter.setBrush(fill)
        painter.setPen(theme.pen(theme.accent if active else theme.border if faint else theme.secondary,
                                 3 if active else 1.6))  # fmt: skip
        if node.kind in ("input", "output"):
            painter.drawRoundedRect(box, 6, 6)
        else:
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        font = theme.font(size if line_of(theme.font(size)) <= box.height() + 4 else 12, bold=active)
        painter.setFont(font)
        painter.setPen(QColor(theme.secondary if faint else theme.text))
        painter.drawText(box, _CENTRE, elided(node.label, font, box.width() - 4))
        if node.note:
            font = theme.font(12)
            painter.setFont(font)
            painter.setPen(QColor(theme.secondary))
            painter.drawText(QRectF(box.center().x() - 60, box.bottom() + 1, 120, line_of(font)), _CENTRE, node.note)

    def _draw_texts(self, painter: QPainter, route: Route, size: int) -> None:
        """The value above the edge; beneath it the gradient with an arrow, since colour alone must not tell."""
        theme, edge = self.theme, route.edge
        font = theme.font(size, bold=edge.active)
        line = line_of(font)
        painter.setFont(font)
        x, y = route.text.x(), route.text.y()
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(x - 100, y - line - 2, 200, line), _CENTRE, edge.above)
        if edge.below:
            painter.setPen(QColor(theme.accent))
            painter.drawText(QRectF(x - 100, y + 2, 200, line), _CENTRE, f"← {edge.below}")

    def _draw_caption(self, painter: QPainter, graph: Graph, area: QRectF) -> None:
        if not graph.caption:
            return
        top = self._picture(graph, area).bottom() + CAPTION_GAP
        painter.save()
        painter.setClipRect(area)
        painter.setFont(self.theme.font(self._caption_size(area)))
        painter.setPen(QColor(self.theme.text))
        painter.drawText(QRectF(area.left(), top, area.width(), area.bottom() - top), int(WRAPPED), graph.caption)
        painter.restore()

    def readout(self, at: QPointF) -> str:
        graph = self._graph
        if graph is None or not graph.nodes:
            return ""
        layout = self._layout(graph, self.area)
        for node in graph.nodes:
            if layout.boxes[node.id].contains(at):
                return " · ".join(part for part in (node.label or f"{node.kind} {node.id}", node.note) if part)
        return self._edge_readout(graph, layout, at)

    def _edge_readout(self, graph: Graph, layout: Layout, at: QPointF) -> str:
        here = np.array([at.x(), at.y()])
        near = [(float(np.hypot(*(route.points() - here).T).min()), i) for i, route in enumerate(layout.routes)]
        distance, index = min(near, default=(math.inf, 0))
        if distance > NEAR:
            return ""
        edge = layout.routes[index].edge
        names = {node.id: node.label or node.id for node in graph.nodes}
        parts = [f"{names[edge.source]} → {names[edge.target]}", edge.above]
        parts.append(self.tr("weight {0}").format(short(edge.weight)) if edge.weight is not None else "")
        parts.append(self.tr("gradient {0}").format(edge.below) if edge.below else "")
        return " · ".join(part for part in parts if part)


def _arrow_head(before: QPointF, tip: QPointF, length: float) -> QPolygonF:
    angle = math.atan2(tip.y() - before.y(), tip.x() - before.x())
    wings = (angle + math.pi - 0.42, angle + math.pi + 0.42)
    return QPolygonF([tip, *(tip + QPointF(length * math.cos(a), length * math.sin(a)) for a in wings)])
