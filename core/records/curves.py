"""Lines over a common axis."""

from __future__ import annotations

from dataclasses import dataclass

from core.array import Array
from core.records.record import Record, frozen


@dataclass(frozen=True, eq=False)
class Curves(Record):
    """Lines over a common axis: the panel of every scalar series, and of any y(x) that a view computes.

    lines: name -> y (points,), all over x (points,); nan breaks a line. dashed: those that are theory, not measured.
    """

    x: Array
    lines: dict[str, Array]
    x_label: str = "step"
    y_label: str = ""
    dashed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "lines", {name: frozen(y) for name, y in self.lines.items()})

    def describe(self) -> str:
        ends = (f"{name} {y[-1]:.4g}" for name, y in self.lines.items() if len(y))
        return (
            f"{self.y_label or 'curves'} at {self.x_label} {self.x[-1]:g}: " + ", ".join(ends)
            if len(self.x)
            else "empty"
        )
