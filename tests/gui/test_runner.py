"""The worker thread, through the same methods that the window calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.run.experiment import Experiment, Preset
from core.run.frame import Frame
from core.run.records import Bars
from core.run.session import Session
from core.run.tick import Key
from gui.commands import Failure, Loaded, RunState
from gui.runner import Runner
from tests.gui.specimens import VALUE, WaveSettings, absent, blind, breathing, broken, rivals, slow, still, walk, wave

CHANNELS = ("value", "bars", "words")


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner(Library())
    made.want(CHANNELS)
    yield made
    made.close()


@pytest.fixture
def until(qtbot: QtBot, runner: Runner) -> Callable[[RunState], None]:
    def wait(state: RunState) -> None:
        qtbot.waitUntil(lambda: runner.state is state, timeout=5000)

    return wait


def load(runner: Runner, experiment: Experiment, **settings: Any) -> None:
    preset = experiment.presets[0]
    runner.load(experiment, replace(preset.settings, **settings), preset)


def settled(qtbot: QtBot, runner: Runner) -> Frame:
    """The last frame, once the run rests."""
    found: list[Frame] = []

    def take() -> bool:
        frame = runner.frame()
        found.extend([frame] if frame is not None else [])
        return bool(found) and found[-1].settled

    qtbot.waitUntil(take, timeout=5000)
    return found[-1]


def values(frame: Frame) -> list[float]:
    return list(frame.series[VALUE].read()[3])


def test_that_a_loaded_experiment_shows_its_first_tick_and_waits(qtbot: QtBot, runner: Runner) -> None:
    with qtbot.waitSignal(runner.loaded) as told:
        load(runner, wave)
    assert isinstance(told.args[0], Loaded)
    assert told.args[0].session.data == "ten waves · as they are"
    frame = settled(qtbot, runner)
    assert (frame.step, values(frame)) == (0, [0.0])
    assert set(frame.records) == {Key("bars"), Key("words")}


def test_that_play_pauses_by_itself_at_the_presets_steps_and_then_goes_on(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.play()
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 60)
    until(RunState.PAUSED)
    assert settled(qtbot, runner).step == 60
    runner.play()
    qtbot.waitUntil(lambda: runner.session.step > 200)
    runner.pause()
    until(RunState.PAUSED)


def test_that_pause_publishes_the_step_it_stopped_at(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.set_speed(200.0)
    runner.play()
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step > 5)
    runner.pause()
    until(RunState.PAUSED)
    frame = settled(qtbot, runner)
    assert frame.records[Key("words")].describe() == f"step {frame.step}"
    assert frame.records[Key("bars")].heights[0, 0] == frame.step
    assert len(values(frame)) == frame.step + 1


@pytest.mark.parametrize(
    ("n", "unit", "steps"), [(1, "update", 1), (3, "update", 3), (1, "epoch", 10), (1, "100", 100)]
)
def test_that_a_step_advances_by_its_unit(qtbot, runner, until, n, unit, steps) -> None:
    load(runner, wave)
    until(RunState.PAUSED)
    settled(qtbot, runner)
    runner.step(n, unit)
    qtbot.waitUntil(lambda: runner.session.step == steps)
    assert settled(qtbot, runner).step == steps


def test_that_stepping_and_playing_give_the_same_series(qtbot, runner, until) -> None:
    load(runner, wave)
    until(RunState.PAUSED)
    for step in range(1, 61):
        runner.step()
        qtbot.waitUntil(lambda step=step: runner.session.step == step)
    stepped = values(settled(qtbot, runner))
    load(runner, wave)
    runner.play()
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 60)
    alone = Session(wave, WaveSettings(), Library())
    alone.run_to(60)
    assert stepped == values(settled(qtbot, runner)) == list(alone.series[VALUE].read()[3])


def test_that_stepping_back_replays_to_the_step_before_with_the_edits_made_until_then(qtbot, runner, until) -> None:
    load(runner, walk)
    until(RunState.PAUSED)
    for rate in (1.0, 5.0, 7.0):
        runner.edit("rate", rate)
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
    runner.edit("rate", 4.0)
    qtbot.waitUntil(lambda: bool(runner.session.edits))
    with qtbot.waitSignal(runner.loaded):
        runner.reset()
    frame = settled(qtbot, runner)
    assert (frame.step, runner.session.edits, runner.settings.rate) == (0, [], 4.0)


def test_that_a_live_edit_is_logged_and_felt_by_the_next_update(qtbot, runner, until) -> None:
    load(runner, walk)
    runner.step(2)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 2)
    runner.edit("rate", 5.0)
    runner.step(1)
    qtbot.waitUntil(lambda: runner.session.step == 3)
    assert values(settled(qtbot, runner)) == [0, 1, 2, 7]
    assert [(e.step, e.path, e.old, e.new) for e in runner.session.edits] == [(2, "rate", 1.0, 5.0)]


def test_that_a_display_edit_shows_the_last_tick_again(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.step(3)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 3)
    settled(qtbot, runner)
    runner.edit("bars", 7)
    frame = settled(qtbot, runner)
    bars = frame.records[Key("bars")]
    assert isinstance(bars, Bars)
    assert (frame.step, len(bars.names), runner.session.edits) == (3, 7, [])


def test_that_a_restart_edit_loads_a_new_session_and_goes_on_playing(qtbot, runner, until) -> None:
    load(runner, wave)
    runner.play()
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 60)
    with qtbot.waitSignal(runner.loaded):
        runner.edit("length", 5)
    qtbot.waitUntil(lambda: runner.session.step == 60)
    assert runner.session.settings.length == 5


def test_that_a_restart_edit_of_a_walk_comes_back_to_the_same_step(qtbot, runner, until) -> None:
    load(runner, walk)
    runner.step(10)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 10)
    with qtbot.waitSignal(runner.loaded):
        runner.edit("start", (3.0, 0.0))
    frame = settled(qtbot, runner)
    assert (frame.step, values(frame)[-1], runner.state) == (10, 13.0, RunState.PAUSED)


def test_that_an_instant_experiment_is_computed_again_on_every_change(qtbot, runner, until) -> None:
    load(runner, still)
    until(RunState.FINISHED)
    settled(qtbot, runner)
    for path, value in (("length", 7), ("rate", 3.0)):
        with qtbot.waitSignal(runner.loaded):
            runner.edit(path, value)
    assert values(settled(qtbot, runner)) == [21.0]
    runner.edit("bars", 5)
    assert len(settled(qtbot, runner).records[Key("bars")].names) == 5


def test_that_a_wrong_value_is_refused_at_once(runner: Runner) -> None:
    load(runner, wave)
    with pytest.raises(ValueError, match="length must be a whole number from 1 to 1000"):
        runner.edit("length", 0)


def test_that_a_drag_leaves_one_load_behind(qtbot, runner, until) -> None:
    heard: list[int] = []
    runner.loaded.connect(lambda told: heard.append(told.session.settings.length))
    load(runner, slow)
    until(RunState.PAUSED)
    runner.play()
    for length in range(1, 61):
        runner.edit("length", length)
    qtbot.waitUntil(lambda: 60 in heard)
    assert len(heard) < 10


def test_that_a_throttled_run_keeps_its_speed(qtbot, runner, until) -> None:
    load(runner, wave)
    until(RunState.PAUSED)
    runner.set_speed(100.0)
    runner.play()
    start = time.perf_counter()
    until(RunState.RUNNING)
    until(RunState.PAUSED)
    assert time.perf_counter() - start == pytest.approx(0.6, abs=0.2)


def test_that_only_wanted_channels_are_computed_and_more_while_paused(qtbot, runner, until) -> None:
    runner.want(["bars"])
    load(runner, wave)
    assert set(settled(qtbot, runner).records) == {Key("bars")}
    runner.want(["bars", "words"])
    frame = settled(qtbot, runner)
    assert set(frame.records) == {Key("bars"), Key("words")}


def test_that_a_mistake_is_told_and_the_window_lives_on(qtbot, runner, until) -> None:
    load(runner, broken)
    with qtbot.waitSignal(runner.failed) as told:
        runner.play()
    failure = told.args[0]
    assert isinstance(failure, Failure)
    assert failure.message == "ArithmeticError: the fifth step is wrong"
    assert "specimens.py" in failure.details
    until(RunState.FAILED)
    load(runner, wave)
    until(RunState.PAUSED)


def test_that_a_view_that_raises_is_told_too(qtbot, runner, until) -> None:
    with qtbot.waitSignal(runner.failed) as told:
        load(runner, blind)
    assert told.args[0].message == "ValueError: no picture"
    until(RunState.FAILED)


def test_that_a_failed_run_begins_again_with_the_next_setting(qtbot, runner, until) -> None:
    load(runner, broken)
    runner.play()
    until(RunState.FAILED)
    with qtbot.waitSignal(runner.loaded):
        runner.edit("rate", 2.0)
    assert runner.session.settings.rate == 2.0


def test_that_missing_data_is_told_and_another_choice_loads(qtbot, runner, until) -> None:
    with qtbot.waitSignal(runner.missing_data) as told:
        load(runner, absent)
    assert told.args == ["MNIST"]
    until(RunState.EMPTY)
    with qtbot.waitSignal(runner.loaded):
        runner.edit("shape", "cosine")
    until(RunState.PAUSED)


def test_that_a_load_acts_at_a_breath(qtbot, runner, until) -> None:
    load(runner, breathing)
    runner.play()
    until(RunState.RUNNING)
    start = time.perf_counter()
    load(runner, wave)
    until(RunState.PAUSED)
    assert time.perf_counter() - start < 0.2
    assert runner.session.experiment is wave


def test_that_pause_waits_for_the_tick_and_then_shows_it(qtbot, runner, until) -> None:
    load(runner, breathing)
    runner.play()
    until(RunState.RUNNING)
    qtbot.wait(100)
    runner.pause()
    until(RunState.PAUSED)
    frame = settled(qtbot, runner)
    assert frame.step == 1
    assert frame.records[Key("words")].describe() == "step 1"


def test_that_closing_in_mid_run_ends_within_a_second(qtbot: QtBot) -> None:
    for experiment in (wave, breathing, slow):
        runner = Runner(Library())
        runner.load(experiment, WaveSettings(), Preset("Endless", WaveSettings(), 0, endless=True))
        runner.play()
        qtbot.waitUntil(lambda runner=runner: runner.state is RunState.RUNNING)
        start = time.perf_counter()
        runner.close()
        assert time.perf_counter() - start < 0.5


def test_that_a_finished_run_begins_again_with_play(qtbot, runner, until) -> None:
    load(runner, rivals)
    runner.play()
    until(RunState.PAUSED)
    runner.play()
    until(RunState.FINISHED)
    assert settled(qtbot, runner).step == 299
    assert [mark.text for mark in runner.session.marks] == ["diverged"]
    with qtbot.waitSignal(runner.loaded):
        runner.play()
    qtbot.waitUntil(lambda: runner.session.step == 60)


def test_that_a_session_gives_the_same_series_with_everything_wanted_and_nothing(qtbot, runner, until) -> None:
    found = []
    for channels in (CHANNELS, ()):
        runner.want(channels)
        load(runner, wave)
        runner.play()
        qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 60)
        found.append(values(settled(qtbot, runner)))
    assert found[0] == found[1]


def test_that_a_replay_of_the_log_is_the_same_session(qtbot, runner, until) -> None:
    load(runner, walk)
    runner.step(2)
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 2)
    runner.edit("rate", 5.0)
    runner.step(3)
    qtbot.waitUntil(lambda: runner.session.step == 5)
    session = runner.session
    alone = Session(walk, session.initial, Library(), session.edits)
    alone.run_to(5)
    assert values(settled(qtbot, runner)) == list(alone.series[VALUE].read()[3])
