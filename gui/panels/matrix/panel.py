"""The panel of numbers in cells: a confusion matrix, a Jacobian, weights small enough to read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from core.records import Matrix, Record
from core.run.views import View
from gui.look.theme import Theme, contrast
from gui.look.translate import translated
from gui.panels.matrix.cells import PAD, Cells, place, scale_of
from gui.panels.panel import Panel
from gui.plotting.colors import colorize
from gui.plotting.lettering import CENTRE, LEFT, RIGHT, elided, line_of, typeset, width_of
from gui.plotting.pixels import enlarged

MOST_NUMBERS = 2500  # cells; more are never large enough to be read
SIZES = (28, 20, 16, 14, 12)
BETWEEN = 24.0  # pixels between two matrices


class MatrixPanel(Panel):
    """Cells tinted by size, numbers where they fit; several matrices side by side share the scale of the tint."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._matrices: dict[str, Matrix] = {}
        self._texts: dict[str, tuple[str, ...]] = {}
        self._widths: dict[tuple[str, int], float] = {}
        self._tints: dict[tuple[str, str], QImage] = {}

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._matrices = {name: r for name, r in records.items() if isinstance(r, Matrix) and r.values.size}
        self._texts = {name: _texts(matrix) for name, matrix in self._matrices.items()}
        self._widths.clear()
        self._tints.clear()
        super().show_records(records)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        parts = self._cells(area)
        size = min((self._size(cells) for cells in parts), default=0)
        for cells in parts:
            self._draw_cells(painter, cells)
            if size:
                self._draw_numbers(painter, cells, size)
            self._draw_row_names(painter, cells)
            self._draw_column_names(painter, cells)
            self._draw_labels(painter, cells)

    def _cells(self, area: QRectF) -> list[Cells]:
        count = max(len(self._matrices), 1)
        width = (area.width() - (count - 1) * BETWEEN) / count
        parts = (QRectF(area.left() + i * (width + BETWEEN), area.top(), width, area.height()) for i in range(count))
        return [
            place(name, matrix, part, self.theme, self._widest(name, 14))
            for (name, matrix), part in zip(self._matrices.items(), parts, strict=False)
        ]

    def _widest(self, name: str, size: int) -> float:
        """Pixels that the longest number needs, with air around it."""
        if (name, size) not in self._widths:
            font = self.theme.font(size)
            self._widths[name, size] = max((width_of(text, font) for text in self._texts[name]), default=0.0)
        return self._widths[name, size] + 0.45 * size

    def _size(self, cells: Cells) -> int:
        """Of the numbers' type; 0 where they do not fit."""
        if not self._texts[cells.name]:
            return 0
        airy = (size for size in SIZES if cells.height >= size * (2.6 if size > 14 else 1.25))
        return next((size for size in airy if self._widest(cells.name, size) <= cells.width), 0)

    def _tint(self, name: str) -> QImage:
        """A pixel per cell."""
        key = name, self.theme.name
        if key not in self._tints:
            limits, scale = scale_of(self._matrices.values())
            self._tints[key] = colorize(self._matrices[name].values, limits, scale, self.theme)
        return self._tints[key]

    def _draw_cells(self, painter: QPainter, cells: Cells) -> None:
        """Tints, thin lines between cells that are large enough for them, outlines."""
        grid = cells.grid
        painter.drawImage(grid.topLeft(), enlarged(self._tint(cells.name), int(grid.width()), int(grid.height())))
        if min(cells.width, cells.height) >= 10:
            painter.setPen(self.theme.pen(self.theme.panel, 1))
            for x in range(cells.left + cells.width, int(grid.right()), cells.width):
                painter.drawLine(QPointF(x, grid.top()), QPointF(x, grid.bottom()))
            for y in range(cells.top + cells.height, int(grid.bottom()), cells.height):
                painter.drawLine(QPointF(grid.left(), y), QPointF(grid.right(), y))
        painter.setPen(self.theme.pen(self.theme.accent, 3))
        for i, j in cells.matrix.highlight:
            painter.drawRect(cells.box(i, j).adjusted(1, 1, -1, -1))

    def _draw_numbers(self, painter: QPainter, cells: Cells, size: int) -> None:
        painter.setFont(self.theme.font(size))
        tint, columns = self._tint(cells.name), cells.matrix.values.shape[1]
        for k, text in enumerate(self._texts[cells.name]):
            i, j = divmod(k, columns)
            painter.setPen(QColor(_ink(tint.pixelColor(j, i).name())))
            painter.drawText(cells.box(i, j), CENTRE, text)

    def _draw_row_names(self, painter: QPainter, cells: Cells) -> None:
        """Every name, or every second, third … where they would touch."""
        font = self.theme.font(14)
        line = line_of(font)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        for i in range(0, len(cells.matrix.row_names), max(1, -(-int(line) // cells.height))):
            middle = cells.box(i, 0).center().y()
            box = QRectF(cells.left - cells.names, middle - line / 2, cells.names - PAD, line)
            painter.drawText(box, RIGHT, elided(cells.matrix.row_names[i], font, box.width() + 1))

    def _draw_column_names(self, painter: QPainter, cells: Cells) -> None:
        font, names = self.theme.font(14), cells.matrix.column_names
        line = line_of(font)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        widest = max((width_of(name, font) for name in names), default=0.0) + PAD
        stride = max(1, -(-int(min(widest, 90)) // cells.width))
        room = stride * cells.width
        for j in range(0, len(names), stride):
            middle = cells.box(0, j).center().x()
            name = elided(names[j], font, room - 1)
            if middle + width_of(name, font) / 2 <= cells.part.right() + 2:
                painter.drawText(QRectF(middle - room / 2, cells.top - line - 2, room, line), CENTRE, name)

    def _draw_labels(self, painter: QPainter, cells: Cells) -> None:
        """The variant's name, what rows and columns are, and the summary below."""
        font, strong = self.theme.font(14), self.theme.font(14, bold=True)
        line, matrix, part, grid = line_of(font), cells.matrix, cells.part, cells.grid
        if cells.name and not cells.bare:
            painter.setFont(strong)
            painter.setPen(QColor(self.style_of(cells.name).color))
            box = QRectF(grid.left(), part.top(), part.right() - grid.left(), line)
            painter.drawText(box, LEFT, elided(cells.name, strong, box.width()))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        if matrix.column_label:
            top = grid.top() - (line + 2) * (2 if matrix.column_names else 1)
            box = QRectF(grid.left(), top, part.right() - grid.left(), line)
            painter.drawText(box, LEFT, elided(translated(matrix.column_label), font, box.width()))
        if matrix.row_label:
            painter.save()
            painter.translate(grid.left() - cells.names - 6 - line / 2, grid.center().y())
            painter.rotate(-90)
            box = QRectF(-grid.height() / 2, -line / 2, grid.height(), line)
            painter.drawText(box, CENTRE, elided(translated(matrix.row_label), font, grid.height()))
            painter.restore()
        if matrix.summary:
            painter.setPen(QColor(self.theme.text))
            box = QRectF(part.left(), min(grid.bottom() + PAD, part.bottom() - line), part.width(), line)
            painter.drawText(box, LEFT, elided(matrix.summary, font, part.width()))

    def readout(self, at: QPointF) -> str:
        for cells in self._cells(self.area):
            if cells.grid.contains(at):
                matrix = cells.matrix
                i, j = int((at.y() - cells.top) // cells.height), int((at.x() - cells.left) // cells.width)
                i, j = min(i, matrix.values.shape[0] - 1), min(j, matrix.values.shape[1] - 1)
                row = _named(matrix.row_label, matrix.row_names, i, self.tr("row"))
                column = _named(matrix.column_label, matrix.column_names, j, self.tr("column"))
                value = typeset(matrix.format.format(matrix.values[i, j]))
                return " · ".join(part for part in (cells.name, f"{row}, {column}: {value}") if part)
        return ""


def _texts(matrix: Matrix) -> tuple[str, ...]:
    """The numbers as they are printed, row by row; none where there are too many."""
    if matrix.values.size > MOST_NUMBERS:
        return ()
    return tuple(typeset(matrix.format.format(value)) for value in matrix.values.ravel())


@lru_cache(maxsize=1024)
def _ink(ground: str) -> str:
    """Dark or light, whichever is easier to read."""
    return max("#1c1c1e", "#ffffff", key=lambda ink: contrast(ink, ground))


def _named(label: str, names: tuple[str, ...], index: int, kind: str) -> str:
    return f"{translated(label) or kind} {names[index] if names else index}"
