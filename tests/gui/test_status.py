"""How fast a run goes, as the foot of the window says it."""

from __future__ import annotations

from gui.status import Meter
from tests.gui.fake_clock import FakeClock


def test_that_rates_are_those_of_the_last_half_second() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    meter.restart(100)
    readings = []
    for pull in range(1, 9):
        clock.advance(0.125)
        if meter.count(100 + 5 * pull, drawn=pull % 2 == 0):
            readings.append((pull, meter.steps, meter.frames))
    assert readings == [(4, 20 / 0.5, 2 / 0.5), (8, 20 / 0.5, 2 / 0.5)]


def test_that_a_run_that_begins_again_is_not_counted_backwards() -> None:
    clock = FakeClock()
    meter = Meter(clock)
    meter.restart(1000)
    clock.advance(0.5)
    assert meter.count(3, drawn=True)
    assert meter.steps == 0
