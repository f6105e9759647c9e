"""What a lecturer does with the mouse in the experiments on backpropagation."""

from __future__ import annotations

from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.records import Bars, Matrices
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetCell, SetValue
from tests.gui.panels.bench import Bench
from tests.gui.panels.gesture_cases import enter


def bench_of(qtbot: QtBot, id: str, preset: str, channel: str, step: int = 0, variant: str = "") -> tuple[Bench, Any]:
    """A panel of the experiment as it stands at a step, and the record in it."""
    experiment = catalog()[id]
    chosen = experiment.preset(preset)
    session = Session(experiment, chosen.settings, Library(), preset=chosen)
    session.run_to(step)
    record = session.record(Key(channel, variant))
    assert record is not None
    settings: Any = chosen.settings
    made = Bench(qtbot, experiment.view(channel).options, record, settings)
    made.panel.activateWindow()
    return made, record


@pytest.mark.parametrize(("title", "changes"), [("W1", [SetCell("w1", 0, 1, 5.0)]), ("T", None), ("Z1", [])])
def test_that_a_given_number_of_the_board_is_typed_anew_and_a_computed_one_is_not(
    qtbot: QtBot, title: str, changes: list[SetCell] | None
) -> None:
    bench, record = bench_of(qtbot, "backprop-by-hand", "Book", "board", 3)
    assert isinstance(record, Matrices)
    index = [matrix.title for matrix in record.matrices].index(title)
    column = 0 if title == "T" else 1
    bench.click(bench.place(bench.panel.cell_at, ("", index, 0, column)))
    if changes != []:
        enter(bench, "5")
    assert bench.changes == ([SetCell("t", 0, 0, 5.0)] if changes is None else changes)


def test_that_a_click_on_a_bar_of_the_gradient_check_chooses_its_array(qtbot: QtBot) -> None:
    bench, record = bench_of(qtbot, "gradient-check", "Quick", "errors")
    assert isinstance(record, Bars)
    bench.click(bench.place(bench.panel.bar_at, 3))
    assert bench.changes == [SetValue("array", 3)]


def test_that_h_is_dragged_along_the_errors(qtbot: QtBot) -> None:
    bench, _ = bench_of(qtbot, "gradient-check", "Quick", "over h")
    plot = bench.panel._plot
    bench.drag(plot.point(1e-5, 1e-3), plot.point(1e-2, 1e-3))
    (change, *_) = bench.changes[-1:]
    assert isinstance(change, SetValue)
    assert change.path == "h"
    assert 5e-3 < change.new < 2e-2
