"""A race: several runs advanced in lockstep and watched as one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from typing import Any

from core.run.tick import NOTHING, Key, Lane, Tick, Ticks
from core.training.train import Probes, snapshots_at

BREATH = 0.02  # seconds that one update of all runs may take before the race breathes in between


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


def race(
    runs: Mapping[str, Ticks],
    per_epoch: Mapping[str, float] | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Ticks:
    """Advance every run by one update and yield one tick for all, again and again.

    per_epoch: updates that make an epoch, of each run, where they differ. The runs then keep pace by their epochs: each
    tick brings an update of those that are furthest behind, its step is the largest of all runs, and `lanes` says how
    far each has come. A run that has ended keeps its last step and views and adds no more scalars; the others go on
    until all have ended. Where they are many, the race breathes between two of them, by the clock.
    """
    runners = [_Runner(name, run, per_epoch[name] if per_epoch else 1.0) for name, run in runs.items()]
    try:
        while True:
            since = clock()
            for runner in _due(runners):
                if clock() - since > BREATH:
                    yield None
                    since = clock()
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


def watched_together(ticks: Ticks, probes: Probes) -> Ticks:
    """A race whose ticks also carry views and snapshots of all its runs, by keys without a variant."""
    if probes.metrics or probes.scalars:
        raise ValueError("of all runs of a race together there are views and snapshots; each measures for itself")
    last = -1
    with closing(ticks):
        for tick in ticks:
            if tick is None:
                yield None
                continue
            fresh, last = tick.step > last, max(tick.step, last)
            taken = snapshots_at(tick.step, probes.snapshots) if fresh else NOTHING
            samples = {**tick.samples, **taken} if taken else tick.samples
            yield tick._replace(samples=samples, views={**tick.views, **probes.views})


def lanes(name: str, seeds: int) -> tuple[str, ...]:
    """The variants that run `name` from several seeds: "ReLU #1", "ReLU #2" …"""
    return tuple(f"{name} #{i}" for i in range(1, seeds + 1))
