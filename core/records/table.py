"""Rows of text and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from core.records.record import Record
from core.text import counted


@dataclass(frozen=True, eq=False)
class Table(Record):
    """Rows of text and numbers. Numbers are formatted by the experiment, so a table shows what a slide should say.

    A table may have no rows yet. selected: the place of the chosen row.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    selected: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        columns = counted(len(self.columns), "column")
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {counted(len(row), 'cell')}, but there are {columns}")
        if self.selected is not None and not 0 <= self.selected < len(self.rows):
            raise ValueError(f"there is no row {self.selected} in a table of {counted(len(self.rows), 'row')}")

    def describe(self) -> str:
        if not self.rows:
            return f"a table of {', '.join(self.columns)} with no rows yet" if self.columns else "an empty table"
        rows = [", ".join(f"{c} {cell}" for c, cell in zip(self.columns, row, strict=True)) for row in self.rows]
        chosen = [] if self.selected is None else [f"chosen: {self.rows[self.selected][0]}"]
        return "; ".join(rows + chosen)
