"""Runs as files in the window: saved, opened, played, and left for a live run."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.run.recording import read_recording
from core.settings import SetValue
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import opened, press
from tests.gui.dropping import carrying, drop
from tests.gui.specimens import SPECIMENS, VALUE


@pytest.fixture
def file(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Path:
    """A wave of 65 steps with a live edit at 60, saved from the window, which has gone on to another experiment."""
    opened(qtbot, window, "wave")
    window.lecture.editing.edit(SetValue("rate", 4.0))
    for step in range(61, 66):
        press(qtbot, window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda step=step: window.lecture.runner.session.step == step)
    saved = save(qtbot, window, tmp_path / "wave.chalkrun")
    opened(qtbot, window, "rivals")
    return saved


def save(qtbot: QtBot, window: MainWindow, path: Path) -> Path:
    window.recordings.save()
    qtbot.waitUntil(lambda: window.recordings.dialog is not None)
    dialog, window.recordings.dialog = window.recordings.dialog, None
    dialog.fileSelected.emit(str(path))
    dialog.close()
    window.parts.setFocus()  # as a desktop gives it back
    qtbot.waitUntil(lambda: window.recordings.can_save())
    return path


def test_that_a_run_is_saved_and_said_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    save(qtbot, window, tmp_path / "run.chalkrun")
    assert window.parts.status.message.text().startswith("Saved run.chalkrun (0.")
    found = read_recording(tmp_path / "run.chalkrun", SPECIMENS)
    assert found.preset.steps == 60
    assert window.state.capture_dir == str(tmp_path)


def test_that_a_run_that_cannot_be_written_says_why(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    save(qtbot, window, tmp_path / "none" / "run.chalkrun")
    assert window.parts.banner.isVisible()
    assert window.parts.banner.message.text().startswith("The run was not saved: ")


def test_that_it_is_played_and_rests_where_there_are_pictures(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.RUNNING)
    assert window.parts.status.recorded.isVisible()
    window.parts.header.transport.pause.emit()
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.PAUSED, timeout=5000)
    rests = window.lecture.experiment.recorded
    assert window.lecture.runner.session.step in rests
    window.lecture.past.go_to(64)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 64)
    window.lecture.past.back()
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 63)
    assert window.lecture.past.forward()
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 64)
    qtbot.waitUntil(lambda: window.lecture.frame.step == 64 and window.lecture.frame.settled)
    assert window.lecture.frame.records
    assert window.lecture.runner.session.settings.rate == 4.0
    assert len(window.lecture.frame.series[VALUE].read()[0]) == 65


def test_that_reset_plays_it_again_with_its_edits(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    window.parts.header.transport.reset.emit()
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.PAUSED and window.lecture.runner.session.step == 0)
    window.lecture.past.go_to(65)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 65)
    assert [(edit.step, edit.path) for edit in window.lecture.runner.session.edits] == [(60, "rate")]


def test_that_its_settings_stay(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    assert not window.parts.form.isEnabled()
    window.lecture.editing.edit(SetValue("length", 33))
    assert window.lecture.runner.settings.length == 20
    assert window.parts.status.message.text() == "This run was recorded: its settings stay as they were."


def test_that_it_can_be_run_live(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    window.recordings.run_live()
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None and window.lecture.runner.session.step == 60)
    assert window.lecture.experiment is SPECIMENS["wave"]
    assert window.parts.form.isEnabled()
    assert not window.parts.status.recorded.isVisible()


def test_that_it_takes_no_live_run_away(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    """The run that was left stands as it stood when the recording of the same experiment has been seen."""
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    window.lecture.open("wave")
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None and window.lecture.runner.session.step == 65)
    assert window.lecture.experiment is SPECIMENS["wave"]
    window.lecture.open("rivals")
    qtbot.waitUntil(lambda: window.lecture.runner.state is not RunState.LOADING)


def test_that_a_file_that_is_no_run_leaves_what_is_shown(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    (tmp_path / "x.chalkrun").write_bytes(b"nothing")
    window.recordings.play(tmp_path / "x.chalkrun")
    assert window.parts.banner.message.text() == "x.chalkrun is not a recorded run, or it is damaged"
    assert window.lecture.runner.session.step == 60


def test_that_a_file_that_is_dropped_is_played(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    drop(window, carrying(file))
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    assert window.recordings.is_recorded()


def test_that_a_request_that_was_overtaken_is_not_answered_with_the_next(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.recordings.save()
    window.lecture.runner.play()
    window.captures.save_stage()
    qtbot.waitUntil(lambda: window.captures.dialog is not None)
    assert window.recordings.dialog is None
    window.captures.dialog.close()
    window.captures.dialog = None
    window.captures.save_stage()
    window.lecture.runner.play()
    window.recordings.save()
    qtbot.waitUntil(lambda: window.recordings.dialog is not None)
    assert window.captures.dialog is None
    window.recordings.dialog.close()


def test_that_a_file_that_vanishes_as_soon_as_it_is_written_was_saved(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.recordings.write_recording", lambda *_: None)
    opened(qtbot, window, "wave")
    save(qtbot, window, tmp_path / "run.chalkrun")
    assert window.parts.status.message.text() == "Saved run.chalkrun"


def test_that_it_is_loaded_again_with_its_first_settings_and_its_edits(
    qtbot: QtBot, window: MainWindow, file: Path
) -> None:
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    window.lecture.past.go_to(65)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 65)
    before = window.lecture.runner.session
    window.lecture.reload()
    qtbot.waitUntil(lambda: window.lecture.runner.session not in (None, before))
    assert window.lecture.runner.session.initial == before.initial
    assert window.lecture.runner.session.initial.rate == 1.0
    window.lecture.past.go_to(65)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 65)
    assert window.lecture.runner.session.edits == before.edits != []


def test_that_a_recorded_run_is_not_recorded_again(qtbot: QtBot, window: MainWindow, file: Path) -> None:
    assert window.recordings.can_save()
    window.recordings.play(file)
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.RUNNING)
    assert not window.recordings.can_save()
    window.recordings.run_live()
    qtbot.waitUntil(window.recordings.can_save)
