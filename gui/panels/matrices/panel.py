"""The panel of several matrices in a row, as on a blackboard: a product, a convolution, a step of backprop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from core.records import Matrices, Record
from core.run.views import MatricesView, View
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.panels.gestures.cell import CellPlaces, EditCell
from gui.panels.gestures.gesture import Binding, Gesture
from gui.panels.matrices.layout import SUMMARY, Layout, lay_out
from gui.panels.matrix.cells import CellIndex, Cells, scale_of
from gui.panels.matrix.painting import (
    PrintedMatrix,
    paint_cells,
    paint_column_names,
    paint_frame,
    paint_line,
    paint_numbers,
    paint_outlines,
    paint_row_names,
)
from gui.panels.matrix.panel import cell_text, neighbour
from gui.panels.panel import Panel
from gui.plotting.captions import above_caption, paint_caption
from gui.plotting.lettering import CENTRE, elided, line_of

PALE = 1.6  # the darkest ends of the map are not used: here numbers are what is read


class MatricesPanel(Panel):
    """Records of several variants stand below each other."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._shown: dict[str, Matrices] = {}
        self._printed: dict[str, list[PrintedMatrix]] = {}
        self._found: tuple[object, dict[str, Layout]] | None = None

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._shown = {name: record for name, record in records.items() if isinstance(record, Matrices)}
        self._printed = {name: [PrintedMatrix(m) for m in record.matrices] for name, record in self._shown.items()}
        self._found = None
        super().show_records(records)

    @property
    def _caption(self) -> str:
        return " ".join(record.caption for record in self._shown.values() if record.caption)

    def _layouts(self) -> dict[str, Layout]:
        """One for each variant, worked out once for a record, a size and a theme."""
        key = self.area, self.theme
        if self._found is None or self._found[0] != key:
            self._found = key, dict(self._laid_out(self.area))
        return self._found[1]

    def _laid_out(self, area: QRectF) -> list[tuple[str, Layout]]:
        picture, count = above_caption(self.theme, self._caption, area), max(len(self._shown), 1)
        high, head = picture.height() / count, self._head
        return [
            (
                name,
                lay_out(
                    record, self._printed[name], self.theme,
                    QRectF(picture.left(), picture.top() + i * high + head, picture.width(), high - head), name,
                ),
            )
            for i, (name, record) in enumerate(self._shown.items())
        ]  # fmt: skip

    @property
    def _head(self) -> float:
        """Pixels for a variant's name."""
        return line_of(self.theme.font(14)) + 2 if len(self._shown) > 1 else 0.0

    def draw(self, painter: QPainter, area: QRectF) -> None:
        picture = above_caption(self.theme, self._caption, area)
        painter.save()
        painter.setClipRect(picture.adjusted(-2, -2, 2, 2))
        for i, (name, layout) in enumerate(self._layouts().items()):
            if self._head:
                top = picture.top() + i * picture.height() / len(self._shown)
                box = QRectF(picture.left(), top, picture.width(), self._head)
                paint_line(painter, self.theme, box, name, self.style_of(name).color, bold=True)
            self._draw_row(painter, name, layout)
        painter.restore()
        paint_caption(painter, self.theme, self._caption, area)

    def _draw_row(self, painter: QPainter, name: str, layout: Layout) -> None:
        theme = self.theme
        common = [printed.matrix for printed in self._printed[name] if printed.matrix.limits is None]
        for cells in layout.cells:
            printed = self._printed[name][cells.index]
            (low, high), _ = scale_of([cells.matrix] if cells.matrix.limits is not None else common)
            tint = printed.tint((PALE * low, PALE * high), "signed", theme)
            paint_cells(painter, theme, cells, tint)
            paint_frame(painter, theme, cells)
            if layout.size:
                paint_numbers(painter, theme, cells, printed, tint, layout.size)
            paint_outlines(painter, theme, cells)
            if not layout.bare:
                paint_row_names(painter, theme, cells, layout.names)
                paint_column_names(painter, theme, cells, layout.names)
                self._draw_words(painter, cells, layout.names)
        painter.setFont(theme.font(layout.signs))
        painter.setPen(QColor(theme.text))
        for sign in layout.operators:
            painter.drawText(sign.box, CENTRE, sign.text)

    def _draw_words(self, painter: QPainter, cells: Cells, size: int) -> None:
        """The title above and the summary below, over the middle of the cells."""
        theme, part, grid = self.theme, cells.part, cells.grid
        strong, small = theme.font(size, bold=True), theme.font(SUMMARY)
        painter.setFont(strong)
        painter.setPen(QColor(theme.text))
        across = part.width()
        middle = grid.center().x() - across / 2
        painter.drawText(QRectF(middle, part.top(), across, line_of(strong)), CENTRE, translated(cells.matrix.title))
        painter.setFont(small)
        painter.setPen(QColor(theme.secondary))
        below = QRectF(middle, grid.bottom() + 2, across, line_of(small))
        painter.drawText(below, CENTRE, elided(cells.matrix.summary, small, across + 1))

    def cell_at(self, at: QPointF) -> CellIndex | None:
        """The cell under a point of the panel, in layout pixels."""
        every = (cells for layout in self._layouts().values() for cells in layout.cells)
        return next((found for cells in every if (found := cells.at(at))), None)

    def next_cell(self, cell: CellIndex, across: int, down: int) -> CellIndex:
        """The cell to which an arrow key leads: at the left or right edge of a matrix the next matrix is entered."""
        matrices = self._shown[cell.variant].matrices
        row, column = neighbour(matrices[cell.matrix], cell.row, cell.column, across, down)
        other = cell.matrix + across
        if (row, column) != (cell.row, cell.column) or not across or not 0 <= other < len(matrices):
            return cell._replace(row=row, column=column)
        rows, columns = matrices[other].values.shape
        return cell._replace(matrix=other, row=min(row, rows - 1), column=0 if across > 0 else columns - 1)

    def gestures(self) -> Sequence[Gesture]:
        places = CellPlaces(self.cell_at, self._box_of, self.next_cell, self._every, self._field_of)
        return [EditCell(self, places)] if cast(MatricesView, self.view.options).edit else []

    def _every(self) -> list[CellIndex]:
        """The cells of the first of several variants."""
        for name, record in self._shown.items():
            matrices = enumerate(record.matrices)
            return [CellIndex(name, k, *place) for k, matrix in matrices for place in np.ndindex(matrix.values.shape)]
        return []

    def _box_of(self, cell: CellIndex) -> QRectF | None:
        layout = self._layouts().get(cell.variant)
        for cells in layout.cells if layout is not None else ():
            if cells.index == cell.matrix and cells.has(cell):
                return cells.box(cell.row, cell.column)
        return None

    def _field_of(self, cell: CellIndex) -> Binding | None:
        """The field that the view names for a matrix of this title."""
        matrices = self._shown[cell.variant].matrices if cell.variant in self._shown else ()
        title = matrices[cell.matrix].title if cell.matrix < len(matrices) else None
        path = dict(cast(MatricesView, self.view.options).edit).get(title or "")
        return None if path is None else self.bind(path)

    def readout(self, at: QPointF) -> str:
        found = self.cell_at(at) if self._shown else None
        if found is None:
            return ""
        matrix = self._shown[found.variant].matrices[found.matrix]
        variant = found.variant if len(self._shown) > 1 else ""
        said = variant, translated(matrix.title), cell_text(self, matrix, found.row, found.column)
        return " · ".join(part for part in said if part)
