"""The panel of computation graphs and networks: values flow forward above the edges, gradients back beneath them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker

from core.records import Graph, Record
from core.run.views import GraphView
from gui.look.theme import Theme
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import ARROWS, IN_TURN, SIDEWAYS, Gesture
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.number import DragNumber, Grip
from gui.panels.graph.hits import next_node, node_at, route_at
from gui.panels.graph.layout import WIDEST, Layout, lay_out
from gui.panels.graph.painting import HALO, paint_edge, paint_node, paint_selected, paint_texts, paint_weights
from gui.panels.graph.pictures import NodePictures, paint_labels, paint_ranges
from gui.panels.graph.squares import lay_out_squares
from gui.panels.graph.words import edge_words, node_words
from gui.panels.panel import Panel
from gui.plotting.captions import above_caption, paint_caption

PER_PIXEL = 0.01  # of a weight that is dragged: 100 pixels are 1
PER_KEY = 0.1


class GraphPanel(Panel):
    """One graph. Its layout is worked out once for nodes, texts, a size and a theme: weights change more often.

    Lines and pictures are painted for every record; the labels beside pictures are part of the ground.
    """

    _found: tuple[object, Layout] | None = None
    _pictures: tuple[Theme, NodePictures] | None = None
    _dragged: DragNumber | None = None

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._pictures = None
        super().show_records(records)

    @property
    def _graph(self) -> Graph | None:
        return next((record for record in self.records.values() if isinstance(record, Graph)), None)

    def _layout(self, graph: Graph, area: QRectF) -> Layout:
        picture = above_caption(self.theme, graph.caption, area, _lines(graph))
        texts = tuple((edge.source, edge.target, edge.above, edge.below) for edge in graph.edges)
        key = graph.nodes, texts, tuple(graph.pictures), picture, self.theme
        if self._found is None or self._found[0] != key:
            arranged = lay_out_squares if graph.pictures else lay_out
            self._found = key, arranged(graph, self.theme, picture)
        return self._found[1]

    def lay_out(self, area: QRectF) -> object:
        graph = self._graph
        if graph is None or not graph.pictures:
            return None
        return self._layout(graph, area).boxes, graph.nodes

    def draw_ground(self, painter: QPainter, area: QRectF) -> None:
        graph = self._graph
        if graph is not None and graph.pictures:
            paint_labels(painter, self.theme, graph, self._layout(graph, area))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        graph = self._graph
        if graph is None or not graph.nodes:
            return
        layout = self._layout(graph, area)
        paint_selected(painter, self.theme, graph, layout)
        paint_weights(painter, self.theme, layout, [edge.weight for edge in graph.edges])
        flowing = [(r, edge) for r, edge in zip(layout.routes, graph.edges, strict=True) if edge.weight is None]
        for route, edge in sorted(flowing, key=lambda pair: pair[1].active):
            paint_edge(painter, self.theme, route, edge)
        for node in graph.nodes:
            if node.id not in graph.pictures:
                paint_node(painter, self.theme, node, layout)
        self._paint_pictures(painter, graph, layout)
        for route, edge in flowing if layout.texts else ():
            paint_texts(painter, self.theme, route, edge, layout.size)
        paint_caption(painter, self.theme, graph.caption, area, _lines(graph))

    def _paint_pictures(self, painter: QPainter, graph: Graph, layout: Layout) -> None:
        if not graph.pictures:
            return
        if self._pictures is None or self._pictures[0] != self.theme:
            self._pictures = self.theme, NodePictures(graph.pictures, self.theme)
        self._pictures[1].paint(painter, self.theme, layout.boxes)
        paint_ranges(painter, self.theme, graph, layout)

    def node_at(self, at: QPointF) -> str | None:
        """The id of the node under a point of the panel, in layout pixels."""
        graph = self._graph
        return node_at(self._layout(graph, self.area), at) if graph is not None and graph.nodes else None

    def edge_at(self, at: QPointF) -> tuple[str, str] | None:
        """(source, target) of the edge near a point; a node over it goes before."""
        graph, index = self._graph, self._edge_index_at(at)
        return None if graph is None or index is None else (graph.edges[index].source, graph.edges[index].target)

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
            self._dragged = DragNumber(self.bind(options.weights), self._grip_at, _stepped, self._outline, edge)
            found.append(self._dragged)
        if options.choose_node:
            keys = SIDEWAYS if options.weights else ARROWS
            found.append(Choose(self.bind(options.choose_node), self._node_index_at, self._next_node, keys))
        return [*found, edge] if edge else found

    def _node_index_at(self, at: QPointF) -> int | None:
        graph, id = self._graph, self.node_at(at)
        return None if graph is None or id is None else [node.id for node in graph.nodes].index(id)

    def _edge_index_at(self, at: QPointF) -> int | None:
        """Its place among the edges of the record."""
        graph = self._graph
        if graph is None or not graph.nodes or self.node_at(at) is not None:
            return None
        route = route_at(self._layout(graph, self.area), at)
        return None if route is None else route.index

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
        """An edge that is dragged goes on telling its weight wherever the mouse is by now."""
        graph = self._graph
        if graph is None or not graph.nodes:
            return ""
        held = self._dragged.held if self._dragged is not None else None
        if held is not None and held < len(graph.edges):
            return edge_words(graph, graph.edges[held])
        layout = self._layout(graph, self.area)
        found = node_at(layout, at)
        if found is not None:
            node = next(node for node in graph.nodes if node.id == found)
            return node_words(graph, node, layout.boxes[found], at)
        route = route_at(layout, at)
        return "" if route is None else edge_words(graph, graph.edges[route.index])


def _stepped(weight: float, count: int) -> float:
    return round(weight + PER_KEY * count, 2)


def _lines(graph: Graph) -> int:
    """Of the caption, at least: a narration has two in any case, so that the graph stands still under it."""
    return 1 if any(edge.weight is not None for edge in graph.edges) else 2
