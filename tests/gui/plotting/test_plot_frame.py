"""One pair of axes: where it stands, what it shows, and what the mouse may do to it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.array import Interval
from gui.plotting.axes import Plot
from gui.plotting.canvas import Canvas
from gui.plotting.plot_frame import AXIS, DEEPEST, FARTHEST, PlotAxis, PlotFrame, PlotSpec, PlotView, sound

FRAME = QRectF(60, 20, 300, 200)


@pytest.fixture
def frame(qtbot: QtBot) -> PlotFrame:
    parent = QWidget()
    qtbot.addWidget(parent)
    canvas = Canvas(parent)
    canvas.resize(400, 260)
    made = PlotFrame(canvas)
    made.canvas_parent = parent  # type: ignore[attr-defined]  # it must live as long
    return made


def spec(x: Interval = (0.0, 10.0), y: Interval = (0.0, 1.0), log: bool = False, **how: object) -> PlotSpec:
    return PlotSpec("", Plot(FRAME, x, y, log_y=log), **how)  # type: ignore[arg-type]


def test_that_it_shows_the_whole_or_what_was_zoomed_to(frame: PlotFrame) -> None:
    frame.place(spec(), None, None)
    assert frame.ranges == ((0.0, 10.0), (0.0, 1.0))
    frame.place(spec(), (2.0, 3.0), None)
    assert (frame.plot.x, frame.plot.y, frame.ranges) == ((2.0, 3.0), (0.0, 1.0), ((2.0, 3.0), (0.0, 1.0)))


def test_that_plots_of_different_scales_are_zoomed_in_a_unit_of_their_own(frame: PlotFrame) -> None:
    frame.place(spec(y=(0.0, 0.4), y_unit=0.4), None, (0.25, 0.5))
    assert frame.plot.y == pytest.approx((0.1, 0.2))
    assert frame.ranges[1] == pytest.approx((0.25, 0.5))


def test_that_a_logarithmic_axis_is_zoomed_in_powers(frame: PlotFrame) -> None:
    frame.place(spec(y=(1e-4, 1.0), log=True), None, (1e-3, 1e-1))
    assert frame.view.viewRange()[1] == pytest.approx([-3, -1])
    assert frame.ranges[1] == pytest.approx((1e-3, 1e-1))


def test_that_the_mouse_moves_an_axis_beside_and_below(frame: PlotFrame) -> None:
    frame.place(spec(), None, None)
    below, beside = (axis.geometry() for axis in frame.axes)
    assert below == QRectF(FRAME.left(), FRAME.bottom(), FRAME.width(), AXIS)
    assert beside == QRectF(FRAME.left() - AXIS, FRAME.top(), AXIS, FRAME.height())


@pytest.mark.parametrize(("times", "expected"), [(1e-12, DEEPEST), (1e12, FARTHEST)])
def test_that_zooming_has_ends(frame: PlotFrame, times: float, expected: float) -> None:
    frame.place(spec(), None, None)
    frame.view.scaleBy((times, times))
    x, y = frame.ranges
    assert (x[1] - x[0]) / 10 == pytest.approx(expected, rel=1e-6)
    assert y[1] - y[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("locked", [False, True])
def test_that_at_its_ends_zooming_does_nothing_wherever_the_mouse_is(frame: PlotFrame, locked: bool) -> None:
    frame.place(spec(locked=locked), None, None)
    for times, way in ((1.5, 40), (1 / 1.5, 80)):
        for _ in range(way):
            frame.view.scaleBy((times, times), (9.0, 0.1))
        at_the_end = frame.ranges
        frame.view.scaleBy((times, times), (2.0, 0.9))
        np.testing.assert_allclose(frame.ranges, at_the_end, rtol=1e-9)


@pytest.mark.parametrize("locked", [False, True])
def test_that_axes_that_zoom_alike_end_together_and_one_alone_goes_on(frame: PlotFrame, locked: bool) -> None:
    frame.place(spec(locked=locked), None, (0.0, 10.0))  # of which 20 may be seen
    frame.view.scaleBy((5.0, 5.0), (0.0, 0.0))
    np.testing.assert_allclose(frame.ranges, ((0.0, 20.0), (0.0, 20.0)))
    if not locked:
        frame.view.scaleBy((2.0, 1.0), (0.0, 0.0))
        np.testing.assert_allclose(frame.ranges, ((0.0, 40.0), (0.0, 20.0)))


def test_that_beyond_its_margins_an_axis_is_not_moved(frame: PlotFrame) -> None:
    frame.place(spec(margin_x=0.5), None, None)
    for _ in range(9):
        frame.view.scaleBy((2.0, 1.0), (10.0, 0.5))
    assert frame.ranges[0] == pytest.approx((-5.0, 15.0))
    frame.view.scaleBy((0.5, 1.0), (5.0, 0.5))
    frame.view.translateBy(x=-100.0)
    assert frame.ranges[0] == pytest.approx((-5.0, 5.0))


def test_that_what_another_run_was_zoomed_to_is_shown_as_it_is(frame: PlotFrame) -> None:
    frame.place(spec(), (0.0, 1e5), None)  # this one has come to step 10
    assert frame.ranges[0] == frame.plot.x == (0.0, 1e5)


def test_that_what_is_fixed_is_not_moved(frame: PlotFrame) -> None:
    frame.place(spec(fixed_y=True), None, None)
    assert frame.view.mouseEnabled() == [True, False]


@pytest.mark.parametrize(
    ("span", "log"),
    [
        (None, False),
        ((1.0, 1.0), False),
        ((2.0, 1.0), False),
        ((0.0, 1.0), True),
        ((-1.0, 1.0), True),
        ((1e9, float(np.nextafter(1e9, 2e9))), False),
        ((1e9, float(np.nextafter(1e9, 2e9))), True),
        ((1e-310, 2e-310), False),
    ],
)
def test_that_a_range_that_an_axis_cannot_have_is_none(span: Interval | None, log: bool) -> None:
    assert sound(span, log) is None


@pytest.mark.parametrize(("span", "log"), [((-1.0, 1.0), False), ((1e-9, 1e9), True), ((1e6, 1e6 + 1e-3), False)])
def test_that_every_other_range_is_taken(span: Interval, log: bool) -> None:
    assert sound(span, log) == span


def test_that_in_a_grid_an_axis_takes_nothing_of_the_plot_beside_it(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    canvas = Canvas(parent)
    canvas.resize(400, 260)
    left, right = PlotFrame(canvas), PlotFrame(canvas)
    for one, x in ((left, 20.0), (right, 180.0)):
        one.place(PlotSpec("", Plot(QRectF(x, 20, 150, 200), (0, 1), (0, 1))), None, None)
    on_top = canvas.scene().items(QPointF(165, 100))  # on the left plot, where the right one has its axis
    mice = [item for item in on_top if isinstance(item, PlotView | PlotAxis)]
    assert mice == [left.view, right.axes[1]]
