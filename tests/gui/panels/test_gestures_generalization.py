"""What a lecturer does with the mouse in the experiments on normalization and generalization."""

from pytestqt.qtbot import QtBot

from core.records import Bars
from core.settings import SetValue
from tests.gui.panels.test_gestures_backpropagation import bench_of


def test_that_a_click_on_a_mean_chooses_the_neuron_that_is_looked_into(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "batch-norm-inside", "Quick", "means", 3)
    assert isinstance(record, Bars)
    bench.click(bench.place(bench.panel.bar_at, 4))
    assert bench.changes == [SetValue("neuron", 4)]
