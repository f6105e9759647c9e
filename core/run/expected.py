"""What a textbook says a run should give, beside what it gave."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from core.run.series import Series
from core.run.tick import DIVERGED, Key

if TYPE_CHECKING:
    from core.run.session import Event

Variants: TypeAlias = str | tuple[str, ...]
Log: TypeAlias = Mapping[Key, Series]
CLAIMS = ("value", "at_most", "at_least", "below", "above", "diverges")


class Verdict(NamedTuple):
    """One line of the window's table. holds is None until the run has reached the step; measured_text stands in place
    of the number where that alone would not be understood."""

    what: str
    expected: str
    measured: float
    holds: bool | None
    source: str
    measured_text: str = ""


@dataclass(frozen=True)
class Expected:
    """A claim about one scalar series at one step.

    It claims exactly one thing, or ValueError: `value` ± `tolerance`; `at_most`; `at_least`; `below` or `above`: the
    variant whose figure, times `factor`, plus `offset`, lies above or below this one's; or `diverges`: the run ends
    with the event "diverged", at that step or before.
    `mean_of_last` averages that many points up to the step, as noisy losses need. A tuple of variants, such as
    `lanes("ReLU", 3)`, stands for the mean of their figures; all of them must diverge.
    """

    channel: str
    variant: Variants = ""
    step: int = 0
    value: float | None = None
    tolerance: float = 0.0
    at_most: float | None = None
    at_least: float | None = None
    below: Variants | None = None
    above: Variants | None = None
    diverges: bool = False
    factor: float = 1.0
    offset: float = 0.0
    mean_of_last: int = 1
    source: str = ""

    def __post_init__(self) -> None:
        claims = [name for name in CLAIMS if getattr(self, name) is not None and getattr(self, name) is not False]
        if len(claims) != 1:
            said = " and ".join(claims) if claims else "nothing"
            raise ValueError(f"the expectation for {self.channel} claims {said}; it claims one of {', '.join(CLAIMS)}")
        if () in (self.variant, self.below, self.above):
            raise ValueError(f"the expectation for {self.channel} names no variant")

    def verdict(self, series: Log, events: Iterable[Event] = ()) -> Verdict:
        """Compare with the series and the events of a session."""
        if self.diverges:
            return self._divergence(series, events)
        measured, reached = self._measure(series, self.variant), self._reached(series, self.variant)
        if (other := self.above if self.below is None else self.below) is not None:
            reached = reached and self._reached(series, other)
            bound = self.factor * self._measure(series, other) + self.offset
            text = f"{'below' if self.below is not None else 'above'} {self._bound(other)}"
            holds = measured < bound if self.below is not None else measured > bound
        else:
            text, holds = self._compare(measured)
        return Verdict(self._what(), text, measured, holds if reached else None, self.source)

    def _compare(self, measured: float) -> tuple[str, bool]:
        if self.value is not None:
            return f"{self.value:.10g} ± {self.tolerance:g}", abs(measured - self.value) <= self.tolerance
        if self.at_most is not None:
            return f"at most {self.at_most:.10g}", measured <= self.at_most
        least = -math.inf if self.at_least is None else self.at_least
        return f"at least {least:.10g}", measured >= least

    def _divergence(self, series: Log, events: Iterable[Event]) -> Verdict:
        """measured: the step at which it diverged, the last of several; nan where one has not."""
        steps = {event.key: event.step for event in events if event.text == DIVERGED}
        last = max(steps.get(Key(self.channel, name), math.inf) for name in _names(self.variant))
        ended = last <= self.step
        holds = True if ended else False if self._reached(series, self.variant) else None
        text = f"at step {last:.0f}" if math.isfinite(last) else "does not"
        return Verdict(self._what(), "diverges", last if ended else math.nan, holds, self.source, text)

    def _what(self) -> str:
        mean = f"mean of the last {self.mean_of_last}, " if self.mean_of_last > 1 else ""
        name = f"{_mean_of(self.variant)} {self.channel}".strip()
        return f"{name} ({mean}step {self.step})"

    def _bound(self, other: Variants) -> str:
        share = "" if self.factor == 1 else f"{self.factor:g} × "
        offset = f" {'+' if self.offset > 0 else '−'} {abs(self.offset):g}" if self.offset else ""
        return share + _mean_of(other) + offset

    def _measure(self, series: Log, variants: Variants) -> float:
        found = [series.get(Key(self.channel, name)) for name in _names(variants)]
        return float(
            np.mean([one.mean_before(self.step, self.mean_of_last) if one is not None else math.nan for one in found])
        )

    def _reached(self, series: Log, variants: Variants) -> bool:
        found = [series.get(Key(self.channel, name)) for name in _names(variants)]
        return all(one is not None and one.count > 0 and int(one.read()[0][-1]) >= self.step for one in found)


def _names(variants: Variants) -> tuple[str, ...]:
    return (variants,) if isinstance(variants, str) else variants


def _mean_of(variants: Variants) -> str:
    """A variant's name; "mean of 3 ReLU" for the lanes "ReLU #1", "ReLU #2" and "ReLU #3"."""
    names = _names(variants)
    if len(names) == 1:
        return names[0]
    stems = {name.partition(" #")[0] for name in names}
    return f"mean of {len(names)} {stems.pop()}" if len(stems) == 1 else f"mean of {', '.join(names)}"
