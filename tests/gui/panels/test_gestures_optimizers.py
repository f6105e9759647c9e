"""What a lecturer does with the mouse in the experiments on optimizers."""

import pytest
from pytestqt.qtbot import QtBot

from core.settings import SetValue
from tests.gui.panels.test_gestures_backpropagation import bench_of


def test_that_a_click_sets_where_the_update_begins(qtbot: QtBot) -> None:
    bench, _ = bench_of(qtbot, "update-anatomy", "Quick", "point", 3, "")
    bench.click(bench.point(-4.0, 1.0))
    (change,) = bench.changes
    assert isinstance(change, SetValue)
    assert change.path == "start"
    assert change.new == pytest.approx((-4.0, 1.0), abs=0.1)
