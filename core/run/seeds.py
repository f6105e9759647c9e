"""The same run from several seeds, and what all of them have in common: median, lowest and highest at each step.

How they are run side by side is `core/experiments/seeds.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.run.expected import Verdict
from core.run.session import Event, Session
from core.run.tick import DIVERGED, Key


class Log(NamedTuple):
    """A scalar over its steps: `steps` (points,), `values` (points,), each the last of a bucket of `resolution`."""

    steps: Array
    values: Array
    resolution: int = 1


class SeedRun(NamedTuple):
    """What is left of a run: its seed, how far it came, its series, what happened, and what its preset expects."""

    seed: int
    step: int
    logs: Mapping[Key, Log]
    events: tuple[Event, ...] = ()
    verdicts: tuple[Verdict, ...] = ()


def run_of(session: Session, seed: int) -> SeedRun:
    """A session as it stands."""
    logs = {}
    for key, series in session.series.items():
        steps, _, _, values = series.read()
        logs[key] = Log(steps.copy(), values.copy(), series.resolution)
    return SeedRun(seed, session.step, logs, tuple(session.events), session.verdicts())


@dataclass(frozen=True, eq=False)
class Seeds:
    """Runs in the order of their seeds, each to `steps` or to its own end. total: how many there will be."""

    runs: tuple[SeedRun, ...]
    steps: int
    total: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The seeds."""
        return tuple(run.seed for run in self.runs)

    def diverged(self, variant: str, step: float) -> int:
        """In how many runs this variant had diverged by that step."""
        return sum(
            any(event.text == DIVERGED and event.key.variant == variant and event.step <= step for event in run.events)
            for run in self.runs
        )

    def holding(self) -> tuple[tuple[int, int], ...]:
        """For each claim of the preset: in how many runs it holds, and how many have come to its step."""
        columns = zip(*(run.verdicts for run in self.runs), strict=True)
        return tuple((sum(v.holds is True for v in each), sum(v.holds is not None for v in each)) for each in columns)


class Spread(NamedTuple):
    """Of several curves over the same steps: all (points,). curves: those that have a number at a step; where it is 0,
    the other three are nan."""

    steps: Array
    low: Array
    median: Array
    high: Array
    curves: Array

    def until(self, step: float) -> Spread:
        """The part up to and including that step."""
        end = int(np.searchsorted(self.steps, step, side="right"))
        return Spread(*(column[:end] for column in self))


def spread_of(curves: Sequence[tuple[Array, Array]], most: int | None = None) -> Spread:
    """Lowest, median and highest of curves `(steps, values)` at every step at which one of them has a point.

    A curve counts from its first step to its last: between two of its points with the one before, and not where it has
    no finite number. So a run that has ended, or diverged, is not carried on. The median of an even number is the mean
    of the two in the middle. most: rows; where there would be more, only every 2^k-th and the last.
    """
    grid = np.unique(np.concatenate([steps for steps, _ in curves])) if curves else np.empty(0, np.int64)
    if most is not None and len(grid) > most:
        stride = 2 ** int(np.ceil(np.log2(len(grid) / most)))
        grid = np.append(grid[:-1:stride], grid[-1])
    table = np.full((max(len(curves), 1), len(grid)), np.nan)
    for row, (steps, values) in zip(table, curves, strict=False):
        if len(steps):
            at = np.searchsorted(steps, grid, side="right") - 1
            inside = (at >= 0) & (grid <= steps[-1])
            row[inside] = values[at[inside]]
    table[~np.isfinite(table)] = np.nan
    table.sort(axis=0)  # what is no number comes last
    count = np.isfinite(table).sum(axis=0)
    last = np.maximum(count - 1, 0)
    columns = np.arange(len(grid))
    middle = (table[last // 2, columns] + table[(last + 1) // 2, columns]) / 2
    return Spread(grid, table[0], middle, table[last, columns], count)
