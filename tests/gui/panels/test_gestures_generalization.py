"""What a lecturer does with the mouse in the experiments on normalization and generalization."""

import pytest
from pytestqt.qtbot import QtBot

from core.records import Bars, Plane, PointsMark, Table
from core.settings import SetValue
from tests.gui.panels.test_gestures_backpropagation import bench_of


def test_that_a_click_on_a_mean_chooses_the_neuron_that_is_looked_into(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "batch-norm-inside", "Quick", "means", 3)
    assert isinstance(record, Bars)
    bench.click(bench.place(bench.panel.bar_at, 4))
    assert bench.changes == [SetValue("neuron", 4)]


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
