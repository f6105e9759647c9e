"""Which part of a sheet is seen, and the keys and turns of the wheel that move it."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent

from core.array import Interval
from gui.look.theme import Theme
from gui.panels.table.sheet import Fit, Sheet, fit, fit_scrolled

NOTCH = 120  # of the wheel, as Qt counts
ROWS_PER_NOTCH = 3


class Seen(NamedTuple):
    """The part of a sheet that a panel shows: its rows from the one counted `first`, its first column, and those that
    come after the `skipped` next ones. most: how many columns can be skipped."""

    sheet: Sheet
    fit: Fit
    first: int = 0
    skipped: int = 0
    most: int = 0

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return (self.fit.folded or self.sheet.rows)[self.first : self.first + self.fit.rows]

    @property
    def rows_left(self) -> int:
        """How many have no room."""
        return len(self.sheet.rows) - self.fit.rows

    @property
    def columns_left(self) -> int:
        return self.skipped + len(self.sheet.columns) - len(self.fit.widths)

    @property
    def part_down(self) -> Interval:
        """From where to where, of 0 to 1, the rows are seen."""
        count = len(self.sheet.rows)
        return self.first / count, (self.first + self.fit.rows) / count

    @property
    def part_across(self) -> Interval:
        """The same for the columns after the first."""
        count = len(self.sheet.columns) - 1 + self.skipped
        return self.skipped / count, (self.skipped + len(self.fit.widths) - 1) / count

    def row(self, y: float) -> int | None:
        """The row at y pixels below the sheet's top."""
        count = min(self.fit.rows, len(self.sheet.rows))
        return next((self.first + i for i in range(count) if self.fit.top(i) <= y < self.fit.top(i + 1)), None)

    def column(self, x: float) -> int | None:
        """The column of `sheet` at x pixels from the left."""
        ends = accumulate(self.fit.widths)
        return next((j for j, end in enumerate(ends) if 0 <= x < end), None)


def part_of(sheet: Sheet, theme: Theme, size: tuple[float, float], swatches: bool, skipped: int) -> Seen:
    """What of the sheet has room in an area of that size, without so many columns after the first."""
    whole = fit(sheet, theme, *size, swatches)
    if len(whole.widths) == len(sheet.columns):
        return Seen(sheet, whole)
    tries = []
    for skip in range(1, len(sheet.columns) - 1):
        rest = sheet.scrolled(skip)
        tries.append(Seen(rest, fit_scrolled(rest, theme, *size, whole), skipped=skip))
        if len(tries[-1].fit.widths) == len(rest.columns):
            break
    parts = [Seen(sheet, whole), *tries]
    return parts[min(skipped, len(tries))]._replace(most=len(tries))


def row_after(key: int, first: int, page: int, count: int) -> int | None:
    """The row to which a key scrolls; None for a key that does not."""
    return {
        Qt.Key.Key_Up: first - 1, Qt.Key.Key_Down: first + 1, Qt.Key.Key_PageUp: first - page,
        Qt.Key.Key_PageDown: first + page, Qt.Key.Key_Home: 0, Qt.Key.Key_End: count,
    }.get(Qt.Key(key))  # fmt: skip


def column_after(key: int, skipped: int) -> int | None:
    """The same for the columns after the first."""
    return {Qt.Key.Key_Left: skipped - 1, Qt.Key.Key_Right: skipped + 1}.get(Qt.Key(key))


def plain(event: QKeyEvent) -> bool:
    """A key by itself: what is pressed with Ctrl, Alt or Meta is a command."""
    return event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def notches(event: QWheelEvent) -> tuple[float, float]:
    """Columns to the right and rows downwards that a turn of the wheel asks for; with Shift it moves columns."""
    across, down = -event.angleDelta().x() / NOTCH, -event.angleDelta().y() / NOTCH
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        across, down = across + down, 0.0
    return across, down * ROWS_PER_NOTCH
