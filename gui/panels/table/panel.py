"""The panel of rows: what came out, in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from core.records import Record, Table
from core.run.views import TableView, View
from gui.look.theme import Theme
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import UPRIGHT, Gesture
from gui.panels.gestures.neighbours import in_order
from gui.panels.panel import Panel
from gui.panels.table.painting import BAR, paint_header, paint_row, paint_scroll_bar
from gui.panels.table.sheet import Fit, RowIndex, Sheet, fit, sheet_of
from gui.plotting.lettering import LEFT

NOTCH = 120  # of the wheel, as Qt counts
ROWS_PER_NOTCH = 3


class TablePanel(Panel):
    """Rows under a header; tables of several variants stand in one, each row behind its variant's name.

    Rows without room are scrolled to, by the wheel or, after a click, by the keys. Until then the first are shown, and
    a chosen one in any case; the last line says how many are left out. The scroll bar is seen under the mouse.
    """

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._sheet = Sheet((), (), ())
        self._fits: dict[tuple[float, float, tuple[str, ...]], Fit] = {}
        self._scrolled: int | None = None  # the first row that is shown; None until somebody scrolls
        self._hovered = False
        if not self.dispatcher:
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._sheet = sheet_of({name: record for name, record in records.items() if isinstance(record, Table)})
        self._fits.clear()
        super().show_records(records)

    def clear(self) -> None:
        self._scrolled = None
        super().clear()

    @property
    def _first(self) -> int:
        """The uppermost row."""
        room, count = self._fit(self.area).rows, len(self._sheet.rows)
        wanted = self._scrolled
        if wanted is None:
            wanted = max(min(self._sheet.selected, default=0) - room + 1, 0)
        return min(wanted, max(count - room, 0))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not self._sheet.columns:
            return
        fit, theme, first = self._fit(area), self.theme, self._first
        head = QRectF(area.left(), area.top(), area.width(), fit.head)
        paint_header(painter, theme, fit, self._sheet.numeric, head)
        right = area.left() + sum(fit.widths) - fit.pad
        for i, row in enumerate(self._sheet.rows[first : first + fit.rows]):
            top = area.top() + fit.head + i * fit.line
            if first + i in self._sheet.selected:
                box = QRectF(area.left() - 6, top + 1, right - area.left() + 12, fit.line - 1)
                painter.fillRect(box, QColor(theme.faint(theme.accent, 0.16)))
            painter.setPen(theme.pen(theme.border if i else theme.secondary, 1))
            painter.drawLine(QPointF(area.left(), round(top) + 0.5), QPointF(right, round(top) + 0.5))
            name = self._variant_of(row[0])
            style = self.style_of(name) if name else None
            line = QRectF(area.left(), top, area.width(), fit.line)
            paint_row(painter, theme, fit, self._sheet.numeric, row, line, style)
        said = self._said(fit, first)
        if said:
            painter.setPen(QColor(theme.secondary))
            painter.setFont(theme.font(fit.size))
            line = QRectF(area.left(), area.top() + fit.head + fit.rows * fit.line, area.width(), fit.line)
            painter.drawText(line, LEFT, said)
        if self._scrollable and (self._hovered or self._scrolled is not None):
            track = QRectF(area.right() + 4, area.top() + fit.head, BAR, fit.rows * fit.line)
            paint_scroll_bar(painter, theme, track, first, fit.rows, len(self._sheet.rows))

    def _said(self, fit: Fit, first: int) -> str:
        """What a larger panel would show; or which rows are seen; or that there are none yet."""
        count = len(self._sheet.rows)
        if not count:
            return self.tr("no rows yet")
        rows, columns = count - fit.rows, len(self._sheet.columns) - len(fit.widths)
        parts = [self.tr("1 row") if rows == 1 else self.tr("{0} rows").format(rows)] if rows else []
        if rows and first:
            parts = [self.tr("rows {0} to {1} of {2}").format(first + 1, first + fit.rows, count)]
        parts += [self.tr("1 column") if columns == 1 else self.tr("{0} columns").format(columns)] if columns else []
        return ("" if rows and first else "+ ") + ", ".join(parts) if parts else ""

    def _variant_of(self, cell: str) -> str:
        """The variant that a cell names, alone or with its figures after it ("SGD 0.95"); "" for none."""
        found = (name for name in self.names if name and (cell == name or cell.startswith((name + " ", name + ","))))
        return max(found, key=len, default="")

    def _fit(self, area: QRectF) -> Fit:
        key = area.width(), area.height(), self.names
        if key not in self._fits:
            swatches = any(self._variant_of(row[0]) for row in self._sheet.rows if row)
            self._fits[key] = fit(self._sheet, self.theme, area.width(), area.height(), swatches)
        return self._fits[key]

    @property
    def _scrollable(self) -> bool:
        """Whether there are rows without room."""
        return bool(self._sheet.columns) and self._fit(self.area).rows < len(self._sheet.rows)

    def scroll_to(self, first: int) -> None:
        """Show that row uppermost, or the nearest that can be."""
        if self._scrollable:
            room = self._fit(self.area).rows
            self._scrolled = min(max(first, 0), len(self._sheet.rows) - room)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._scrollable:
            super().wheelEvent(event)
            return
        self.scroll_to(self._first - round(event.angleDelta().y() * ROWS_PER_NOTCH / NOTCH))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._scrollable or self.dispatcher.takes(event):
            super().keyPressEvent(event)
            return
        first = first_after(event.key(), self._first, self._fit(self.area).rows, len(self._sheet.rows))
        if first is None:
            super().keyPressEvent(event)
        else:
            self.scroll_to(first)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._hovered = True
        if self._scrollable:
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = False
        if self._scrollable:
            self.update()

    def row_at(self, at: QPointF) -> RowIndex | None:
        """The row under a point of the panel, in layout pixels."""
        row = self._row(at)
        return None if row is None else self._sheet.places[row]

    def gestures(self) -> Sequence[Gesture]:
        path = cast(TableView, self.view.options).choose
        return [Choose(self.bind(path), self._index_at, self._next_index, UPRIGHT)] if path else []

    def _index_at(self, at: QPointF) -> int | None:
        found = self.row_at(at)
        return None if found is None else found.row

    def _next_index(self, index: int, across: int, down: int) -> int:
        """Each variant's table is chosen from alike. The list follows the chosen row."""
        self._scrolled = None
        return in_order(index, down, max(place.row for place in self._sheet.places) + 1 if self._sheet.places else 0)

    def _row(self, at: QPointF) -> int | None:
        """The place of the row in the sheet."""
        if not self._sheet.columns or not self.area.contains(at):
            return None
        fit = self._fit(self.area)
        row = int((at.y() - self.area.top() - fit.head) // fit.line)
        return self._first + row if 0 <= row < min(fit.rows, len(self._sheet.rows)) else None

    def readout(self, at: QPointF) -> str:
        """The whole cell, which may be elided in the picture."""
        row, x = self._row(at), self.area.left()
        if row is None:
            return ""
        for j, width in enumerate(self._fit(self.area).widths):
            if x <= at.x() < x + width:
                return ": ".join(part for part in (self._sheet.columns[j], self._sheet.rows[row][j]) if part)
            x += width
        return ""


def first_after(key: int, first: int, page: int, count: int) -> int | None:
    """The row to which a key scrolls; None for a key that does not."""
    return {
        Qt.Key.Key_Up: first - 1, Qt.Key.Key_Down: first + 1, Qt.Key.Key_PageUp: first - page,
        Qt.Key.Key_PageDown: first + page, Qt.Key.Key_Home: 0, Qt.Key.Key_End: count,
    }.get(Qt.Key(key))  # fmt: skip
