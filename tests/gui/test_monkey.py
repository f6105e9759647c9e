"""A seeded monkey clicks and types on every control it finds, whatever the window is doing.

CHALKGRAD_MONKEY_ACTS=10000 lets it play for minutes, CHALKGRAD_MONKEY_SEED chooses another monkey.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from gui.arrangement.gap_handle import GapHandle
from gui.arrangement.title_grip import TitleGrip
from gui.look.theme import Theme
from gui.panels.panel import Panel
from gui.state import WindowState
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen, turn_wheel
from tests.gui.panels.drawn import under
from tests.gui.specimens import SPECIMENS

ACTS = int(os.environ.get("CHALKGRAD_MONKEY_ACTS", "80"))
SEED = int(os.environ.get("CHALKGRAD_MONKEY_SEED", "0"))
TEXTS = ("", "0", "-3", "7", "0.3", "1e99", "nan", "two words", "8,8", "x**2 + y", "1,2;3,4")
CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit, QAbstractItemView, Panel, GapHandle, TitleGrip)
PLOT_KEYS = ("Plus", "Minus", "0", "Home", "L", "M", "Left", "Right", "Up", "Down", "Comma", "Insert", "Delete")
Left, Right, Middle = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
Plain, Ctrl = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
KEYS = ("Space", "Right", "Left", "R", "PageDown", "PageUp", "F11", "Escape", "F1", "Tab", "Up", "Down", "Return")


class Monkey:
    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.random = random.Random(SEED)
        # Popups and dialogs are closed from a timer, so that no click can wait for one.
        self.closer = QTimer(window)
        self.closer.timeout.connect(self.close_what_opened)
        self.closer.start(20)

    def close_what_opened(self) -> None:
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            actions = [a for a in popup.actions() if a.isEnabled() and not a.isSeparator() and a.menu() is None]
            if actions and self.random.random() < 0.5:
                self.random.choice(actions).trigger()
        if popup is not None:
            popup.close()
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()

    def act(self) -> None:
        if self.random.random() < 0.3:
            self.press()
        else:
            self.touch(self.random.choice(self.controls()))
        if self.random.random() < 0.3:
            self.qtbot.wait(self.random.choice((1, 10, 60)))  # milliseconds: the next act meets another moment

    def controls(self) -> list[QWidget]:
        """Those of the window itself: what is inside a dialog is gone as soon as the dialog is closed."""
        found = [w for w in self.window.findChildren(QWidget) if isinstance(w, CONTROLS) and w.window() is self.window]
        return [
            w
            for w in found
            if w.isVisible() and w.isEnabled() and not (isinstance(w, QAbstractButton) and "Download" in w.text())
        ]

    def press(self) -> None:
        key = self.random.choice(KEYS)
        focus = QApplication.focusWidget()
        target = focus if focus is not None and focus.window() is self.window else self.window
        self.qtbot.keyClick(target, getattr(Qt.Key, f"Key_{key}"))

    def touch(self, control: QWidget) -> None:
        at = QPoint(self.random.randrange(max(1, control.width())), self.random.randrange(max(1, control.height())))
        if isinstance(control, QLineEdit):
            control.setFocus()
            control.setText(self.random.choice(TEXTS))
            self.qtbot.keyClick(control, Qt.Key.Key_Return)
        elif isinstance(control, QComboBox):
            control.setFocus()
            self.qtbot.keyClick(control, self.random.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
        elif isinstance(control, QAbstractItemView):
            self.qtbot.mouseClick(control.viewport(), Qt.MouseButton.LeftButton, pos=at)
        elif isinstance(control, Panel):
            self.play(control, at)
        elif isinstance(control, GapHandle | TitleGrip) and self.random.random() < 0.9:
            self.qtbot.mousePress(control, Qt.MouseButton.LeftButton, pos=at)
            for _ in range(3):
                by = QPoint(self.random.randrange(-600, 600), self.random.randrange(-400, 400))
                self.qtbot.mouseMove(control, at + by)
            if self.random.random() < 0.2:
                self.press()
            self.qtbot.mouseRelease(control, Qt.MouseButton.LeftButton, pos=at + by)
        else:
            self.qtbot.mouseClick(control, Qt.MouseButton.LeftButton, pos=at)

    def play(self, panel: Panel, at: QPoint) -> None:
        """Whatever a mouse and keys can do over a picture."""
        target, at = under(panel, at)
        button = self.random.choice((Left, Left, Left, Right, Middle))
        modifier = self.random.choice((Plain, Plain, Qt.KeyboardModifier.ShiftModifier, Ctrl))
        match self.random.choice(("click", "click", "double", "wheel", "drag", "drag", "keys")):
            case "click":
                self.qtbot.mouseClick(target, button, modifier, at)
            case "double":
                self.qtbot.mouseDClick(target, button, modifier, at)
            case "wheel":
                for _ in range(self.random.choice((1, 3, 40))):
                    turn_wheel(target, at, self.random.choice((-120, 120, 240)))
            case "drag":
                self.drag(target, at, button, modifier)
            case "keys":
                panel.setFocus(Qt.FocusReason.TabFocusReason)
                for key in self.random.choices(PLOT_KEYS, k=4):
                    self.qtbot.keyClick(panel, getattr(Qt.Key, f"Key_{key}"), modifier)

    def drag(self, target: QWidget, at: QPoint, button: Qt.MouseButton, modifier: Qt.KeyboardModifier) -> None:
        self.qtbot.mousePress(target, button, modifier, at)
        for _ in range(3):
            place = at + QPoint(self.random.randrange(-300, 300), self.random.randrange(-200, 200))
            self.qtbot.mouseMove(target, place)
            if self.random.random() < 0.1:
                self.press()
        self.qtbot.mouseRelease(target, button, modifier, place)


@pytest.fixture(params=["specimens", "course"])
def window(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    course = SPECIMENS if request.param == "specimens" else catalog()
    state = WindowState(capture_dir=str(tmp_path))
    made = MainWindow(course, Library(), Theme.named("light"), state, tmp_path / "window.json")
    yield from on_screen(qtbot, made)


@pytest.mark.slow
def test_that_a_monkey_cannot_break_the_window(qtbot: QtBot, window: MainWindow) -> None:
    first = next(iter(window.lecture.experiments))
    window.lecture.open(first)
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    monkey = Monkey(qtbot, window)
    for _ in range(ACTS):
        monkey.act()
    monkey.closer.stop()
    window.lecture.open(first)
    resting = (RunState.FAILED, RunState.PAUSED, RunState.FINISHED)
    qtbot.waitUntil(lambda: window.lecture.runner.state in resting)
    banner = window.parts.banner
    assert banner.isHidden() or "had to make room" in banner.message.text(), banner.message.text()
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    window.close()
    assert not window.stuck
