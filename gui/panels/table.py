"""The panel of rows: what came out, in words and numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from core.records import Record, Table
from core.run.views import View
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.panels.panel import Panel
from gui.plotting.legend import SAMPLE, paint_sample
from gui.plotting.lettering import LEFT, RIGHT, elided, in_two, typeset, width_of

# Sizes of type, and whether the header is broken into two lines: the first with which everything is seen.
TRIES = ((20, False), (20, True), (16, False), (16, True), (14, False), (14, True), (12, False), (12, True))
LINE = 1.75  # height of a row, in sizes of its type
HEADER = 1.25  # height of a line of a header of two
PAD = 0.9  # between columns, in sizes of the type
SWATCH = SAMPLE + 10.0  # pixels of a variant's line before its name
STRETCH = 1.7  # a table grows no wider than that, or its columns lose each other

_NUMBER = re.compile(r"^[(~≈<>±]?\s*[+\-−]?\s*(\d|\.\d|∞|nan|inf)")


class Sheet(NamedTuple):
    """All rows under one header, as they are printed, and which columns hold numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]


class Fit(NamedTuple):
    """Size of the type, the header as it is broken, the widths of those columns that are shown, and how many rows there
    is room for."""

    size: int
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: int
    swatches: bool = False

    @property
    def pad(self) -> float:
        return PAD * self.size

    @property
    def head(self) -> float:
        """Pixels of the header."""
        lines = max(column.count("\n") + 1 for column in self.columns)
        return self.size * (LINE if lines == 1 else lines * HEADER + 0.5)


class TablePanel(Panel):
    """Rows under a header; tables of several variants stand in one, each row behind its variant's name."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._sheet = Sheet((), (), ())
        self._fits: dict[tuple[float, float, tuple[str, ...]], Fit] = {}

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._sheet = sheet_of({name: record for name, record in records.items() if isinstance(record, Table)})
        self._fits.clear()
        super().show_records(records)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not self._sheet.columns:
            return
        fit, theme = self._fit(area), self.theme
        high = LINE * fit.size
        self._draw_row(painter, fit, fit.columns, QRectF(area.left(), area.top(), area.width(), fit.head), True)
        right = area.left() + sum(fit.widths) - fit.pad
        for i, row in enumerate(self._sheet.rows[: fit.rows]):
            top = area.top() + fit.head + i * high
            painter.setPen(theme.pen(theme.border if i else theme.secondary, 1))
            painter.drawLine(QPointF(area.left(), round(top) + 0.5), QPointF(right, round(top) + 0.5))
            self._draw_row(painter, fit, row, QRectF(area.left(), top, area.width(), high), False)
        left = self._left_out(fit)
        if left:
            painter.setPen(QColor(theme.secondary))
            painter.setFont(theme.font(fit.size))
            line = QRectF(area.left(), area.top() + fit.head + fit.rows * high, area.width(), high)
            painter.drawText(line, LEFT, left)

    def _left_out(self, fit: Fit) -> str:
        """What a larger panel would show."""
        rows, columns = len(self._sheet.rows) - fit.rows, len(self._sheet.columns) - len(fit.widths)
        parts = [self.tr("1 row") if rows == 1 else self.tr("{0} rows").format(rows)] if rows else []
        parts += [self.tr("1 column") if columns == 1 else self.tr("{0} columns").format(columns)] if columns else []
        return "+ " + ", ".join(parts) if parts else ""

    def _draw_row(self, painter: QPainter, fit: Fit, cells: tuple[str, ...], line: QRectF, header: bool) -> None:
        font = self.theme.font(fit.size)
        painter.setFont(font)
        x = line.left()
        for j, (cell, width) in enumerate(zip(cells, fit.widths, strict=False)):
            box = QRectF(x, line.top(), width - fit.pad, line.height())
            if j == 0 and fit.swatches:
                if not header and (name := self._variant_of(cell)):
                    paint_sample(painter, self.theme, self.style_of(name), QPointF(box.left() + 1, box.center().y()))
                box.setLeft(box.left() + SWATCH)
            painter.setPen(QColor(self.theme.secondary if header else self.theme.text))
            text = "\n".join(elided(part, font, box.width() + 1) for part in cell.splitlines())
            flags = RIGHT if self._sheet.numeric[j] else LEFT
            if header:
                flags = (flags & ~Qt.AlignmentFlag.AlignVertical_Mask) | Qt.AlignmentFlag.AlignBottom
                box.setBottom(box.bottom() - 0.35 * fit.size)
            painter.drawText(box, int(flags), text)
            x += width

    def _variant_of(self, cell: str) -> str:
        """The variant that a cell names, alone or with its figures after it ("SGD 0.95"); "" for none."""
        found = (name for name in self.names if name and (cell == name or cell.startswith((name + " ", name + ","))))
        return max(found, key=len, default="")

    def _fit(self, area: QRectF) -> Fit:
        key = area.width(), area.height(), self.names
        if key not in self._fits:
            self._fits[key] = self._fitted(area)
        return self._fits[key]

    def _fitted(self, area: QRectF) -> Fit:
        """The largest type that shows every row and elides nothing; the smallest where there is none."""
        count = len(self._sheet.rows)
        swatches = any(self._variant_of(row[0]) for row in self._sheet.rows if row)
        for size, broken in TRIES:
            columns = self._header(size) if broken else self._sheet.columns
            fit = Fit(size, columns, self._natural(columns, size, swatches), count, swatches)
            if sum(fit.widths) - fit.pad <= area.width() and fit.head + count * LINE * size <= area.height():
                break
        if area.height() < fit.head + 2 * LINE * fit.size:  # a header of two lines would be all there is
            fit = fit._replace(columns=self._sheet.columns)
        fit = self._cut(fit, area.width() + fit.pad)
        room = int((area.height() - fit.head) / (LINE * fit.size))
        whole = room >= count and len(fit.widths) == len(fit.columns)
        return fit._replace(rows=count if whole else min(max(room - 1, 0), count))

    def _cut(self, fit: Fit, width: float) -> Fit:
        """In that width: figures are shown whole, so rather fewer columns, but two at least."""
        shown = fit.widths
        plain = (shown[0] - SWATCH, *shown[1:])
        if fit.swatches and sum(shown) > width and (sum(plain) <= width or sum(shown[:2]) > width):
            fit, shown = fit._replace(swatches=False), plain  # other panels have a legend, figures stand only here
        while sum(shown) > width and len(shown) > 2:
            shown = shown[:-1]
        if sum(shown) > width:
            shown = narrowed(shown, width)
            return fit._replace(widths=shown, swatches=fit.swatches and shown[0] > SWATCH + 4 * fit.size)
        factor = min(width / sum(shown), STRETCH)
        return fit._replace(widths=tuple(w * factor for w in shown))

    def _header(self, size: int) -> tuple[str, ...]:
        """The header with those names in two lines that are wider than what stands below them."""
        font = self.theme.font(size)
        wide = (width_of(name, font) > self._below(j, size) for j, name in enumerate(self._sheet.columns))
        return tuple(in_two(name) if long else name for name, long in zip(self._sheet.columns, wide, strict=True))

    def _below(self, j: int, size: int) -> float:
        """Pixels of the widest cell of a column."""
        font = self.theme.font(size)
        return max((width_of(row[j], font) for row in self._sheet.rows if j < len(row)), default=0.0)

    def _natural(self, columns: tuple[str, ...], size: int, swatches: bool) -> tuple[float, ...]:
        """Widths that elide nothing, in steps of 4 so that they do not tremble with the digits."""
        font = self.theme.font(size)
        heads = [max((width_of(line, font) for line in name.splitlines()), default=0.0) for name in columns]
        widths = [max(head, self._below(j, size)) + PAD * size for j, head in enumerate(heads)]
        widths[0] += SWATCH if swatches else 0.0
        return tuple(4.0 * -(-width // 4) for width in widths)

    def readout(self, at: QPointF) -> str:
        """The whole cell, which may be elided in the picture."""
        if not self._sheet.columns:
            return ""
        fit, x = self._fit(self.area), self.area.left()
        row = int((at.y() - self.area.top() - fit.head) // (LINE * fit.size))
        for j, width in enumerate(fit.widths):
            if x <= at.x() < x + width and 0 <= row < fit.rows and j < len(self._sheet.rows[row]):
                return ": ".join(part for part in (self._sheet.columns[j], self._sheet.rows[row][j]) if part)
            x += width
        return ""


def sheet_of(tables: Mapping[str, Table]) -> Sheet:
    several = len(tables) > 1
    columns = next((table.columns for table in tables.values()), ())
    rows = tuple(
        ((name,) if several else ()) + tuple(typeset(cell) for cell in row)
        for name, table in tables.items()
        for row in table.rows
    )
    told_columns = (("",) if several else ()) + tuple(translated(column) for column in columns)
    return Sheet(told_columns, rows, numeric_columns(rows, len(told_columns)))


def numeric_columns(rows: tuple[tuple[str, ...], ...], columns: int) -> tuple[bool, ...]:
    """Which columns are numbers, blanks and a word here and there ("diverged") apart; never the first."""
    kinds = [[bool(_NUMBER.match(row[j])) for row in rows if j < len(row) and row[j]] for j in range(columns)]
    return tuple(j > 0 and (sum(kind) * 2 > len(kind) or not kind) for j, kind in enumerate(kinds))


def narrowed(widths: tuple[float, ...], room: float) -> tuple[float, ...]:
    """The widths in less room: the widest columns give first."""
    left, cap = room, room
    for i, width in enumerate(sorted(widths)):
        cap = left / (len(widths) - i)
        if width > cap:
            break
        left -= width
    return tuple(min(width, cap) for width in widths)
