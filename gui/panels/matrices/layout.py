"""Where matrices and the operators between them stand: in the largest type that fits, in as few lines as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from core.records import Matrices, Matrix
from gui.look.theme import Theme
from gui.panels.matrix.cells import BARE, PAD, Cells
from gui.panels.matrix.heads import Heads
from gui.panels.matrix.painting import PrintedMatrix, gradient_size
from gui.plotting.lettering import line_of, width_of

SIZES = (28, 24, 20, 18, 16, 14, 12, 9, 7, 5, 3, 2, 1)  # pixels of type, as if numbers were drawn
READABLE = 12  # below it there are tints alone
TINTS = 0.4  # what such a size is worth beside one with numbers
BREAK = 0.82  # a line more must be worth as much in type
BETWEEN = 0.9  # between two lines, in sizes of type
MOST_GROWTH = 2.0  # of a cell beyond what its number needs
HIGHEST = 2.4  # sizes of type that a cell is stretched to where it is wider than high
SUMMARY = 14
TAG = 8.0  # pixels of a region's label over the uppermost cells


class Operator(NamedTuple):
    text: str
    box: QRectF


@dataclass(frozen=True)
class Layout:
    """size: of the numbers' type, 0 where they are not drawn; names, signs: of titles and names, of operators."""

    size: int
    names: int
    signs: int
    cells: tuple[Cells, ...]
    operators: tuple[Operator, ...]
    bare: bool


class _Box(NamedTuple):
    """A matrix in one size of type. left: pixels of row names; above and below its cells: title, names, summary."""

    matrix: Matrix
    place: int
    cell: tuple[int, int]
    left: float
    width: float
    above: float
    below: float

    @property
    def high(self) -> float:
        return float(self.matrix.values.shape[0] * self.cell[1])


class _Sign(NamedTuple):
    text: str
    width: float


_Line = list[_Box | _Sign]


def lay_out(record: Matrices, printed: Sequence[PrintedMatrix], theme: Theme, area: QRectF, name: str = "") -> Layout:
    """The best of all sizes: a size is worth its type, less for every line that had to be broken."""
    least = record.terms.count("\n") + 1
    best, worth = _Plan(record, printed, theme, area, SIZES[-1]), 0.0
    for size in SIZES:
        plan = _Plan(record, printed, theme, area, size)
        value = size * (1.0 if size >= READABLE else TINTS) * BREAK ** (len(plan.lines) - least)
        if plan.fits and value > worth:
            best, worth = plan, value
    return best.grown().placed(name)


class _Plan:
    """One try: all boxes in a size of type, broken into lines."""

    def __init__(
        self, record: Matrices, printed: Sequence[PrintedMatrix], theme: Theme, area: QRectF, size: int,
        growth: tuple[float, float] = (1.0, 1.0),
    ) -> None:  # fmt: skip
        self.record, self.printed, self.theme, self.area, self.size = record, printed, theme, area, size
        self.growth = growth
        self.bare = min(area.width(), area.height()) < BARE
        self.names = min(max(size, 12), 16)
        self.lines = list(self._broken(list(self._terms())))

    def _terms(self) -> Iterator[_Box | _Sign]:
        count = 0
        for term in self.record.terms:
            if isinstance(term, Matrix):
                yield self._box(term, count)
                count += 1
            else:
                font = self.theme.font(self.sign_size)
                yield _Sign(term, width_of(term, font) + 0.95 * self.sign_size if term != "\n" else 0.0)

    @property
    def sign_size(self) -> int:
        return max(round(1.25 * self.size), 6 if self.bare else 14)

    def _box(self, matrix: Matrix, index: int) -> _Box:
        theme, size, printed = self.theme, self.size, self.printed[index]
        line = line_of(theme.font(self.names))
        air = 1.75 if size > 14 else 1.5 if size > READABLE else 1.3
        high = air * size + (0.85 * air * gradient_size(size) if matrix.gradients is not None else 0.0)
        number = printed.widest(theme, size) + 0.15 * air * size if size >= READABLE else 0.0
        across, down = self.growth
        cell = round(max(number, air * size) * across), round(high * down)
        columns = matrix.values.shape[1]
        if self.bare:
            return _Box(matrix, index, cell, 0.0, columns * cell[0], 0.0, 0.0)
        font, strong, small = theme.font(self.names), theme.font(self.names, bold=True), theme.font(SUMMARY)
        left = max((width_of(name, font) for name in matrix.row_names), default=-PAD) + PAD
        grid = left + columns * cell[0]
        width = max(grid, width_of(matrix.title, strong), width_of(matrix.summary, small))
        above = (line + 2) * (bool(matrix.title) + bool(matrix.column_names))
        above += TAG if any(region.label for region in matrix.regions) else 0.0
        below = line_of(small) + 2 if matrix.summary else 0.0
        return _Box(matrix, index, cell, left, width, above, below)

    def _broken(self, terms: list[_Box | _Sign]) -> Iterator[_Line]:
        """Lines that are no wider than the area where that is possible; a sign goes with what follows it."""
        line: _Line = []
        for i, term in enumerate(terms):
            if isinstance(term, _Sign) and term.text == "\n":
                yield line
                line = []
                continue
            ahead: _Line = terms[i : i + 2] if isinstance(term, _Sign) else [term]
            follows = line and isinstance(line[-1], _Sign)
            if line and not follows and self._width(line + ahead) > self.area.width():
                yield line
                line = []
            line.append(term)
        yield line

    @property
    def boxes(self) -> list[_Box]:
        return [one for line in self.lines for one in line if isinstance(one, _Box)]

    def _width(self, line: _Line) -> float:
        apart = sum(isinstance(a, _Box) and isinstance(b, _Box) for a, b in pairwise(line))
        return sum(one.width for one in line) + apart * self.size

    @staticmethod
    def _reach(line: _Line) -> tuple[float, float]:
        """Pixels above and below the middle of a line."""
        boxes = [one for one in line if isinstance(one, _Box)]
        return max((b.high / 2 + b.above for b in boxes), default=0.0), max(
            (b.high / 2 + b.below for b in boxes), default=0.0
        )

    @property
    def _height(self) -> float:
        return sum(sum(self._reach(line)) for line in self.lines) + BETWEEN * self.size * (len(self.lines) - 1)

    @property
    def fits(self) -> bool:
        widest = max(map(self._width, self.lines))
        return widest <= self.area.width() - 4 and self._height <= self.area.height() - 4

    def grown(self) -> _Plan:
        """The same lines with larger cells where there is room: in both directions, then in height alone."""
        best = self
        for upright in (False, True):
            low, high = 1.0, MOST_GROWTH
            across, down = best.growth
            for _ in range(6):
                factor = (low + high) / 2
                growth = (across, down * factor) if upright else (factor, factor)
                plan = _Plan(self.record, self.printed, self.theme, self.area, self.size, growth)
                tall = upright and any(box.cell[1] > max(box.cell[0], HIGHEST * self.size) for box in plan.boxes)
                if plan.fits and len(plan.lines) == len(self.lines) and not tall:
                    low, best = factor, plan
                else:
                    high = factor
        return best

    def placed(self, name: str) -> Layout:
        """In the middle of the area; several lines begin below each other."""
        left = self.area.center().x() - max(map(self._width, self.lines)) / 2
        top = self.area.center().y() - self._height / 2
        cells: list[Cells] = []
        signs: list[Operator] = []
        for line in self.lines:
            above, below = self._reach(line)
            middle, x = top + above, left
            for i, one in enumerate(line):
                if isinstance(one, _Sign):
                    signs.append(Operator(one.text, QRectF(x, middle - self.sign_size, one.width, 2 * self.sign_size)))
                else:
                    cells.append(self._placed(one, name, QPointF(x, middle)))
                both = isinstance(one, _Box) and i + 1 < len(line) and isinstance(line[i + 1], _Box)
                x += one.width + (self.size if both else 0.0)
            top += above + below + BETWEEN * self.size
        size = self.size if self.size >= READABLE else 0
        return Layout(size, self.names, self.sign_size, tuple(cells), tuple(signs), self.bare)

    @staticmethod
    def _placed(box: _Box, name: str, at: QPointF) -> Cells:
        """at: the middle of the left edge."""
        columns = box.matrix.values.shape[1]
        spare = box.width - box.left - columns * box.cell[0]
        left, top = round(at.x() + box.left + spare / 2), round(at.y() - box.high / 2)
        part = QRectF(at.x(), top - box.above, box.width, box.above + box.high + box.below)
        heads = Heads(box.matrix.column_names)
        return Cells(box.matrix, name, part, left, top, *box.cell, box.left, index=box.place, heads=heads)
