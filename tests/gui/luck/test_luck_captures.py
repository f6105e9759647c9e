"""Is it luck? A picture of the window with its band is that of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

import main
from core.data.library import Library
from core.experiments import catalog
from gui.look.theme import Theme
from gui.state import WindowState
from gui.window import MainWindow
from tests.gui.driving import on_screen
from tests.gui.luck.waiting import complete


@pytest.fixture
def playground(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """A window on an experiment that the command line knows, too, which has run to step 60."""
    one = catalog()["playground"]
    made = MainWindow({one.id: one}, Library(), Theme.named("light"), WindowState(), tmp_path / "window.json")
    for window in on_screen(qtbot, made):
        window.lecture.load(one, one.preset(), one.preset().settings, steps=60)
        window.lecture.reveal()
        stand_at(qtbot, window, 60)
        yield window


def stand_at(qtbot: QtBot, window: MainWindow, step: int) -> None:
    def stands() -> bool:
        frame = window.lecture.frame
        return frame is not None and frame.step == step and frame.settled

    qtbot.waitUntil(stands)


@pytest.mark.slow
@pytest.mark.parametrize("step", [60, 11])
def test_that_a_capture_from_the_window_is_that_of_the_command_line(
    qtbot: QtBot, playground: MainWindow, tmp_path: Path, step: int
) -> None:
    window, lecture = playground, playground.lecture
    if step < 60:  # the seeds then run further than the run that is shown
        lecture.runner.reset()
        stand_at(qtbot, window, 0)
        lecture.runner.step(step)
        stand_at(qtbot, window, step)
    qtbot.waitUntil(lecture.luck.possible)
    lecture.luck._begin(3)
    complete(qtbot, lecture.luck)
    assert lecture.luck.seeds.steps == 60
    window.captures.sizes.actions()[0].setChecked(True)
    window.captures.save_stage()
    qtbot.waitUntil(lambda: window.captures.dialog is not None)
    window.captures.dialog.fileSelected.emit(str(tmp_path / "window.png"))
    window.captures.dialog.close()
    command = f"playground --steps {step} --seeds 3 --capture".split()
    assert main.main([*command, str(tmp_path / "line.png")]) == 0
    mine, theirs = QImage(str(tmp_path / "window.png")), QImage(str(tmp_path / "line.png"))
    assert mine.text("Command").endswith(f"--steps {step} --seeds 3")
    assert mine.text("Seeds") == "0, 1, 2"
    assert {key: mine.text(key) for key in mine.textKeys()} == {key: theirs.text(key) for key in theirs.textKeys()}
    assert mine == theirs
