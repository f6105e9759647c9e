"""The panel of numbers in cells: a confusion matrix, a Jacobian, weights small enough to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from core.records import Matrix, Record
from core.run.views import MatrixView, View
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.panels.gestures.cell import CellPlaces, EditCell
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import Binding, Gesture
from gui.panels.matrix.cells import PAD, CellIndex, Cells, place, scale_of
from gui.panels.matrix.painting import (
    PrintedMatrix,
    paint_cells,
    paint_column_names,
    paint_line,
    paint_numbers,
    paint_outlines,
    paint_row_names,
)
from gui.panels.panel import Panel
from gui.plotting.lettering import CENTRE, elided, line_of, typeset

SIZES = (28, 20, 16, 14, 12)
BETWEEN = 24.0  # pixels between two matrices


class MatrixPanel(Panel):
    """Cells tinted by size, numbers where they fit; several matrices side by side share the scale of the tint."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._printed: dict[str, PrintedMatrix] = {}

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._printed = {n: PrintedMatrix(r) for n, r in records.items() if isinstance(r, Matrix) and r.values.size}
        super().show_records(records)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        if not self._printed:
            return
        theme, parts = self.theme, self._cells(area)
        size = min((self._size(cells) for cells in parts), default=0)
        limits, scale = scale_of(printed.matrix for printed in self._printed.values())
        for cells in parts:
            printed = self._printed[cells.name]
            tint = printed.tint(limits, scale, theme)
            paint_cells(painter, theme, cells, tint)
            if size:
                paint_numbers(painter, theme, cells, printed, tint, size)
            paint_outlines(painter, theme, cells)
            paint_row_names(painter, theme, cells)
            paint_column_names(painter, theme, cells)
            self._draw_labels(painter, cells)

    def _cells(self, area: QRectF) -> list[Cells]:
        count = max(len(self._printed), 1)
        width = (area.width() - (count - 1) * BETWEEN) / count
        parts = (QRectF(area.left() + i * (width + BETWEEN), area.top(), width, area.height()) for i in range(count))
        return [
            place(name, printed.matrix, part, self.theme, printed.widest(self.theme, 14))
            for (name, printed), part in zip(self._printed.items(), parts, strict=False)
        ]

    def _size(self, cells: Cells) -> int:
        """Of the numbers' type; 0 where they do not fit."""
        printed = self._printed[cells.name]
        if not printed.texts:
            return 0
        height = cells.height * (0.54 if printed.gradients else 1.0)
        airy = (size for size in SIZES if height >= size * (2.6 if size > 14 and not printed.gradients else 1.25))
        return next((size for size in airy if printed.widest(self.theme, size) <= cells.width), 0)

    def _draw_labels(self, painter: QPainter, cells: Cells) -> None:
        """The variant's name and the title, what rows and columns are, and the summary below."""
        theme, matrix, part, grid = self.theme, cells.matrix, cells.part, cells.grid
        font = theme.font(14)
        line = line_of(font)
        across = QRectF(grid.left(), part.top(), part.right() - grid.left(), line)
        heading = " · ".join(text for text in (cells.name, translated(matrix.title)) if text)
        if heading and not cells.bare:
            color = self.style_of(cells.name).color if cells.name else theme.text
            paint_line(painter, theme, across, heading, color, bold=True)
        if matrix.column_label:
            top = grid.top() - cells.heads.height(font) - line - 2
            across.moveTop(top)
            paint_line(painter, theme, across, translated(matrix.column_label), theme.secondary)
        if matrix.row_label:
            painter.save()
            painter.setFont(font)
            painter.setPen(QColor(theme.secondary))
            painter.translate(grid.left() - cells.names - 6 - line / 2, grid.center().y())
            painter.rotate(-90)
            box = QRectF(-grid.height() / 2, -line / 2, grid.height(), line)
            painter.drawText(box, CENTRE, elided(translated(matrix.row_label), font, grid.height()))
            painter.restore()
        top = min(grid.bottom() + PAD, part.bottom() - line * len(cells.summary))
        for i, text in enumerate(cells.summary):
            paint_line(painter, theme, QRectF(part.left(), top + i * line, part.width(), line), text, theme.text)

    def cell_at(self, at: QPointF) -> CellIndex | None:
        """The cell under a point of the panel, in layout pixels."""
        return next((found for cells in self._cells(self.area) if (found := cells.at(at))), None)

    def gestures(self) -> Sequence[Gesture]:
        options = cast(MatrixView, self.view.options)
        choose = Choose(self.bind(options.choose), self._index_at, self._next_index) if options.choose else None
        found: list[Gesture] = []
        if options.edit:
            places = CellPlaces(self.cell_at, self._box_of, self.next_cell, self._every, self._field_of)
            found.append(EditCell(self, places, choose, lambda: self._cell(choose.index) if choose else None))
        return [*found, choose] if choose else found

    def next_cell(self, cell: CellIndex, across: int, down: int) -> CellIndex:
        """The cell to which an arrow key leads."""
        row, column = neighbour(self._printed[cell.variant].matrix, cell.row, cell.column, across, down)
        return cell._replace(row=row, column=column)

    def _every(self) -> list[CellIndex]:
        """The cells of the first of several variants."""
        for name, printed in self._printed.items():
            return [CellIndex(name, 0, *place) for place in np.ndindex(printed.matrix.values.shape)]
        return []

    def _box_of(self, cell: CellIndex) -> QRectF | None:
        for cells in self._cells(self.area) if self._printed else ():
            if cells.name == cell.variant and cells.has(cell):
                return cells.box(cell.row, cell.column)
        return None

    def _field_of(self, cell: CellIndex) -> Binding:
        return self.bind(cast(MatrixView, self.view.options).edit)

    def _cell(self, index: int) -> CellIndex | None:
        every = self._every()
        return every[index] if 0 <= index < len(every) else None

    def _index_at(self, at: QPointF) -> int | None:
        found = self.cell_at(at) if self._printed else None
        return None if found is None else self._index_of(found)

    def _index_of(self, cell: CellIndex) -> int:
        """row · columns + column"""
        return int(cell.row * self._printed[cell.variant].matrix.values.shape[1] + cell.column)

    def _next_index(self, index: int, across: int, down: int) -> int:
        cell = self._cell(index)
        return 0 if cell is None else self._index_of(self.next_cell(cell, across, down))

    def readout(self, at: QPointF) -> str:
        found = self.cell_at(at) if self._printed else None
        if found is None:
            return ""
        matrix = self._printed[found.variant].matrix
        return " · ".join(part for part in (found.variant, cell_text(self, matrix, found.row, found.column)) if part)


def neighbour(matrix: Matrix, row: int, column: int, across: int, down: int) -> tuple[int, int]:
    """The cell to which an arrow key leads; at an edge it stays."""
    rows, columns = matrix.values.shape
    return min(max(row + down, 0), rows - 1), min(max(column + across, 0), columns - 1)


def cell_text(panel: Panel, matrix: Matrix, i: int, j: int) -> str:
    """row a, column b: 3.2 · gradient 0.5"""
    row = _named(matrix.row_label, matrix.row_names, i, panel.tr("row"))
    column = _named(matrix.column_label, matrix.column_names, j, panel.tr("column"))
    if matrix.is_blank(i, j):
        return panel.tr("{0}, {1}: nothing yet").format(row, column)
    value = f"{row}, {column}: {typeset(matrix.format.format(matrix.values[i, j]))}"
    if matrix.gradients is None or not matrix.has_gradient(i, j):
        return value
    gradient = typeset(matrix.format.format(matrix.gradients[i, j]))
    return panel.tr("{0} · gradient {1}").format(value, gradient)


def _named(label: str, names: tuple[str, ...], index: int, kind: str) -> str:
    return f"{translated(label) or kind} {names[index] if names else index + 1}"
