"""The base of all gestures, and the settings field that one is bound to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from core.settings import Change, FieldKind, Settings, SetValue, field_at, get
from gui.look.theme import Theme
from gui.look.translate import translated

STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Comma: (-1, 0),
    Qt.Key.Key_Period: (1, 0),
}
SIDEWAYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})
UPRIGHT = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
ARROWS = SIDEWAYS | UPRIGHT
IN_TURN = frozenset({Qt.Key.Key_Comma, Qt.Key.Key_Period})
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True)
class Binding:
    """The settings field at `path`. settings: the newest, None before there are any; edit: where a change goes."""

    path: str
    settings: Callable[[], Settings | None]
    edit: Callable[[Change], object]

    @property
    def value(self) -> Any:
        """The newest; None before there is any."""
        settings = self.settings()
        return None if settings is None else get(settings, self.path)

    @property
    def label(self) -> str:
        """What the field is called; "" before there are settings."""
        settings = self.settings()
        return "" if settings is None else translated(field_at(type(settings), self.path).label)

    @property
    def kind(self) -> FieldKind | None:
        """What is allowed under the newest settings."""
        settings = self.settings()
        return None if settings is None else field_at(type(settings), self.path).kind.bound(settings)

    def set(self, value: Any) -> None:
        """Ask for another value; for the one that is there nothing is asked."""
        if value != self.value:
            self.edit(SetValue(self.path, value))


class Gesture:
    """Places are in the panel's layout pixels. keys: those that it takes while the panel has the focus. notice: what
    the panel's header says on its behalf."""

    keys: frozenset[Qt.Key] = frozenset()
    notice: str = ""

    @property
    def hint(self) -> str:
        """What the mouse does, in a few words."""
        return ""

    def press(self, at: QPointF, removes: bool) -> bool:
        """Whether the gesture begins here. removes: with the right button, or with Shift."""
        return False

    def grabs(self, at: QPointF, removes: bool) -> bool:
        """Whether a press there takes hold of something. In a plot, a drag from elsewhere moves the plot, and a press
        that is let go at the same place is a click."""
        return False

    def drag(self, at: QPointF) -> None:
        """The mouse moved after a press that was taken."""

    def release(self, at: QPointF) -> None:
        """The button was let go."""

    def takes(self, event: QKeyEvent) -> bool:
        """Whether the key is one of this gesture's; those with Ctrl, Alt or Meta never are."""
        return event.key() in self.keys and not event.modifiers() & _COMMANDS

    def key(self, event: QKeyEvent) -> bool:
        """A key that it takes was pressed; whether it meant anything."""
        return False

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        """The shape of the mouse there; None where the gesture means nothing."""
        return None

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """Show what the keys act on; only while the panel has the focus."""

    def follow(self) -> None:
        """Records, size or type of the panel are others now."""


def step_of(event: QKeyEvent) -> tuple[int, int]:
    """(to the right, downwards) for an arrow key, a comma or a period."""
    return STEPS[Qt.Key(event.key())]


def times_ten(event: QKeyEvent) -> int:
    """10 with Shift, else 1."""
    return 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1


def significant(value: float, digits: int) -> float:
    """To so many digits, as somebody would type it."""
    return float(f"{value:.{digits}g}")
