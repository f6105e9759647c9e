"""The worker's side without its thread: how much time views get, and how a run is spread in time.

All of it is counted on a clock that only the ticks, the views and the waits of these tests advance.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.data.library import Library
from core.run.experiment import Experiment, experiment
from core.run.tick import Run, Start
from core.run.views import TextView, View
from core.settings import SeededSettings
from gui.worker.commands import Captured, Commands, Load, Loaded, Motion, RunState
from gui.worker.pending import GRACE_PERIOD
from gui.worker.slices import CATCH_UP, SLICE
from tests.gui.fake_clock import FakeClock
from tests.gui.worker.watched import BREATH, PRESETS, TICK, Watched, costly


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
