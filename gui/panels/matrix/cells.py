"""Where the cells of a matrix stand in a panel, and the scale of their tint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.array import Interval
from core.records import Matrix, Region
from gui.look.theme import Theme
from gui.panels.matrix.heads import NO_HEADS, Heads, heads_of
from gui.plotting.lettering import line_of, width_of, wrapped

LARGEST = 140.0  # pixels of a cell's edge
BARE = 110.0  # pixels of a panel's shorter side, below which there are only cells
NAMES = 140.0  # pixels at most for the names of rows
ROOMY = 18.0  # pixels of a cell's edge at least, where the summary takes a second line from them
PAD = 6.0


class CellIndex(NamedTuple):
    """One cell: of which variant, the how-manieth matrix of its record, row and column."""

    variant: str
    matrix: int
    row: int
    column: int


@dataclass(frozen=True)
class Cells:
    """Where the cells of one matrix stand: whole pixels, so that none is wider than the next. part: its share of the
    panel; names: pixels to the left for the names of rows; bare: too small for any words. index: the how-manieth matrix
    of its record. summary: its lines, of which the last may be too long. heads: the names of columns."""

    matrix: Matrix
    name: str
    part: QRectF
    left: int
    top: int
    width: int
    height: int
    names: float = 0.0
    bare: bool = False
    index: int = 0
    summary: tuple[str, ...] = ()
    heads: Heads = NO_HEADS

    @property
    def grid(self) -> QRectF:
        rows, columns = self.matrix.values.shape
        return QRectF(self.left, self.top, columns * self.width, rows * self.height)

    def box(self, i: int, j: int) -> QRectF:
        return QRectF(self.left + j * self.width, self.top + i * self.height, self.width, self.height)

    def has(self, cell: CellIndex) -> bool:
        """Whether the matrix is large enough for a cell of this row and column."""
        rows, columns = self.matrix.values.shape
        return bool(cell.row < rows and cell.column < columns)

    def around(self, region: Region) -> QRectF:
        """The box of a rectangle of cells."""
        last = self.box(region.row + region.height - 1, region.column + region.width - 1)
        return self.box(region.row, region.column).united(last)

    def at(self, point: QPointF) -> CellIndex | None:
        """The cell under a point."""
        if not self.grid.contains(point):
            return None
        rows, columns = self.matrix.values.shape
        i, j = int((point.y() - self.top) // self.height), int((point.x() - self.left) // self.width)
        return CellIndex(self.name, self.index, min(i, rows - 1), min(j, columns - 1))


def place(name: str, matrix: Matrix, part: QRectF, theme: Theme, number: float) -> Cells:
    """Square cells; wider ones where a number, so many pixels wide, or the name of a column needs it and there is room
    to the right."""
    rows, columns = matrix.values.shape
    bare = min(part.width(), part.height()) < BARE
    if bare:
        matrix = replace(matrix, row_names=(), column_names=(), row_label="", column_label="", summary="", title="")
    font = theme.font(14)
    line = line_of(font)
    names = max((width_of(row, font) for row in matrix.row_names), default=0.0)
    names = min(names, NAMES, part.width() / 4) + (PAD if matrix.row_names else 0)
    left = names + (line + 8 if matrix.row_label else 0)
    wide = (part.width() - left - 2) / columns
    heads = heads_of(matrix.column_names, font, wide, part.height())
    above = heads.height(font) + (line + 2) * sum(map(bool, (matrix.column_label, matrix.title or (name and not bare))))
    first, *others = wrapped(matrix.summary, font, part.width()) or [""]
    summary: tuple[str, ...] = (first, " ".join(others))
    if not others or (part.height() - above - 2 * line - PAD - 2) / rows < min(ROOMY, wide):
        summary = (matrix.summary,) if matrix.summary else ()
    below = line * len(summary) + PAD * bool(summary)
    high = (part.height() - above - below - 2) / rows
    height = max(min(high, wide, LARGEST), 1.0)
    width = min(wide, max(height, number, heads.least(font) if heads.least(font) <= wide else 0.0))
    spare = min(max(part.width() - left - int(width) * columns, 0.0) / 2, 60.0)
    x, y = round(part.left() + left + spare), round(part.top() + above)
    return Cells(matrix, name, part, x, y, max(int(width), 1), max(int(height), 1), names, bare, 0, summary, heads)


def scale_of(matrices: Iterable[Matrix]) -> tuple[Interval, str]:
    """Limits and map of the tint: the given limits, else those of the data. Numbers that are all positive take one half
    of the signed map: there 0 has the quiet colour of the ground."""
    matrices = tuple(matrices)
    given = [matrix.limits for matrix in matrices if matrix.limits is not None]
    if given:
        low, high = min(a for a, _ in given), max(b for _, b in given)
    else:
        every = np.concatenate([matrix.values.ravel() for matrix in matrices]).astype(float)
        finite = every[np.isfinite(every)]
        low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    if low >= 0 or any(matrix.signed for matrix in matrices):
        top = max(-low, high) or 1.0
        return (-top, top), "signed"
    return (low, high), "sequential"
