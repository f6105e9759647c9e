"""Gestures in the whole window: whose the keys are, where changes go, and what a capture shows of all that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.records import Axes, Curves, Matrix, Plane, PointsMark, Record
from core.run.experiment import Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import CurvesView, MatrixView, PlaneView, View
from core.settings import Display, MatrixField, PointsField, RangeField, SeededSettings
from gui.capture.caption import Caption
from gui.capture.render import StagePicture, save_picture
from gui.look.theme import Theme
from gui.panels.panel import Panel
from gui.state import WindowState
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen, opened, press, step_of
from tests.gui.panels.drawn import image


@dataclass(frozen=True, kw_only=True)
class Bound(SeededSettings):
    points: Annotated[tuple[tuple[float, float], ...], PointsField(at_most=5), Display] = ((0.0, 0.0),)
    index: Annotated[int, RangeField(0, 3), Display] = 0
    cells: Annotated[tuple[tuple[float, ...], ...], MatrixField(2, 2), Display] = ((1.0, 2.0), (3.0, 4.0))
    at: Annotated[float, RangeField(0.0, 9.0), Display] = 5.0


@experiment(
    id="bound",
    chapter="Playground",
    settings=Bound,
    presets=(Preset("Quick", Bound(), 3),),
    views=(
        View("plane", PlaneView(points="points"), "Points"),
        View("matrix", MatrixView(choose="index", edit="cells"), "Matrix", "side"),
        View("curve", CurvesView(line="at"), "Curve", "side"),
    ),
)
def bound(settings: Bound, now: Callable[[], Bound], library: Library) -> Run:
    """Which field does a gesture edit?"""
    yield Start("no data")

    def plane() -> Record:
        x, y = np.array(now().points).reshape(-1, 2).T
        return Plane(Axes((-5, 5), (-5, 5)), (PointsMark(x, y),))

    x = np.arange(10.0)
    for step in range(100):
        yield Tick(
            step,
            views={
                Key("plane"): plane,
                Key("matrix"): lambda: Matrix(np.array(now().cells), highlight=(divmod(now().index, 2),)),
                Key("curve"): lambda: Curves(x, {"f": x}),
            },
        )


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(
        {"bound": bound}, Library(), Theme.named("light"), WindowState(), state_path=tmp_path / "window.json"
    )
    for _ in on_screen(qtbot, made):
        opened(qtbot, made, "bound")
        qtbot.waitUntil(lambda: all(panel.records for panel in made.parts.stage.panels))
        QApplication.processEvents()  # painted: places of points are known
        yield made


def panel_of(window: MainWindow, title: str) -> Panel:
    return window.parts.stage.panel(title)


def settings_of(window: MainWindow) -> Bound:
    settings = window.lecture.runner.settings
    assert isinstance(settings, Bound)
    return settings


def test_that_two_quick_clicks_both_arrive(window: MainWindow) -> None:
    panel = panel_of(window, "Points")
    for x in (-3.0, 3.0):  # no frame comes in between
        at = (panel._plot.point(x, 2.0) * panel.zoom).toPoint()
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=at)
    points = settings_of(window).points
    assert len(points) == 3
    assert points[0] == (0.0, 0.0)
    assert np.allclose(points[1:], [(-3, 2), (3, 2)], atol=0.05)


def test_that_a_click_gives_a_panel_no_focus_and_keys_stay_the_transports(qtbot: QtBot, window: MainWindow) -> None:
    panel = panel_of(window, "Matrix")
    focus, step = QApplication.focusWidget(), step_of(window)
    at = next(cells.box(1, 0).center() for cells in panel._cells(panel.area))
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=(at * panel.zoom).toPoint())
    assert settings_of(window).index == 2
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)  # out of the editor that the click has opened
    assert not panel.hasFocus()
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step_of(window) == step + 1)
    assert settings_of(window).index == 2
    assert not isinstance(focus, Panel)


def test_that_a_panel_with_the_focus_takes_the_keys_of_its_gestures_alone(qtbot: QtBot, window: MainWindow) -> None:
    panel, step = panel_of(window, "Curve"), step_of(window)
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.hasFocus()
    press(qtbot, panel, Qt.Key.Key_Right)
    assert settings_of(window).at == pytest.approx(5.09, abs=0.01)
    assert step_of(window) == step
    press(qtbot, panel, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.lecture.runner.state is not RunState.PAUSED or step_of(window) > step)
    press(qtbot, panel, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: step_of(window) == 0)
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, panel, Qt.Key.Key_Escape)
    assert not panel.hasFocus()
    at = settings_of(window).at
    press(qtbot, window, Qt.Key.Key_Left)
    assert settings_of(window).at == at


def test_that_tab_comes_to_a_panel_with_gestures(window: MainWindow) -> None:
    window.parts.setFocus()
    seen = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert {panel for panel in seen if isinstance(panel, Panel)} == set(window.parts.stage.panels)


def test_that_keys_in_an_open_editor_are_the_editors(qtbot: QtBot, window: MainWindow) -> None:
    panel, step = panel_of(window, "Matrix"), step_of(window)
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, panel, Qt.Key.Key_Return)
    for key in (Qt.Key.Key_9, Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_PageDown):
        press(qtbot, panel, key)
    assert QApplication.focusWidget().text() == " r9"
    press(qtbot, panel, Qt.Key.Key_Escape)
    assert panel.hasFocus()
    assert settings_of(window).cells == Bound().cells
    assert step_of(window) == step


def test_that_a_number_that_is_not_allowed_is_said_in_the_window(qtbot: QtBot, window: MainWindow) -> None:
    panel = panel_of(window, "Matrix")
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, panel, Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "5000")
    press(qtbot, panel, Qt.Key.Key_Return)
    assert "none beyond ±1000" in window.parts.status.message.text()
    assert settings_of(window).cells == Bound().cells


def test_that_gestures_start_from_what_the_form_or_undo_has_set(qtbot: QtBot, window: MainWindow) -> None:
    panel = panel_of(window, "Curve")
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    press(qtbot, panel, Qt.Key.Key_Right)
    window.lecture.editing.undo()
    assert panel.settings == settings_of(window) == Bound()
    window.parts.form.row("at").editor.offer(7.0)
    press(qtbot, panel, Qt.Key.Key_Right)
    assert settings_of(window).at == pytest.approx(7.09, abs=0.01)


def test_that_a_capture_shows_the_line_and_neither_focus_nor_cursor(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    panel = panel_of(window, "Points")
    session, frame = window.lecture.runner.session, window.lecture.frame

    def captured(name: str) -> bytes:
        path = tmp_path / name
        save_picture(StagePicture(session, frame, Caption("Bound", "Which?", ()), (900, 600), window.theme), path)
        return path.read_bytes()

    before, plain = captured("before.png"), image(panel)
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.mouseMove(panel, (panel._plot.point(0, 0) * panel.zoom).toPoint())
    assert image(panel) != plain
    assert captured("after.png") == before
    window.parts.form.row("at").editor.offer(7.0)
    qtbot.waitUntil(lambda: session.settings == settings_of(window))
    assert captured("moved.png") != before
