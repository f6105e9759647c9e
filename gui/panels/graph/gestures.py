"""What the mouse and the keys ask of a graph: another node, another edge, another weight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPainterPathStroker

from core.run.views import GraphView
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import ARROWS, IN_TURN, SIDEWAYS, Gesture
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.number import DragNumber, Grip
from gui.panels.graph.drawing import HALO
from gui.panels.graph.layout import WIDEST

if TYPE_CHECKING:
    from gui.panels.graph.panel import GraphPanel

PER_PIXEL = 0.01  # of a weight that is dragged: 100 pixels are 1
PER_KEY = 0.1


class GraphGestures:
    """Comma and period go from edge to edge. The arrows go from node to node; up and down change a weight, where
    weights can be dragged."""

    def __init__(self, panel: GraphPanel) -> None:
        self._panel = panel
        self._options = options = cast(GraphView, panel.view.options)
        self._drag: DragNumber | None = None
        found: list[Gesture] = []
        edge = None
        if options.choose_edge:
            keys = IN_TURN if options.choose_node else IN_TURN | SIDEWAYS
            edge = Choose(panel.bind(options.choose_edge), self._edge_index_at, self._next_edge, keys)
        if options.weights:
            self._drag = DragNumber(panel.bind(options.weights), self._grip_at, _stepped, self._outline, edge)
            found.append(self._drag)
        if options.choose_node:
            keys = SIDEWAYS if options.weights else ARROWS
            found.append(Choose(panel.bind(options.choose_node), self._node_index_at, self._next_node, keys))
        self.all: Sequence[Gesture] = [*found, edge] if edge else found

    @property
    def held(self) -> int | None:
        """The place among the edges of the one that the mouse has hold of."""
        held, graph = self._drag.held if self._drag is not None else None, self._panel.graph
        return held if held is not None and graph is not None and held < len(graph.edges) else None

    def _ids(self) -> list[str]:
        graph = self._panel.graph
        return [] if graph is None else [node.id for node in graph.nodes]

    def _node_index_at(self, at: QPointF) -> int | None:
        id = self._panel.node_at(at)
        return None if id is None else self._ids().index(id)

    def _edge_index_at(self, at: QPointF) -> int | None:
        diagram = self._panel.diagram
        return None if diagram is None else diagram.edge_at(at)

    def _next_node(self, index: int, across: int, down: int) -> int:
        """As the arrow points; one after another, where up and down mean something else."""
        ids, diagram = self._ids(), self._panel.diagram
        if diagram is None:
            return index
        if self._options.weights:
            return in_order(index, across, len(ids))
        return ids.index(diagram.next_node(ids[in_order(index, 0, len(ids))], across, down))

    def _next_edge(self, index: int, across: int, down: int) -> int:
        graph = self._panel.graph
        return in_order(index, across, len(graph.edges) if graph is not None else 0)

    def _grip_at(self, at: QPointF) -> Grip | None:
        index = self._edge_index_at(at)
        if index is None:
            return None
        return Grip(index, lambda there, number: round(number + PER_PIXEL * (at.y() - there.y()), 2))

    def _outline(self, index: int) -> QPainterPath:
        diagram = self._panel.diagram
        if diagram is None or index >= len(diagram.graph.edges):
            return QPainterPath()
        around = QPainterPathStroker()
        around.setWidth((WIDEST + 2 * HALO) * diagram.view.m11())
        return around.createStroke(diagram.path_of(index)).simplified()


def _stepped(weight: float, count: int) -> float:
    return round(weight + PER_KEY * count, 2)
