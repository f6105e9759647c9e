"""Named bars."""

from __future__ import annotations

from dataclasses import dataclass

from core.array import Array
from core.records.record import Record


@dataclass(frozen=True, eq=False)
class Bars(Record):
    """Named bars, one group per name and one bar per series. heights (series, names)."""

    names: tuple[str, ...]
    series: tuple[str, ...]
    heights: Array
    y_label: str = ""

    def describe(self) -> str:
        return "; ".join(
            f"{label}: " + ", ".join(f"{name} {h:.3g}" for name, h in zip(self.names, row, strict=True))
            for label, row in zip(self.series, self.heights, strict=True)
        )
