"""One slice of a run: ticks until the goal is met, the time is up, or an interrupt is pending.

This loop runs once for every update, up to 50,000 times a second with a tiny network: per tick it reads the clock once,
one flag and the goal, and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter

from core.run.session import Advance, Session
from gui.worker.commands import Goal, InterruptFlag

SLICE = 0.008  # seconds
CATCH_UP = 0.05  # seconds by which a throttled run may lag behind its clock


class Throttle:
    """Spreads the steps evenly in time: `rate` a second, or as fast as possible where it is None. clock: in seconds."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self._clock = clock
        self.period = 0.0
        self.due = 0.0  # when the next tick may happen

    def set(self, rate: float | None) -> None:
        self.period = 1 / rate if rate else 0.0
        self.restart()

    def restart(self) -> None:
        """The next tick may happen now; a rest is not caught up with."""
        self.due = self._clock()

    def spend(self, steps: int, now: float) -> float:
        """Account for steps just made; seconds to wait now, 0 where the run lags behind."""
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
    session: Session,
    goal: Goal,
    interrupt: InterruptFlag,
    throttle: Throttle,
    views_due: float = math.inf,
    stop_at_tick: bool = False,
    keep_at: float = math.inf,
    clock: Callable[[], float] = perf_counter,
) -> Slice:
    """Advance the session. It stops at a tick when the goal is met, an interrupt is pending, views are due, the time is
    up, `stop_at_tick` is set, or it comes to the step `keep_at`; at a breath when an interrupt is pending or the time
    is up. An exception of the experiment passes through."""
    start = clock()
    if goal.throttled and throttle.due > start and throttle.period:
        return Slice(Advance.TICK, arrived=False, wait=throttle.due - start)
    end = start + SLICE
    tick_end = min(end, views_due)
    stop_step, goal_epoch = min(goal.step, keep_at), goal.epoch
    throttled = goal.throttled and throttle.period > 0
    before = session.step
    advance = session.advance
    while True:
        moved = advance()
        if moved is Advance.TICK:
            tick = session.tick
            assert tick is not None  # noqa: S101 - a TICK has set it
            if tick.step >= stop_step or tick.epoch >= goal_epoch:
                arrived = tick.step >= goal.step or tick.epoch >= goal_epoch
                if throttled and not arrived:
                    throttle.spend(tick.step - before, clock())
                return Slice(moved, arrived)
            now = clock()
            if throttled:
                wait = throttle.spend(tick.step - before, now)
                before = tick.step
                if wait:
                    return Slice(moved, arrived=False, wait=wait)
            if now >= tick_end or stop_at_tick or interrupt.pending:
                return Slice(moved, arrived=False)
        elif moved is Advance.END:
            return Slice(moved, arrived=True)
        elif interrupt.pending or clock() >= end:
            return Slice(moved, arrived=False)
