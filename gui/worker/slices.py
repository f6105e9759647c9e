"""One slice of a run: ticks until the goal is met, the time is up, or somebody wants something.

This loop runs once for every update, and a tiny network makes fifty thousand of them in a second: so it looks at two
clocks, one flag and the goal, and nothing else.
"""

from __future__ import annotations

import math
from time import perf_counter

from core.run.session import Advance, Session
from gui.worker.commands import Bell, Goal

SLICE = 0.008  # seconds
CATCH_UP = 0.05  # seconds by which a throttled run may lag behind its clock


class Throttle:
    """Spreads the steps evenly in time: `rate` a second, or as fast as possible where it is None."""

    def __init__(self) -> None:
        self.period = 0.0
        self.due = 0.0  # when the next tick may happen

    def set(self, rate: float | None) -> None:
        self.period = 1 / rate if rate else 0.0
        self.due = perf_counter()

    def spend(self, steps: int, now: float) -> float:
        """Account for steps just made; seconds to wait now, none where the run lags behind."""
        self.due = max(self.due, now - CATCH_UP) + self.period * steps
        return max(0.0, self.due - now)


class Slice:
    """What a slice came to: the last move, whether the goal is met, and how long to wait before the next slice."""

    __slots__ = ("arrived", "moved", "wait")

    def __init__(self, moved: Advance, arrived: bool, wait: float = 0.0) -> None:
        self.moved = moved
        self.arrived = arrived
        self.wait = wait


def run_slice(
    session: Session, goal: Goal, bell: Bell, throttle: Throttle, views_due: float = math.inf, eager: bool = False
) -> Slice:
    """Advance the session. It stops at a tick when the goal is met, the bell rings, views are due, or `eager` is set;
    at a breath when the bell rings or the time is up. An exception of the experiment passes through."""
    start = perf_counter()
    if goal.throttled and throttle.due > start and throttle.period:
        return Slice(Advance.TICK, arrived=False, wait=throttle.due - start)
    end = start + SLICE
    tick_end = min(end, views_due)
    goal_step, goal_epoch = goal.step, goal.epoch
    throttled = goal.throttled and throttle.period > 0
    before = session.step
    advance = session.advance
    while True:
        moved = advance()
        if moved is Advance.TICK:
            tick = session.tick
            assert tick is not None  # noqa: S101 - a TICK has set it
            if tick.step >= goal_step or tick.epoch >= goal_epoch:
                return Slice(moved, arrived=True)
            now = perf_counter()
            if throttled:
                wait = throttle.spend(tick.step - before, now)
                before = tick.step
                if wait:
                    return Slice(moved, arrived=False, wait=wait)
            if now >= tick_end or eager or bell.rung:
                return Slice(moved, arrived=False)
        elif moved is Advance.END:
            return Slice(moved, arrived=True)
        elif bell.rung or perf_counter() >= end:
            return Slice(moved, arrived=False)
