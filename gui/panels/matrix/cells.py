"""Where the cells of a matrix stand in a panel, and the scale of their tint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF

from core.records import Matrix
from gui.look.theme import Theme
from gui.plotting.lettering import line_of, width_of

LARGEST = 140.0  # pixels of a cell's edge
BARE = 110.0  # pixels of a panel's shorter side, below which there are only cells
NAMES = 140.0  # pixels at most for the names of rows
PAD = 6.0


@dataclass(frozen=True)
class Cells:
    """Where the cells of one matrix stand: whole pixels, so that none is wider than the next. part: its share of the
    panel; names: pixels to the left for the names of rows; bare: too small for any words."""

    matrix: Matrix
    name: str
    part: QRectF
    left: int
    top: int
    width: int
    height: int
    names: float
    bare: bool

    @property
    def grid(self) -> QRectF:
        rows, columns = self.matrix.values.shape
        return QRectF(self.left, self.top, columns * self.width, rows * self.height)

    def box(self, i: int, j: int) -> QRectF:
        return QRectF(self.left + j * self.width, self.top + i * self.height, self.width, self.height)


def place(name: str, matrix: Matrix, part: QRectF, theme: Theme, number: float) -> Cells:
    """Square cells; wider ones where a number, so many pixels wide, needs it and there is room to the right."""
    rows, columns = matrix.values.shape
    bare = min(part.width(), part.height()) < BARE
    if bare:
        matrix = replace(matrix, row_names=(), column_names=(), row_label="", column_label="", summary="")
    font = theme.font(14)
    line = line_of(font)
    names = max((width_of(row, font) for row in matrix.row_names), default=0.0)
    names = min(names, NAMES, part.width() / 4) + (PAD if matrix.row_names else 0)
    left = names + (line + 8 if matrix.row_label else 0)
    above = (line + 2) * (bool(matrix.column_names) + bool(matrix.column_label) + bool(name and not bare))
    below = line + PAD if matrix.summary else 0.0
    wide, high = (part.width() - left - 2) / columns, (part.height() - above - below - 2) / rows
    height = max(min(high, wide, LARGEST), 1.0)
    width = min(wide, max(height, number))
    spare = min(max(part.width() - left - int(width) * columns, 0.0) / 2, 60.0)
    x, y = round(part.left() + left + spare), round(part.top() + above)
    return Cells(matrix, name, part, x, y, max(int(width), 1), max(int(height), 1), names, bare)


def scale_of(matrices: Iterable[Matrix]) -> tuple[tuple[float, float], str]:
    """Limits and map of the tint. Numbers that are all positive take one half of the signed map: there 0 has the quiet
    colour of the ground."""
    matrices = tuple(matrices)
    every = np.concatenate([matrix.values.ravel() for matrix in matrices]).astype(float)
    finite = every[np.isfinite(every)]
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    if low >= 0 or any(matrix.signed for matrix in matrices):
        top = max(-low, high) or 1.0
        return (-top, top), "signed"
    return (low, high), "sequential"
