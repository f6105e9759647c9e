"""Curves: which part of the axes is shown, linear and logarithmic, while a run goes on and at rest."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.run.frame import Frame
from core.run.series import Series
from core.run.tick import Key
from core.run.views import CurvesView, View
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel
from tests.gui.panels.curve_cases import falling, frame_of, panel_of, series_of
from tests.gui.panels.drawn import image, words


def test_that_a_logarithmic_axis_leaves_out_what_it_cannot_show(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("gap", CurvesView(log_y=True)))
    panel.take(frame_of({Key("gap"): series_of(np.array([1.0, 0.1, 0.0, -1.0, np.nan, 0.01]))}))
    assert "0.1" in words(panel)
    assert "0.01" in panel.describe()


def test_that_the_axes_double_while_running_and_settle_at_the_data(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"))
    panel.take(frame_of({Key("loss"): falling(0.1)}, settled=False))
    image(panel)
    assert panel._plot is not None
    assert panel._plot.x == (0, 128)
    panel.take(frame_of({Key("loss"): falling(0.1)}, settled=True))
    image(panel)
    assert panel._plot.x == (0, 100)


def test_that_a_new_run_begins_with_axes_of_its_own(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss"))
    long, short = series_of(np.ones(5000)), series_of(np.ones(20))
    for run in ({Key("loss"): long}, {Key("loss"): short}, {Key("loss"): long}, {Key("loss", "SGD"): short}):
        panel.take(frame_of(run, settled=False))
        image(panel)
        assert panel._plot is not None
        assert panel._plot.x == ((0, 8192) if long in run.values() else (0, 64))


def test_that_a_series_that_comes_later_leaves_the_axes_as_they_are(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(also=("test loss",))))
    loss, late = series_of(np.ones(5000)), series_of(np.ones(2))
    panel.take(frame_of({Key("loss"): loss}, settled=False))
    kept = panel._x_range
    panel.take(frame_of({Key("loss"): loss, Key("test loss"): late}, settled=False))
    assert panel._x_range is kept


@pytest.mark.parametrize(
    "values", [[1.0], [0.0, 0.0], [np.nan, np.nan], [1e-12, 1e12], [np.inf, 1.0], [-5e300, 5e300], [1e308, 1e-300]]
)
@pytest.mark.parametrize("log", [False, True])
def test_that_no_values_break_the_picture(qtbot: QtBot, values: list[float], log: bool) -> None:
    panel = panel_of(qtbot, View("loss", CurvesView(log_y=log, smooth=5)))
    for settled in (False, True):
        panel.take(frame_of({Key("loss"): series_of(np.array(values))}, settled=settled))
        image(panel)
    assert panel.describe()


def test_that_a_line_that_leaves_the_axes_is_named_beside_the_title(qtbot: QtBot) -> None:
    steps = [float(i) for i in range(60)]
    calm, wild = Series(), Series()
    for i, step in enumerate(steps):
        calm.append(i, 1.0 + step / 60)
        wild.append(i, 1.0 if i < 58 else 1e6)
    panel = CurvesPanel(View("loss", CurvesView(), title="Loss"), Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(("calm", "wild"))
    panel.resize(600, 300)
    panel.show()
    panel.show_frame(Frame(60, 1.0, {Key("loss", "calm"): calm, Key("loss", "wild"): wild}, {}, (), True))
    assert panel.says() == "wild beyond the axes"
    panel.change_state(hidden=frozenset({"wild"}))
    assert panel.says() == "hidden: wild"
