"""Rows of text and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from core.records.record import Record


@dataclass(frozen=True, eq=False)
class Table(Record):
    """Rows of text and numbers. Numbers are formatted by the experiment, so a table shows what a slide should say."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def describe(self) -> str:
        return "; ".join(
            ", ".join(f"{c} {cell}" for c, cell in zip(self.columns, row, strict=True)) for row in self.rows
        )
