"""Points of a plane: set, added, dragged, removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from core.records import Axes, Plane
from core.run.views import PlaneView
from core.settings import AddPoint, MovePoint, RemovePoint, SetValue
from tests.gui.panels.bench import Bench, Bound, Key, Left, Plain, Right, Shift
from tests.gui.panels.drawn import image
from tests.gui.panels.gesture_cases import PLANE, same

POINTS = PlaneView(points="points")


def test_that_a_drag_moves_the_point_of_the_list_on_which_it_began(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    bench.drag(bench.point(5, 0) + QPointF(3, -3), bench.point(4, 1), bench.point(3, 2))
    assert same(bench.changes, [MovePoint("points", 1, (4.0, 1.0)), MovePoint("points", 1, (3.0, 2.0))])


def test_that_a_point_is_added_on_empty_ground_and_can_be_dragged_on_at_once(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    bench.click(bench.point(0, 2))
    bench.drag(bench.point(0, 2), bench.point(1, 3))
    assert same(bench.changes, [AddPoint("points", (0.0, 2.0)), MovePoint("points", 2, (1.0, 3.0))])
    assert len(bench.settings.points) == 3


def test_that_a_drag_ends_at_the_axes(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    bench.drag(bench.point(5, 0), bench.point(5, 0) + QPointF(3000, -3000))
    assert bench.settings.points[1] == (10.0, 5.0)


@pytest.mark.parametrize(("button", "modifier"), [(Right, Plain), (Left, Shift)])
def test_that_the_right_button_removes_a_point_and_does_nothing_elsewhere(
    qtbot: QtBot, button: Qt.MouseButton, modifier: Qt.KeyboardModifier
) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    bench.click(bench.point(0, 0), button, modifier)
    bench.click(bench.point(-5, 0), button, modifier)
    assert bench.changes == [RemovePoint("points", 0)]


def test_that_keys_go_from_point_to_point_add_and_remove(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    bench.type(Key.Key_Period, Key.Key_Period, Key.Key_Insert)
    assert isinstance(bench.changes[-1], AddPoint)
    assert 5 < bench.settings.points[2][0] < 7
    bench.type(Key.Key_Up)
    assert bench.settings.points[2][1] == pytest.approx(0.1, abs=0.02)
    bench.type(Key.Key_Comma, Key.Key_Delete)
    assert bench.changes[-1] == RemovePoint("points", 1)
    bench.type(Key.Key_Delete, Key.Key_Delete, Key.Key_Delete)
    assert bench.settings.points == ()
    bench.type(Key.Key_Insert)
    assert bench.settings.points == ((0.0, 0.0),)


def test_that_with_shift_an_arrow_moves_a_point_ten_times_as_far(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE)
    bench.type(Key.Key_Left, modifier=Shift)
    bench.type(Key.Key_Down, modifier=Shift)
    assert bench.settings.point == (-2.0, -1.0)


def test_that_on_a_logarithmic_axis_a_key_moves_by_a_share_of_the_decades(qtbot: QtBot) -> None:
    plane = Plane(Axes((0.01, 100.0), (-5.0, 5.0), log_x=True), ())
    bench = Bench(qtbot, PlaneView(point="point"), plane, Bound(point=(1.0, 0.0)))
    bench.type(Key.Key_Right, modifier=Shift)
    assert bench.settings.point == (pytest.approx(10**0.4, rel=1e-3), 0.0)


def test_that_a_drag_sets_a_point_at_every_move_and_nothing_where_it_stays(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE, Bound(point=(2.0, 1.0)))
    there = bench.point(3, 1)
    bench.drag(bench.point(2, 1), bench.point(2.5, 1), there, there, there)
    assert len(bench.changes) == 2


def test_that_a_drag_from_empty_ground_moves_the_plot_and_edits_nothing(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE, Bound(point=(2.0, 1.0)))
    start, end = bench.point(-4, -2), bench.point(-2, -1)
    bench.drag(start, (start + end) / 2, end)
    assert bench.changes == []
    x, y = bench.panel.state.x, bench.panel.state.y
    assert x == (pytest.approx(-12, abs=0.1), pytest.approx(8, abs=0.1))
    assert y == (pytest.approx(-6, abs=0.1), pytest.approx(4, abs=0.1))


def test_that_beside_a_list_the_point_must_be_taken_hold_of(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point", points="points"), PLANE, Bound(point=(0.0, 3.0)))
    bench.click(bench.point(2, 2))
    assert same(bench.changes, [AddPoint("points", (2.0, 2.0))])
    bench.drag(bench.point(0, 3), bench.point(0, 4))
    assert same(bench.changes[1:], [SetValue("point", (0.0, 4.0))])


def test_that_a_point_too_many_is_refused_with_a_sentence_and_nothing_breaks(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    for x in (-2.0, 0.0, 2.0):
        bench.click(bench.point(x, 3))
    assert len(bench.settings.points) == 4
    (sentence,) = bench.refused
    assert sentence.startswith("points must be at most 4 points")


def test_that_the_shape_of_the_mouse_tells_a_point_from_empty_ground(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    for at, shape in (
        (bench.point(5, 0), Qt.CursorShape.SizeAllCursor),
        (bench.point(0, 0), Qt.CursorShape.CrossCursor),
    ):
        assert bench.shape_at(at) is shape


def test_that_only_with_the_focus_a_ring_shows_what_the_keys_act_on(qtbot: QtBot) -> None:
    bench = Bench(qtbot, POINTS, PLANE)
    qtbot.waitExposed(bench.panel)
    bench.panel.clearFocus()
    plain = image(bench.panel)
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(bench.panel.hasFocus)
    first = image(bench.panel)
    assert first != plain
    bench.type(Key.Key_Period)
    assert image(bench.panel) not in (first, plain)
    bench.type(Key.Key_Escape)
    assert not bench.panel.hasFocus()
    assert image(bench.panel) == plain
