"""The run before the last edit stays, dotted, to be compared with."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.records import Axes, PathMark, Plane
from core.run.frame import Frame, frame_of
from core.run.series import Series
from core.run.session import Session
from core.run.tick import Key
from core.run.views import CurvesView, PlaneView, View
from core.settings import SetValue, with_value
from gui.capture.caption import Caption
from gui.last_run import Ghost, LastRun
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel
from gui.panels.plane.panel import PlanePanel
from gui.window import MainWindow
from tests.gui.driving import opened, press
from tests.gui.specimens import SPECIMENS, WaveSettings

LIGHT = Theme.named("light")


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.lecture.frame is not None and window.lecture.frame.settled)


def edited(qtbot: QtBot, window: MainWindow, length: int) -> None:
    """Another wave, which begins again and runs to its end."""
    window.lecture.editing.edit(SetValue("length", length))
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.length == length)
    settled(qtbot, window)


def wave_panel(window: MainWindow) -> CurvesPanel:
    return next(one for one in window.parts.stage.panels if isinstance(one, CurvesPanel))


def test_that_an_edit_that_begins_another_run_leaves_the_one_before(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    settled(qtbot, window)
    first = list(window.lecture.frame.series[Key("value")].read()[3])
    edited(qtbot, window, 40)
    ghost = wave_panel(window)._ghost_lines
    assert [list(line.y) for line in ghost] == [first]
    assert window.parts.status.ghost.text() == "dotted: before wave length 20 → 40"


def test_that_a_live_edit_leaves_no_ghost(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.lecture.editing.edit(SetValue("rate", 2.0))
    assert window.lecture.editing.last_run.ghost is None


def test_that_g_hides_it_and_shows_it_again(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    edited(qtbot, window, 40)
    press(qtbot, window, Qt.Key.Key_G)
    assert wave_panel(window)._ghost_lines == []
    assert not window.parts.status.ghost.isVisible()
    press(qtbot, window, Qt.Key.Key_G)
    assert len(wave_panel(window)._ghost_lines) == 1


def test_that_one_drag_keeps_the_run_that_stood_when_it_began(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    for length in (21, 22, 23):
        window.lecture.editing.edit(SetValue("length", length))
        qtbot.waitUntil(lambda wanted=length: window.lecture.runner.session.settings.length == wanted)
    settled(qtbot, window)
    assert window.lecture.editing.last_run.ghost.settings.length == 20
    assert window.parts.status.ghost.text() == "dotted: before wave length 20 → 23"


def test_that_another_experiment_and_another_preset_forget_it(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    edited(qtbot, window, 40)
    window.parts.form.preset_chosen.emit("Book")
    assert window.lecture.editing.last_run.ghost is None
    assert not window.parts.status.ghost.isVisible()


def wave(length: int = 20) -> Session:
    made = Session(SPECIMENS["wave"], WaveSettings(length=length), Library())
    made.run_to(20)
    return made


def test_that_a_run_that_never_came_to_its_first_tick_is_none() -> None:
    last, session = LastRun(), wave()
    wanted = with_value(session.settings, "length", 30)
    last.before_edit(None, None, wanted, drags=False)
    last.before_edit(session, None, wanted, drags=False)
    assert last.ghost is None
    last.before_edit(session, frame_of(session, {}, settled=True), wanted, drags=False)
    assert last.ghost.settings.length == 20
    session.close()


def test_that_a_captured_picture_names_both_runs() -> None:
    before, now = wave(20), wave(30)
    ghost = Ghost(frame_of(before, {}, settled=True), before.settings)
    caption = Caption.of(now).with_ghost(ghost, now.settings)
    assert "dotted: before wave length 20 → 30 (step 20)" in caption.facts
    assert '"length": "20"' in caption.metadata["Run before"]
    before.close()
    now.close()


def frame(updates_per_epoch: int, steps: int = 100) -> Frame:
    series = Series()
    for step in range(steps + 1):
        series.append(step, 1.0 + step / steps)
    return Frame(steps, steps / updates_per_epoch, {Key("loss"): series}, {}, (), settled=True)


@pytest.mark.parametrize(("other", "unit", "end"), [(10, "step", 100.0), (20, "epoch", 5.0)])
def test_that_runs_with_other_batches_are_compared_by_epochs(qtbot: QtBot, other: int, unit: str, end: float) -> None:
    panel = CurvesPanel(View("loss", CurvesView(), title="Loss"), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(500, 300)
    panel.show()
    panel.show_ghost(frame(other))
    panel.show_frame(frame(10))
    assert (panel.x_unit, panel.labels[0]) == (unit, unit)
    assert panel._ghost_lines[0].x[-1] == end
    panel.show_ghost(None)
    panel.show_frame(frame(10)._replace(step=100, settled=False))
    assert panel.x_unit == "step"


def test_that_the_axes_hold_it(qtbot: QtBot) -> None:
    panel = CurvesPanel(View("loss", CurvesView(), title="Loss"), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(500, 300)
    panel.show()
    panel.show_frame(frame(10, steps=50))
    assert panel.frames[""].plot.x[1] == 50
    panel.show_ghost(frame(10, steps=400))
    assert panel.frames[""].plot.x[1] == 400


def test_that_paths_of_another_run_are_drawn_on_the_same_ground_only(qtbot: QtBot) -> None:
    panel = PlanePanel(View("paths", PlaneView(), title="Paths"), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(400, 400)
    panel.show()

    def path(end: float, reach: float) -> Frame:
        plane = Plane(Axes((-reach, reach), (-reach, reach)), (PathMark(np.array([0.0, end]), np.array([0.0, end])),))
        return Frame(1, 0.0, {}, {Key("paths"): plane}, (), settled=True)

    panel.show_frame(path(1.0, 2.0))
    plain = panel.grab().toImage()
    panel.show_ghost(path(-1.0, 3.0))
    assert panel.grab().toImage() == plain
    panel.show_ghost(path(-1.0, 2.0))
    assert panel.grab().toImage() != plain
    panel.show_ghost(None)
    assert panel.grab().toImage() == plain
