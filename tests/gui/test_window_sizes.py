"""The window from its smallest size up: parts fold where there is no room for them, and nothing moves the stage."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.banner import LONGEST, Banner
from gui.look.theme import Theme
from gui.parts import Parts
from gui.settings.row import Row
from gui.state import load_state
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import opened, press

SMALL, MIDDLE, WIDE = (900, 560), (1024, 768), (1280, 720)


def resized(qtbot: QtBot, window: MainWindow, size: tuple[int, int]) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    qtbot.waitUntil(lambda: window.parts.minimumSizeHint().width() <= size[0])  # the layouts' own turn


def seen(window: MainWindow) -> tuple[bool, bool, bool]:
    """Gallery, settings and notes."""
    parts = window.parts
    return not parts.sizes.folded, parts.form.isVisible(), parts.strip.isVisible()


def place(window: MainWindow, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, MIDDLE, WIDE])
@pytest.mark.parametrize(("id", "state"), [("wave", RunState.PAUSED), ("walk", RunState.PAUSED)])
def test_that_nothing_overlaps_or_is_cut(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], id: str, state: RunState, theme: str
) -> None:
    if theme == "dark":
        window.switch_theme()
    opened(qtbot, window, id, state)
    resized(qtbot, window, size)
    parts, header = window.parts, window.parts.header
    assert parts.minimumSizeHint().height() <= size[1]
    row = [header.gallery_button, header.question, header.transport, header.capture_button, header.theme_button]
    places = [place(window, widget) for widget in row]
    assert all(a.right() < b.left() for a, b in pairwise(places))
    transport = header.transport
    buttons = [transport.reset_button, transport.play_button, transport.step_button, transport.speed, transport.counter]
    assert all(widget.isVisible() for widget in buttons)
    assert all(widget.width() >= widget.minimumSizeHint().width() for widget in buttons)
    for widget in (*row, *buttons, parts.status, *parts.stage.panels):
        assert window.rect().contains(place(window, widget))
    assert parts.stage.width() >= 540
    assert parts.stage.height() >= 380
    assert seen(window) == {SMALL: (False, True, False), MIDDLE: (False, True, True), WIDE: (True, True, True)}[size]


def test_that_what_had_no_room_comes_back_as_it_was(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    sizes = window.parts.sizes
    before = sizes.body.sizes(), sizes.across.sizes(), sizes.upright.sizes()
    resized(qtbot, window, SMALL)
    resized(qtbot, window, WIDE)
    qtbot.waitUntil(lambda: (sizes.body.sizes(), sizes.across.sizes(), sizes.upright.sizes()) == before)
    resized(qtbot, window, SMALL)
    window.close()
    saved = load_state(tmp_path / "window.json")
    assert (saved.gallery, saved.settings, saved.notes) == (before[0][0], before[1][1], before[2][1])


def test_that_the_gallery_takes_the_place_of_the_settings_where_there_is_room_for_one(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, "wave")
    resized(qtbot, window, SMALL)
    button = window.parts.header.gallery_button
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert seen(window) == (True, False, False)
    qtbot.waitUntil(lambda: window.parts.minimumSizeHint().width() <= SMALL[0])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert seen(window) == (False, True, False)
    press(qtbot, window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert seen(window) == (True, False, False)
    resized(qtbot, window, WIDE)
    assert seen(window) == (True, True, True)


def test_that_presenting_in_a_small_window_brings_back_only_what_has_room(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    resized(qtbot, window, SMALL)
    window.parts.show_presenting(True)
    assert seen(window) == (False, False, False)
    window.parts.show_presenting(False)
    assert seen(window) == (False, True, False)


def test_that_the_question_has_two_lines_at_most(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    resized(qtbot, window, SMALL)
    question = window.parts.header.question
    question.show_question("Why does an extraordinarily long question of a lecturer not fit? " * 5)
    room = question.fontMetrics().boundingRect(
        QRect(0, 0, question.width(), 0), int(Qt.TextFlag.TextWordWrap), question.text()
    )
    assert room.height() <= 2 * question.fontMetrics().lineSpacing()
    assert question.text().endswith("…")


def test_that_a_banner_moves_nothing(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    parts = window.parts
    before = place(window, parts.stage)
    for text in ("Short.", "words and more words " * 80, "x" * 5000):
        parts.banner.show_words(text)
        qtbot.wait(20)
        assert place(window, parts.stage) == before
        assert before.contains(place(window, parts.banner))
        assert parts.banner.height() < before.height() / 2
    resized(qtbot, window, SMALL)
    assert place(window, parts.stage).contains(place(window, parts.banner))
    qtbot.mouseClick(parts.banner.close_button, Qt.MouseButton.LeftButton)
    assert not parts.banner.isVisible()


def test_that_a_shortened_sentence_can_be_copied_whole(qtbot: QtBot) -> None:
    banner = Banner(Theme.named("light"))
    qtbot.addWidget(banner)
    banner.show_words("words " * 100)
    assert len(banner.message.text()) == LONGEST + 1
    assert not banner.copy_button.isHidden()
    banner.show_words("Few words.")
    assert banner.copy_button.isHidden()


def settled(qtbot: QtBot, parts: Parts) -> None:
    """Until nothing is laid out anew."""
    found = []

    def stands() -> bool:
        found.append((parts.minimumSizeHint(), parts.form.geometry()))
        return len(found) > 5 and len({str(one) for one in found[-5:]}) == 1

    qtbot.waitUntil(stands)


@pytest.mark.parametrize("letter", ["7", "W"])
def test_that_a_long_message_widens_nothing(qtbot: QtBot, window: MainWindow, letter: str) -> None:
    opened(qtbot, window, "wave")
    resized(qtbot, window, SMALL)
    parts = window.parts
    settled(qtbot, parts)
    least, form, stage = parts.minimumSizeHint().width(), place(window, parts.form), place(window, parts.stage)
    parts.status.show_message("A sentence about what was saved, and where. " * 20)
    row = parts.form.row("seed")
    assert isinstance(row, Row)
    row.editor.rejected.emit("seed must be a whole number, not " + letter * 500)
    settled(qtbot, parts)
    assert parts.minimumSizeHint().width() == least
    assert (place(window, parts.form), place(window, parts.stage)) == (form, stage)
    assert form.contains(place(window, row.error))
    assert "what was saved" in parts.status.message.toolTip()
    parts.status.message.grab()
