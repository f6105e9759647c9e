"""The menu bar: what is possible, what is ticked, and one key for each action."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from core.settings import SetValue
from gui.arrangement.gap_handle import GapHandle
from gui.keys import Shortcut
from gui.menus.about import AboutBox
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import opened, press, step_of

README = Path(__file__).parents[3] / "README.md"


def entries(menu: QMenu) -> dict[str, QAction]:
    """What the menu shows when it opens."""
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def choose(menu: QMenu, text: str) -> None:
    action = entries(menu)[text]
    assert action.isEnabled()
    menu.aboutToHide.emit()
    action.trigger()


def possible(menu: QMenu) -> set[str]:
    found = {text for text, action in entries(menu).items() if action.isEnabled()}
    menu.aboutToHide.emit()
    return found


def test_that_there_are_the_menus_of_every_program(window: MainWindow) -> None:
    assert [action.text() for action in window.menuBar().actions()] == ["&File", "&View", "&Run", "&Help"]
    assert window.menuBar().isVisible()


def test_that_no_key_is_written_twice(window: MainWindow) -> None:
    keys = Counter(one.toString() for key in Shortcut for one in key.sequences)
    assert [key for key, count in keys.items() if count > 1 or not key] == []
    used = Counter(key for pairs in window.menus.keys.sections.values() for key, _ in pairs)
    assert used == Counter(Shortcut)


def test_that_the_readme_names_every_key() -> None:
    table = README.read_text(encoding="utf-8").partition("## Keys")[2].partition("## ")[0]
    assert [key.label for key in Shortcut if key.label not in table] == []


def test_that_a_menu_shows_the_key_of_its_line(window: MainWindow) -> None:
    assert entries(window.menus.view)["Present"].shortcut().toString() == "F11"
    assert entries(window.menus.file)["Save picture…"].shortcut().toString() == "Ctrl+S"
    assert window.parts.header.capture_button.toolTip() == "Capture a picture (Ctrl+S)"
    assert window.parts.header.transport.step_button.toolTip() == "Step (→)"


def test_that_run_offers_what_makes_sense(qtbot: QtBot, window: MainWindow) -> None:
    run = window.menus.run
    opened(qtbot, window, "wave")
    seeds = {"New seed", "Is it luck? More seeds"}
    always = {"Play or pause", "Step", "Reset: the same seed", *seeds, "Next experiment"}
    always |= {"Back to what was shown before", "Back by one update"}
    assert possible(run) == always
    window.parts.form.edited.emit(SetValue("rate", 0.5))
    assert possible(run) == always | {"Undo a change of settings"}
    choose(run, "Undo a change of settings")
    assert window.lecture.runner.settings.rate == 1.0
    assert possible(run) == always | {"Redo it"}
    choose(run, "Next experiment")
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.FINISHED)
    assert "Play or pause" not in possible(run)
    assert "Previous experiment" in possible(run)


def test_that_a_line_that_was_grey_keeps_its_key(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "still", RunState.FINISHED)
    assert "Step" not in possible(window.menus.run)
    opened(qtbot, window, "wave")
    step = step_of(window)
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step_of(window) == step + 1)


def test_that_a_new_seed_is_drawn_from_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    choose(window.menus.run, "New seed")
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.seed == 1)


def test_that_a_picture_can_be_taken_only_where_there_is_one(qtbot: QtBot, window: MainWindow) -> None:
    picture = {"Save picture…", "Copy picture", "Picture of one panel"}
    assert not picture & possible(window.menus.file)
    opened(qtbot, window, "wave")
    assert picture < possible(window.menus.file)
    choose(window.menus.file, "Copy picture")
    qtbot.waitUntil(lambda: window.parts.status.message.text() == "Copied the picture")


@pytest.mark.parametrize(
    ("text", "key", "splitter", "pane"),
    [
        ("Experiments", Qt.Key.Key_1, "body", 0),
        ("Settings", Qt.Key.Key_2, "across", 1),
        ("Notes", Qt.Key.Key_3, "upright", 1),
    ],
)
def test_that_what_stands_around_the_stage_is_folded_and_comes_back_as_it_was(
    qtbot: QtBot, window: MainWindow, text: str, key: Qt.Key, splitter: str, pane: int
) -> None:
    opened(qtbot, window, "wave")
    sizes = window.parts.sizes
    before = getattr(sizes, splitter).sizes()
    for shown in (False, True):
        press(qtbot, window, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda shown=shown: bool(getattr(sizes, splitter).sizes()[pane]) is shown)
        assert entries(window.menus.view)[text].isChecked() is shown
    assert getattr(sizes, splitter).sizes() == before


def test_that_a_maximized_panel_is_restored_from_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    stage = window.parts.stage
    assert "Show all panels" not in possible(window.menus.view)
    stage.maximize(stage.panels[0])
    choose(window.menus.view, "Show all panels")
    assert stage.maximized is None


def test_that_a_presentation_has_no_menu_bar_and_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_F11)
    assert not window.menuBar().isVisible()
    step = step_of(window)
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step_of(window) == step + 1)
    press(qtbot, window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.parts.theme.dark
    press(qtbot, window, Qt.Key.Key_F11)
    assert window.menuBar().isVisible()
    assert entries(window.menus.view)["Dark theme"].isChecked()


def test_that_a_text_field_takes_only_the_keys_that_are_typed(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    search = window.parts.gallery.search
    search.setFocus()
    qtbot.keyClicks(search, "r?1+")
    assert search.text() == "r?1+"
    assert not window.key_sheet.isVisible()
    assert "Play or pause" in possible(window.menus.run)  # the mouse may still choose it
    press(qtbot, window, Qt.Key.Key_F1)
    assert window.key_sheet.isVisible()
    press(qtbot, window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.parts.sizes.settings_folded


def test_that_the_place_for_panels_takes_more_lines(qtbot: QtBot, window: MainWindow) -> None:
    told: list[bool] = []
    window.menus.add_panel_action("Again", lambda: told.append(True), possible=lambda: bool(told))
    assert list(entries(window.menus.view))[-1] == "Again"
    assert "Again" not in possible(window.menus.view)
    told.append(True)
    choose(window.menus.view, "Again")
    assert len(told) == 2


def test_that_about_is_opened_and_not_executed(qtbot: QtBot, window: MainWindow) -> None:
    choose(window.menus.help, "About Chalkgrad")
    (box,) = window.findChildren(AboutBox)
    assert box.isVisible()
    assert "MIT" in box.informativeText()
    box.close()


def test_that_all_of_every_plot_is_shown_from_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    assert not {"View all of every plot", "Reset arrangement of panels"} & possible(window.menus.view)
    opened(qtbot, window, "wave")
    assert "View all of every plot" not in possible(window.menus.view)
    window.parts.stage.plots["value"].change_state(x=(3.0, 7.0))
    choose(window.menus.view, "View all of every plot")
    assert not window.parts.stage.zoomed
    assert "View all of every plot" not in possible(window.menus.view)


def test_that_panels_are_put_back_from_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    stage = window.parts.stage
    assert "Reset arrangement of panels" not in possible(window.menus.view)
    gap = stage.findChildren(GapHandle)[0]
    gap.moved.emit(gap.gap, gap.gap.at + 60)
    choose(window.menus.view, "Reset arrangement of panels")
    assert stage.arrangement is None
