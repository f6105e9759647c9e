"""Plots outlive states, sizes and data that make no sense: they are drawn, read and shown whole again."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.run.views import View
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
