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
from gui.panels.card import paint_focus
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import UPRIGHT, Gesture
from gui.panels.gestures.neighbours import in_order
from gui.panels.panel import Panel
from gui.panels.table.painting import paint_header, paint_row, paint_scroll_bars
from gui.panels.table.scrolling import Seen, column_after, notches, part_of, plain, row_after
from gui.panels.table.sheet import RowIndex, Sheet, sheet_of
from gui.plotting.lettering import LEFT


class TablePanel(Panel):
    """Rows under a header; tables of several variants stand in one, each row behind its variant's name.

    Rows and columns without room are scrolled to, by the wheel or, after a click, by the keys; the first column stays.
    Until then the first are shown, and a chosen row in any case; the last line says how much is left out.
    """

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._sheet = Sheet((), (), ())
        self._parts: dict[tuple[float, float, tuple[str, ...], int], Seen] = {}
        self._scrolled: int | None = None  # the first row that is shown; None until somebody scrolls
        self._skipped = 0  # columns after the first
        self._hovered = False
        if not self.dispatcher:
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._sheet = sheet_of({name: record for name, record in records.items() if isinstance(record, Table)})
        self._parts.clear()
        super().show_records(records)

    def clear(self) -> None:
        self._scrolled, self._skipped = None, 0
        super().clear()

    def _seen(self, area: QRectF) -> Seen:
        key = area.width(), area.height(), self.names, self._skipped
        if key not in self._parts:
            swatches = any(self._variant_of(row[0]) for row in self._sheet.rows if row)
            self._parts[key] = part_of(self._sheet, self.theme, key[:2], swatches, self._skipped)
        seen, wanted = self._parts[key], self._scrolled
        if wanted is None:
            wanted = max(min(self._sheet.selected, default=0) - seen.fit.rows + 1, 0)
        return seen._replace(first=min(wanted, max(seen.rows_left, 0)))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not self._sheet.columns:
            return
        theme, seen = self.theme, self._seen(area)
        fit, numeric = seen.fit, seen.sheet.numeric
        paint_header(painter, theme, fit, numeric, QRectF(area.left(), area.top(), area.width(), fit.head))
        right = area.left() + sum(fit.widths) - fit.pad
        for i, row in enumerate(seen.rows):
            top, high = area.top() + fit.top(i), fit.high(i)
            if seen.first + i in self._sheet.selected:
                box = QRectF(area.left() - 6, top + 1, right - area.left() + 12, high - 1)
                painter.fillRect(box, QColor(theme.faint(theme.accent, 0.16)))
            painter.setPen(theme.pen(theme.border if i else theme.secondary, 1))
            painter.drawLine(QPointF(area.left(), round(top) + 0.5), QPointF(right, round(top) + 0.5))
            name = self._variant_of(row[0])
            line = QRectF(area.left(), top, area.width(), high)
            paint_row(painter, theme, fit, numeric, row, line, self.style_of(name) if name else None)
        painter.setPen(QColor(theme.secondary))
        painter.setFont(theme.font(fit.size))
        line = QRectF(area.left(), area.top() + fit.top(fit.rows), area.width(), fit.line)
        painter.drawText(line, LEFT, self._said(seen))
        if not self.window().testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen):  # a picture cannot be scrolled
            paint_scroll_bars(painter, theme, area, seen, lit=self._hovered or self.hasFocus())
        if self.hasFocus() and self._scrollable and not self.dispatcher:
            whole = QRectF(0, 0, self.width() / self.zoom, self.height() / self.zoom)
            paint_focus(painter, theme, whole, self.zoom)

    def _said(self, seen: Seen) -> str:
        """What a larger panel would show, or which rows are seen; or that there are none yet."""
        count, rows, columns = len(self._sheet.rows), seen.rows_left, seen.columns_left
        if not count:
            return self.tr("no rows yet")
        parts = []
        if seen.first:
            parts.append(self.tr("rows {0} to {1} of {2}").format(seen.first + 1, seen.first + seen.fit.rows, count))
        elif rows:
            parts.append("+ " + (self.tr("1 row") if rows == 1 else self.tr("{0} rows").format(rows)))
        if columns:
            parts.append("+ " + (self.tr("1 column") if columns == 1 else self.tr("{0} columns").format(columns)))
        return ", ".join(parts)

    def _variant_of(self, cell: str) -> str:
        """The variant that a cell names, alone or with its figures after it ("SGD 0.95"); "" for none."""
        found = (name for name in self.names if name and (cell == name or cell.startswith((name + " ", name + ","))))
        return max(found, key=len, default="")

    @property
    def _scrollable(self) -> bool:
        """Whether there are rows or columns without room."""
        if not self._sheet.columns:
            return False
        seen = self._seen(self.area)
        return seen.rows_left > 0 or seen.most > 0

    def scroll_to(self, first: int) -> None:
        """Show that row uppermost, or the nearest that can be."""
        seen = self._seen(self.area)
        if seen.rows_left > 0:
            self._scrolled = min(max(first, 0), seen.rows_left)
            self.update()

    def skip_columns(self, count: int) -> None:
        """Leave out so many columns after the first, or the nearest number that can be."""
        self._skipped = min(max(count, 0), self._seen(self.area).most)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._scrollable:
            super().wheelEvent(event)
            return
        across, down = notches(event)
        seen = self._seen(self.area)
        self.scroll_to(seen.first + round(down))
        self.skip_columns(seen.skipped + round(across))
        event.accept()

    def _takes(self, event: QKeyEvent) -> bool:
        """While it has the focus, a table without room for everything takes the keys that scroll it from the window."""
        return super()._takes(event) or (self.hasFocus() and not self.dispatcher and self._scrolls(event))

    def _scrolls(self, event: QKeyEvent) -> bool:
        """Whether the key moves this table, or leaves it."""
        if not (self._scrollable and plain(event)):
            return False
        if event.key() == Qt.Key.Key_Escape:
            return True
        seen, key = self._seen(self.area), event.key()
        down, across = row_after(key, 0, 0, 0) is not None, column_after(key, 0) is not None
        return (down and seen.rows_left > 0) or (across and seen.most > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.dispatcher.takes(event) or not self._scrolls(event):
            super().keyPressEvent(event)
            return
        seen, key = self._seen(self.area), event.key()
        row = row_after(key, seen.first, seen.fit.rows, len(self._sheet.rows))
        column = column_after(key, seen.skipped)
        if row is not None:
            self.scroll_to(row)
        elif column is not None:
            self.skip_columns(column)
        else:
            self.clearFocus()

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
        return self._seen(self.area).row(at.y() - self.area.top())

    def readout(self, at: QPointF) -> str:
        """The whole cell, which may be elided in the picture."""
        row = self._row(at)
        if row is None:
            return ""
        seen = self._seen(self.area)
        j = seen.column(at.x() - self.area.left())
        return "" if j is None else ": ".join(part for part in (seen.sheet.columns[j], seen.sheet.rows[row][j]) if part)
