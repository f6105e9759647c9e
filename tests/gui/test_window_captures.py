"""Captures from the window: what is paused, asked, written and forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from core.run.frame import Frame
from gui.arrangement.gap_handle import GapHandle
from gui.capture.caption import Caption
from gui.capture.render import StagePicture, _sheet
from gui.stage import Stage
from gui.view_state import StageState
from gui.window import MainWindow
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.driving import opened, press, step_of
from tests.gui.specimens import Held


@pytest.fixture
def runner(window: MainWindow) -> Runner:
    return window.lecture.runner


def test_that_a_capture_pauses_asks_and_writes_the_step_on_the_screen(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    opened(qtbot, window, "slow", RunState.RUNNING)
    press(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.captures.dialog is not None and window.lecture.frame.settled)
    assert window.lecture.runner.state is RunState.PAUSED
    qtbot.waitUntil(lambda: window.lecture.frame.settled)  # the next pull shows the step it stopped at
    step = step_of(window)
    target = tmp_path / "picture.png"
    window.captures.dialog.fileSelected.emit(str(target))
    window.captures.dialog.close()
    assert target.read_bytes().startswith(b"\x89PNG")
    assert window.parts.status.message.text() == "Saved picture.png"
    assert step_of(window) == step
    assert window.state.capture_dir == str(tmp_path)


def test_that_a_capture_shows_the_panels_where_they_stood_when_it_was_asked_for(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    opened(qtbot, window, "wave")
    stage = window.parts.stage
    gap = stage.findChildren(GapHandle)[0]
    gap.moved.emit(gap.gap, gap.gap.at + 60)
    state = stage.state
    window.captures.actions()[-1].setChecked(True)  # as on the screen
    window.captures.save_stage()
    qtbot.waitUntil(lambda: window.captures.dialog is not None)
    stage.reset_arrangement()
    window.captures.dialog.fileSelected.emit(str(tmp_path / "picture.png"))
    window.captures.dialog.close()
    written = QImage(str(tmp_path / "picture.png"))
    assert StageState.from_json(json.loads(written.text("View state"))) == state


def test_that_a_capture_is_the_stage_that_is_seen(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    stage = window.parts.stage
    gap = stage.findChildren(GapHandle)[0]
    gap.moved.emit(gap.gap, gap.gap.at + 60)
    qtbot.waitUntil(lambda: window.lecture.frame.settled)
    session = window.lecture.runner.session
    caption, size = Caption.of(session), (900, 700)
    picture = StagePicture(session, window.lecture.frame, caption, size, window.theme, state=stage.state)
    with _sheet(picture, 1.0) as sheet:
        captured = sheet.findChildren(Stage)[0]
        window.parts.pages.setFixedSize(captured.size())
        qtbot.waitUntil(lambda: stage.size() == captured.size())
        assert [one.geometry() for one in stage.panels] == [one.geometry() for one in captured.panels]
        assert stage.grab().toImage() == captured.grab().toImage()


def test_that_a_capture_that_cannot_be_written_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    window.captures.save_stage()
    qtbot.waitUntil(lambda: window.captures.dialog is not None)
    window.captures.dialog.fileSelected.emit(str(tmp_path / "picture.png"))
    assert window.parts.status.message.text() == "Saved picture.png"
    window.captures.dialog.fileSelected.emit(str(tmp_path / "nowhere" / "picture.png"))
    window.captures.dialog.close()
    assert "The picture was not written" in window.parts.banner.message.text()
    assert window.parts.status.message.text() == ""
    assert window.state.capture_dir == str(tmp_path)  # where the next one is more likely to succeed


def test_that_a_copy_that_cannot_be_drawn_says_so(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(qtbot, window, "wave")
    monkeypatch.setattr("gui.capture.size.MOST_PIXELS", 1e3)
    window.captures.copy_stage()
    qtbot.waitUntil(window.parts.banner.isVisible)
    assert window.parts.banner.message.text().startswith("The picture was not copied: a picture of 1920 × 1080")


def test_that_one_panel_is_copied_to_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.captures.panels.aboutToShow.emit()
    (first, *others) = window.captures.panels.actions()
    assert [action.text() for action in (first, *others)] == ["The wave", "Bars", "Words"]
    copy = next(action for action in _actions(first.menu()) if action.text() == "Copy")
    copy.trigger()
    qtbot.waitUntil(lambda: window.parts.status.message.text() == "Copied the picture")
    assert not QGuiApplication.clipboard().image().isNull()


def test_that_a_capture_of_a_run_that_fails_is_forgotten(qtbot, window: MainWindow, runner: Runner, held: Held) -> None:
    window.lecture.open("held")
    qtbot.waitUntil(lambda: runner.state is RunState.RUNNING)
    window.captures.copy_stage()
    held.released.set()
    qtbot.waitUntil(lambda: runner.state is RunState.FAILED)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: runner.state is RunState.PAUSED)
    assert window.parts.status.message.text() == ""


@pytest.mark.parametrize("command", ["toggle", "emit_step", "emit_reset"])
def test_that_a_capture_is_forgotten_when_the_reader_goes_on(qtbot, window: MainWindow, command: str) -> None:
    opened(qtbot, window, "slow", RunState.RUNNING)
    stage, transport = window.parts.stage, window.parts.header.transport
    stage.maximize(stage.panels[1])
    window.captures.copy_stage()
    if command == "toggle":
        transport.show_state(RunState.PAUSED)  # as it stands once the pause has come through
    getattr(transport, command)()
    window.lecture.runner.pause()
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.PAUSED and window.lecture.frame.settled)
    assert "Copied" not in window.parts.status.message.text()


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Frame, Caption]]:
    """What was given to the clipboard."""
    found: list[tuple[Frame, Caption]] = []

    def copy(picture: StagePicture, scale: float) -> None:
        found.append((picture.frame, picture.caption))

    monkeypatch.setattr("gui.capture.menu.copy_picture", copy)
    return found


def test_that_a_capture_has_the_panels_that_were_hidden(qtbot, window: MainWindow, copied) -> None:
    opened(qtbot, window, "wave")
    window.parts.stage.maximize(window.parts.stage.panels[0])
    window.captures.copy_stage()
    qtbot.waitUntil(lambda: bool(copied))
    assert {key.channel for key in copied[0][0].records} == {"bars", "words"}


def test_that_a_capture_does_not_depend_on_what_is_shown(qtbot, window: MainWindow, runner, copied) -> None:
    opened(qtbot, window, "wave")
    window.captures.copy_stage()
    runner.want([])
    window.parts.stage.maximize(window.parts.stage.panels[0])
    qtbot.waitUntil(lambda: bool(copied))
    frame = copied[0][0]
    assert {key.channel for key in frame.records} == {"bars", "words"}
    assert frame.settled
    qtbot.waitUntil(lambda: window.lecture.frame.settled)
    assert len(copied) == 1  # one request, one answer


def test_that_of_two_requests_in_a_hurry_the_last_counts(qtbot, window: MainWindow, copied) -> None:
    opened(qtbot, window, "wave")
    window.captures.save_stage()
    window.captures.copy_stage()
    qtbot.waitUntil(lambda: bool(copied))
    assert window.captures.dialog is None


def test_that_a_caption_tells_the_step_of_its_picture(qtbot, window: MainWindow, runner: Runner, copied) -> None:
    opened(qtbot, window, "wave")
    qtbot.waitUntil(lambda: step_of(window) == 60)
    frame = window.lecture.frame
    runner.step(5)
    qtbot.waitUntil(lambda: runner.session.step == 65)
    window.captures._copy(runner.session, frame, None)
    assert copied[0][1].metadata["Step"] == "60"


def _actions(menu: QObject | None) -> list[QAction]:
    return menu.actions() if menu is not None else []  # type: ignore[attr-defined]
