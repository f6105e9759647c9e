"""A race: several runs advanced in lockstep and watched as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from core.run.tick import Key, Tick, Ticks


class _Lane:
    """One variant of a race: its generator, its newest tick, and its keys under the variant's name."""

    def __init__(self, name: str, run: Ticks) -> None:
        self.name = name
        self.run = run
        self.tick: Tick | None = None
        self.running = True
        self.fresh = False  # has moved since the last tick of the race
        self.marks: dict[Key, str] = {}  # of every tick since then
        self._names: dict[Key, Key] = {}

    def advance(self) -> Iterator[None]:
        """Go on to the next tick, yielding at every breath on the way."""
        for tick in self.run:
            if tick is not None:
                self.tick = tick
                self.fresh = True
                self.marks.update(tick.marks)
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


def race(runs: Mapping[str, Ticks], per: Literal["step", "epoch"] = "step") -> Ticks:
    """Advance every run by one update, or one epoch where updates per epoch differ, and yield one tick for all.

    A run that has ended keeps its last step and views and adds no more scalars; the others go on until all have ended.
    """
    lanes = [_Lane(name, run) for name, run in runs.items()]
    try:
        goal = 0.0
        while True:
            for lane in lanes:
                yield from _to_goal(lane, goal if per == "epoch" else None)
            if not any(lane.fresh for lane in lanes):
                return
            yield _merged(lanes)
            goal += 1.0
    finally:
        for lane in lanes:
            lane.run.close()


def _to_goal(lane: _Lane, epoch: float | None) -> Iterator[None]:
    lane.fresh = False
    lane.marks = {}
    while lane.running:
        yield from lane.advance()
        if epoch is None or (lane.tick is not None and lane.tick.epoch >= epoch - 1e-9):
            return
        yield None


def _merged(lanes: list[_Lane]) -> Tick:
    ticks = [(lane, lane.tick) for lane in lanes if lane.tick is not None]
    fresh = [(lane, tick) for lane, tick in ticks if lane.fresh]
    totals = [tick.total for _, tick in ticks]
    return Tick(
        step=max(tick.step for _, tick in ticks),
        epoch=max(tick.epoch for _, tick in ticks),
        total=None if None in totals else max(t for t in totals if t is not None),
        scalars={k: v for lane, tick in fresh for k, v in lane.renamed(tick.scalars)},
        samples={k: v for lane, tick in fresh for k, v in lane.renamed(tick.samples)},
        views={k: v for lane, tick in ticks for k, v in lane.renamed(tick.views)},
        marks={k: v for lane, _ in fresh for k, v in lane.renamed(lane.marks)},
        data=ticks[0][1].data,
    )
