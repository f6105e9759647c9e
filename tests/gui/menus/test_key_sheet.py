"""The sheet of all keys: complete, readable, and gone by the key that brought it."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.keys import Shortcut
from gui.menus.key_sheet import Section, _columns
from gui.panels.plot_keys import is_plot_key
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import opened, press


def text_of(window: MainWindow) -> str:
    return "".join(label.text() for label in window.key_sheet.body.findChildren(QLabel))


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question, Qt.Key.Key_Escape])
@pytest.mark.parametrize("first", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_that_the_key_that_opens_it_or_escape_closes_it(
    qtbot: QtBot, window: MainWindow, first: Qt.Key, key: Qt.Key
) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, first)
    assert window.key_sheet.isVisible()
    press(qtbot, window, key)
    assert not window.key_sheet.isVisible()


def test_that_escape_closes_the_sheet_before_it_ends_the_presentation(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Qt.Key.Key_F11)
    press(qtbot, window, Qt.Key.Key_F1)
    press(qtbot, window, Qt.Key.Key_Escape)
    assert window.parts.presenting
    assert not window.key_sheet.isVisible()


def test_that_every_key_stands_on_it_with_the_words_of_its_menu(window: MainWindow) -> None:
    lines = [line for section in window.key_sheet.sections for line in section.lines]
    for key in Shortcut:
        assert any(keys == " or ".join(key.labels) for keys, _ in lines), key
    assert ("F11", "Present") in lines
    assert ("Ctrl+S", "Save picture") in lines
    titles = [section.title for section in window.key_sheet.sections]
    pictures = ["In a picture that can be edited", "In a plot", "At a question before a run"]
    assert titles == ["File", "View", "Run", "Help", *pictures]


def test_that_the_run_goes_on_behind_it(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_F1)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.RUNNING)
    assert window.key_sheet.isVisible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("percent", [0, 150, 200])
@pytest.mark.parametrize("size", [(1264, 672), (1920, 1080)])
def test_that_it_is_seen_whole(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], percent: int, theme: str
) -> None:
    window.resize(*size)
    window.set_text_size(percent)
    if theme == "dark":
        window.switch_theme()
    window.toggle_keys()
    sheet = window.key_sheet
    qtbot.waitUntil(lambda: window.parts.rect().contains(sheet.geometry()))
    page = sheet.body.widget()
    qtbot.waitUntil(lambda: page.width() <= sheet.body.viewport().width())
    assert page.height() <= sheet.body.viewport().height()
    assert window.theme.accent in text_of(window)


def test_that_it_follows_the_window(qtbot: QtBot, window: MainWindow) -> None:
    window.toggle_keys()
    before = window.key_sheet.geometry()
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: window.key_sheet.geometry().center() != before.center())
    assert abs(window.key_sheet.geometry().center().x() - window.parts.rect().center().x()) <= 1


def test_that_columns_are_of_about_the_same_height_and_nothing_is_lost() -> None:
    sections = [Section(str(n), [("key", "what")] * n) for n in (3, 11, 9, 1, 8, 13)]
    columns = _columns(sections)
    assert [one for column in columns for one in column] == sections
    assert len(columns) == 3
    heights = [sum(one.height for one in column) for column in columns]
    assert max(heights) < 2 * min(heights)


NAMES = {"+": "Plus", "−": "Minus", "←": "Left", "↑": "Up", "→": "Right", "↓": "Down"}
UNSHIFTED = {Qt.Key.Key_Equal, Qt.Key.Key_Underscore}  # the keys of + and − on many keyboards


def test_that_it_names_exactly_the_keys_that_a_plot_takes(window: MainWindow) -> None:
    section = next(one for one in window.key_sheet.sections if one.title == "In a plot")
    mice = ("click", "wheel", "drag")
    written = (part for keys, _ in section.lines for part in re.split(r", | / | ", keys))
    labels = [label for label in written if not any(word in label.lower() for word in mice)]
    shift, plain = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
    named = set()
    for label in labels:
        modifier = shift if "Shift+" in label or label in "↑→↓" else plain
        name = label.removeprefix("Shift+")
        key = getattr(Qt.Key, f"Key_{NAMES.get(name, name)}", None)
        if key is not None:  # else it is a word
            named.add((key, modifier))
    taken = {
        (key, modifier)
        for key in Qt.Key
        for modifier in (plain, shift)
        if is_plot_key(QKeyEvent(QEvent.Type.KeyPress, key, modifier))
    }
    arrows = {(key, modifier) for key, modifier in taken if key.name[4:] in ("Left", "Up", "Right", "Down")}
    assert {(key, shift) for key, _ in arrows} == arrows == {one for one in named if one[0] in {k for k, _ in arrows}}
    assert {key for key, _ in taken} - UNSHIFTED == {key for key, _ in named}
