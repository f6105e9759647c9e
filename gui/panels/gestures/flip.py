"""Points of a plane that are 0 or 1: a click turns one into the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from core.settings import SetCell
from core.settings.changes import Coordinates
from gui.look.theme import Theme
from gui.panels.gestures.gesture import IN_TURN, SIDEWAYS, Binding, Gesture, step_of
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.point import nearest_point
from gui.plotting.axes import Plot

RING = 12.0
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class FlipPoint(Gesture):
    """A press on a point turns its number, in a MatrixField of one row, from 0 to 1, and any other to 0.

    points: where they are drawn, in the order of the row. Of the keys, comma and period and the arrows sideways go from
    point to point, Enter flips it.
    """

    keys = IN_TURN | SIDEWAYS | _ENTER

    def __init__(
        self, binding: Binding, plot: Callable[[], Plot | None], points: Callable[[], Sequence[Coordinates]]
    ) -> None:
        self._binding, self._plot, self._points = binding, plot, points
        self._index = 0

    @property
    def _numbers(self) -> tuple[float, ...]:
        value = self._binding.value
        return value[0] if value else ()

    def _under(self, at: QPointF) -> int | None:
        """The nearest point within reach that has a number."""
        return nearest_point(self._plot, lambda: self._points()[: len(self._numbers)], at)

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "click flips the {0}").format(self._binding.label)

    def press(self, at: QPointF, removes: bool) -> bool:
        index = None if removes else self._under(at)
        if index is not None:
            self._flip(index)
        return index is not None

    def grabs(self, at: QPointF, removes: bool) -> bool:
        return not removes and self._under(at) is not None

    def _flip(self, index: int) -> None:
        self._index = index
        self._binding.edit(SetCell(self._binding.path, 0, index, 0.0 if self._numbers[index] else 1.0))

    def key(self, event: QKeyEvent) -> bool:
        if event.key() not in _ENTER:
            self._index = in_order(self._index, step_of(event)[0], len(self._numbers))
        elif self._index < len(self._numbers):
            self._flip(self._index)
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        return None if self._under(at) is None else Qt.CursorShape.PointingHandCursor

    def draw(self, painter: QPainter, theme: Theme) -> None:
        plot, points = self._plot(), self._points()
        if plot is not None and self._index < len(points):
            painter.setPen(theme.pen(theme.accent, 2))
            painter.drawEllipse(plot.point(*points[self._index]), RING, RING)
