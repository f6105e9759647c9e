"""A number of a row that is dragged: the height of a bar, the weight of an edge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath

from core.settings import MatrixField, SetCell, SetEntry, SparseField
from gui.look.theme import Theme
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import IN_TURN, SIDEWAYS, UPRIGHT, Binding, Gesture, step_of, times_ten
from gui.panels.gestures.neighbours import in_order

STILL = 3.0  # pixels that a click may tremble without being a drag


@dataclass(frozen=True)
class Grip:
    """What is under the mouse. number_at: a place and the number at the press -> the number there."""

    index: int
    number_at: Callable[[QPointF, float], float]
    cursor: Qt.CursorShape = Qt.CursorShape.SizeVerCursor


class Drag(NamedTuple):
    grip: Grip
    start: QPointF
    number: float


class DragNumber(Gesture):
    """The numbers of a MatrixField of one row, or of a SparseField. A press takes hold of one, and with `choose` it is
    also chosen; the keys up and down change it, ten times as much with Shift.

    stepped: a number and so many steps -> the number after them; outline: of what the keys act on.
    """

    def __init__(
        self,
        binding: Binding,
        grip_at: Callable[[QPointF], Grip | None],
        stepped: Callable[[float, int], float],
        outline: Callable[[int], QPainterPath],
        choose: Choose | None = None,
    ) -> None:
        self._binding, self._grip_at, self._stepped, self._outline = binding, grip_at, stepped, outline
        self._choose = choose
        self._index = 0
        self._drag: Drag | None = None
        self.keys = UPRIGHT | (IN_TURN | SIDEWAYS if choose is None else frozenset())

    @property
    def _numbers(self) -> tuple[float, ...]:
        value, kind = self._binding.value, self._binding.kind
        if isinstance(kind, SparseField) and isinstance(kind.length, int):
            entries = dict(value)
            return tuple(entries.get(place, 0.0) for place in range(kind.length))
        return value[0] if value else ()

    @property
    def index(self) -> int:
        """Of the number that the keys change."""
        return self._index if self._choose is None else self._choose.index

    @property
    def held(self) -> int | None:
        """The index of the number that the mouse has hold of."""
        return None if self._drag is None else self._drag.grip.index

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "drag changes the {0}").format(self._binding.label)

    def grabs(self, at: QPointF, removes: bool) -> bool:
        grip = self._grip_at(at)
        return not removes and grip is not None and grip.index < len(self._numbers)

    def press(self, at: QPointF, removes: bool) -> bool:
        grip, numbers = self._grip_at(at), self._numbers
        if removes or grip is None or grip.index >= len(numbers):
            return False
        self._index = grip.index
        self._drag = Drag(grip, at, numbers[grip.index])
        if self._choose is not None:
            self._choose.press(at, False)
        return True

    def drag(self, at: QPointF) -> None:
        if self._drag is None or self._drag.grip.index >= len(self._numbers):
            return
        grip, start, number = self._drag
        if number != self._numbers[grip.index] or (at - start).manhattanLength() >= STILL:
            self._set(grip.index, grip.number_at(at, number))

    def release(self, at: QPointF) -> None:
        self._drag = None

    def _set(self, index: int, number: float) -> None:
        kind = self._binding.kind
        if isinstance(kind, MatrixField | SparseField):
            number = min(max(number, -kind.limit), kind.limit)
        if number != self._numbers[index]:
            path, sparse = self._binding.path, isinstance(kind, SparseField)
            self._binding.edit(SetEntry(path, index, number) if sparse else SetCell(path, 0, index, number))

    def key(self, event: QKeyEvent) -> bool:
        across, down = step_of(event)
        if event.key() not in UPRIGHT:
            self._index = in_order(self._index, across, len(self._numbers))
        elif self.index < len(self._numbers):
            self._set(self.index, self._stepped(self._numbers[self.index], -down * times_ten(event)))
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        grip = self._grip_at(at)
        return None if grip is None or grip.index >= len(self._numbers) else grip.cursor

    def draw(self, painter: QPainter, theme: Theme) -> None:
        if self.index < len(self._numbers):
            painter.setPen(theme.pen(theme.accent, 2))
            painter.drawPath(self._outline(self.index))
