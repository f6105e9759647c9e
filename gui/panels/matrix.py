"""The panel of numbers in cells: a confusion matrix, a Jacobian, weights small enough to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from core.nn.array import Array
from core.run.experiment import View
from core.run.records import Matrix, Record
from gui.panels.colors import colorize
from gui.panels.panel import Panel
from gui.panels.pixels import enlarged
from gui.panels.words import elided, line_of, told, width_of
from gui.theme import Theme, contrast

LARGEST = 110.0  # pixels of a cell's edge
NAMES = 120.0  # pixels at most for the names of rows
PAD = 6.0

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Cells(NamedTuple):
    """Where the cells of a matrix stand: the upper left corner, and whole pixels of a cell."""

    left: int
    top: int
    width: int
    height: int


class MatrixPanel(Panel):
    """Cells tinted by size; numbers where they fit."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._matrices: dict[str, Matrix] = {}
        self._tints: dict[str, tuple[str, QImage]] = {}

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._matrices = {name: r for name, r in records.items() if isinstance(r, Matrix)}
        self._tints.clear()
        super().show_records(records)

    def _parts(self, area: QRectF) -> list[tuple[str, Matrix, QRectF]]:
        """Several matrices stand side by side."""
        width = area.width() / max(len(self._matrices), 1)
        return [
            (name, matrix, QRectF(area.left() + i * width, area.top(), width - (PAD if i else 0), area.height()))
            for i, (name, matrix) in enumerate(self._matrices.items())
        ]

    def draw(self, painter: QPainter, area: QRectF) -> None:
        for name, matrix, part in self._parts(area):
            self._draw_matrix(painter, name, matrix, part)

    def _draw_matrix(self, painter: QPainter, name: str, matrix: Matrix, part: QRectF) -> None:
        cells = self._cells(name, matrix, part)
        rows, columns = matrix.values.shape
        grid = QRectF(cells.left, cells.top, columns * cells.width, rows * cells.height)
        tint = self._tint(name, matrix)
        painter.drawImage(grid.topLeft(), enlarged(tint, columns * cells.width, rows * cells.height))
        self._draw_grid(painter, grid, cells)
        self._draw_numbers(painter, matrix, cells, tint)
        painter.setPen(self.theme.pen(self.theme.accent, 2))
        for i, j in matrix.highlight:
            box = QRectF(cells.left + j * cells.width, cells.top + i * cells.height, cells.width, cells.height)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        self._draw_names(painter, matrix, cells, part)
        self._draw_labels(painter, name, matrix, grid, part)

    def _tint(self, name: str, matrix: Matrix) -> QImage:
        """A pixel per cell."""
        kept = self._tints.get(name)
        if kept is None or kept[0] != self.theme.name:
            limits = _limits(matrix)
            # Of the signed map positive numbers take one half: there 0 has the quiet colour of the ground.
            scale = "signed" if matrix.signed or limits[0] >= 0 else "sequential"
            kept = self._tints[name] = self.theme.name, colorize(matrix.values, limits, scale, self.theme)
        return kept[1]

    def _cells(self, name: str, matrix: Matrix, part: QRectF) -> Cells:
        """Square cells where the numbers fit into squares, else as wide as they need."""
        rows, columns = matrix.values.shape
        font = self.theme.font(14)
        line = line_of(font)
        left = min(max((width_of(n, font) for n in matrix.row_names), default=0.0), NAMES, part.width() / 4)
        left += (PAD if matrix.row_names else 0) + (line + 2 if matrix.row_label else 0)
        above = (line + 2) * (bool(matrix.column_names) + bool(matrix.column_label) + bool(name))
        below = line + PAD if matrix.summary else 0.0
        wide, high = (part.width() - left - 2) / columns, (part.height() - above - below - 2) / rows
        height = max(min(high, wide, LARGEST), 1.0)
        needed = max((width_of(t, font) for t in _texts(matrix)), default=0.0) + 2 * PAD
        if height < needed <= wide:
            height = max(min(high, needed, LARGEST), 1.0)
        width = min(wide, max(height, needed)) if needed <= wide else min(wide, height)
        spare = max(part.width() - left - int(width) * columns, 0.0) / 2
        return Cells(
            round(part.left() + left + min(spare, 60)),
            round(part.top() + above),
            max(int(width), 1),
            max(int(height), 1),
        )

    def _draw_grid(self, painter: QPainter, grid: QRectF, cells: Cells) -> None:
        """Thin lines between cells, unless these are so small that lines would be all there is."""
        if min(cells.width, cells.height) < 10:
            return
        painter.setPen(self.theme.pen(self.theme.panel, 1))
        for x in range(int(grid.left()) + cells.width, int(grid.right()), cells.width):
            painter.drawLine(QPointF(x, grid.top()), QPointF(x, grid.bottom()))
        for y in range(int(grid.top()) + cells.height, int(grid.bottom()), cells.height):
            painter.drawLine(QPointF(grid.left(), y), QPointF(grid.right(), y))

    def _draw_numbers(self, painter: QPainter, matrix: Matrix, cells: Cells, tint: QImage) -> None:
        texts = _texts(matrix)
        for pixels in (28, 20, 16, 14, 12):
            font = self.theme.font(pixels)
            widest = max((width_of(text, font) for text in texts), default=0.0)
            roomy = 3 if pixels > 14 else 1.2
            if widest + PAD <= cells.width and line_of(font) <= cells.height * (1 if pixels <= 14 else 1 / roomy):
                break
        else:
            return
        painter.setFont(font)
        columns = matrix.values.shape[1]
        for k, text in enumerate(texts):
            i, j = divmod(k, columns)
            ground = tint.pixelColor(j, i).name()
            painter.setPen(QColor(max(("#1c1c1e", "#ffffff"), key=lambda ink: contrast(ink, ground))))
            box = QRectF(cells.left + j * cells.width, cells.top + i * cells.height, cells.width, cells.height)
            painter.drawText(box, _CENTRE, text)

    def _draw_names(self, painter: QPainter, matrix: Matrix, cells: Cells, part: QRectF) -> None:
        """Every name, or every second, third … where they would touch."""
        font = self.theme.font(14)
        line = line_of(font)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        stride = max(1, -(-int(line) // cells.height))
        left = part.left() + (line + 2 if matrix.row_label else 0)
        for i in range(0, len(matrix.row_names), stride):
            middle = cells.top + (i + 0.5) * cells.height
            box = QRectF(left, middle - line / 2, cells.left - PAD - left, line)
            painter.drawText(box, _RIGHT, elided(matrix.row_names[i], font, box.width()))
        widest = max((width_of(name, font) for name in matrix.column_names), default=0.0) + PAD
        stride = max(1, -(-int(min(widest, 90)) // cells.width))
        room = stride * cells.width
        for j in range(0, len(matrix.column_names), stride):
            box = QRectF(cells.left + (j + 0.5) * cells.width - room / 2, cells.top - line - 2, room, line)
            painter.drawText(box, _CENTRE, elided(matrix.column_names[j], font, room - 2))

    def _draw_labels(self, painter: QPainter, name: str, matrix: Matrix, grid: QRectF, part: QRectF) -> None:
        """The variant's name, what rows and columns are, and the summary below."""
        font, strong = self.theme.font(14), self.theme.font(14, bold=True)
        line = line_of(font)
        painter.setFont(strong)
        painter.setPen(QColor(self.style_of(name).color))
        painter.drawText(QRectF(part.left(), part.top(), part.width(), line), _LEFT, elided(name, strong, part.width()))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        if matrix.column_label:
            top = grid.top() - (line + 2) * (2 if matrix.column_names else 1)
            text = elided(told(matrix.column_label), font, part.right() - grid.left())
            painter.drawText(QRectF(grid.left(), top, part.right() - grid.left(), line), _LEFT, text)
        if matrix.row_label:
            painter.save()
            painter.translate(part.left() + line / 2, grid.center().y())
            painter.rotate(-90)
            box = QRectF(-grid.height() / 2, -line / 2, grid.height(), line)
            painter.drawText(box, _CENTRE, elided(told(matrix.row_label), font, grid.height()))
            painter.restore()
        if matrix.summary:
            painter.setPen(QColor(self.theme.text))
            box = QRectF(part.left(), min(grid.bottom() + PAD, part.bottom() - line), part.width(), line)
            painter.drawText(box, _LEFT, elided(matrix.summary, font, part.width()))

    def readout(self, at: QPointF) -> str:
        for name, matrix, part in self._parts(self.area):
            cells = self._cells(name, matrix, part)
            i, j = int((at.y() - cells.top) // cells.height), int((at.x() - cells.left) // cells.width)
            if 0 <= i < matrix.values.shape[0] and 0 <= j < matrix.values.shape[1]:
                row = _named(matrix.row_label, matrix.row_names, i, self.tr("row"))
                column = _named(matrix.column_label, matrix.column_names, j, self.tr("column"))
                return f"{row}, {column}: {matrix.format.format(matrix.values[i, j])}"
        return ""


def _texts(matrix: Matrix) -> list[str]:
    return [matrix.format.format(value).replace("-", "−") for value in matrix.values.ravel()]


def _named(label: str, names: tuple[str, ...], index: int, kind: str) -> str:
    return f"{told(label) or kind} {names[index] if names else index}"


def _limits(matrix: Matrix) -> tuple[float, float]:
    finite: Array = matrix.values[np.isfinite(matrix.values)]
    if matrix.signed:
        top = float(np.abs(finite).max(initial=0.0)) or 1.0
        return -top, top
    low, high = min(float(finite.min(initial=0.0)), 0.0), float(finite.max(initial=0.0))
    return low, high if high > low else low + 1.0
