"""Bands behind the lines of a panel: how far they come, what they are smoothed with, and what the axes make of them."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from core.run.frame import Frame
from core.run.seeds import Log, SeedRun, Seeds
from core.run.series import Series
from core.run.session import Event
from core.run.tick import DIVERGED, NOTHING, Key, Lane
from core.run.views import CurvesView, View
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel
from gui.plotting.seed_bands import SeedBand, outline

LIGHT = Theme.named("light")
LOSS = Key("loss", "SGD")


def run(seed: int, values: list[float], events: tuple[Event, ...] = ()) -> SeedRun:
    return SeedRun(seed, len(values) - 1, {LOSS: Log(np.arange(len(values)), np.array(values))}, events)


def seeds(*runs: SeedRun) -> Seeds:
    return Seeds(runs, max(run.step for run in runs), len(runs))


THREE = seeds(*(run(i, [10.0 + i + step / 100 for step in range(101)]) for i in range(3)))


def frame(
    step: int, settled: bool = True, lane: Lane | None = None, finished: bool = False, epoch: float = 1.0
) -> Frame:
    series = Series()
    for i in range((lane.step if lane else step) + 1):
        series.append(i, 11.0 + i / 100)
    lanes = {"SGD": lane} if lane is not None else NOTHING
    return Frame(step, epoch, {LOSS: series}, {}, (), settled, lanes, finished)


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    made = CurvesPanel(View("loss", CurvesView(), title="Loss"), LIGHT)
    qtbot.addWidget(made)
    made.set_variants(("SGD",))
    made.resize(600, 400)
    made.show()
    return made


def band(panel: CurvesPanel) -> SeedBand:
    (found,) = panel._seed_bands
    return found


@pytest.mark.parametrize("first", [True, False])
def test_that_a_band_comes_as_far_as_the_run_whichever_is_shown_first(panel: CurvesPanel, first: bool) -> None:
    if first:
        panel.show_seeds(THREE)
    panel.show_frame(frame(30))
    panel.show_seeds(THREE)
    assert band(panel).x.tolist() == list(range(31))
    assert (band(panel).low[5], band(panel).median[5], band(panel).high[5]) == (10.05, 11.05, 12.05)
    panel.show_frame(frame(60))
    assert band(panel).x[-1] == 60


def test_that_the_end_of_a_band_moves_in_few_steps_while_the_run_goes_on(panel: CurvesPanel) -> None:
    longer = seeds(*(run(i, [1.0 + i] * 641) for i in range(2)))
    panel.show_seeds(longer)
    ends = []
    for step in range(100, 121):
        panel.show_frame(frame(step, settled=False))
        ends.append(band(panel).x[-1])
    assert sorted(set(ends)) == [100, 110, 120]
    panel.show_frame(frame(117))
    assert band(panel).x[-1] == 117


def test_that_a_band_is_made_once_for_each_end(panel: CurvesPanel) -> None:
    panel.show_seeds(THREE)
    panel.show_frame(frame(30))
    before = band(panel)
    panel.redraw()
    assert band(panel) is before


def test_that_a_run_that_has_ended_has_the_whole_band_and_the_axes_hold_it(panel: CurvesPanel) -> None:
    panel.show_seeds(THREE)
    panel.show_frame(frame(30, finished=True))
    assert band(panel).x[-1] == 100
    assert panel.frames[""].plot.x == (0, 100)
    low, high = panel.frames[""].plot.y
    assert low <= 10
    assert high >= 13


@pytest.mark.parametrize(
    ("lane", "epoch", "end"), [(Lane(10, 1.0), 1.0, 10), (Lane(10, 1.0), 4.0, 40), (Lane(0, 0.0), 1.0, 0)]
)
def test_that_a_lane_comes_as_far_as_its_epochs(panel: CurvesPanel, lane: Lane, epoch: float, end: int) -> None:
    panel.show_seeds(THREE)
    panel.show_frame(frame(99, lane=lane, epoch=epoch))
    bands = panel._seed_bands
    assert [one.x[-1] for one in bands] == ([end] if end else [])  # of one point there is no area


def test_that_seeds_are_compared_over_epochs_where_the_lines_are(qtbot: QtBot) -> None:
    panel = CurvesPanel(View("loss", CurvesView(x="epoch"), title="Loss"), LIGHT)
    qtbot.addWidget(panel)
    panel.set_variants(("SGD",))
    panel.show()
    panel.show_seeds(THREE)
    panel.show_frame(frame(40, epoch=4.0))
    assert band(panel).x[[0, -1]].tolist() == [0, 4]


def test_that_one_run_that_diverges_does_not_flatten_the_others(panel: CurvesPanel) -> None:
    lost = run(1, [2.0**step for step in range(30)], (Event(29, LOSS, DIVERGED),))
    panel.show_seeds(seeds(run(0, [11.0] * 61), lost, run(2, [12.0] * 61)))
    panel.show_frame(frame(60))
    assert band(panel).diverged == 1
    assert band(panel).fewest == 2
    assert panel.frames[""].plot.y[1] < 100
    assert panel.says().startswith("SGD: diverged in 1 of 3 · 2 to 3 seeds")


def test_that_the_cursor_reads_the_band(panel: CurvesPanel) -> None:
    panel.show_seeds(THREE)
    panel.show_frame(frame(50))
    reading = panel.read_x(20)
    assert reading is not None
    assert reading.rows[0].text == "SGD 11.2, seeds 10.2 … 12.2"
    assert "seeds 10.5 … 12.5" in panel.describe()


def test_that_the_table_of_a_plot_has_the_band(panel: CurvesPanel) -> None:
    panel.show_seeds(THREE)
    panel.show_frame(frame(50))
    heads, columns = zip(*panel.columns(), strict=True)
    assert heads == ("step", "SGD", "SGD lowest", "SGD median", "SGD highest")
    assert [column[5] for column in columns] == [5, 11.05, 10.05, 11.05, 12.05]


def test_that_raw_lines_make_room_for_the_band_of_smoothed_ones(qtbot: QtBot) -> None:
    panel = CurvesPanel(View("loss", CurvesView(smooth=50), title="Loss"), LIGHT)
    qtbot.addWidget(panel)
    panel.set_variants(("SGD",))
    panel.resize(600, 400)
    panel.show()
    noisy = Series()
    for step in range(101):
        noisy.append(step, 11.0 + (50.0 if step % 20 == 10 else 0.0))
    panel.show_frame(frame(100)._replace(series={LOSS: noisy}))
    assert panel.frames[""].plot.y[1] > 60
    panel.show_seeds(THREE)
    assert panel.frames[""].plot.y[1] < 40
    panel.show_seeds(None)
    assert panel.frames[""].plot.y[1] > 60


def test_that_an_outline_of_few_points_keeps_every_peak() -> None:
    low, high = np.zeros(5001), np.ones(5001)
    low[777], high[3210] = -5.0, 9.0
    style = LIGHT.styles(("SGD",))["SGD"]
    whole = SeedBand("SGD", "SGD", style, np.arange(5001.0), low, (low + high) / 2, high, False, 3, 0)
    x, lows, highs, medians = outline(whole, 400)
    assert len(x) == len(lows) == len(highs) == len(medians) <= 400
    assert (lows.min(), highs.max()) == (-5, 9)
    assert (x[0], x[-1]) == (0, 5000)
