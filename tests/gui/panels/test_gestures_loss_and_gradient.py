"""What a lecturer does with the mouse in the experiments on loss and gradient."""

import pytest
from pytestqt.qtbot import QtBot

from core.settings import SetValue
from tests.gui.panels.test_gestures_backpropagation import bench_of


def test_that_a_click_sets_where_the_lines_begin(qtbot: QtBot) -> None:
    bench, _ = bench_of(qtbot, "batch-size", "Quick", "path", 64, "batch of 64")
    bench.click(bench.point(1.0, -1.0))
    (change,) = bench.changes
    assert isinstance(change, SetValue)
    assert change.path == "start"
    assert change.new == pytest.approx((1.0, -1.0), abs=0.05)


def test_that_a_click_sets_where_the_walk_to_the_saddle_begins(qtbot: QtBot) -> None:
    bench, _ = bench_of(qtbot, "saddle-point", "Quick", "paths", 5, "GD")
    bench.click(bench.point(2.0, 0.5))
    (change,) = bench.changes
    assert isinstance(change, SetValue)
    assert change.path == "start"
    assert change.new == pytest.approx((2.0, 0.5), abs=0.05)
