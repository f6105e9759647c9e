"""What the window remembers from one day to the next."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.runner import Runner
from gui.state import WindowState, load_state
from gui.window import MainWindow
from tests.gui.driving import opened, press


@pytest.fixture
def runner(window: MainWindow) -> Runner:
    return window.lecture.runner


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


def test_that_the_theme_changes_everywhere_and_is_remembered(qtbot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.parts.theme.dark
    window.close()
    saved = load_state(tmp_path / "window.json")
    assert (saved.theme, saved.experiment) == ("dark", "wave")
