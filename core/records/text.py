"""A sentence or a few lines, with a formula."""

from __future__ import annotations

from dataclasses import dataclass

from core.records.record import Record


@dataclass(frozen=True, eq=False)
class Text(Record):
    """A sentence or a few lines; `formula` is LaTeX shown beneath."""

    text: str
    formula: str = ""

    def describe(self) -> str:
        return self.text
