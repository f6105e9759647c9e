"""The worker's side without its thread: how much time views get, and how a run is spread in time.

All of it is counted on a clock that only the ticks, the views and the waits of these tests advance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.data.library import Library
from core.records import Record, Text
from core.run.experiment import Experiment, Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import TextView, View
from core.settings import SeededSettings
from gui.worker.commands import Captured, Commands, Failure, InterruptFlag, Load, Loaded, Motion, Report, RunState
from gui.worker.parking import ParkedSessions
from gui.worker.pending import GRACE_PERIOD
from gui.worker.player import Player
from gui.worker.slices import CATCH_UP, SLICE
from tests.gui.fake_clock import FakeClock
from tests.gui.specimens import wave

TICK, VIEW, BREATH = 0.0001, 0.004, 0.01  # seconds that each of them costs
VIEWS = (View("a", TextView()),)
PRESETS = (Preset("Quick", SeededSettings(), 100, endless=True),)


def costly(clock: FakeClock, calls: list[str], id: str = "costly") -> Experiment:
    """Three views of 4 ms each; calls: which of them were computed."""

    def view(name: str, step: int) -> Callable[[], Record]:
        def compute() -> Record:
            calls.append(name)
            clock.advance(VIEW)
            return Text(f"{name} at {step}")

        return compute

    @experiment(
        id=id,
        chapter="Playground",
        settings=SeededSettings,
        presets=PRESETS,
        views=tuple(View(name, TextView()) for name in "abc"),
    )
    def run(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
        """What do pictures cost?"""
        yield Start()
        step = 0
        while True:
            clock.advance(TICK)
            yield Tick(step, views={Key(name): view(name, step) for name in "abc"})
            step += 1

    return run


def slow_to_load(clock: FakeClock, begun: list[float]) -> Experiment:
    """Breathes and never comes to its first tick; begun: when each session of it began."""

    @experiment(
        id="slow", chapter="Playground", settings=SeededSettings, presets=PRESETS, views=(View("a", TextView()),)
    )
    def run(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
        """How long may a load take?"""
        yield Start()
        begun.append(clock())
        while True:
            clock.advance(BREATH)
            yield None

    return run


@experiment(id="messy", chapter="Playground", settings=SeededSettings, presets=PRESETS, views=VIEWS)
def messy(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
    """What if tidying up goes wrong?"""
    yield Start()
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

    def load(self, experiment: Experiment, resume: bool = False) -> None:
        load = Load(experiment, SeededSettings(), PRESETS[0], resume=resume)
        self.player.obey(Commands(load=load))
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


def kept(watched: Watched) -> tuple[int, ...]:
    publication = watched.player.publisher.latest
    assert publication is not None
    return publication.session.history.steps


@pytest.mark.parametrize("wanted", ["a", "abc"])
def test_that_views_together_get_their_share_of_the_time_and_no_more(wanted: str) -> None:
    watched = Watched(wanted)
    watched.play(4.0)
    # 4 ms are 5 % of the 80 ms until the next: 4 s / 84 ms = 47.6, beside the first moment that is kept
    assert 36 <= len(watched.calls) <= 48 + 3


def test_that_what_nobody_wants_is_computed_for_the_past_only() -> None:
    watched = Watched("a")
    watched.play(2.0)
    assert watched.calls.count("b") == watched.calls.count("c") == len(kept(watched)) > 1
    watched.player.obey(Commands(wanted=frozenset()))  # nobody looks
    watched.calls.clear()
    watched.go_on(1.0)
    assert watched.calls == []


def test_that_nothing_is_computed_again_before_it_was_taken() -> None:
    watched = Watched("abc", takes=False)
    watched.play(2.0)
    assert watched.calls == list("abc") * (len(kept(watched)) - 1)  # step 0 was computed as it was loaded


def test_that_what_is_kept_is_what_was_shown() -> None:
    watched = Watched("a")
    watched.play(2.0)
    publication = watched.player.publisher.latest
    assert publication is not None
    history = publication.session.history
    for step in history.steps:
        moment = history.at(step)
        assert moment is not None
        assert {record.describe() for record in moment.records.values()} == {f"{name} at {step}" for name in "abc"}


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


def captures(watched: Watched) -> list[Captured]:
    return [report.what for report in watched.heard if isinstance(report.what, Captured)]


def test_that_a_capture_has_every_view_of_its_step_whatever_is_wanted() -> None:
    watched = Watched("a")
    watched.play(0.2)
    watched.player.obey(Commands(motion=Motion.CAPTURE))
    assert watched.player.work() is None
    ((session, frame),) = captures(watched)
    assert (session.step, frame.step) == (watched.step, watched.step)
    assert {record.describe() for record in frame.records.values()} == {f"{name} at {watched.step}" for name in "abc"}


def test_that_a_capture_waits_for_the_end_of_a_replay() -> None:
    watched = Watched("a")
    load = Load(costly(watched.clock, watched.calls), SeededSettings(), PRESETS[0], position=20)
    watched.player.obey(Commands(load=load, motion=Motion.CAPTURE))
    while watched.player.work() is not None:
        assert not captures(watched) or watched.step == 20
    assert [one.frame.step for one in captures(watched)] == [20]


@pytest.mark.parametrize("command", [Commands(reset=True), Commands(motion=Motion.PAUSE)])
def test_that_a_newer_command_takes_the_place_of_a_capture(command: Commands) -> None:
    watched = Watched("a")
    watched.play(0.2)
    watched.player.obey(Commands(motion=Motion.CAPTURE))
    watched.player.obey(command)
    while watched.player.work() is not None:
        pass
    assert captures(watched) == []


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
    watched.player.obey(Commands(settings=SeededSettings(seed=7)))
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
    watched.load(messy)  # another session of the same experiment: the first one is closed, not parked
    loaded, failure, state = (report.what for report in watched.heard)
    assert isinstance(loaded, Loaded)
    assert loaded.session.experiment is messy
    assert isinstance(failure, Failure)
    assert (failure.message, failure.before) == ("RuntimeError: the broom is broken", True)
    assert state is RunState.PAUSED
    watched.load(costly(watched.clock, watched.calls))
    watched.play(0.1)
    assert watched.step > 0
    watched.player.close()


def test_that_a_session_that_was_left_goes_on_where_it_stood() -> None:
    watched = Watched("abc")
    first = costly(watched.clock, watched.calls)
    watched.load(first)
    watched.play(0.1)
    stood = watched.step
    session = watched.player._session
    watched.load(costly(watched.clock, watched.calls, id="another"))
    assert watched.step == 0
    watched.load(first, resume=True)
    assert watched.player._session is session
    assert watched.step >= stood > 0
    assert [type(report.what) for report in watched.heard[-2:]] == [Loaded, RunState]
    assert watched.heard[-1].what is RunState.PAUSED
    stood = watched.step
    watched.play(0.1)
    assert watched.step > stood


def test_that_the_oldest_of_many_sessions_that_were_left_makes_room() -> None:
    watched = Watched("abc")
    watched.player._parked = ParkedSessions(most=3)
    courses = [costly(watched.clock, watched.calls, id=f"costly {i}") for i in range(5)]
    for course in courses:
        watched.load(course)
        watched.play(0.01)
    sessions = {course.id: watched.player._parked.take(course.id) for course in courses[:4]}
    assert sessions["costly 0"] is None
    assert all(parked is not None and parked.session.step > 0 for id, parked in sessions.items() if id != "costly 0")


def test_that_a_session_left_amid_a_step_ends_it_before_its_views_are_called() -> None:
    watched = Watched("abc")
    session: list[int] = []

    @experiment(
        id="amid", chapter="Playground", settings=SeededSettings, presets=PRESETS, views=(View("a", TextView()),)
    )
    def amid(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
        """Is it whole?"""
        yield Start()
        whole = True

        def view() -> Record:
            assert whole, "a view was called amid a step"
            return Text("whole")

        for step in range(999):
            yield Tick(step, views={Key("a"): view})
            whole = False
            for _ in range(50):
                watched.clock.advance(BREATH)
                yield None
            whole = True
            session.append(step)

    watched.load(amid)
    watched.play(BREATH * 20)  # amid the first step
    assert session == []
    watched.load(costly(watched.clock, watched.calls))
    watched.load(amid, resume=True)
    while watched.player.work() is not None:
        pass
    assert session == [0]
    assert watched.step == 1
    assert not any(isinstance(report.what, Failure) for report in watched.heard)


def test_that_no_past_is_looked_for_in_a_run_that_failed_as_it_paused() -> None:
    watched = Watched("a")
    begun: list[int] = []

    @experiment(id="blind", chapter="Playground", settings=SeededSettings, presets=PRESETS, views=VIEWS)
    def blind(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
        """What if a picture cannot be drawn?"""

        def view() -> Record:
            raise RuntimeError("no ink")

        yield Start()
        begun.append(1)
        for step in range(99):
            watched.clock.advance(TICK)
            yield Tick(step, views={Key("a"): view} if step > 50 else {})

    watched.load(blind)
    watched.player.obey(Commands(wanted=frozenset()))
    watched.player.obey(Commands(motion=Motion.PLAY))
    watched.player.work()
    assert watched.step > 50
    watched.player.obey(Commands(wanted=frozenset("a"), motion=Motion.PAUSE, look=20))
    with pytest.raises(RuntimeError, match="no ink") as failed:
        watched.player.work()
    watched.player.fail(failed.value)
    assert watched.player.work() is None
    assert begun == [1]


def test_that_a_step_that_cannot_be_computed_again_is_not_a_mistake_of_the_run() -> None:
    watched = Watched("")
    begun: list[int] = []

    @experiment(id="once", chapter="Playground", settings=SeededSettings, presets=PRESETS, views=VIEWS)
    def once(settings: SeededSettings, now: Callable[[], SeededSettings], library: Library) -> Run:
        """What happens only once?"""
        yield Start()
        begun.append(1)
        again = len(begun) > 1
        for step in range(9999):
            if again:
                raise RuntimeError("never again")
            watched.clock.advance(TICK)
            yield Tick(step)

    watched.load(once)
    watched.player.obey(Commands(motion=Motion.PLAY))
    watched.player.work()
    watched.player.obey(Commands(motion=Motion.PAUSE, look=5))
    while watched.player.work() is not None:
        pass
    failure = watched.heard[-1].what
    assert isinstance(failure, Failure)
    assert (failure.message, failure.before, failure.replay) == ("RuntimeError: never again", False, True)
    watched.play(TICK)
    assert watched.heard[-1].what is RunState.RUNNING


def test_that_a_change_that_waits_as_the_run_is_reset_is_there_from_its_start() -> None:
    watched = Watched("")
    settings = wave.preset().settings
    watched.player.obey(Commands(load=Load(wave, settings, wave.preset())))
    watched.player.work()
    watched.player.obey(Commands(settings=replace(settings, rate=3.0), reset=True))
    while watched.player.work() is not None:
        pass
    loaded = next(one.what for one in reversed(watched.heard) if isinstance(one.what, Loaded))
    assert (loaded.session.initial.rate, loaded.session.edits) == (3.0, [])
