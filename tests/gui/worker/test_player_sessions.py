"""The worker's side without its thread: sessions that are left, reset, looked back in, and that fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.data.library import Library
from core.records import Record, Text
from core.run.experiment import experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import TextView, View
from core.settings import SeededSettings
from gui.worker.commands import Commands, Failure, Load, Loaded, Motion, RunState
from gui.worker.parking import ParkedSessions
from tests.gui.specimens import wave
from tests.gui.worker.watched import BREATH, PRESETS, TICK, VIEWS, Watched, costly


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
