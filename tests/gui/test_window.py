"""The whole window with a real worker, driven by real keys and clicks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.run.frame import Frame
from core.run.session import Session
from gui.caption import Caption
from gui.commands import Failure, RunState
from gui.runner import Runner
from gui.state import WindowState, load_state
from gui.theme import Theme
from gui.window import MainWindow
from tests.gui.specimens import SPECIMENS, deaf


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(
        SPECIMENS | {deaf.id: deaf}, Library(), Theme.named("light"), WindowState(), tmp_path / "window.json"
    )
    made.resize(1280, 720)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def runner(window: MainWindow) -> Runner:
    return window.lecture.runner


def opened(qtbot: QtBot, window: MainWindow, id: str, state: RunState = RunState.PAUSED) -> None:
    window.lecture.open(id)
    qtbot.waitUntil(lambda: window.lecture.runner.state is state and window.lecture.frame is not None, timeout=5000)


def step_of(window: MainWindow) -> int:
    return window.lecture.frame.step if window.lecture.frame is not None else -1


def press(qtbot: QtBot, window: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, *modifiers)


def test_that_an_experiment_runs_at_once_and_shows_its_words(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    qtbot.waitUntil(lambda: step_of(window) == 60)
    parts = window.parts
    assert parts.header.question.text() == "How does a wave move?"
    assert parts.header.transport.counter.text() == "step 60"
    assert window.windowTitle() == "Wave – Chalkgrad"
    assert (parts.status.data.text(), parts.status.seed.text()) == ("ten waves · as they are", "seed 0")
    assert not parts.status.fair.isVisible()


@pytest.mark.parametrize("id", ["wave", "walk"])
def test_that_a_run_of_no_steps_stands_at_its_first_tick(qtbot, window: MainWindow, runner: Runner, id: str) -> None:
    preset = SPECIMENS[id].preset()
    window.lecture.load(SPECIMENS[id], preset, preset.settings, steps=0)
    qtbot.waitUntil(lambda: step_of(window) == 0)
    qtbot.wait(150)
    assert (runner.state, runner.session.step) == (RunState.PAUSED, 0)
    window.parts.header.transport.toggle()
    qtbot.waitUntil(lambda: runner.session.step > 5)


def test_that_a_mistake_of_the_run_before_is_told_beside_the_new_one(qtbot: QtBot, window: MainWindow) -> None:
    banner = window.parts.banner
    banner.show_failure(Failure("ValueError: too late", "details", before=True))
    assert banner.message.text() == "The run before ended with a mistake: ValueError: too late"


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


def test_that_the_theme_changes_everywhere_and_is_remembered(qtbot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.parts.theme.dark
    window.close()
    saved = load_state(tmp_path / "window.json")
    assert (saved.theme, saved.experiment) == ("dark", "wave")


def test_that_a_setting_in_the_form_reaches_the_run(qtbot: QtBot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "still", RunState.FINISHED)
    window.parts.form.edited.emit("length", 7)
    qtbot.waitUntil(lambda: runner.session.settings.length == 7)
    window.parts.stage.edited.emit("start", (2.0, 3.0))
    qtbot.waitUntil(lambda: runner.session.settings.start == (2.0, 3.0))


def test_that_a_refused_setting_is_told_in_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.parts.form.edited.emit("length", 0)
    assert window.parts.status.message.text() == "length must be a whole number from 1 to 1000, not 0"


def test_that_a_preset_brings_its_settings_and_a_new_seed_is_the_next(
    qtbot, window: MainWindow, runner: Runner
) -> None:
    opened(qtbot, window, "wave")
    window.parts.form.preset_chosen.emit("Book")
    qtbot.waitUntil(lambda: runner.session is not None and runner.session.step == 200)
    window.parts.form.new_seed.emit()
    qtbot.waitUntil(lambda: runner.session.settings.seed == 1 and runner.session.step == 200)
    qtbot.waitUntil(lambda: window.parts.status.seed.text() == "seed 1")


def test_that_a_mistake_is_shown_with_its_details_to_copy(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "broken", RunState.FAILED)
    banner = window.parts.banner
    assert banner.isVisible()
    assert banner.message.text() == "This run stopped: ArithmeticError: the fifth step is wrong"
    qtbot.mouseClick(banner.copy_button, Qt.MouseButton.LeftButton)
    assert "specimens.py" in QGuiApplication.clipboard().text()
    opened(qtbot, window, "wave")
    assert not banner.isVisible()


def test_that_missing_data_has_a_calm_page_and_a_folder_mends_it(qtbot, window: MainWindow, tmp_path: Path) -> None:
    window.lecture.open("absent")
    missing = window.parts.missing
    qtbot.waitUntil(missing.isVisible)
    window.parts.form.edited.emit("shape", "cosine")
    qtbot.waitUntil(window.parts.stage.isVisible)
    window.lecture.open("absent")
    qtbot.waitUntil(missing.isVisible)
    missing.folder_chosen.emit(str(tmp_path))
    assert window.lecture.library.data_dir == tmp_path


def test_that_the_run_goes_on_while_hidden_panels_cost_nothing(qtbot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "wave")
    window.parts.stage.maximize(window.parts.stage.panels[0])
    runner.play()
    qtbot.waitUntil(lambda: runner.session.step > 500)
    runner.pause()
    qtbot.waitUntil(lambda: window.lecture.frame.settled and window.lecture.frame.step > 500)
    assert window.lecture.frame.records == {}


def test_that_a_capture_pauses_asks_and_writes_the_step_on_the_screen(
    qtbot, window: MainWindow, tmp_path: Path
) -> None:
    opened(qtbot, window, "slow", RunState.RUNNING)
    press(qtbot, window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.captures.dialog is not None)
    assert window.lecture.runner.state is RunState.PAUSED
    step = step_of(window)
    target = tmp_path / "picture.png"
    window.captures.dialog.fileSelected.emit(str(target))
    window.captures.dialog.close()
    assert target.read_bytes().startswith(b"\x89PNG")
    assert window.parts.status.message.text() == "Saved picture.png"
    assert step_of(window) == step
    assert window.state.capture_dir == str(tmp_path)


def test_that_a_capture_that_cannot_be_written_says_so(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    window.captures.save_stage()
    qtbot.waitUntil(lambda: window.captures.dialog is not None)
    window.captures.dialog.fileSelected.emit(str(tmp_path / "nowhere" / "picture.png"))
    window.captures.dialog.close()
    assert "The picture was not written" in window.parts.banner.message.text()


def test_that_one_panel_is_copied_to_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.captures.aboutToShow.emit()
    (first, *others) = window.captures.panels.actions()
    assert [action.text() for action in (first, *others)] == ["The wave", "Bars", "Words"]
    copy = next(action for action in _actions(first.menu()) if action.text() == "Copy")
    copy.trigger()
    qtbot.waitUntil(lambda: window.parts.status.message.text() == "Copied the picture")
    assert not QGuiApplication.clipboard().image().isNull()


def test_that_a_capture_of_a_run_that_fails_is_forgotten(qtbot, window: MainWindow, runner: Runner) -> None:
    preset = deaf.preset()
    window.lecture.load(deaf, preset, replace(preset.settings, length=5, shape="cosine"))
    qtbot.waitUntil(lambda: runner.state is RunState.RUNNING)
    window.captures.copy_stage()
    qtbot.waitUntil(lambda: runner.state is RunState.FAILED)
    press(qtbot, window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: runner.state is RunState.PAUSED)
    qtbot.wait(100)
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
    qtbot.wait(300)
    window.lecture.runner.pause()
    qtbot.waitUntil(lambda: window.lecture.frame.settled)
    assert "Copied" not in window.parts.status.message.text()
    assert not window.lecture.runner.holds(["words"])  # only what can be seen is wanted again


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Frame, Caption]]:
    """What was given to the clipboard."""
    found: list[tuple[Frame, Caption]] = []

    def copy(session: Session, frame: Frame, caption: Caption, *_: object) -> None:
        found.append((frame, caption))

    monkeypatch.setattr("gui.capture_menu.copy_to_clipboard", copy)
    return found


def test_that_a_capture_has_the_panels_that_were_hidden(qtbot, window: MainWindow, copied) -> None:
    opened(qtbot, window, "wave")
    window.parts.stage.maximize(window.parts.stage.panels[0])
    window.captures.copy_stage()
    qtbot.waitUntil(lambda: bool(copied))
    assert {key.channel for key in copied[0][0].records} == {"bars", "words"}


def test_that_a_rest_from_before_the_capture_is_not_taken_for_it(qtbot, window: MainWindow, runner, copied) -> None:
    opened(qtbot, window, "wave")
    window.parts.stage.maximize(window.parts.stage.panels[0])
    qtbot.waitUntil(lambda: window.lecture.frame.settled and not runner.holds(["bars"]))
    window.captures.copy_stage()
    runner.want([])  # nothing that was asked for is computed
    window.lecture.shown.emit(window.lecture.frame)
    assert copied == []
    qtbot.waitUntil(lambda: bool(copied))
    assert {key.channel for key in copied[0][0].records} == {"bars", "words"}


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


@pytest.mark.parametrize("id", ["wave", "breathing", "slow"])
def test_that_closing_in_mid_run_takes_less_than_a_second(qtbot: QtBot, window: MainWindow, id: str) -> None:
    opened(qtbot, window, id, RunState.PAUSED if id == "wave" else RunState.RUNNING)
    window.lecture.runner.play()
    qtbot.wait(100)
    start = time.perf_counter()
    window.close()
    assert time.perf_counter() - start < 1


def test_that_what_was_folded_stays_folded(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    qtbot.mouseClick(window.parts.header.gallery_button, Qt.MouseButton.LeftButton)
    assert window.parts.body.sizes()[0] == 0
    window.close()
    assert load_state(tmp_path / "window.json").gallery == 0


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"gallery": "wide", "geometry": 7, "theme": "dark"}'])
def test_that_a_spoilt_state_file_is_ignored(tmp_path: Path, text: str) -> None:
    file = tmp_path / "window.json"
    file.write_text(text)
    state = load_state(file)
    assert (state.gallery, state.geometry) == (WindowState().gallery, "")


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
@pytest.mark.parametrize("id", ["wave", "rivals", "still"])
def test_that_nothing_is_clipped_or_empty(qtbot: QtBot, window: MainWindow, size: tuple[int, int], id: str) -> None:
    window.resize(*size)
    opened(qtbot, window, id, RunState.FINISHED if id == "still" else RunState.PAUSED)
    parts = window.parts
    assert (window.width(), window.height()) == size
    for widget in (
        parts.header.question,
        parts.header.transport,
        parts.form,
        parts.status,
        parts.strip,
        *parts.stage.panels,
    ):
        corner = widget.mapTo(window, widget.rect().bottomRight())
        assert widget.isVisible()
        assert window.rect().contains(corner)
    assert parts.stage.height() > 0.4 * size[1]
    assert parts.stage.width() > 0.5 * size[0]
