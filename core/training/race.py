"""A race: several runs advanced in lockstep and watched as one. A sweep: a race over two factors."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from core.run.tick import NOTHING, Key, Lane, Tick, Ticks

Rows = Sequence[object]


class _Runner:
    """One variant of a race: its generator, its newest tick, and its keys under the variant's name."""

    def __init__(self, name: str, run: Ticks, per_epoch: float) -> None:
        self.name = name
        self.run = run
        self.per_epoch = per_epoch
        self.tick: Tick | None = None
        self.running = True
        self.fresh = False  # has a tick that the race has not yielded yet
        self._names: dict[Key, Key] = {}

    @property
    def next_epoch(self) -> float:
        """Where its next update leads to."""
        return (self.tick.step + 1) / self.per_epoch if self.tick is not None else 0.0

    def advance(self) -> Iterator[None]:
        """Go on to the next tick, yielding at every breath on the way."""
        for tick in self.run:
            if tick is not None:
                self.tick = tick
                self.fresh = True
                return
            yield None
        self.running = False

    def renamed(self, mapping: Mapping[Key, Any]) -> Iterator[tuple[Key, Any]]:
        for key, value in mapping.items():
            if key not in self._names:
                if key.variant:
                    raise ValueError(f"a race names its variants itself, but {self.name} gave {key}")
                self._names[key] = Key(key.channel, self.name)
            yield self._names[key], value


def race(runs: Mapping[str, Ticks], per_epoch: Mapping[str, float] | None = None) -> Ticks:
    """Advance every run by one update and yield one tick for all, again and again.

    per_epoch: updates that make an epoch, of each run, where they differ. The runs then keep pace by their epochs: each
    tick brings an update of those that are furthest behind, its step is the largest of all runs, and `lanes` says how
    far each has come. A run that has ended keeps its last step and views and adds no more scalars; the others go on
    until all have ended.
    """
    runners = [_Runner(name, run, per_epoch[name] if per_epoch else 1.0) for name, run in runs.items()]
    try:
        while True:
            for runner in _due(runners):
                yield from runner.advance()
            fresh = [runner for runner in runners if runner.fresh]
            if fresh:
                yield _merged(runners, by_epoch=per_epoch is not None)
                for runner in fresh:
                    runner.fresh = False
            elif not any(runner.running for runner in runners):
                return
    finally:
        for runner in runners:
            runner.run.close()


def _due(runners: list[_Runner]) -> list[_Runner]:
    """Those whose next update is the earliest by epoch. Where all epochs have as many updates this is everyone."""
    running = [runner for runner in runners if runner.running]
    earliest = min((runner.next_epoch for runner in running), default=0.0)
    return [runner for runner in running if runner.next_epoch <= earliest * (1 + 1e-9)]


def _merged(runners: list[_Runner], by_epoch: bool) -> Tick:
    ticks = [(runner, runner.tick) for runner in runners if runner.tick is not None]
    fresh = [(runner, tick) for runner, tick in ticks if runner.fresh]
    totals = [tick.total for _, tick in ticks]
    return Tick(
        step=max(tick.step for _, tick in ticks),
        epoch=max(tick.epoch for _, tick in ticks),
        total=None if None in totals else max(t for t in totals if t is not None),
        scalars={k: v for runner, tick in fresh for k, v in runner.renamed(tick.scalars)},
        samples={k: v for runner, tick in fresh for k, v in runner.renamed(tick.samples)},
        views={k: v for runner, tick in ticks for k, v in runner.renamed(tick.views)},
        lanes={runner.name: Lane(tick.step, tick.epoch) for runner, tick in ticks} if by_epoch else NOTHING,
        events={k: v for runner, tick in fresh for k, v in runner.renamed(tick.events)},
    )


def lanes(name: str, seeds: int) -> tuple[str, ...]:
    """The variants that run `name` from several seeds: "ReLU #1", "ReLU #2" …"""
    return tuple(f"{name} #{i}" for i in range(1, seeds + 1))


def cell(row: object, column: object) -> str:
    """The variant of a sweep at that row and column."""
    return f"{row} · {column}"


def sweep(rows: Rows, columns: Rows, make: Callable[[Any, Any], Ticks], channels: Sequence[str]) -> Ticks:
    """A race of `make(row, column)` over two factors, as one run whose figures are tables.

    Each tick has a sample (rows, columns) for every channel: the newest value in each cell, nan where there is none
    yet. So `OverTime` makes a map of the present or the curves of every cell from it.
    """
    names = {cell(row, column): make(row, column) for row in rows for column in columns}
    order = list(names)
    tables = {channel: np.full((len(rows), len(columns)), math.nan) for channel in channels}
    run = race(names)
    try:
        for tick in run:
            if tick is not None:
                for key, value in tick.scalars.items():
                    if key.channel in tables:
                        tables[key.channel].flat[order.index(key.variant)] = value
                tick = tick._replace(samples={**tick.samples, **{Key(c): t.copy() for c, t in tables.items()}})
            yield tick
    finally:
        run.close()
