"""Walks of the course in the whole window: where they end, and what one press does there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.experiments.shared import walk
from core.settings import SetValue, assign
from gui.look.theme import Theme
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen, press, step_of


@pytest.fixture
def course(qtbot: QtBot) -> Iterator[MainWindow]:
    """A window with the course's own experiments."""
    made = MainWindow(catalog(), Library(), Theme.named("light"))
    yield from on_screen(qtbot, made)


def walked(qtbot: QtBot, window: MainWindow, id: str, *changes: str, preset: str | None = None) -> None:
    """Open the walk and let it come to its end."""
    experiment = window.lecture.experiments[id]
    chosen = experiment.preset(preset)
    settings = chosen.settings
    for change in changes:
        settings = assign(settings, change)
    window.lecture.load(experiment, chosen, settings)
    window.parts.header.transport.speed.show_speed(None)
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.FINISHED)


@pytest.mark.parametrize(
    ("id", "changes", "end"),
    [
        ("shopping-graph", (), 5),
        ("shopping-graph", ("graph=apples and oranges",), 9),
        ("optimizer-paths", (), 20),
        ("optimizer-paths", ("surface=typed formula", "formula=-x^4", "optimizers=SGD", "sgd.lr=0.95"), 1),  # diverges
    ],
)
def test_that_one_press_starts_a_walk_over_that_has_come_to_its_end(
    qtbot: QtBot,
    course: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    id: str,
    changes: tuple[str, ...],
    end: int,
) -> None:
    monkeypatch.setattr(walk, "LONGEST", 20)
    walked(qtbot, course, id, *changes)
    session = course.lecture.runner.session
    assert session is not None
    assert session.step == end
    assert not course.parts.header.transport.step_button.isEnabled()
    press(qtbot, course, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: course.lecture.runner.session not in (None, session))
    qtbot.waitUntil(lambda: course.lecture.runner.state is RunState.FINISHED)
    assert course.lecture.runner.session.step == end


def test_that_a_walk_goes_back_from_its_end_and_on_again(qtbot: QtBot, course: MainWindow) -> None:
    walked(qtbot, course, "shopping-graph")
    qtbot.waitUntil(lambda: step_of(course) == 5)
    press(qtbot, course, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: step_of(course) == 4)
    assert course.lecture.runner.state is RunState.PAUSED
    press(qtbot, course, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: course.lecture.runner.state is RunState.FINISHED)


def test_that_a_start_without_a_value_is_told_in_one_sentence_and_a_click_mends_it(
    qtbot: QtBot, course: MainWindow
) -> None:
    walked(qtbot, course, "optimizer-paths", "surface=typed formula", "formula=log(x) + y^2", "start=-1,2")
    banner = course.parts.banner
    assert banner.isVisible()
    assert banner.message.text() == "log(x) + y^2 has no value at the start (−1, 2); choose another start"
    course.parts.stage.edited.emit(SetValue("start", (1.0, 2.0)))
    qtbot.waitUntil(lambda: course.lecture.runner.state is RunState.PAUSED)
    assert not banner.isVisible()
