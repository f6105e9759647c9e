"""Named bars."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.array import Array
from core.records.record import Part, Record
from core.text import counted


@dataclass(frozen=True)
class Reference(Part):
    """A line across the bars at a value: chance, a limit, another program's time."""

    value: float
    label: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not math.isfinite(self.value):
            raise ValueError(f"a reference line stands at a finite value, not at {self.value}")


@dataclass(frozen=True, eq=False)
class Bars(Record):
    """Named bars, one group per name and one bar per series. heights (series, names).

    stacked: the series of a name stand on each other, what is negative beneath zero. log: the axis is logarithmic and
    what is not positive has no bar. An infinite or undefined height is written as such. selected: the place of the
    chosen name.
    """

    names: tuple[str, ...]
    series: tuple[str, ...]
    heights: Array
    y_label: str = ""
    log: bool = False
    stacked: bool = False
    references: tuple[Reference, ...] = ()
    selected: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.heights.shape != (len(self.series), len(self.names)):
            raise ValueError(
                f"heights of shape {self.heights.shape} for {len(self.series)} series"
                f" and {counted(len(self.names), 'name')}"
            )
        if self.log and self.stacked:
            raise ValueError("stacked bars need a linear axis: on a logarithmic one lengths do not add up")
        if self.log and any(one.value <= 0 for one in self.references):
            raise ValueError("a logarithmic axis has no place for a reference line at or below 0")
        if self.selected is not None and not 0 <= self.selected < len(self.names):
            raise ValueError(f"there is no bar {self.selected} among {len(self.names)}")

    def describe(self) -> str:
        parts = [
            f"{label}: " + ", ".join(f"{name} {h:.3g}" for name, h in zip(self.names, row, strict=True))
            for label, row in zip(self.series, self.heights, strict=True)
        ]
        parts += [f"{one.label or 'reference'} at {one.value:.3g}" for one in self.references]
        parts += [] if self.selected is None else [f"chosen: {self.names[self.selected]}"]
        return "; ".join(parts)
