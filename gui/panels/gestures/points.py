"""A list of points in a plane: added, dragged, removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from core.settings import AddPoint, MovePoint, RemovePoint
from core.settings.changes import Coordinates
from gui.look.theme import Theme
from gui.panels.gestures.gesture import ARROWS, IN_TURN, Binding, Gesture, step_of
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.point import REACH, moved, near, point_at
from gui.plotting.axes import Plot

BESIDE = 24.0  # pixels to the right of the chosen point, where Insert adds one
RING = 9.0
_DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class EditPoints(Gesture):
    """A press on empty ground adds a point, one on a point takes hold of it; with the right button it removes it.

    Where the points are the settings say, not a record: so an index is always one of the newest list. Of the keys,
    comma and period go from point to point, the arrows move it, Insert adds one and Delete removes it. arrows: whether
    the arrows are this gesture's.
    """

    def __init__(self, binding: Binding, plot: Callable[[], Plot | None], arrows: bool = True) -> None:
        self._binding, self._plot = binding, plot
        self._index = 0
        self.keys = IN_TURN | {Qt.Key.Key_Insert, *_DELETE} | (ARROWS if arrows else frozenset())

    @property
    def _points(self) -> tuple[Coordinates, ...]:
        return self._binding.value or ()

    def _under(self, plot: Plot, at: QPointF) -> int | None:
        """The nearest point within reach."""
        far = [near(plot, point, at) for point in self._points]
        index = min(range(len(far)), key=far.__getitem__, default=0)
        return index if far and far[index] <= REACH else None

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "click adds a point, drag moves it, right-click removes it")

    def press(self, at: QPointF, removes: bool) -> bool:
        plot = self._plot()
        if plot is None or not plot.frame.contains(at):
            return False
        index = self._under(plot, at)
        if removes:
            if index is not None:
                self._remove(index)
        elif index is None:
            self._add(point_at(plot, at))
        else:
            self._index = index
        return not removes

    def grabs(self, at: QPointF, removes: bool) -> bool:
        plot = self._plot()
        return plot is not None and plot.frame.contains(at) and self._under(plot, at) is not None

    def _add(self, point: Coordinates) -> None:
        self._index = len(self._points)
        self._binding.edit(AddPoint(self._binding.path, point))

    def _remove(self, index: int) -> None:
        self._binding.edit(RemovePoint(self._binding.path, index))
        self._index = in_order(min(self._index, index), 0, len(self._points))

    def drag(self, at: QPointF) -> None:
        plot, points = self._plot(), self._points
        if plot is not None:
            point = point_at(plot, at)
            if self._index >= len(points) or points[self._index] != point:
                self._binding.edit(MovePoint(self._binding.path, self._index, point))

    def key(self, event: QKeyEvent) -> bool:
        plot, points, key = self._plot(), self._points, event.key()
        if plot is None:
            return False
        index = self._index = in_order(self._index, 0, len(points))
        if key == Qt.Key.Key_Insert:
            here = plot.point(*points[index]) + QPointF(BESIDE, 0) if points else plot.frame.center()
            self._add(point_at(plot, here))
        elif points and key in _DELETE:
            self._remove(index)
        elif key in IN_TURN:
            self._index = in_order(index, step_of(event)[0], len(points))
        elif points and key in ARROWS:
            self._binding.edit(MovePoint(self._binding.path, index, moved(plot, points[index], event)))
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        plot = self._plot()
        if plot is None or not plot.frame.contains(at):
            return None
        held = self._under(plot, at) is not None
        return Qt.CursorShape.SizeAllCursor if held else Qt.CursorShape.CrossCursor

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """A ring around the point that the keys move."""
        plot, points = self._plot(), self._points
        if plot is not None and self._index < len(points):
            painter.setPen(theme.pen(theme.accent, 2))
            painter.drawEllipse(plot.point(*points[self._index]), RING, RING)
