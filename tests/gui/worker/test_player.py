"""The worker's side without its thread: how much time views get, and how a run is spread in time.

All of it is counted on a clock that only the ticks, the views and the waits of these tests advance.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.data.library import Library
from core.records import Record, Text
from core.run.experiment import Experiment, Preset, View, experiment
from core.run.tick import Key, Tick, Ticks
from core.settings.settings import Settings
from gui.worker.commands import Commands, Failure, InterruptFlag, Load, Loaded, Motion, Report, RunState
from gui.worker.player import GRACE_PERIOD, Player
from gui.worker.slices import CATCH_UP, SLICE
from tests.gui.fake_clock import FakeClock

TICK, VIEW, BREATH = 0.0001, 0.004, 0.01  # seconds that each of them costs
PRESETS = (Preset("Quick", Settings(), 100, endless=True),)


def costly(clock: FakeClock, calls: list[str]) -> Experiment:
    """Three views of 4 ms each; calls: which of them were computed."""

    def view(name: str, step: int) -> Callable[[], Record]:
        def compute() -> Record:
            calls.append(name)
            clock.advance(VIEW)
            return Text(f"{name} at {step}")

        return compute

    @experiment(
        id="costly",
        chapter="Playground",
        settings=Settings,
        presets=PRESETS,
        views=[View(name, Text) for name in "abc"],
    )
    def run(settings: Settings, library: Library) -> Ticks:
        """What do pictures cost?"""
        step = 0
        while True:
            clock.advance(TICK)
            yield Tick(step, views={Key(name): view(name, step) for name in "abc"})
            step += 1

    return run


def slow_to_load(clock: FakeClock, begun: list[float]) -> Experiment:
    """Breathes and never comes to its first tick; begun: when each session of it began."""

    @experiment(id="slow", chapter="Playground", settings=Settings, presets=PRESETS, views=(View("a", Text),))
    def run(settings: Settings, library: Library) -> Ticks:
        """How long may a load take?"""
        begun.append(clock())
        while True:
            clock.advance(BREATH)
            yield None

    return run


@experiment(id="messy", chapter="Playground", settings=Settings, presets=PRESETS, views=(View("a", Text),))
def messy(settings: Settings, library: Library) -> Ticks:
    """What if tidying up goes wrong?"""
    try:
        step = 0
        while True:
            yield Tick(step)
            step += 1
    finally:
        raise RuntimeError("the broom is broken")


class Watched:
    """A player that is worked from here, and a window that takes every picture, or none."""

    def __init__(self, wanted: str, takes: bool = True) -> None:
        self.clock = FakeClock()
        self.calls: list[str] = []
        self.heard: list[Report] = []
        self.takes = takes
        self.player = Player(Library(), InterruptFlag(), self.heard.append, self.clock)
        self.player.obey(Commands(wanted=frozenset(wanted)))
        self.load(costly(self.clock, self.calls))
        self.calls.clear()

    def load(self, experiment: Experiment) -> None:
        self.player.obey(Commands(load=Load(experiment, Settings(), PRESETS[0])))
        self.player.work()

    def play(self, seconds: float, speed: float | None = None) -> None:
        self.player.obey(Commands(motion=Motion.PLAY, speed=(speed,)))
        self.go_on(seconds)

    def go_on(self, seconds: float) -> None:
        end = self.clock() + seconds
        while self.clock() < end:
            wait = self.player.work()
            assert wait is not None
            self.clock.advance(min(wait, max(0.0, end - self.clock())))
            publication = self.player.publisher.latest
            for slot in publication.slots.values() if self.takes and publication is not None else ():
                slot.taken = True

    @property
    def step(self) -> int:
        publication = self.player.publisher.latest
        assert publication is not None
        return publication.session.step


def test_that_views_together_get_their_share_of_the_time_and_no_more() -> None:
    watched = Watched("abc")
    watched.play(1.0)
    assert len(watched.calls) == 12  # 4 ms, which are 5 % of the 80 ms until the next: 1 s / 84 ms = 11.9
    assert watched.calls == list("abc" * 4)


def test_that_nothing_is_computed_that_nobody_wants() -> None:
    watched = Watched("a")
    watched.play(0.4)
    assert set(watched.calls) == {"a"}


def test_that_nothing_is_computed_again_before_it_was_taken() -> None:
    watched = Watched("abc", takes=False)
    watched.play(0.4)
    assert watched.calls == []


def test_that_a_pause_computes_everything_wanted_at_its_step() -> None:
    watched = Watched("abc")
    watched.play(0.2)
    watched.player.obey(Commands(motion=Motion.PAUSE))
    watched.player.work()
    publication = watched.player.publisher.latest
    assert publication is not None
    assert publication.settled
    shown = {record.describe() for slot in publication.slots.values() for record in slot.records.values()}
    assert shown == {f"{name} at {watched.step}" for name in "abc"}
    assert watched.heard[-1].what is RunState.PAUSED


def test_that_slow_steps_show_all_their_pictures_before_the_next() -> None:
    watched = Watched("abc")
    watched.play(1.5, speed=1.0)
    assert watched.step == 2  # at 0 and 1 s
    assert watched.calls == list("abcabc")


@pytest.mark.parametrize("speed", [10.0, 300.0])
def test_that_steps_are_spread_evenly(speed: float) -> None:
    watched = Watched("")
    watched.play(0.5, speed=speed)
    assert watched.step == pytest.approx(0.5 * speed, abs=1)
    watched.go_on(0.5)
    assert watched.step == pytest.approx(speed, abs=1)


def test_that_a_throttled_run_catches_up_with_a_twentieth_of_a_second_at_most() -> None:
    watched = Watched("")
    watched.play(0.5, speed=200.0)
    before = watched.step
    watched.clock.advance(10.0)  # the machine was busy with something else
    watched.go_on(0.5)
    assert watched.step - before == pytest.approx((0.5 + CATCH_UP) * 200, abs=2)


def test_that_a_rest_is_not_caught_up_with() -> None:
    watched = Watched("")
    watched.play(0.5, speed=10.0)
    watched.player.obey(Commands(motion=Motion.PAUSE))
    watched.player.work()
    before = watched.step
    watched.clock.advance(60.0)
    watched.play(0.5, speed=10.0)
    assert watched.step - before == pytest.approx(5, abs=1)


def test_that_a_slice_ends_after_eight_milliseconds() -> None:
    watched = Watched("")
    watched.player.obey(Commands(motion=Motion.PLAY))
    before = watched.clock()
    assert watched.player.work() == 0
    assert watched.clock() - before == pytest.approx(SLICE, abs=2 * TICK)
    assert watched.player.short_ticks


def test_that_a_newer_setting_interrupts_a_load_only_after_a_while() -> None:
    watched = Watched("")
    begun: list[float] = []
    watched.load(slow_to_load(watched.clock, begun))
    watched.player.obey(Commands(edits={"seed": 7}))
    watched.go_on(1.0)
    first, second = begun
    assert second - first == pytest.approx(GRACE_PERIOD, abs=2 * BREATH)


def test_that_the_window_hears_little() -> None:
    watched = Watched("abc")
    watched.play(0.5)
    assert [type(report.what) for report in watched.heard] == [Loaded, RunState, RunState]


def test_that_a_run_that_fails_as_it_is_closed_does_not_cost_the_next_one() -> None:
    watched = Watched("abc")
    watched.load(messy)
    watched.heard.clear()
    again = costly(watched.clock, watched.calls)
    watched.load(again)
    loaded, failure, state = (report.what for report in watched.heard)
    assert isinstance(loaded, Loaded)
    assert loaded.session.experiment is again
    assert isinstance(failure, Failure)
    assert (failure.message, failure.before) == ("RuntimeError: the broom is broken", True)
    assert state is RunState.PAUSED
    watched.play(0.1)
    assert watched.step > 0
