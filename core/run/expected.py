"""What a textbook says a run should give, beside what it gave."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.run.series import Series
from core.run.tick import Key


class Verdict(NamedTuple):
    """One line of the window's table. holds is None until the run has reached the step."""

    what: str
    expected: str
    measured: float
    holds: bool | None
    source: str


@dataclass(frozen=True)
class Expected:
    """A claim about one scalar series at one step.

    Give `value` with `tolerance`, or `at_most`, or `at_least`, or `below`: the id of a variant whose series, times
    `factor`, must lie above this one's. `mean_of_last` averages that many points up to the step, as noisy losses need.
    """

    channel: str
    variant: str = ""
    step: int = 0
    value: float | None = None
    tolerance: float = 0.0
    at_most: float | None = None
    at_least: float | None = None
    below: str | None = None
    factor: float = 1.0
    mean_of_last: int = 1
    source: str = ""

    def verdict(self, series: Mapping[Key, Series]) -> Verdict:
        """Compare with the series of a session."""
        measured = self._measure(series, self.variant)
        reached = self._reached(series, self.variant)
        if self.below is not None:
            bound = self.factor * self._measure(series, self.below)
            reached = reached and self._reached(series, self.below)
            share = "" if self.factor == 1 else f"{self.factor:g} × "
            text, holds = f"below {share}{self.below}", measured < bound
        elif self.value is not None:
            text, holds = f"{self.value:.10g} ± {self.tolerance:g}", abs(measured - self.value) <= self.tolerance
        elif self.at_most is not None:
            text, holds = f"at most {self.at_most:.10g}", measured <= self.at_most
        elif self.at_least is not None:
            text, holds = f"at least {self.at_least:.10g}", measured >= self.at_least
        else:
            raise ValueError(f"the expectation for {self.channel} claims nothing")
        return Verdict(self._what(), text, measured, holds if reached else None, self.source)

    def _what(self) -> str:
        mean = f"mean of the last {self.mean_of_last}, " if self.mean_of_last > 1 else ""
        name = f"{self.variant} {self.channel}".strip()
        return f"{name} ({mean}step {self.step})"

    def _measure(self, series: Mapping[Key, Series], variant: str) -> float:
        found = series.get(Key(self.channel, variant))
        return found.mean_before(self.step, self.mean_of_last) if found is not None else math.nan

    def _reached(self, series: Mapping[Key, Series], variant: str) -> bool:
        found = series.get(Key(self.channel, variant))
        return found is not None and found.count > 0 and int(found.read()[0][-1]) >= self.step
