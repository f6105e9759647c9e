"""How tests drive the worker and the window, and wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.run.experiment import Experiment
from core.run.frame import Frame
from gui.window import MainWindow
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.specimens import VALUE

CHANNELS = ("value", "bars", "words")


def turn_wheel(widget: QWidget, at: QPoint, by: int) -> None:
    """by: eighths of a degree, 120 for a notch; upwards they are positive."""
    wheel = QWheelEvent(
        QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, wheel)


def on_screen(qtbot: QtBot, window: MainWindow) -> Iterator[MainWindow]:
    """Shown for a test, and closed after it."""
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    window.deleteLater()


def load(runner: Runner, experiment: Experiment, **settings: Any) -> None:
    preset = experiment.presets[0]
    runner.load(experiment, replace(preset.settings, **settings), preset)


def settled(qtbot: QtBot, runner: Runner) -> Frame:
    """The last frame, once the run rests."""
    found: list[Frame] = []

    def take() -> bool:
        frame = runner.frame()
        found.extend([frame] if frame is not None else [])
        return bool(found) and found[-1].settled

    qtbot.waitUntil(take)
    return found[-1]


def values(frame: Frame) -> list[float]:
    return list(frame.series[VALUE].read()[3])


def opened(qtbot: QtBot, window: MainWindow, id: str, state: RunState = RunState.PAUSED) -> None:
    window.lecture.open(id)
    qtbot.waitUntil(lambda: window.lecture.runner.state is state and window.lecture.frame is not None)


def step_of(window: MainWindow) -> int:
    return window.lecture.frame.step if window.lecture.frame is not None else -1


def press(qtbot: QtBot, window: QWidget, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, *modifiers)
