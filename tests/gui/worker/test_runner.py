"""The worker thread, through the same methods that the window calls."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.run.experiment import Experiment, Preset
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetValue
from gui.worker.commands import Captured, Failure, Loaded, RunState
from gui.worker.runner import Runner
from tests.gui.driving import CHANNELS, load, settled, values
from tests.gui.specimens import VALUE, Held, WaveSettings, absent, blind, broken, rivals, slow, wave


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
        runner.edit(SetValue("rate", 2.0))
    assert runner.session.settings.rate == 2.0


def test_that_missing_data_is_told_and_another_choice_loads(qtbot, runner, until) -> None:
    with qtbot.waitSignal(runner.missing_data) as told:
        load(runner, absent)
    assert told.args == ["MNIST", ""]
    until(RunState.EMPTY)
    with qtbot.waitSignal(runner.loaded):
        runner.edit(SetValue("shape", "cosine"))
    until(RunState.PAUSED)


def test_that_a_load_acts_at_a_breath(qtbot, runner, until) -> None:
    load(runner, Held(breathes=True).experiment)
    runner.play()
    until(RunState.RUNNING)
    load(runner, wave)
    until(RunState.PAUSED)
    assert runner.session.experiment is wave


def test_that_pause_waits_for_the_tick_and_then_shows_it(qtbot, runner, until) -> None:
    held = Held(breathes=True)
    load(runner, held.experiment)
    runner.play()
    until(RunState.RUNNING)
    runner.pause()
    breaths = held.breaths
    qtbot.waitUntil(lambda: held.breaths > breaths + 20)  # it has heard of the pause
    assert runner.state is RunState.RUNNING
    held.released.set()
    until(RunState.PAUSED)
    frame = settled(qtbot, runner)
    assert frame.step == 1
    assert frame.records[Key("words")].describe() == "step 1"


@pytest.mark.parametrize("running", [wave, slow, Held(breathes=True).experiment], ids=lambda one: one.id)
def test_that_a_run_is_closed_at_its_next_breath_or_tick(qtbot: QtBot, running: Experiment) -> None:
    runner = Runner(Library())
    runner.load(running, WaveSettings(), Preset("Endless", WaveSettings(), 0, endless=True))
    runner.play()
    qtbot.waitUntil(lambda: runner.state is RunState.RUNNING)
    assert runner.close()


def test_that_closing_does_not_wait_for_ever_for_a_step(qtbot: QtBot) -> None:
    held = Held()
    runner = Runner(Library())
    load(runner, held.experiment)
    runner.play()
    qtbot.waitUntil(lambda: runner.state is RunState.RUNNING)
    assert not runner.close(timeout=1)
    held.released.set()
    assert runner.close()


def captures_of(runner: Runner) -> list[Captured]:
    found: list[Captured] = []
    runner.captured.connect(found.append)
    return found


def test_that_a_capture_pauses_and_answers_once_with_every_view(qtbot, runner, until) -> None:
    answers = captures_of(runner)
    runner.want(["bars"])
    load(runner, slow)
    runner.play()
    until(RunState.RUNNING)
    runner.capture()
    until(RunState.PAUSED)
    qtbot.waitUntil(lambda: bool(answers))
    ((session, frame),) = answers
    assert session is runner.session
    assert frame.settled
    assert frame.step == session.step
    assert set(frame.records) == {Key("bars"), Key("words")}
    assert set(settled(qtbot, runner).records) == {Key("bars")}  # what is shown is as it was wanted


@pytest.mark.parametrize("command", ["play", "step", "reset", "pause"])
def test_that_a_capture_that_was_overtaken_has_no_answer(qtbot, runner, until, command: str) -> None:
    answers = captures_of(runner)
    load(runner, slow)
    runner.play()
    until(RunState.RUNNING)
    runner.capture()
    getattr(runner, command)()
    runner.pause()
    until(RunState.PAUSED)
    settled(qtbot, runner)
    assert answers == []
    runner.capture()
    qtbot.waitUntil(lambda: len(answers) == 1)


def test_that_a_finished_run_begins_again_with_play(qtbot, runner, until) -> None:
    load(runner, rivals)
    runner.play()
    until(RunState.PAUSED)
    runner.play()
    until(RunState.FINISHED)
    assert settled(qtbot, runner).step == 299
    assert [mark.text for mark in runner.session.events] == ["diverged"]
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


SLICES = 10_000  # steps of the wave that take several slices: by then its ticks are known to be short


def endless(qtbot: QtBot, runner: Runner, running: Experiment, steps: int) -> None:
    """Under way for more than `steps`, and not to stop by itself."""
    runner.load(running, WaveSettings(), Preset("Endless", WaveSettings(), steps=1, endless=True))
    runner.play()
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step > steps)


def stand_still(qtbot: QtBot, runner: Runner) -> int:
    """Wait until the run makes no step for a while; at which one it is."""

    def stands() -> bool:
        before = runner.session.step
        threading.Event().wait(0.005)
        return runner.session.step == before

    qtbot.waitUntil(stands)
    return runner.session.step


@pytest.fixture
def long_paint(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker waits for as long as the window paints, however busy the machine is."""
    monkeypatch.setattr("gui.worker.thread.PAINT_TIMEOUT", 60.0)


@pytest.mark.usefixtures("long_paint")
def test_that_a_run_of_short_ticks_waits_while_the_window_paints(qtbot, runner) -> None:
    endless(qtbot, runner, wave, SLICES)
    with runner.paint_priority():
        stood = stand_still(qtbot, runner)
    qtbot.waitUntil(lambda: runner.session.step > stood)


def test_that_a_run_waits_for_a_slow_frame_only_so_long(qtbot, runner) -> None:
    endless(qtbot, runner, wave, SLICES)
    with runner.paint_priority():
        stood = stand_still(qtbot, runner)
        qtbot.waitUntil(lambda: runner.session.step > stood)


@pytest.mark.usefixtures("long_paint")
def test_that_a_mistake_while_painting_lets_the_run_go_on(qtbot, runner) -> None:
    endless(qtbot, runner, wave, SLICES)
    with pytest.raises(ZeroDivisionError), runner.paint_priority():
        _ = stand_still(qtbot, runner) / 0
    stood = runner.session.step
    qtbot.waitUntil(lambda: runner.session.step > stood)


@pytest.mark.usefixtures("long_paint")
def test_that_a_run_of_long_ticks_works_on_while_the_window_paints(qtbot, runner) -> None:
    endless(qtbot, runner, slow, 2)
    stood = runner.session.step
    with runner.paint_priority():
        qtbot.waitUntil(lambda: runner.session.step > stood + 2)
