"""The keys of the whole window, and where the focus must be for them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.driving import opened, press, step_of
from tests.gui.specimens import SPECIMENS


@pytest.fixture
def runner(window: MainWindow) -> Runner:
    return window.lecture.runner


def test_that_space_plays_and_pauses(qtbot: QtBot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: runner.state is RunState.RUNNING)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: runner.state is RunState.PAUSED)


def test_that_arrows_step_forward_and_back(qtbot: QtBot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "walk", RunState.RUNNING)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: runner.state is RunState.PAUSED)
    at = runner.session.step
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step_of(window) == at + 1)
    press(qtbot, window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: step_of(window) == at)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: step_of(window) == 0)


def test_that_page_keys_go_through_the_course_and_stop_at_its_ends(qtbot: QtBot, window: MainWindow) -> None:
    ids = list(SPECIMENS)
    opened(qtbot, window, ids[0])
    press(qtbot, window, Qt.Key.Key_PageUp)
    assert window.lecture.experiment.id == ids[0]
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert window.lecture.experiment.id == ids[1]
    press(qtbot, window, Qt.Key.Key_PageUp)
    assert window.lecture.experiment.id == ids[0]


def test_that_keys_do_not_act_while_a_text_field_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    search = window.parts.gallery.search
    assert search.hasFocus()
    for key in (Qt.Key.Key_R, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_PageDown):
        press(qtbot, window, key)
    assert search.text() == "r "
    assert window.lecture.experiment.id == "wave"
    assert step_of(window) == 60
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not search.hasFocus()
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: step_of(window) == 0)


def test_that_a_click_on_a_button_takes_no_focus(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.parts.gallery.focus_search()
    qtbot.mouseClick(window.parts.header.transport.step_button, Qt.MouseButton.LeftButton)
    assert not isinstance(QApplication.focusWidget(), QLineEdit)
    assert not window.parts.header.transport.step_button.hasFocus()


def test_that_presenting_leaves_the_question_and_the_pictures(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    parts = window.parts
    press(qtbot, window, Qt.Key.Key_F11)
    hidden = (parts.gallery, parts.form, parts.strip)
    assert window.isFullScreen()
    assert not any(part.isVisible() for part in hidden)
    assert parts.header.question.isVisible()
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert all(part.isVisible() for part in hidden)


def test_that_escape_restores_a_maximized_panel_first(qtbot: QtBot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "wave")
    stage = window.parts.stage
    press(qtbot, window, Qt.Key.Key_F11)
    stage.maximize(stage.panels[1])
    press(qtbot, window, Qt.Key.Key_Escape)
    assert stage.maximized is None
    assert window.isFullScreen()
    qtbot.waitUntil(lambda: window.lecture.frame.settled and len(window.lecture.frame.records) == 2)


def test_that_escape_in_a_field_gives_its_text_back_and_takes_nothing(qtbot: QtBot, window: MainWindow, runner) -> None:
    opened(qtbot, window, "wave")
    row = window.parts.form.row("rate")
    entry = row.editor.entry
    for text in ("7", "77"):  # good but not taken, and refused
        entry.setFocus()
        entry.selectAll()
        qtbot.keyClicks(entry, text)
        if text == "77":
            press(qtbot, window, Qt.Key.Key_Return)
            assert row.error.isVisible()
        press(qtbot, window, Qt.Key.Key_Escape)
        assert (entry.text(), row.error.isVisible(), entry.hasFocus()) == ("1", False, False)
    assert runner.settings.rate == 1.0
