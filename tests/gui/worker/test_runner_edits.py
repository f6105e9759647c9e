"""Changing a run: live, display and restart settings, stepping back, reset."""

from __future__ import annotations

import pytest

from core.data.library import Library
from core.records import Bars
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetValue
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.driving import load, settled, values
from tests.gui.specimens import VALUE, slow, still, walk, wave


def test_that_stepping_back_replays_to_the_step_before_with_the_edits_made_until_then(qtbot, runner, until) -> None:
    load(runner, walk)
    until(RunState.PAUSED)
    for rate in (1.0, 5.0, 7.0):
        runner.edit(SetValue("rate", rate))
        before = runner.session.step
        runner.step()
        qtbot.waitUntil(lambda before=before: runner.session.step == before + 1)
    assert values(settled(qtbot, runner)) == [0, 1, 6, 13]
    with qtbot.waitSignal(runner.loaded):
        runner.step_back()
    assert values(settled(qtbot, runner)) == [0, 1, 6]
    assert runner.settings.rate == 7.0
    with qtbot.waitSignal(runner.loaded):
        runner.step_back()
    assert values(settled(qtbot, runner)) == [0, 1]
    assert runner.settings.rate == 5.0


def test_that_reset_keeps_the_settings_and_forgets_the_log(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.step(3)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 3)
    runner.edit(SetValue("rate", 4.0))
    qtbot.waitUntil(lambda: bool(runner.session.edits))
    with qtbot.waitSignal(runner.loaded):
        runner.reset()
    frame = settled(qtbot, runner)
    assert (frame.step, runner.session.edits, runner.settings.rate) == (0, [], 4.0)


def test_that_a_live_edit_is_logged_and_felt_by_the_next_update(qtbot, runner, until) -> None:
    load(runner, walk)
    runner.step(2)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 2)
    runner.edit(SetValue("rate", 5.0))
    runner.step(1)
    qtbot.waitUntil(lambda: runner.session.step == 3)
    assert values(settled(qtbot, runner)) == [0, 1, 2, 7]
    assert [(e.step, e.path, e.old, e.new) for e in runner.session.edits] == [(2, "rate", 1.0, 5.0)]


def test_that_a_display_edit_shows_the_last_tick_again(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.step(3)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 3)
    settled(qtbot, runner)
    runner.edit(SetValue("bars", 7))
    frame = settled(qtbot, runner)
    bars = frame.records[Key("bars")]
    assert isinstance(bars, Bars)
    assert (frame.step, len(bars.names), runner.session.edits) == (3, 7, [])


def test_that_a_restart_edit_loads_a_new_session_and_goes_on_playing(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.play()
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 60)
    with qtbot.waitSignal(runner.loaded):
        runner.edit(SetValue("length", 5))
    qtbot.waitUntil(lambda: runner.session.step == 60)
    assert runner.session.settings.length == 5


def test_that_a_restart_edit_of_a_walk_comes_back_to_the_same_step(qtbot, runner, until) -> None:
    load(runner, walk)
    runner.step(10)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 10)
    with qtbot.waitSignal(runner.loaded):
        runner.edit(SetValue("start", (3.0, 0.0)))
    frame = settled(qtbot, runner)
    assert (frame.step, values(frame)[-1], runner.state) == (10, 13.0, RunState.PAUSED)


def test_that_an_instant_experiment_is_computed_again_on_every_change(qtbot, runner, until) -> None:
    load(runner, still)
    until(RunState.FINISHED)
    settled(qtbot, runner)
    for path, value in (("length", 7), ("rate", 3.0)):
        with qtbot.waitSignal(runner.loaded):
            runner.edit(SetValue(path, value))
    assert values(settled(qtbot, runner)) == [21.0]
    runner.edit(SetValue("bars", 5))
    assert len(settled(qtbot, runner).records[Key("bars")].names) == 5


def test_that_a_wrong_value_is_refused_at_once(runner: Runner) -> None:
    load(runner, wave)
    with pytest.raises(ValueError, match="length must be a whole number from 1 to 1000"):
        runner.edit(SetValue("length", 0))


def test_that_a_drag_leaves_one_load_behind(qtbot, runner, until) -> None:
    heard: list[int] = []
    runner.loaded.connect(lambda told: heard.append(told.session.settings.length))
    load(runner, slow)
    until(RunState.PAUSED)
    runner.play()
    for length in range(1, 61):
        runner.edit(SetValue("length", length))
    qtbot.waitUntil(lambda: 60 in heard)
    assert len(heard) < 10


def test_that_a_replay_of_the_log_is_the_same_session(qtbot, runner, until) -> None:
    load(runner, walk)
    runner.step(2)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 2)
    runner.edit(SetValue("rate", 5.0))
    runner.step(3)
    qtbot.waitUntil(lambda: runner.session.step == 5)
    session = runner.session
    alone = Session(walk, session.initial, Library(), session.edits)
    alone.run_to(5)
    assert values(settled(qtbot, runner)) == list(alone.series[VALUE].read()[3])
