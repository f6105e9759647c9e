"""Turning a box with the mouse or with the arrow keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from gui.panels.gestures.gesture import ARROWS, Binding, Gesture, step_of, times_ten
from gui.panels.surface.projection import View3

STEP = 6.0  # pixels of a drag that an arrow key is worth: two degrees to the side


class Hold(NamedTuple):
    """Where the mouse took hold, and from where the box was seen then."""

    at: QPointF
    direction: View3


class Turn(Gesture):
    """The setting is made once, when the box is let go.

    direction: from where the box is seen, None where there is none; show: it from there.
    """

    keys = ARROWS

    def __init__(
        self, binding: Binding, direction: Callable[[], View3 | None], show: Callable[[View3], object]
    ) -> None:
        self._binding, self._direction, self._show = binding, direction, show
        self._hold: Hold | None = None

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "drag turns it")

    def press(self, at: QPointF, removes: bool) -> bool:
        direction = None if removes else self._direction()
        self._hold = None if direction is None else Hold(at, direction)
        return self._hold is not None

    def drag(self, at: QPointF) -> None:
        if self._hold is not None:
            moved = at - self._hold.at
            self._show(self._hold.direction.turned(moved.x(), moved.y()))

    def release(self, at: QPointF) -> None:
        hold, self._hold = self._hold, None
        direction = self._direction()
        if hold is not None and direction is not None and direction != hold.direction:
            self._binding.set((direction.azimuth, direction.elevation))

    def key(self, event: QKeyEvent) -> bool:
        direction = self._direction()
        if direction is None:
            return False
        across, down = step_of(event)
        pixels = STEP * times_ten(event)
        direction = direction.turned(across * pixels, down * pixels)
        self._show(direction)
        self._binding.set((direction.azimuth, direction.elevation))
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        return None if self._direction() is None else Qt.CursorShape.SizeAllCursor
