"""An upright line of a plot that is dragged along the axis."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from core.settings import LogRangeField, RangeField
from gui.panels.gestures.gesture import SIDEWAYS, Binding, Gesture, significant, step_of, times_ten
from gui.plotting.axes import Plot

REACH = 8.0  # pixels beside the line
SHARE = 0.01  # of the axis, or of a logarithmic field, that a key moves it


class DragLine(Gesture):
    """The line stands at the value of a RangeField or LogRangeField, and stays within its bounds."""

    keys = SIDEWAYS

    def __init__(self, binding: Binding, plot: Callable[[], Plot | None]) -> None:
        self._binding, self._plot = binding, plot

    @property
    def x(self) -> float | None:
        """Where the line stands; None where there is none yet."""
        value = self._binding.value
        return None if value is None else float(value)

    def _near(self, at: QPointF) -> bool:
        plot, x = self._plot(), self.x
        if plot is None or x is None or not plot.frame.adjusted(-REACH, 0, REACH, 0).contains(at):
            return False
        return abs(float(plot.px(x)) - at.x()) <= REACH

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "drag moves the {0}").format(self._binding.label)

    def press(self, at: QPointF, removes: bool) -> bool:
        return not removes and self._near(at)

    def grabs(self, at: QPointF, removes: bool) -> bool:
        return self.press(at, removes)

    def drag(self, at: QPointF) -> None:
        plot = self._plot()
        if plot is not None:
            self._set(plot.x_at(at.x()))

    def _set(self, value: float, way: int = 0) -> None:
        """way: in which direction a whole number moves by one at least."""
        kind = self._binding.kind
        if not isinstance(kind, RangeField):
            return
        value = min(max(value, kind.low), kind.high)
        if not kind.whole:
            self._binding.set(min(max(significant(value, 4), kind.low), kind.high))
            return
        whole, before = round(value), int(self._binding.value)
        self._binding.set(int(min(max(before + way, kind.low), kind.high)) if whole == before else whole)

    def key(self, event: QKeyEvent) -> bool:
        plot, x, kind = self._plot(), self.x, self._binding.kind
        if plot is None or x is None:
            return False
        way = step_of(event)[0]
        share = SHARE * way * times_ten(event)
        if isinstance(kind, LogRangeField):
            self._set(x * (kind.high / kind.low) ** share)
        else:
            self._set(plot.x_at(float(plot.px(x)) + share * plot.frame.width()), way)
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        return Qt.CursorShape.SizeHorCursor if self._near(at) else None
