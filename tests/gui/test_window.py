"""The whole window with a real worker, driven by real clicks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.settings import SetValue
from gui.look.theme import Theme
from gui.state import WindowState
from gui.window import MainWindow
from gui.worker.commands import Failure, RunState
from gui.worker.runner import Runner
from tests.core.data import small_mnist
from tests.gui.driving import on_screen, opened, press, step_of
from tests.gui.specimens import SPECIMENS, reader


@pytest.fixture
def runner(window: MainWindow) -> Runner:
    return window.lecture.runner


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
    qtbot.waitUntil(lambda: step_of(window) == 0 and runner.state is RunState.PAUSED)
    assert runner.session.step == 0
    window.parts.header.transport.toggle()
    qtbot.waitUntil(lambda: runner.session.step > 5)


def test_that_a_mistake_of_the_run_before_is_told_beside_the_new_one(qtbot: QtBot, window: MainWindow) -> None:
    banner = window.parts.banner
    banner.show_failure(Failure("ValueError: too late", "details", before=True))
    assert banner.message.text() == "The run before ended with a mistake: ValueError: too late"
    banner.show_failure(Failure("ValueError: only once", "details", replay=True))
    assert banner.message.text() == "That step cannot be shown: ValueError: only once"


def test_that_a_setting_in_the_form_reaches_the_run(qtbot: QtBot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "still", RunState.FINISHED)
    window.parts.form.edited.emit(SetValue("length", 7))
    qtbot.waitUntil(lambda: runner.session.settings.length == 7)
    window.parts.stage.edited.emit(SetValue("start", (2.0, 3.0)))
    qtbot.waitUntil(lambda: runner.session.settings.start == (2.0, 3.0))


def test_that_a_refused_setting_is_told_in_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.parts.form.edited.emit(SetValue("length", 0))
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
    window.parts.form.edited.emit(SetValue("shape", "cosine"))
    qtbot.waitUntil(window.parts.stage.isVisible)
    window.parts.form.preset_chosen.emit("Quick")
    qtbot.waitUntil(missing.isVisible)
    missing.folder_chosen.emit(str(tmp_path))
    assert window.lecture.library.data_dir == tmp_path


def test_that_nothing_is_left_of_the_run_before_where_data_is_missing(qtbot: QtBot, window: MainWindow) -> None:
    preset = SPECIMENS["absent"].preset()
    window.lecture.load(SPECIMENS["absent"], preset, replace(preset.settings, shape="cosine"))
    qtbot.waitUntil(lambda: step_of(window) == 60)
    parts = window.parts
    assert parts.status.data.text() == "ten waves · as they are"
    parts.banner.show_words("A sentence about that run.")
    parts.form.edited.emit(SetValue("shape", "sine"))
    qtbot.waitUntil(parts.missing.isVisible)
    qtbot.wait(100)  # pulls
    assert not any(chip.isVisible() for chip in (parts.status.data, parts.status.seed, parts.status.fair))
    assert parts.status.speed.text() == ""
    assert parts.header.transport.counter.text() == "step 0"
    assert not parts.banner.isVisible()
    assert not parts.expected.isVisible()
    assert all(panel.empty for panel in parts.stage.panels)
    parts.form.edited.emit(SetValue("shape", "cosine"))
    qtbot.waitUntil(lambda: parts.stage.isVisible() and step_of(window) >= 0)
    assert parts.status.data.isVisible()


@pytest.fixture
def reading(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window whose experiment reads MNIST from a folder that is damaged."""
    folder = small_mnist.write(tmp_path / "stick")
    small_mnist.damage(folder)
    library = Library(folder, tmp_path / "downloads", small_mnist.FILES)
    state = WindowState(data_dir="an old one")
    yield from on_screen(qtbot, MainWindow({reader.id: reader}, library, Theme.named("light"), state))


def test_that_a_damaged_file_brings_the_page_back(qtbot: QtBot, reading: MainWindow) -> None:
    missing = reading.parts.missing
    for _ in range(2):
        reading.lecture.open("reader")
        qtbot.waitUntil(missing.isVisible)
        assert "train-images-idx3-ubyte.gz is cut short" in missing.card.message.text()
        assert missing.card.download_button.isVisible()
        assert missing.card.folder_button.isVisible()
        assert not reading.parts.banner.isVisible()


def test_that_a_folder_is_remembered_once_it_worked(qtbot: QtBot, reading: MainWindow, tmp_path: Path) -> None:
    lecture, whole = reading.lecture, small_mnist.write(tmp_path / "whole")
    lecture.open("reader")
    qtbot.waitUntil(reading.parts.missing.isVisible)
    lecture.keep_state(reading.state)
    assert reading.state.data_dir == "an old one"
    reading.parts.missing.folder_chosen.emit(str(whole))
    qtbot.waitUntil(lambda: lecture.frame is not None)
    lecture.keep_state(reading.state)
    assert reading.state.data_dir == str(whole)


def test_that_the_run_goes_on_while_hidden_panels_cost_nothing(qtbot, window: MainWindow, runner: Runner) -> None:
    opened(qtbot, window, "wave")
    window.parts.stage.maximize(window.parts.stage.panels[0])
    runner.play()
    qtbot.waitUntil(lambda: runner.session.step > 500)
    runner.pause()
    qtbot.waitUntil(lambda: window.lecture.frame.settled and window.lecture.frame.step > 500)
    assert window.lecture.frame.records == {}


@pytest.mark.parametrize("id", ["wave", "breathing", "slow"])
def test_that_a_run_is_closed_with_its_window(qtbot: QtBot, window: MainWindow, id: str) -> None:
    opened(qtbot, window, id, RunState.PAUSED if id == "wave" else RunState.RUNNING)
    window.lecture.runner.play()
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.RUNNING)
    window.close()
    assert not window.stuck


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


def test_that_escape_closes_the_banner_first(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.parts.stage.maximize(window.parts.stage.panels[0])
    window.parts.banner.show_words("Something went wrong.")
    press(qtbot, window, Qt.Key.Key_Escape)
    assert not window.parts.banner.isVisible()
    assert window.parts.stage.maximized is not None
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.parts.stage.maximized is None


def test_that_fields_stay_under_the_mouse_when_one_is_changed(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    page = window.parts.form.pages["wave"]
    row = page.rows["shape"]
    before = row.mapTo(page, row.rect().topLeft())
    window.lecture.editing.edit(SetValue("bars", 5))
    qtbot.waitUntil(page.changed_line.isVisible)
    assert row.mapTo(page, row.rect().topLeft()) == before
