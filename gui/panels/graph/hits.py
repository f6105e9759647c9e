"""What of a graph is under a point of the panel, however it is zoomed, and which node an arrow key leads to."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

from core.records import Graph
from gui.panels.gestures.neighbours import neighbour
from gui.panels.graph.layout import Layout
from gui.panels.graph.words import edge_reading, node_reading
from gui.plotting.axes import Plot
from gui.plotting.reading import Reading

NEAR = 7.0  # pixels from a point to an edge


@dataclass(frozen=True)
class Diagram:
    """A graph as it is seen. view: from the layout to the panel, of which it fills the frame."""

    graph: Graph
    layout: Layout
    view: QTransform
    frame: QRectF

    def _home(self, at: QPointF) -> QPointF:
        """The place in the layout that is seen there."""
        return self.view.inverted()[0].map(at)

    def node_at(self, at: QPointF) -> str | None:
        """The id of the node under a point."""
        if not self.frame.contains(at):
            return None
        home = self._home(at)
        return next((id for id, box in self.layout.boxes.items() if box.contains(home)), None)

    def edge_at(self, at: QPointF) -> int | None:
        """The place among the edges of the one near a point; a node over it goes before."""
        if not self.frame.contains(at) or self.node_at(at) is not None:
            return None
        home, near = self._home(at), NEAR / self.view.m11()
        around = QRectF(home.x() - near, home.y() - near, 2 * near, 2 * near)
        close = [route for route in self.layout.routes if route.reach.adjusted(-1, -1, 1, 1).intersects(around)]
        nearest = min(close, key=lambda route: route.distance(home), default=None)
        return nearest.index if nearest is not None and nearest.distance(home) <= near else None

    def next_node(self, id: str, across: int, down: int) -> str:
        """The nearest node in a direction; the same where there is none."""
        return neighbour(self.layout.boxes, id, across, down)

    def path_of(self, index: int) -> QPainterPath:
        """Of an edge."""
        return self.view.map(self.layout.routes[index].path())

    def read(self, at: QPointF, held: int | None) -> Reading | None:
        """An edge that is held goes on telling its weight wherever the mouse is by now."""
        id, index = (self.node_at(at), self.edge_at(at)) if held is None else (None, held)
        if id is not None:
            node = next(node for node in self.graph.nodes if node.id == id)
            return node_reading(self.graph, node, self.layout.boxes[id], self._home(at))
        return None if index is None else edge_reading(self.graph, self.graph.edges[index])


def view_of(plot: Plot) -> QTransform:
    """From the layout to the panel, as it is zoomed. A rectangle of another shape is shown whole."""
    frame, (left, right), (low, high) = plot.frame, plot.x, plot.y
    scale = 1 / max(right - left, high - low)
    across, down = (left + right) / 2, -(low + high) / 2
    made = QTransform.fromTranslate(frame.center().x(), frame.center().y())
    made.scale(scale, scale)
    return made.translate(-frame.left() - frame.width() * across, -frame.top() - frame.height() * down)
