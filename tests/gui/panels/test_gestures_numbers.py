"""Numbers that are dragged: heights of bars, weights of edges, an upright line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.records import Bars, Curves
from core.run.views import BarsView, CurvesView, GraphView
from core.settings import Change, Display, LogRangeField, RangeField, SetCell, SetEntry, SetValue
from gui.look.theme import Theme
from tests.gui.panels.bench import Bench, Bound, Key, Shift
from tests.gui.panels.drawn import color, under
from tests.gui.panels.gesture_cases import BARS, CURVE, GRAPH, same, to_value

LINE = CurvesView(line="at")


@dataclass(frozen=True, kw_only=True)
class Lines(Bound):
    rate: Annotated[float, LogRangeField(1e-3, 10.0), Display] = 0.1
    step: Annotated[int, RangeField(0, 8), Display] = 5


def test_that_a_click_on_a_bar_moves_nothing(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BarsView(drag="row"), BARS)
    bench.click(to_value(bench, 0, 2))
    assert bench.changes == []


def test_that_a_bar_can_be_dragged_beyond_the_scale_up_to_the_bounds_of_the_field(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BarsView(drag="row"), BARS)
    top = to_value(bench, 1, 7.5)
    bench.drag(top, to_value(bench, 1, 9), top - QPointF(0, 9000))
    assert same(bench.changes, [SetCell("row", 0, 1, 9.0), SetCell("row", 0, 1, 50.0)])


def test_that_the_scale_stands_still_while_a_bar_is_dragged(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BarsView(drag="row"), BARS)

    def redraw(change: Change) -> None:  # the record follows, and with it the scale
        bench.panel.show_records({"": replace(BARS, heights=np.array(bench.settings.row))})

    bench.panel.edited.connect(redraw)
    place = to_value(bench, 0, 20)
    bench.drag(to_value(bench, 0, 3), place, place + QPointF(1, 0), place + QPointF(2, 0))
    assert bench.settings.row[0][0] == pytest.approx(20, abs=0.1)
    assert len(bench.changes) == 1


def test_that_heights_are_rounded_to_three_figures(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BarsView(drag="row"), BARS)
    bench.drag(to_value(bench, 0, 3), to_value(bench, 0, 3.3333))
    (change,) = bench.changes
    assert isinstance(change, SetCell)
    assert change.number == float(f"{change.number:.3g}")


def test_that_bars_that_lie_are_dragged_to_the_side(qtbot: QtBot) -> None:
    names = tuple(f"a rather long name of a bar, number {i}" for i in range(3))
    bench = Bench(qtbot, BarsView(drag="row"), Bars(names, ("height",), np.array(Bound().row)))
    layout = bench.panel.layout_now
    assert layout.lying
    at = bench.place(bench.panel.bar_at, 0)
    assert bench.shape_at(at) is Qt.CursorShape.SizeHorCursor
    bench.drag(at, QPointF(layout.along(6), at.y()))
    assert same(bench.changes, [SetCell("row", 0, 0, 6.0)])


def test_that_a_bar_is_chosen_and_dragged_by_the_same_press(qtbot: QtBot) -> None:
    bench = Bench(qtbot, BarsView(choose="index", drag="row"), BARS)
    bench.drag(to_value(bench, 2, 1), to_value(bench, 2, 4))
    assert same(bench.changes, [SetValue("index", 2), SetCell("row", 0, 2, 4.0)])
    bench.type(Key.Key_Left, Key.Key_Down)
    assert same(bench.changes[2:], [SetValue("index", 1), SetCell("row", 0, 1, 7.9)])


def test_that_with_shift_a_key_changes_a_number_ten_times_as_much(qtbot: QtBot) -> None:
    bench = Bench(qtbot, GraphView(weights="row"), GRAPH)
    bench.type(Key.Key_Down, modifier=Shift)
    assert bench.settings.row[0] == (3.0, 8.0, 2.0)


def test_that_an_edge_is_chosen_and_its_weight_dragged_by_the_same_press(qtbot: QtBot) -> None:
    bench = Bench(qtbot, GraphView(choose_edge="index", choose_node="other", weights="row"), GRAPH)
    at = bench.place(bench.panel.edge_at, ("c", "d"))
    bench.drag(at, at + QPointF(0, 100))
    assert bench.changes == [SetValue("index", 2), SetCell("row", 0, 2, 1.0)]
    bench.type(Key.Key_Comma, Key.Key_Up, Key.Key_Right)
    assert bench.changes[2:] == [SetValue("index", 1), SetCell("row", 0, 1, 8.1), SetValue("other", 1)]


def test_that_what_is_added_to_a_weight_is_dragged_and_taken_back(qtbot: QtBot) -> None:
    bench = Bench(qtbot, GraphView(weights="added"), GRAPH)
    at = bench.place(bench.panel.edge_at, ("b", "c"))
    bench.drag(at, at - QPointF(0, 25), at - QPointF(0, 9000), at)
    assert bench.changes == [SetEntry("added", 1, 0.25), SetEntry("added", 1, 50.0), SetEntry("added", 1, 0.0)]
    assert bench.settings.added == ()
    bench.type(Key.Key_Period, Key.Key_Up)
    assert bench.settings.added == ((2, 0.1),)


def test_that_a_weight_that_is_dragged_is_told_in_the_header_until_it_is_let_go(qtbot: QtBot) -> None:
    bench = Bench(qtbot, GraphView(weights="added"), GRAPH)
    at = bench.place(bench.panel.edge_at, ("b", "c"))
    widget, place = under(bench.panel, bench.seen(at))
    told = bench.panel.readout(at)
    assert "weight" in told
    assert bench.panel.header_value() == ""
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.mouseMove(widget, place + QPoint(60, -80))
    assert bench.panel.header_value() == bench.panel.readout(QPointF(20, 60)) == told
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place + QPoint(60, -80))
    assert bench.panel.header_value() == ""


def test_that_the_line_is_drawn_where_the_setting_says(qtbot: QtBot) -> None:
    bench = Bench(qtbot, LINE, CURVE)
    at = bench.seen(bench.point(5, 9))
    accent = Theme.named("light").accent
    assert color(bench.panel, at.x(), at.y()) == accent
    bench.panel.show_settings(Bound(at=8.0))
    assert color(bench.panel, at.x(), at.y()) != accent


def test_that_a_press_beside_the_line_takes_hold_of_nothing(qtbot: QtBot) -> None:
    bench = Bench(qtbot, LINE, CURVE)
    start = bench.point(5, 3) + QPointF(10, 0)
    bench.drag(start, start + QPointF(90, 0))
    assert bench.changes == []


def test_that_the_line_stays_within_the_bounds_of_its_field(qtbot: QtBot) -> None:
    bench = Bench(qtbot, LINE, CURVE)
    bench.drag(bench.point(5, 3), bench.point(10, 3), bench.point(0, 3) - QPointF(500, 0))
    assert same(bench.changes, [SetValue("at", 9.0), SetValue("at", 0.0)])


def test_that_a_line_over_a_whole_number_moves_by_whole_numbers(qtbot: QtBot) -> None:
    bench = Bench(qtbot, CurvesView(line="step"), CURVE, Lines())
    bench.drag(bench.point(5, 3), bench.point(6.7, 3))
    bench.type(Key.Key_Right, Key.Key_Right, Key.Key_Left)
    assert bench.changes == [SetValue("step", 7), SetValue("step", 8), SetValue("step", 7)]
    assert all(type(change.new) is int for change in bench.changes if isinstance(change, SetValue))


@pytest.mark.parametrize("log_x", [False, True])
def test_that_a_logarithmic_field_moves_by_a_share_of_its_decades(qtbot: QtBot, log_x: bool) -> None:
    x = np.logspace(-4, 2, 50)
    bench = Bench(qtbot, CurvesView(line="rate"), Curves(x, {"f": x}, "rate", log_x=log_x), Lines())
    bench.type(Key.Key_Right, modifier=Shift)
    rate: Any = bench.settings
    assert rate.rate == pytest.approx(0.1 * 10**0.4, rel=1e-3)
    if log_x:
        bench.drag(bench.point(rate.rate, 1), bench.point(1.0, 1))
        assert bench.changes[-1] == SetValue("rate", pytest.approx(1.0, rel=0.03))
