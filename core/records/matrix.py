"""Numbers in cells."""

from __future__ import annotations

from dataclasses import dataclass

from core.array import Array
from core.records.record import Record


@dataclass(frozen=True, eq=False)
class Matrix(Record):
    """Numbers in cells, tinted by size: a confusion matrix, a Jacobian, weights small enough to read.

    values (rows, columns); highlight: cells (row, column) that are outlined.
    """

    values: Array
    row_names: tuple[str, ...]
    column_names: tuple[str, ...]
    row_label: str = ""
    column_label: str = ""
    format: str = "{:.3g}"
    signed: bool = False
    highlight: tuple[tuple[int, int], ...] = ()
    summary: str = ""

    def describe(self) -> str:
        rows, columns = self.values.shape
        return self.summary or f"matrix of {rows} × {columns}, from {self.values.min():.3g} to {self.values.max():.3g}"
