"""Every experiment of the course in the real window: it runs at once, fills its panels, pauses and is captured."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QCursor
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Pace
from gui.arrangement.automatic import arrange
from gui.look.theme import Theme
from gui.stage import Stage
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen

STAGES = ((740, 520), (1380, 850), (3300, 1800))  # what the window leaves the stage at 1280×720, 1920×1080, 4K


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(catalog(), Library(), Theme.named("dark"), state_path=tmp_path / "window.json")
    yield from on_screen(qtbot, made)


@pytest.mark.parametrize("id", catalog())
def test_that_it_runs_at_once_and_fills_every_panel(qtbot: QtBot, window: MainWindow, id: str) -> None:
    lecture = window.lecture
    lecture.open(id)
    first = 0 if lecture.preset.pace is Pace.INSTANT else 1
    qtbot.waitUntil(lambda: lecture.frame is not None and lecture.frame.step >= first)
    lecture.runner.pause()
    qtbot.waitUntil(lambda: lecture.runner.state in (RunState.PAUSED, RunState.FINISHED))
    qtbot.waitUntil(lambda: lecture.frame.settled)
    shown = [panel for panel in window.parts.stage.panels if not panel.isHidden()]
    empty = [panel.title for panel in shown if panel.describe() == "nothing to show yet"]
    assert empty == []
    assert window.parts.header.question.text().endswith("?")
    assert not window.parts.banner.isVisible()


@pytest.mark.parametrize("id", catalog())
def test_that_a_settled_picture_does_not_depend_on_what_was_shown_before(
    qtbot: QtBot, window: MainWindow, id: str
) -> None:
    QCursor.setPos(0, 0)  # a table under it would light its scroll bars
    experiment = catalog()[id]
    lecture = window.lecture
    lecture.load(experiment, experiment.preset(), experiment.preset().settings, steps=5)
    end = 0 if experiment.preset().pace is Pace.INSTANT else 5
    qtbot.waitUntil(lambda: lecture.frame is not None and lecture.frame.settled and lecture.frame.step == end)
    watched = window.parts.stage
    fresh = Stage(experiment, lecture.runner.session.settings, lecture.runner.session.preset, window.theme)
    qtbot.addWidget(fresh)
    fresh.resize(watched.size())
    fresh.show()
    fresh.show_frame(lecture.frame)
    for old, new in zip(watched.panels, fresh.panels, strict=True):
        assert old.grab().toImage() == new.grab().toImage(), old.title


@pytest.mark.parametrize("size", STAGES)
@pytest.mark.parametrize("id", catalog())
def test_that_every_panel_has_room(id: str, size: tuple[int, int]) -> None:
    for view, cell in zip(catalog()[id].views, arrange(catalog()[id].views, QRect(0, 0, *size)), strict=True):
        assert cell.width() >= 200, view.channel
        assert cell.height() >= 130, view.channel
