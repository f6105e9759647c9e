"""What every plot promises: the wheel, its range, its state as a value, its data as a table."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.panels.panel import Panel
from gui.panels.plane.panel import PlanePanel
from gui.panels.plot_panel import PlotPanel
from tests.contracts.panel_cases import LAST, Case
from tests.contracts.panel_pictures import EVERY, panel_of, picture, same, shown
from tests.gui.driving import turn_wheel
from tests.gui.panels.drawn import leave, under


def wheel(panel: Panel, at: QPointF) -> None:
    turn_wheel(*under(panel, at.toPoint()), by=240)


@EVERY
def test_that_the_wheel_zooms_plots_alone_and_a_double_click_shows_all_again(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    panel.show_frame(case.frame(LAST, settled=True))
    before = picture(panel)
    if not isinstance(panel, PlotPanel):
        wheel(panel, QPointF(200, 200))
        return
    at = next(iter(panel.frames.values())).plot.frame.center()
    wheel(panel, at)
    assert panel.state.zoomed
    assert not same(picture(panel), before)
    widget, place = under(panel, (at * panel.zoom).toPoint())
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    leave(panel, at)
    assert not panel.state.zoomed
    assert same(picture(panel), before)


@EVERY
def test_that_a_zoomed_plot_keeps_its_range_while_a_run_goes_on(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    if not isinstance(panel, PlotPanel):
        pytest.skip("cannot be zoomed")
    panel.show_frame(case.frame(60, settled=False))
    wheel(panel, next(iter(panel.frames.values())).plot.frame.center())
    state = panel.state
    ranges = [(frame.plot.x, frame.plot.y) for frame in panel.frames.values()]
    for frame in (case.frame(120, settled=False), case.frame(LAST, settled=True)):
        panel.show_frame(frame)
        assert panel.state == state
    shown_now = [(frame.plot.x, frame.plot.y) for frame in panel.frames.values()]
    assert shown_now[0][0] == ranges[0][0]
    assert "zoomed" in panel.says()


@EVERY
def test_that_what_a_lecturer_did_is_a_value_that_draws_the_same_picture(qtbot: QtBot, case: Case) -> None:
    panel, other = shown(panel_of(qtbot, case)), shown(panel_of(qtbot, case))
    if not isinstance(panel, PlotPanel) or not isinstance(other, PlotPanel):
        pytest.skip("has nothing to zoom or hide")
    panel.show_frame(case.frame(LAST, settled=True))
    at = next(iter(panel.frames.values())).plot.frame.center()
    wheel(panel, at)
    panel.toggle_log_y()
    leave(panel, at)
    curves = [entry.label.curve for entry in panel.entries if entry.label.curve]
    if len(curves) > 1:
        panel.toggle(curves[0], alone=False)
    other.set_state(panel.state)
    other.show_frame(case.frame(LAST, settled=True))
    assert same(picture(panel), picture(other))


@EVERY
def test_that_the_data_of_a_plot_is_a_table_with_a_head_for_each_column(qtbot: QtBot, case: Case) -> None:
    panel = shown(panel_of(qtbot, case))
    if not isinstance(panel, PlotPanel):
        pytest.skip("is no plot")
    panel.show_frame(case.frame(LAST, settled=True))
    table = panel.columns()
    assert table or isinstance(panel, PlanePanel)  # a field alone is a picture
    assert all(head and len(values) for head, values in table)
