"""Plots outlive states, sizes and data that make no sense: they are drawn, read and shown whole again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Axes, Bars, Curves, FieldMark, Histograms, ImageGrid, Plane, Record, Ridge
from core.run.views import (
    BarsView,
    CurvesView,
    HistogramsView,
    ImageGridView,
    PlaneView,
    RidgeView,
    View,
    ViewOptions,
)
from gui.look.theme import Theme
from gui.panels import PANELS, make_panel
from gui.panels.plot_panel import PlotPanel
from gui.view_state import FARTHEST, MOST_SMOOTH, PlotState
from tests.contracts.panel_cases import CASES, LAST, Case
from tests.gui.panels.drawn import image

STATES = {
    "far beyond the data": PlotState(x=(1e5, 2e5), y=(1e5, 2e5)),
    "far below it": PlotState(x=(-1e300, -1e299), y=(-1e300, -1e299)),
    "everything": PlotState(x=(-FARTHEST, FARTHEST), y=(-FARTHEST, FARTHEST)),
    "deep": PlotState(x=(0.5, 0.5 + 1e-12), y=(0.5, 0.5 + 1e-12)),
    "below one float": PlotState(x=(1e9, np.nextafter(1e9, 2e9)), y=(1e-310, 2e-310)),
    "logarithms of nothing": PlotState(x=(-5.0, 5.0), y=(-5.0, 0.0), log_x=True, log_y=True),
    "linear": PlotState(log_x=False, log_y=False),
    "smooth": PlotState(smooth=MOST_SMOOTH),
    "not smoothed": PlotState(smooth=0),
    "names that do not exist": PlotState(hidden=frozenset({"nobody", ""})),
    "nothing left": PlotState(hidden=frozenset({"SGD", "Adam", "f", "theory", "measured", "(n + 1) h"})),
}
PLOTS = [case for case in CASES if issubclass(PANELS[type(case.view.options)], PlotPanel)]


def plot_of(qtbot: QtBot, view: View, size: tuple[int, int] = (500, 350)) -> PlotPanel:
    panel = make_panel(view, Theme.named("light"))
    assert isinstance(panel, PlotPanel)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def look_everywhere(panel: PlotPanel) -> None:
    image(panel)
    for x in range(-10, 520, 75):
        for y in range(-10, 360, 60):
            panel.readout(QPointF(x, y))
            panel.point_at(QPointF(x, y))
    for x in (-1e300, 0.0, 1.0, 1e300):
        panel.read_x(x)
    panel.point_at(None)
    panel.columns()


@pytest.mark.parametrize("case", PLOTS, ids=lambda case: case.name)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_that_no_state_is_too_much_for_a_plot(qtbot: QtBot, case: Case, state: PlotState) -> None:
    panel = plot_of(qtbot, case.view)
    panel.set_variants(case.variants)
    panel.show_frame(case.frame(LAST, settled=True))
    before = image(panel)
    panel.set_state(state)
    look_everywhere(panel)
    panel.show_frame(case.frame(60, settled=False))
    image(panel)
    panel.reset_state()
    panel.show_frame(case.frame(LAST, settled=True))
    assert panel.state == PlotState()
    assert image(panel) == before


@pytest.mark.parametrize("size", [(1, 1), (3, 3000), (60, 60), (160, 120)])
@pytest.mark.parametrize("case", PLOTS, ids=lambda case: case.name)
def test_that_no_size_is_too_small(qtbot: QtBot, case: Case, size: tuple[int, int]) -> None:
    panel = plot_of(qtbot, case.view)
    panel.set_variants(case.variants)
    panel.setMinimumSize(1, 1)
    panel.resize(*size)
    panel.show_frame(case.frame(LAST, settled=True))
    image(panel)
    panel.zoom_by(0.5, 0.1, 0.1)
    panel.resize(500, 350)
    panel.show_all()
    fresh = plot_of(qtbot, case.view)
    fresh.set_variants(case.variants)
    fresh.show_frame(case.frame(LAST, settled=True))
    assert image(panel) == image(fresh)


@pytest.mark.parametrize("case", PLOTS, ids=lambda case: case.name)
def test_that_without_data_there_is_nothing_to_zoom_read_or_copy(qtbot: QtBot, case: Case) -> None:
    panel = plot_of(qtbot, case.view)
    panel.zoom_by(0.5)
    panel.toggle_log_x()
    panel.point_at(QPointF(200, 200))
    panel.point_at_x(3.0)
    assert panel.readout(QPointF(200, 200)) == ""
    assert not panel.state.zoomed
    assert panel.hint() == ""


def numbers(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)


def ridge_of(values: np.ndarray) -> Ridge:
    return Ridge(("a",), np.linspace(-1, 1, 5), np.arange(len(values)), values)


NOTHING = numbers(np.nan, np.inf, -np.inf)
DATA: dict[str, tuple[ViewOptions, Record]] = {
    "one point": (CurvesView(), Curves(numbers(3.0), {"f": numbers(2.0)})),
    "not a number": (CurvesView(), Curves(np.arange(3.0), {"f": NOTHING})),
    "nothing positive": (CurvesView(log_x=True, log_y=True), Curves(np.arange(-3.0, 0.0), {"f": -np.arange(3.0)})),
    "huge": (CurvesView(), Curves(np.arange(3.0), {"f": numbers(1e308, -1e308, 0.0)})),
    "tiny": (CurvesView(), Curves(1e-300 * np.arange(3.0), {"f": 1e-300 * np.arange(3.0)})),
    "one picture, all alike": (ImageGridView(), ImageGrid(("a",), (np.zeros((1, 1, 1)),), ((0.0, 0.0),))),
    "pictures of nothing": (ImageGridView(), ImageGrid(("a",), (np.full((1, 2, 2), np.nan),), ((0.0, 1.0),))),
    "one bar of 0": (BarsView(), Bars(("a",), ("h",), numbers(0.0)[None])),
    "bars of nothing": (BarsView(), Bars(("a", "b", "c"), ("h",), NOTHING[None])),
    "no values in the bins": (HistogramsView(), Histograms.of({"a": numbers(9.0)}, np.linspace(-1, 1, 5))),
    "one moment": (RidgeView(), ridge_of(np.ones((1, 1, 4)))),
    "moments of nothing": (RidgeView(), ridge_of(np.zeros((3, 1, 4)))),
}


@pytest.mark.parametrize(("options", "record"), DATA.values(), ids=DATA)
def test_that_data_that_can_hardly_be_shown_can_be_zoomed_and_read(
    qtbot: QtBot, options: ViewOptions, record: Record
) -> None:
    panel = plot_of(qtbot, View("data", options))
    for settled in (False, True):
        panel.settled = settled
        panel.show_records({"": record})
        before = image(panel)
        look_everywhere(panel)
        for _ in range(40):
            panel.zoom_by(0.5)
        look_everywhere(panel)
        panel.zoom_by(1e6)
        panel.zoom_by(1.0, 1.0, -1.0)
        panel.toggle_log_x()
        panel.toggle_log_y()
        look_everywhere(panel)
        panel.reset_state()
        assert image(panel) == before


def test_that_a_line_stands_where_it_does_however_deep_it_is_looked_at(qtbot: QtBot) -> None:
    panel = plot_of(qtbot, View("line"))
    panel.show_records({"": Curves(numbers(0.0, 1e6), {"": numbers(0.0, 1e6)})})
    panel.set_state(PlotState(x=(4e5 - 1, 4e5 + 1), y=(4e5 - 1, 4e5 + 1)))
    frame = next(iter(panel.frames.values())).plot.frame
    picture, ground = image(panel), panel.theme.panel
    places = [frame.topLeft() + QPointF(share * frame.width(), (1 - share) * frame.height()) for share in (0.33, 0.73)]
    assert all(picture.pixelColor(at.toPoint()).name() != ground for at in places)


def test_that_a_field_is_read_where_it_is_however_deep_it_is_looked_at(qtbot: QtBot) -> None:
    values = np.add.outer(np.zeros(101), np.arange(101.0))
    plane = Plane(Axes((0.0, 100.0), (0.0, 100.0)), (FieldMark(values, (0, 100), (0, 100), (0, 100), label="f"),))
    panel = plot_of(qtbot, View("field", PlaneView()))
    panel.show_records({"": plane})
    whole = image(panel)
    at = next(iter(panel.frames.values())).plot.point(80, 50)
    wanted = whole.pixelColor(at.toPoint())
    panel.set_state(PlotState(x=(79.9, 80.1), y=(49.9, 50.1)))
    assert panel.readout(next(iter(panel.frames.values())).plot.frame.center()).endswith("f 80")
    found = image(panel).pixelColor(next(iter(panel.frames.values())).plot.frame.center().toPoint())
    assert all(abs(a - b) <= 3 for a, b in zip(found.getRgb(), wanted.getRgb(), strict=True))
