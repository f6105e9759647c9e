"""What of a graph is under a point, and which node an arrow key leads to."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gui.panels.gestures.neighbours import neighbour
from gui.panels.graph.layout import Layout
from gui.panels.graph.routes import Route

NEAR = 7.0  # pixels from a point to an edge


def node_at(layout: Layout, at: QPointF) -> str | None:
    """The id of the node under a point."""
    return next((id for id, box in layout.boxes.items() if box.contains(at)), None)


def route_at(layout: Layout, at: QPointF, near: float = NEAR) -> Route | None:
    """The edge that is nearest to a point, where one is near."""
    around = QRectF(at.x() - near, at.y() - near, 2 * near, 2 * near)
    close = [route for route in layout.routes if route.reach.adjusted(-1, -1, 1, 1).intersects(around)]
    nearest = min(close, key=lambda route: route.distance(at), default=None)
    return nearest if nearest is not None and nearest.distance(at) <= near else None


def next_node(layout: Layout, id: str, across: int, down: int) -> str:
    """The nearest node in a direction; the same where there is none."""
    return neighbour(layout.boxes, id, across, down)
