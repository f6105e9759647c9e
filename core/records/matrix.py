"""Numbers in cells: one matrix, or several in a row with operators between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.array import Array, Interval
from core.records.record import Part, Record
from core.text import counted

ARRAYS = ("values", "gradients", "gradients_blank", "muted", "blank")  # of one shape
OPERATORS = ("×", "·", "=", "+", "−", "⊙", "∗", "→", "←", "≈", "ᵀ", "\n")


@dataclass(frozen=True)
class Region(Part):
    """An outlined rectangle of cells: the window of a convolution. color: which of the variants' colours; None is the
    accent."""

    row: int
    column: int
    height: int = 1
    width: int = 1
    label: str = ""
    color: int | None = None


@dataclass(frozen=True, eq=False)
class Matrix(Record):
    """Numbers in cells, tinted by size: a confusion matrix, a Jacobian, weights small enough to read.

    values (rows, columns); a vector (n,) is one row. gradients (rows, columns): drawn beneath the values, in the same
    cells; gradients_blank (rows, columns): True where there is none yet. highlight: cells (row, column) that are
    outlined; regions: rectangles that are. muted, blank (rows, columns), True or False: cells that recede, and cells
    with nothing in them yet. nan is a value and is shown as "nan". limits: the values at the ends of the tint, so that
    it does not move with the data; signed centres it on 0. title stands above, summary beneath.
    """

    values: Array
    row_names: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    row_label: str = ""
    column_label: str = ""
    format: str = "{:.3g}"
    signed: bool = False
    highlight: tuple[tuple[int, int], ...] = ()
    summary: str = ""
    title: str = ""
    gradients: Array | None = None
    regions: tuple[Region, ...] = ()
    muted: Array | None = None
    blank: Array | None = None
    limits: Interval | None = None
    gradients_blank: Array | None = None

    def __post_init__(self) -> None:
        for name in ARRAYS:
            array = getattr(self, name)
            if array is not None and np.ndim(array) == 1:
                object.__setattr__(self, name, np.asarray(array)[np.newaxis])
        super().__post_init__()
        if self.values.ndim != 2:
            raise ValueError(f"a matrix has rows and columns; this one has shape {self.values.shape}")
        for name in ARRAYS[1:]:
            array = getattr(self, name)
            if array is not None and np.shape(array) != self.values.shape:
                raise ValueError(f"{name} of shape {np.shape(array)} do not fit values of shape {self.values.shape}")
        self._check_names()
        self._check_places()

    def _check_names(self) -> None:
        rows, columns = self.values.shape
        for kind, names, count in (("row", self.row_names, rows), ("column", self.column_names, columns)):
            if names and len(names) != count:
                raise ValueError(f"{counted(len(names), f'{kind} name')} for {counted(count, kind)}")

    def _check_places(self) -> None:
        rows, columns = self.values.shape
        for i, j in self.highlight:
            if not (0 <= i < rows and 0 <= j < columns):
                raise ValueError(f"there is no cell ({i}, {j}) in a matrix of {rows} × {columns}")
        for one in self.regions:
            inside = min(one.row, one.column) >= 0 and min(one.height, one.width) > 0
            if not (inside and one.row + one.height <= rows and one.column + one.width <= columns):
                raise ValueError(
                    f"a region of {one.height} × {one.width} cells at ({one.row}, {one.column})"
                    f" leaves a matrix of {rows} × {columns}"
                )

    def is_blank(self, i: int, j: int) -> bool:
        """Whether there is nothing in that cell yet."""
        return self.blank is not None and bool(self.blank[i, j])

    def has_gradient(self, i: int, j: int) -> bool:
        """Whether a gradient stands in that cell by now."""
        unknown = self.gradients_blank is not None and bool(self.gradients_blank[i, j])
        return self.gradients is not None and not unknown and not self.is_blank(i, j)

    def describe(self) -> str:
        rows, columns = self.values.shape
        head = f"{self.title}: " if self.title else ""
        if self.summary:
            return head + self.summary
        shown = self.values if self.blank is None else self.values[~self.blank.astype(bool)]
        if not shown.size:
            return f"{head}matrix of {rows} × {columns}, empty"
        return f"{head}matrix of {rows} × {columns}, from {shown.min():.3g} to {shown.max():.3g}"


@dataclass(frozen=True, eq=False)
class Matrices(Record):
    """Small matrices in a row with operators between them, as on a blackboard: X, "×", W, "+", b, "=", z.

    terms: matrices and operators (`OPERATORS`, where "\\n" begins a new line; a line that is too long is broken before
    an operator). caption: the sentence that narrates this step. Matrices without limits of their own share one tint.
    """

    terms: tuple[Matrix | str, ...]
    caption: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        for term in self.terms:
            if isinstance(term, str) and term not in OPERATORS:
                shown = ", ".join(one for one in OPERATORS if one != "\n")
                raise ValueError(f"between matrices stands one of {shown}, or a line break, not {term!r}")
        if not self.matrices:
            raise ValueError("a row of matrices has at least one matrix")

    @property
    def matrices(self) -> tuple[Matrix, ...]:
        """The matrices alone, in order."""
        return tuple(term for term in self.terms if isinstance(term, Matrix))

    def describe(self) -> str:
        said = (";" if term == "\n" else term if isinstance(term, str) else _inline(term) for term in self.terms)
        return " ".join([*said, self.caption]).strip().replace(" ;", ";")


def _inline(matrix: Matrix) -> str:
    """Small ones number by number, larger ones by their shape."""
    rows, columns = matrix.values.shape
    if matrix.values.size > 9:
        return f"{matrix.title or 'matrix'} ({rows} × {columns})"
    cells = ("_" if matrix.is_blank(i, j) else matrix.format.format(matrix.values[i, j])
             for i in range(rows) for j in range(columns))  # fmt: skip
    flat = list(cells)
    lines = "; ".join(" ".join(flat[i * columns : (i + 1) * columns]) for i in range(rows))
    return f"{matrix.title} [{lines}]".strip()
