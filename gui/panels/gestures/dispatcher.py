"""The gestures of one panel: each press goes to the first that takes it, and so does each key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from gui.look.theme import Theme
from gui.panels.gestures.gesture import Gesture


class GestureDispatcher:
    """gestures: in the order in which they are asked."""

    def __init__(self, gestures: Sequence[Gesture] = ()) -> None:
        self.gestures = tuple(gestures)
        self._held: Gesture | None = None

    def __bool__(self) -> bool:
        return bool(self.gestures)

    @property
    def holds(self) -> bool:
        """Whether a gesture goes on since a press."""
        return self._held is not None

    @property
    def notice(self) -> str:
        return next((one.notice for one in self.gestures if one.notice), "")

    def press(self, at: QPointF, removes: bool) -> bool:
        self._held = next((one for one in self.gestures if one.press(at, removes)), None)
        return self.holds

    def grabs(self, at: QPointF, removes: bool) -> bool:
        return any(one.grabs(at, removes) for one in self.gestures)

    def drag(self, at: QPointF) -> None:
        if self._held is not None:
            self._held.drag(at)

    def release(self, at: QPointF) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.release(at)

    def let_go(self) -> None:
        """What was pressed is not there any more."""
        self._held = None

    def takes(self, event: QKeyEvent) -> bool:
        return any(one.takes(event) for one in self.gestures)

    def key(self, event: QKeyEvent) -> bool:
        return any(one.takes(event) and one.key(event) for one in self.gestures)

    def cursor(self, at: QPointF) -> Qt.CursorShape:
        shapes = (one.cursor(at) for one in self.gestures)
        return next((shape for shape in shapes if shape is not None), Qt.CursorShape.ArrowCursor)

    def hint(self, at: QPointF) -> str:
        """Of the gesture that means something there, and else of the first."""
        there = (one for one in self.gestures if one.cursor(at) is not None)
        found = next(there, next(iter(self.gestures), None))
        return "" if found is None else found.hint

    def draw(self, painter: QPainter, theme: Theme) -> None:
        for one in self.gestures:
            one.draw(painter, theme)

    def follow(self) -> None:
        for one in self.gestures:
            one.follow()
