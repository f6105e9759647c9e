"""The panel of computation graphs and networks: values flow forward above the edges, gradients back beneath them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPolygonF

from core.records import Edge, Graph, Node
from core.run.views import GraphView
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import ARROWS, IN_TURN, SIDEWAYS, Gesture
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.number import DragNumber, Grip
from gui.panels.graph.hits import next_node, node_at, route_at
from gui.panels.graph.layout import Layout, lay_out
from gui.panels.graph.routes import Route
from gui.panels.panel import Panel
from gui.plotting.captions import above_caption, paint_caption
from gui.plotting.colors import colorize
from gui.plotting.lettering import CENTRE, elided, line_of, typeset, width_of
from gui.plotting.ticks import short

WIDEST = 6.0  # pixels of the edge with the largest weight
HALO = 4.0  # pixels around what is chosen
PER_PIXEL = 0.01  # of a weight that is dragged: 100 pixels are 1
PER_KEY = 0.1


class GraphPanel(Panel):
    """One graph. Its layout is worked out once for nodes, texts, a size and a theme: weights change more often."""

    _found: tuple[object, Layout] | None = None

    @property
    def _graph(self) -> Graph | None:
        return next((record for record in self.records.values() if isinstance(record, Graph)), None)

    def _picture(self, graph: Graph, area: QRectF) -> QRectF:
        """What the caption leaves. A narration has two lines in any case, so that the graph stands still under it."""
        return above_caption(self.theme, graph.caption, area, _lines(graph))

    def _layout(self, graph: Graph, area: QRectF) -> Layout:
        picture = self._picture(graph, area)
        texts = tuple((edge.source, edge.target, edge.above, edge.below) for edge in graph.edges)
        key = graph.nodes, texts, picture, self.theme
        if self._found is None or self._found[0] != key:
            self._found = key, lay_out(graph, self.theme, picture)
        return self._found[1].carrying(graph.edges)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        graph = self._graph
        if graph is None or not graph.nodes:
            return
        layout = self._layout(graph, area)
        self._draw_selected(painter, graph, layout)
        self._draw_weights(painter, [route for route in layout.routes if route.edge.weight is not None])
        flowing = [route for route in layout.routes if route.edge.weight is None]
        for route in sorted(flowing, key=lambda route: route.edge.active):
            self._draw_edge(painter, route)
        for node in graph.nodes:
            self._draw_node(painter, node, layout)
        for route in flowing if layout.texts else ():
            self._draw_texts(painter, route, layout.size)
        paint_caption(painter, self.theme, graph.caption, area, _lines(graph))

    def _draw_selected(self, painter: QPainter, graph: Graph, layout: Layout) -> None:
        """A halo around the chosen node or along the chosen edge, beneath everything else."""
        halo = QColor(self.theme.faint(self.theme.accent, 0.35))
        if isinstance(graph.selected, str):
            box = layout.boxes[graph.selected].adjusted(-HALO, -HALO, HALO, HALO)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            radius = 6.0 + HALO if box.width() > box.height() + 1 else box.height() / 2
            painter.drawRoundedRect(box, radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        for route in layout.routes:
            if (route.edge.source, route.edge.target) == graph.selected:
                painter.setPen(self.theme.pen(halo, WIDEST + 2 * HALO))
                painter.drawPath(route.path())

    def _draw_weights(self, painter: QPainter, routes: Sequence[Route]) -> None:
        """Width and colour by the weight: near 0 a line is thin and near the ground. The largest are on top.

        Opaque and with flat ends, since Qt takes twenty times as long for a translucent or a round line.
        """
        weights = np.array([route.edge.weight for route in routes], dtype=float)
        shares = weights / (np.abs(weights).max(initial=0.0) or 1.0)
        tints = colorize((np.sign(shares) * (0.1 + 0.5 * np.sqrt(np.abs(shares))))[None], (-1, 1), "signed", self.theme)
        pen = self.theme.pen(self.theme.text, 1)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        for i in np.argsort(np.abs(shares)).tolist():
            pen.setColor(tints.pixelColor(i, 0))
            pen.setWidthF(0.8 + (WIDEST - 0.8) * abs(shares[i]))
            painter.setPen(pen)
            painter.drawLine(routes[i].start, routes[i].end)

    def _draw_edge(self, painter: QPainter, route: Route) -> None:
        theme, edge = self.theme, route.edge
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

    def _draw_node(self, painter: QPainter, node: Node, layout: Layout) -> None:
        theme, box = self.theme, layout.boxes[node.id]
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

    def _draw_texts(self, painter: QPainter, route: Route, size: int) -> None:
        """The value above the edge; beneath it the gradient with an arrow, since colour alone must not tell."""
        theme, edge = self.theme, route.edge
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

    def node_at(self, at: QPointF) -> str | None:
        """The id of the node under a point of the panel, in layout pixels."""
        graph = self._graph
        return node_at(self._layout(graph, self.area), at) if graph is not None and graph.nodes else None

    def edge_at(self, at: QPointF) -> tuple[str, str] | None:
        """(source, target) of the edge near a point; a node over it goes before."""
        graph = self._graph
        if graph is None or not graph.nodes or self.node_at(at) is not None:
            return None
        route = route_at(self._layout(graph, self.area), at)
        return None if route is None else (route.edge.source, route.edge.target)

    def next_node(self, id: str, across: int, down: int) -> str:
        """The node to which an arrow key leads."""
        graph = self._graph
        return id if graph is None else next_node(self._layout(graph, self.area), id, across, down)

    def gestures(self) -> Sequence[Gesture]:
        """Comma and period go from edge to edge. The arrows go from node to node; up and down change a weight, where
        weights can be dragged."""
        options = cast(GraphView, self.view.options)
        found: list[Gesture] = []
        edge = None
        if options.choose_edge:
            keys = IN_TURN if options.choose_node else IN_TURN | SIDEWAYS
            edge = Choose(self.bind(options.choose_edge), self._edge_index_at, self._next_edge, keys)
        if options.weights:
            found.append(DragNumber(self.bind(options.weights), self._grip_at, _stepped, self._outline, edge))
        if options.choose_node:
            keys = SIDEWAYS if options.weights else ARROWS
            found.append(Choose(self.bind(options.choose_node), self._node_index_at, self._next_node, keys))
        return [*found, edge] if edge else found

    def _node_index_at(self, at: QPointF) -> int | None:
        graph, id = self._graph, self.node_at(at)
        return None if graph is None or id is None else [node.id for node in graph.nodes].index(id)

    def _edge_index_at(self, at: QPointF) -> int | None:
        """Its place among the edges of the record, as the routes are ordered."""
        graph = self._graph
        if graph is None or not graph.nodes or self.node_at(at) is not None:
            return None
        layout = self._layout(graph, self.area)
        route = route_at(layout, at)
        return None if route is None else next(i for i, one in enumerate(layout.routes) if one is route)

    def _next_node(self, index: int, across: int, down: int) -> int:
        """As the arrow points; one after another, where up and down mean something else."""
        graph, ids = self._graph, [node.id for node in self._graph.nodes] if self._graph is not None else []
        if graph is None or not ids:
            return index
        if cast(GraphView, self.view.options).weights:
            return in_order(index, across, len(ids))
        return ids.index(self.next_node(ids[in_order(index, 0, len(ids))], across, down))

    def _next_edge(self, index: int, across: int, down: int) -> int:
        return in_order(index, across, len(self._graph.edges) if self._graph is not None else 0)

    def _grip_at(self, at: QPointF) -> Grip | None:
        index = self._edge_index_at(at)
        if index is None:
            return None
        return Grip(index, lambda there, number: round(number + PER_PIXEL * (at.y() - there.y()), 2))

    def _outline(self, index: int) -> QPainterPath:
        graph = self._graph
        if graph is None or index >= len(graph.edges):
            return QPainterPath()
        around = QPainterPathStroker()
        around.setWidth(WIDEST + 2 * HALO)
        return around.createStroke(self._layout(graph, self.area).routes[index].path()).simplified()

    def readout(self, at: QPointF) -> str:
        graph = self._graph
        if graph is None or not graph.nodes:
            return ""
        layout = self._layout(graph, self.area)
        found = node_at(layout, at)
        if found is not None:
            node = next(node for node in graph.nodes if node.id == found)
            return " · ".join(part for part in (node.label or f"{node.kind} {node.id}", node.note) if part)
        route = route_at(layout, at)
        return "" if route is None else self._edge_text(graph, route.edge)

    def _edge_text(self, graph: Graph, edge: Edge) -> str:
        names = {node.id: node.label or node.id for node in graph.nodes}
        parts = [f"{names[edge.source]} → {names[edge.target]}", edge.above]
        parts.append(self.tr("weight {0}").format(short(edge.weight)) if edge.weight is not None else "")
        parts.append(self.tr("gradient {0}").format(edge.below) if edge.below else "")
        return " · ".join(part for part in parts if part)


def _stepped(weight: float, count: int) -> float:
    return round(weight + PER_KEY * count, 2)


def _lines(graph: Graph) -> int:
    """Of the caption, at least."""
    return 1 if any(edge.weight is not None for edge in graph.edges) else 2


def _arrow_head(before: QPointF, tip: QPointF, length: float) -> QPolygonF:
    angle = math.atan2(tip.y() - before.y(), tip.x() - before.x())
    wings = (angle + math.pi - 0.42, angle + math.pi + 0.42)
    return QPolygonF([tip, *(tip + QPointF(length * math.cos(a), length * math.sin(a)) for a in wings)])
