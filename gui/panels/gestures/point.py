"""A point of a plane that is set by a press, dragged, and moved by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from core.settings.changes import Coordinates
from gui.panels.gestures.gesture import ARROWS, Binding, Gesture, significant, step_of, times_ten
from gui.plotting.axes import Plot

REACH = 10.0  # pixels around a point in which it can be taken hold of
CLICK = 16.0  # pixels around a point in which a click is meant for it
SHARE = 0.01  # of an axis that an arrow key moves a point


def near(plot: Plot, point: Coordinates, at: QPointF) -> float:
    """Pixels from a place to a point of the plane."""
    away = plot.point(*point) - at
    return float((away.x() ** 2 + away.y() ** 2) ** 0.5)


def nearest_point(
    plot: Callable[[], Plot | None], points: Callable[[], Sequence[Coordinates]], at: QPointF
) -> int | None:
    """The index of the nearest of several points that is meant by a click at this place."""
    axes, places = plot(), points()
    if axes is None or not places:
        return None
    far = [near(axes, point, at) for point in places]
    index = min(range(len(far)), key=far.__getitem__)
    return index if far[index] <= CLICK else None


def point_at(plot: Plot, at: QPointF) -> Coordinates:
    """The point of the plane under a place, or the nearest one within the axes."""
    frame = plot.frame
    x, y = min(max(at.x(), frame.left()), frame.right()), min(max(at.y(), frame.top()), frame.bottom())
    return significant(plot.x_at(x), 4), significant(plot.y_at(y), 4)


def moved(plot: Plot, point: Coordinates, event: QKeyEvent) -> Coordinates:
    """The point 1 % of the axis further, or 10 % with Shift; in the logarithm, where an axis is logarithmic."""
    (across, down), share = step_of(event), SHARE * times_ten(event)
    here = plot.point(*point) + QPointF(across * share * plot.frame.width(), down * share * plot.frame.height())
    x, y = point_at(plot, here)
    return (x if across else point[0]), (y if down else point[1])


class SetPoint(Gesture):
    """only_drag: a press elsewhere has another meaning, so the point must be taken hold of."""

    keys = ARROWS

    def __init__(self, binding: Binding, plot: Callable[[], Plot | None], only_drag: bool = False) -> None:
        self._binding, self._plot, self._only_drag = binding, plot, only_drag

    @property
    def hint(self) -> str:
        if self._only_drag:
            return QCoreApplication.translate("Gesture", "drag moves the {0}").format(self._binding.label)
        return QCoreApplication.translate("Gesture", "click sets the {0}, drag moves it").format(self._binding.label)

    def press(self, at: QPointF, removes: bool) -> bool:
        if removes or not self._meant(at):
            return False
        if not self.grabs(at, removes):
            self.drag(at)
        return True

    def grabs(self, at: QPointF, removes: bool) -> bool:
        plot, point = self._plot(), self._binding.value
        if removes or plot is None or point is None or not plot.frame.contains(at):
            return False
        return near(plot, point, at) <= REACH

    def _meant(self, at: QPointF) -> bool:
        plot, point = self._plot(), self._binding.value
        if plot is None or not plot.frame.contains(at):
            return False
        return not self._only_drag or (point is not None and near(plot, point, at) <= REACH)

    def drag(self, at: QPointF) -> None:
        plot = self._plot()
        if plot is not None:
            self._binding.set(point_at(plot, at))

    def key(self, event: QKeyEvent) -> bool:
        plot, point = self._plot(), self._binding.value
        if plot is None or point is None:
            return False
        self._binding.set(moved(plot, point, event))
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        plot, point = self._plot(), self._binding.value
        if plot is None or not self._meant(at):
            return None
        held = point is not None and near(plot, point, at) <= REACH
        return Qt.CursorShape.SizeAllCursor if held else Qt.CursorShape.CrossCursor
