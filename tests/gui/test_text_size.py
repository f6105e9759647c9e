"""Text that grows with the window, or as the reader says, with all that stands around the stage."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.panels.card import fitting_zoom
from gui.stage import ROOM
from gui.state import WindowState, load_state
from gui.text_size import AUTOMATIC, PERCENTS, TextSize, next_percent
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import opened, press


@pytest.mark.parametrize(
    ("size", "scale"),
    [((900, 560), 1.0), ((1280, 720), 1.0), ((1920, 1080), 1.0), ((2560, 1400), 20 / 14), ((3840, 2100), 2.0)],
)
def test_that_a_large_window_has_large_text_by_itself(size: tuple[int, int], scale: float) -> None:
    assert TextSize.fitting(QSize(*size), AUTOMATIC, presenting=False) == (scale, 1.0)


def test_that_a_presentation_is_as_loud_as_its_panels() -> None:
    for size in (QSize(1920, 1080), QSize(3840, 2160)):
        assert TextSize.fitting(size, AUTOMATIC, presenting=True).scale == fitting_zoom(size, ROOM)


@pytest.mark.parametrize("percent", PERCENTS)
def test_that_a_percentage_is_of_fourteen_pixels_and_the_panels_follow(percent: int) -> None:
    large = TextSize.fitting(QSize(3840, 2100), percent, presenting=False)
    assert large == (percent / 100, percent / 200)
    assert TextSize.fitting(QSize(1280, 720), percent, presenting=False) == (percent / 100, percent / 100)


def test_that_a_small_window_gets_what_it_has_room_for() -> None:
    assert TextSize.fitting(QSize(900, 560), 200, presenting=False).scale == 1.25
    assert TextSize.fitting(QSize(400, 300), 125, presenting=False).scale == 1.0
    assert TextSize.fitting(QSize(1280, 720), 137, presenting=False).scale == 1.0  # from a file that somebody wrote


def test_that_larger_and_smaller_go_through_the_percentages() -> None:
    assert [next_percent(one, 1) for one in (1.0, 16 / 14, 1.25, 1.5, 2.0, 3.0)] == [125, 125, 150, 200, 200, 200]
    assert [next_percent(one, -1) for one in (1.0, 16 / 14, 1.25, 2.0, 3.0)] == [100, 100, 100, 150, 200]


def test_that_a_theme_scales_fonts_and_lengths_but_no_colour() -> None:
    theme = Theme.named("dark")
    assert theme.scaled(2.0).font(14).pixelSize() == 28
    assert (theme.px(8), theme.scaled(1.5).px(8)) == (8, 12)
    assert theme.scaled(2.0).scaled(1.0) == theme


def heights(window: MainWindow) -> dict[str, int]:
    """Pixels of the text of each part around the stage."""
    parts = window.parts
    parts.banner.show_words("A sentence.")
    parts.missing.explain("a reason")
    widgets: dict[str, QWidget] = {
        "menu": window.menus, "search": parts.gallery.search, "question": parts.header.question,
        "counter": parts.header.transport.counter, "speed": parts.header.transport.speed.words,
        "preset": parts.form.row("rate").label, "entry": parts.form.row("rate").editor.findChild(QLineEdit),
        "banner": parts.banner.message, "status": parts.status.data, "notes": parts.notes,
        "missing": parts.missing.card.title, "button": parts.missing.card.download_button,
    }  # fmt: skip
    for widget in widgets.values():
        widget.ensurePolished()
    return {name: QFontInfo(widget.font()).pixelSize() for name, widget in widgets.items()}


def test_that_all_parts_around_the_stage_grow(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.resize(1700, 900)
    before = heights(window)
    icon = window.parts.header.theme_button.iconSize().width()
    widths = window.parts.gallery.width(), window.parts.form.width()
    window.set_text_size(200)
    grown = {name: after / before[name] for name, after in heights(window).items()}
    fitted = grown.pop("question"), grown.pop("notes")  # in the size that the room allows, of two
    assert set(grown.values()) == {2.0}
    assert all(1.6 <= one <= 2 for one in fitted)
    assert window.parts.header.theme_button.iconSize().width() == 2 * icon
    qtbot.waitUntil(lambda: window.parts.form.width() >= 1.9 * widths[1])
    window.set_text_size(AUTOMATIC)
    assert heights(window) == before
    qtbot.waitUntil(lambda: (window.parts.gallery.width(), window.parts.form.width()) == widths)


@pytest.mark.parametrize("size", [(900, 560), (1264, 672), (1920, 1080)])
def test_that_nothing_is_cut_at_any_size(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    opened(qtbot, window, "walk", RunState.RUNNING)  # it has the most buttons
    window.resize(*size)
    parts = window.parts
    for percent in PERCENTS:
        window.set_text_size(percent)
        qtbot.waitUntil(lambda: parts.minimumSizeHint().width() <= parts.width(), timeout=2000)
        assert parts.minimumSizeHint().height() <= parts.height()
        qtbot.waitUntil(lambda: squeezed(parts.header) + squeezed(parts.form) == [], timeout=2000)
        for label in parts.status.findChildren(QLabel):
            assert not label.isVisible() or label.height() >= label.fontMetrics().height()


def squeezed(part: QWidget) -> list[str]:
    """The buttons that have less room than their words and icons need."""
    buttons = (one for one in part.findChildren(QAbstractButton) if one.isVisible())
    return [one.toolTip() or one.text() for one in buttons if one.width() < one.minimumSizeHint().width()]


def test_that_panels_follow_as_far_as_there_is_room(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    stage = window.parts.stage
    stage.resize(1600, 880)
    stage.set_text_size(1.5)
    assert {panel.zoom for panel in stage.panels} == {1.5}
    stage.set_text_size(0.5)
    assert {panel.zoom for panel in stage.panels} == {1.0}
    stage.resize(800, 560)
    stage.set_text_size(2.0)
    assert {panel.zoom for panel in stage.panels} == {800 / 600}
    stage.set_text_size(1.0)
    stage.maximize(stage.panels[0])
    stage.resize(1680, 960)
    assert stage.panels[0].zoom == 2.0


def test_that_the_size_is_chosen_by_menu_and_keys_and_remembered(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    opened(qtbot, window, "wave")
    for key, scale in ((Qt.Key.Key_Plus, 1.25), (Qt.Key.Key_Plus, 1.5), (Qt.Key.Key_Minus, 1.25), (Qt.Key.Key_0, 1.0)):
        press(qtbot, window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.parts.text_size.scale == scale
    assert window.state.text_size == AUTOMATIC
    press(qtbot, window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    window.close()
    assert load_state(tmp_path / "window.json").text_size == 125


def test_that_parts_keep_their_room_for_words_from_day_to_day(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.resize(1900, 1000)
    sizes = window.parts.sizes
    before = WindowState()
    sizes.keep_state(before)
    window.set_text_size(150)
    after = WindowState()
    sizes.keep_state(after)
    assert (after.gallery, after.settings, after.notes) == (before.gallery, before.settings, before.notes)


def test_that_the_theme_changes_and_the_size_stays(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.set_text_size(150)
    window.switch_theme()
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert "QWidget { font-size: 21px; }" in application.styleSheet()
    assert window.parts.text_size.scale == 1.5
