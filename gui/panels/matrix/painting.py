"""How a matrix is painted once its cells have their places: tints, numbers, gradients, outlines, names."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from core.array import Interval
from core.records import Matrix
from gui.look.theme import Theme, contrast
from gui.panels.matrix.cells import PAD, Cells
from gui.panels.matrix.heads import APART
from gui.plotting.colors import colorize
from gui.plotting.lettering import CENTRE, LEFT, RIGHT, elided, line_of, typeset, width_of
from gui.plotting.pixels import enlarged

MOST_NUMBERS = 2500  # cells; more are never large enough to be read
AIR = 0.45  # around a number, in sizes of its type
MUTED = 0.35  # of a muted cell's tint is left
BELOW = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
ARROW = "← "  # before a gradient, since colour alone must not tell


class PrintedMatrix:
    """A matrix as it is printed: the texts of its cells, row by row, and how wide they are; none where there are too
    many. Worked out once for a record."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        few = matrix.values.size <= MOST_NUMBERS
        self.texts = tuple(_text(matrix, v) for v in matrix.values.ravel()) if few else ()
        known = few and matrix.gradients is not None
        self.gradients = tuple(ARROW + _text(matrix, v) for v in np.ravel(matrix.gradients)) if known else ()  # type: ignore[arg-type]
        self._widths: dict[int, float] = {}
        self._tint: tuple[object, QImage] | None = None

    def widest(self, theme: Theme, size: int) -> float:
        """Pixels that the longest number needs, with air around it. A blank cell counts as well, so that nothing moves
        when it is filled."""
        if size not in self._widths:
            font, small = theme.font(size), theme.font(gradient_size(size))
            widths = [width_of(text, font) for text in self.texts] + [width_of(text, small) for text in self.gradients]
            self._widths[size] = max(widths, default=0.0)
        return self._widths[size] + AIR * size

    def tint(self, limits: Interval, scale: str, theme: Theme) -> QImage:
        """A pixel per cell; blank ones and those that are not a number are transparent."""
        key = limits, scale, theme.name
        if self._tint is None or self._tint[0] != key:
            values = self.matrix.values.astype(float)
            if self.matrix.blank is not None:
                values = np.where(self.matrix.blank, np.nan, values)
            self._tint = key, colorize(values, limits, scale, theme)
        return self._tint[1]


def _text(matrix: Matrix, value: float) -> str:
    return typeset(matrix.format.format(value))


def gradient_size(size: int) -> int:
    """Of a gradient's type, beneath a number of that size."""
    return size if size <= 14 else max(14, round(0.75 * size))


def paint_cells(painter: QPainter, theme: Theme, cells: Cells, tint: QImage) -> None:
    """Tints, the lower half of each cell left to its gradient; thin lines where cells are large enough for them."""
    grid, matrix = cells.grid, cells.matrix
    empty = np.any(np.isnan(matrix.values)) or (matrix.blank is not None and np.any(matrix.blank))
    if empty:
        painter.fillRect(grid, QColor(theme.window))
    painter.drawImage(grid.topLeft(), enlarged(tint, int(grid.width()), int(grid.height())))
    veil = QColor(theme.panel)
    veil.setAlphaF(1 - MUTED)
    for i, j in [] if matrix.muted is None else np.argwhere(matrix.muted).tolist():
        painter.fillRect(cells.box(i, j), veil)
    for i in range(len(matrix.values)) if matrix.gradients is not None else ():
        upper = value_box(cells, i, 0)
        painter.fillRect(
            QRectF(grid.left(), upper.bottom(), grid.width(), cells.height - upper.height()), QColor(theme.panel)
        )
    if min(cells.width, cells.height) >= 10:
        between = theme.border if matrix.gradients is not None or empty else theme.panel
        painter.setPen(theme.pen(between, 1))
        for x in range(cells.left + cells.width, int(grid.right()), cells.width):
            painter.drawLine(QPointF(x, grid.top()), QPointF(x, grid.bottom()))
        for y in range(cells.top + cells.height, int(grid.bottom()), cells.height):
            painter.drawLine(QPointF(grid.left(), y), QPointF(grid.right(), y))


def paint_frame(painter: QPainter, theme: Theme, cells: Cells) -> None:
    """A thin edge, since what is near 0 is nearly the colour of the ground."""
    painter.setPen(theme.pen(theme.border, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(cells.grid)


def value_box(cells: Cells, i: int, j: int) -> QRectF:
    """The part of a cell in which its value stands."""
    box = cells.box(i, j)
    return box if cells.matrix.gradients is None else box.adjusted(0, 0, 0, -round(0.46 * box.height()))


def paint_numbers(
    painter: QPainter, theme: Theme, cells: Cells, printed: PrintedMatrix, tint: QImage, size: int
) -> None:
    matrix, columns = cells.matrix, cells.matrix.values.shape[1]
    painter.setFont(theme.font(size))
    for k, text in enumerate(printed.texts):
        i, j = divmod(k, columns)
        if matrix.is_blank(i, j):
            continue
        if np.isnan(matrix.values[i, j]):
            painter.setPen(QColor(theme.warning))
        elif matrix.muted is not None and matrix.muted[i, j]:
            painter.setPen(QColor(theme.secondary))
        else:
            painter.setPen(QColor(_ink(tint.pixelColor(j, i).name())))
        painter.drawText(value_box(cells, i, j), CENTRE, text)
    painter.setFont(theme.font(gradient_size(size)))
    painter.setPen(QColor(theme.accent))
    for k, text in enumerate(printed.gradients):
        i, j = divmod(k, columns)
        if matrix.has_gradient(i, j):
            box = cells.box(i, j)
            box.setTop(value_box(cells, i, j).bottom())
            painter.drawText(box, CENTRE, text)


def paint_outlines(painter: QPainter, theme: Theme, cells: Cells) -> None:
    """Regions with their labels, then highlighted cells over them."""
    thick = 3.0 if min(cells.width, cells.height) >= 16 else 2.0
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for region in cells.matrix.regions:
        color = theme.accent if region.color is None else theme.color(region.color)
        box = cells.around(region)
        painter.setPen(theme.pen(color, thick))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        _paint_tag(painter, theme, box, region.label, color)
    painter.setPen(theme.pen(theme.accent, thick))
    for i, j in cells.matrix.highlight:
        painter.drawRect(cells.box(i, j).adjusted(1, 1, -1, -1))


def _paint_tag(painter: QPainter, theme: Theme, box: QRectF, label: str, color: str) -> None:
    """A region's label on its upper edge, where there is room for it."""
    font = theme.font(12, bold=True)
    wide = width_of(label, font) + 8
    if not label or wide > box.width() - 4 or box.height() < 2.5 * line_of(font):
        return
    tag = QRectF(box.left(), box.top() - line_of(font) / 2, wide, line_of(font))
    painter.fillRect(tag, QColor(color))
    painter.setFont(font)
    painter.setPen(QColor(_ink(color)))
    painter.drawText(tag, CENTRE, label)


def paint_row_names(painter: QPainter, theme: Theme, cells: Cells, size: int = 14) -> None:
    """Every name, or every second, third … where they would touch."""
    font = theme.font(size)
    line = line_of(font)
    painter.setFont(font)
    painter.setPen(QColor(theme.secondary))
    for i in range(0, len(cells.matrix.row_names), max(1, -(-int(line) // cells.height))):
        middle = cells.box(i, 0).center().y()
        box = QRectF(cells.left - cells.names, middle - line / 2, cells.names - PAD, line)
        painter.drawText(box, RIGHT, elided(cells.matrix.row_names[i], font, box.width() + 1))


def paint_column_names(painter: QPainter, theme: Theme, cells: Cells, size: int = 14) -> None:
    """Every name; every second, third … where even turned ones would touch."""
    font, heads = theme.font(size), cells.heads
    painter.setFont(font)
    painter.setPen(QColor(theme.secondary))
    stride, high = heads.stride(font, cells.width), heads.height(font)
    room = stride * cells.width
    for j in range(0, len(heads.names), stride):
        middle = cells.box(0, j).center().x()
        if heads.turned:
            painter.save()
            painter.translate(middle, cells.top - APART / 2)
            painter.rotate(-90)
            painter.drawText(QRectF(0, -room / 2, high, room), LEFT, heads.names[j])
            painter.restore()
            continue
        lines = [elided(line, font, room - 1) for line in heads.names[j].splitlines()]
        if middle + max((width_of(line, font) for line in lines), default=0.0) / 2 <= cells.part.right() + 2:
            box = QRectF(middle - room / 2, cells.top - high, room, high - 2)
            painter.drawText(box, BELOW, "\n".join(lines))


def paint_line(painter: QPainter, theme: Theme, box: QRectF, text: str, color: str, bold: bool = False) -> None:
    """One line of text, as much of it as fits."""
    font = theme.font(14, bold)
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(box, LEFT, elided(text, font, box.width() + 1))


@lru_cache(maxsize=1024)
def _ink(ground: str) -> str:
    """Dark or light, whichever is easier to read."""
    return max("#1c1c1e", "#ffffff", key=lambda ink: contrast(ink, ground))
