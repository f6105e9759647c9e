"""The panel of rows: what came out, in words and numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.run.records import Table
from gui.panels.panel import Panel
from gui.panels.words import elided, told, width_of

SIZES = (20, 16, 14, 12)  # pixels of type, the largest that fits
LINE = 1.75  # height of a row, in sizes of its type
PAD = 14.0  # pixels between columns
SWATCH = 26.0  # pixels of a variant's line before its name
STRETCH = 1.7  # a table grows no wider than that, or its columns lose each other

_NUMBER = re.compile(r"^[(~≈<>]?\s*[+\-−±]?\s*(\d|\.\d|∞|nan|inf)")
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Sheet(NamedTuple):
    """All rows that are shown under one header, and which columns hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


class Fit(NamedTuple):
    """Size of the type, widths of the columns, and how many rows there is room for."""

    size: int
    widths: tuple[float, ...]
    rows: int


class TablePanel(Panel):
    """Rows under a header; tables of several variants stand in one, each row behind its variant's name."""

    def _sheet(self) -> Sheet:
        tables = {name: record for name, record in self.records.items() if isinstance(record, Table)}
        first = next(iter(tables.values()))
        if len(tables) == 1:
            return Sheet(tuple(map(told, first.columns)), first.rows, _numeric(first.rows, len(first.columns)))
        rows = tuple((name, *row) for name, table in tables.items() for row in table.rows)
        columns = ("", *map(told, first.columns))
        return Sheet(columns, rows, _numeric(rows, len(columns)))

    def draw(self, painter: QPainter, area: QRectF) -> None:
        sheet = self._sheet()
        fit = self._fit(sheet, area)
        high = LINE * fit.size
        theme = self.theme
        painter.setPen(QColor(theme.secondary))
        self._draw_row(painter, sheet.columns, sheet, fit, QPointF(area.left(), area.top()), header=True)
        right = area.left() + sum(fit.widths)
        for i, row in enumerate(sheet.rows[: fit.rows]):
            top = area.top() + (i + 1) * high
            painter.setPen(theme.pen(theme.border if i else theme.secondary, 1))
            painter.drawLine(QPointF(area.left(), round(top) + 0.5), QPointF(right, round(top) + 0.5))
            painter.setPen(QColor(theme.text))
            self._draw_row(painter, row, sheet, fit, QPointF(area.left(), top), header=False)
        left = len(sheet.rows) - fit.rows
        if left:
            painter.setPen(QColor(theme.secondary))
            painter.setFont(theme.font(fit.size))
            line = QRectF(area.left(), area.top() + (fit.rows + 1) * high, area.width(), high)
            painter.drawText(line, _LEFT, self.tr("+ {0} more").format(left))

    def _draw_row(
        self, painter: QPainter, cells: tuple[str, ...], sheet: Sheet, fit: Fit, at: QPointF, header: bool
    ) -> None:
        font = self.theme.font(fit.size)
        painter.setFont(font)
        swatches = self._swatches(sheet)
        x = at.x()
        for j, (cell, width) in enumerate(zip(cells, fit.widths, strict=False)):
            box = QRectF(x, at.y(), width - PAD, LINE * fit.size)
            if j == 0 and swatches:
                if not header and (name := self._variant_of(cell)):
                    self._draw_swatch(painter, name, box)
                box.setLeft(box.left() + SWATCH)
            painter.drawText(box, _RIGHT if sheet.numeric[j] else _LEFT, elided(cell, font, box.width()))
            x += width

    def _draw_swatch(self, painter: QPainter, name: str, box: QRectF) -> None:
        style = self.style_of(name)
        before = painter.pen()
        painter.setPen(self.theme.pen(style.color, 3, style.dash))
        y = box.center().y()
        painter.drawLine(QPointF(box.left() + 2, y), QPointF(box.left() + SWATCH - 8, y))
        painter.setPen(before)

    def _variant_of(self, cell: str) -> str:
        """The variant that a cell names, alone or with its figures after it ("SGD 0.95"); "" for none."""
        found = (name for name in self.names if name and (cell == name or cell.startswith((name + " ", name + ","))))
        return max(found, key=len, default="")

    def _swatches(self, sheet: Sheet) -> bool:
        return any(self._variant_of(row[0]) for row in sheet.rows if row)

    def _fit(self, sheet: Sheet, area: QRectF) -> Fit:
        """The largest type that shows every row and elides nothing; the smallest where there is none."""
        for size in SIZES:
            widths = self._natural(sheet, size)
            if sum(widths) <= area.width() and (len(sheet.rows) + 1) * LINE * size <= area.height():
                break
        room = int(area.height() / (LINE * size)) - 1
        rows = len(sheet.rows) if room >= len(sheet.rows) else max(room - 1, 0)
        if sum(widths) > area.width():
            return Fit(size, _narrowed(widths, area.width()), rows)
        factor = min(area.width() / sum(widths), STRETCH)
        return Fit(size, tuple(width * factor for width in widths), rows)

    def _natural(self, sheet: Sheet, size: int) -> tuple[float, ...]:
        """Widths that elide nothing, in steps of 8 so that they do not tremble with the digits."""
        font = self.theme.font(size)
        columns = zip(sheet.columns, *sheet.rows, strict=False)
        widths = [max(width_of(cell, font) for cell in column) + PAD for column in columns]
        if widths and self._swatches(sheet):
            widths[0] += SWATCH
        return tuple(8.0 * -(-width // 8) for width in widths)

    def readout(self, at: QPointF) -> str:
        """The whole cell, which may be elided in the picture."""
        sheet = self._sheet()
        fit = self._fit(sheet, self.area)
        row = int((at.y() - self.area.top()) // (LINE * fit.size)) - 1
        x = self.area.left()
        for j, width in enumerate(fit.widths):
            if x <= at.x() < x + width and 0 <= row < fit.rows and j < len(sheet.rows[row]):
                return ": ".join(part for part in (sheet.columns[j], sheet.rows[row][j]) if part)
            x += width
        return ""


def _numeric(rows: tuple[tuple[str, ...], ...], columns: int) -> tuple[bool, ...]:
    """Which columns are numbers, blanks and a word here and there ("diverged") apart; never the first."""
    kinds = [[bool(_NUMBER.match(row[j])) for row in rows if j < len(row) and row[j]] for j in range(columns)]
    return tuple(j > 0 and (sum(kind) * 2 > len(kind) or not kind) for j, kind in enumerate(kinds))


def _narrowed(widths: tuple[float, ...], room: float) -> tuple[float, ...]:
    """The widths in less room: the widest columns give first."""
    left, cap = room, room
    for i, width in enumerate(sorted(widths)):
        cap = left / (len(widths) - i)
        if width > cap:
            break
        left -= width
    return tuple(min(width, cap) for width in widths)
