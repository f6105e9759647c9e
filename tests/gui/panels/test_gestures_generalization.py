"""What a lecturer does with the mouse in the experiments on normalization and generalization."""

import pytest
from pytestqt.qtbot import QtBot

from core.records import Bars, CurvesGrid, ImageGrid, Matrix, Plane, PointsMark, Table
from core.settings import SetValue
from tests.gui.panels.test_gestures_backpropagation import bench_of


def test_that_a_click_on_a_mean_chooses_the_neuron_that_is_looked_into(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "batch-norm-inside", "Quick", "means", 3)
    assert isinstance(record, Bars)
    bench.click(bench.place(bench.panel.bar_at, 4))
    assert bench.changes == [SetValue("neuron", 4)]


def test_that_a_click_on_a_plot_of_the_sweep_chooses_its_spread(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "batch-norm", "Quick", "grid", 1)
    assert isinstance(record, CurvesGrid)
    bench.click(bench.place(bench.panel.plot_at, 4))
    assert bench.changes == [SetValue("chosen", 4)]


@pytest.mark.parametrize("channel", ["test map", "training map", "gap map"])
def test_that_a_click_on_a_cell_of_each_map_chooses_its_network(qtbot: QtBot, channel: str) -> None:
    bench, record = bench_of(qtbot, "overfitting", "Quick", channel, 0)
    assert isinstance(record, Matrix)
    bench.click(bench.place(bench.panel.cell_at, ("", 0, 1, 3)))
    assert bench.changes == [SetValue("chosen", 8)]


def test_that_a_click_on_a_disputed_digit_chooses_it_through_both_groups(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "ensemble", "Quick", "digits", 15)
    assert isinstance(record, ImageGrid)
    bench.click(bench.place(bench.panel.image_at, (1, 2)))
    assert bench.changes == [SetValue("chosen", len(record.groups[0]) + 2)]


@pytest.mark.parametrize("channel", ["trials", "over rate", "over decay"])
def test_that_a_click_on_a_point_chooses_the_trial(qtbot: QtBot, channel: str) -> None:
    bench, record = bench_of(qtbot, "hyperparameter-search", "Quick", channel, 5)
    assert isinstance(record, Plane)
    dots = next(mark for mark in record.layers if isinstance(mark, PointsMark))
    bench.click(bench.point(float(dots.x[3]), float(dots.y[3])))
    assert bench.changes == [SetValue("chosen", 3)]


def test_that_a_click_on_a_row_chooses_the_trial(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "hyperparameter-search", "Quick", "best", 5)
    assert isinstance(record, Table)
    bench.click(bench.place(bench.panel.row_at, ("", 2)))
    assert bench.changes == [SetValue("chosen", 2)]
