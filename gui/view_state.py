"""What the lecturer does to a plot: where it is zoomed to, its scales, its smoothing, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from core.array import Interval


@dataclass(frozen=True)
class PlotState:
    """None is as the experiment has it. x, y: the ranges shown, in data; smooth: steps, 0 for none."""

    x: Interval | None = None
    y: Interval | None = None
    log_x: bool | None = None
    log_y: bool | None = None
    smooth: int | None = None
    hidden: frozenset[str] = frozenset()

    @property
    def zoomed(self) -> bool:
        return self.x is not None or self.y is not None
