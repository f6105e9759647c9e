"""The worker's side without its thread: how much time views get, and how a run is spread in time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from core.data.library import Library
from core.records import Record, Text
from core.run.experiment import Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import TextView, View
from core.settings import Settings
from gui.worker.commands import Bell, Commands, Failure, Load, Loaded, Motion, Report, RunState
from gui.worker.player import Player

COST = 0.004  # seconds
calls: list[str] = []


def costly(name: str, step: int) -> Callable[[], Record]:
    def view() -> Record:
        calls.append(name)
        end = time.perf_counter() + COST
        while time.perf_counter() < end:
            pass
        return Text(f"{name} at {step}")

    return view


@experiment(
    id="costly",
    chapter="Playground",
    settings=Settings,
    presets=(Preset("Quick", Settings(), 100, endless=True),),
    views=(View("a", TextView()), View("b", TextView()), View("c", TextView())),
)
def run(settings: Settings, now: Callable[[], Settings], library: Library) -> Run:
    """What do pictures cost?"""
    yield Start()
    step = 0
    while True:
        yield Tick(step, views={Key(name): costly(name, step) for name in "abc"})
        step += 1


@experiment(id="messy", chapter="Playground", settings=Settings, presets=run.presets, views=(View("a", TextView()),))
def messy(settings: Settings, now: Callable[[], Settings], library: Library) -> Run:
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
        self.heard: list[Report] = []
        self.takes = takes
        self.player = Player(Library(), Bell(), self.heard.append)
        self.player.obey(Commands(load=Load(run, Settings(), run.presets[0]), wanted=frozenset(wanted)))
        self.player.work()
        calls.clear()

    def play(self, seconds: float, speed: float | None = None) -> None:
        self.player.obey(Commands(motion=Motion.PLAY, speed=(speed,)))
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            wait = self.player.work()
            time.sleep(min(wait or 0, max(0.0, end - time.perf_counter())))
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
    assert 0.02 < len(calls) * COST < 0.065
    assert {calls.count(name) for name in "abc"} <= {len(calls) // 3, len(calls) // 3 + 1}
    watched.player.close()


def test_that_nothing_is_computed_that_nobody_wants() -> None:
    watched = Watched("a")
    watched.play(0.4)
    assert set(calls) == {"a"}
    watched.player.close()


def test_that_nothing_is_computed_again_before_it_was_taken() -> None:
    watched = Watched("abc", takes=False)
    watched.play(0.4)
    assert calls == []
    watched.player.close()


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
    watched.player.close()


def test_that_slow_steps_show_all_their_pictures_before_the_next() -> None:
    watched = Watched("abc")
    watched.play(0.5, speed=1.0)
    assert watched.step <= 1
    assert set(calls) <= {"a", "b", "c"}
    watched.play(1.0, speed=1.0)
    assert len(calls) >= 3
    watched.player.close()


@pytest.mark.parametrize("speed", [10.0, 300.0])
def test_that_steps_are_spread_evenly(speed: float) -> None:
    watched = Watched("")
    watched.play(0.5, speed=speed)
    assert watched.step == pytest.approx(0.5 * speed, rel=0.2, abs=1)
    watched.player.close()


def test_that_the_window_hears_little() -> None:
    watched = Watched("abc")
    watched.play(0.5)
    assert [type(report.what) for report in watched.heard] == [Loaded, RunState, RunState]


def test_that_a_run_that_fails_as_it_is_closed_does_not_cost_the_next_one() -> None:
    watched = Watched("abc")
    watched.player.obey(Commands(load=Load(messy, Settings(), messy.presets[0])))
    watched.player.work()
    watched.player.obey(Commands(load=Load(run, Settings(), run.presets[0])))
    watched.heard.clear()
    watched.player.work()
    loaded, failure, state = (report.what for report in watched.heard)
    assert isinstance(loaded, Loaded)
    assert loaded.session.experiment is run
    assert isinstance(failure, Failure)
    assert (failure.message, failure.before) == ("RuntimeError: the broom is broken", True)
    assert state is RunState.PAUSED
    watched.play(0.1)
    assert watched.step > 0
    watched.player.close()
