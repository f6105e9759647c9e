"""A race over two factors is tables, plots of every cell, and maps."""

from __future__ import annotations

import numpy as np
import pytest

from core.run.tick import Key, OverTime, Tick, Ticks
from core.training.sweep import Sweep, cell

GRID = Key("grid")


def lane(row: str, column: int, closed: list[str] | None = None) -> Ticks:
    """`column` updates; the loss 100 + step and every second step an accuracy."""
    try:
        for step in range(column + 1):
            yield None
            scalars = {Key("loss"): 100.0 + step}
            if step % 2 == 0:
                scalars |= {Key("training"): 0.5 + step / 10, Key("test"): 0.4 + (row == "b") / 10}
            yield Tick(step, total=column, scalars=scalars)
    finally:
        if closed is not None:
            closed.append(cell(row, column))


def swept(*channels: str) -> tuple[Sweep, list[Tick]]:
    made = Sweep(("a", "b"), (1, 4), channels, "row", "column", "share", (0.0, 1.0))
    run = made.run(lane, {GRID: OverTime(made.curves), Key("map"): lambda: made.map(channels[0])})
    return made, [tick for tick in run if tick is not None]


def filled(ticks: list[Tick]) -> tuple[np.ndarray, np.ndarray]:
    there = [tick for tick in ticks if GRID in tick.samples]
    return np.array([tick.step for tick in there]), np.stack([tick.samples[GRID] for tick in there])


def test_that_a_sweep_keeps_the_newest_figure_of_every_cell() -> None:
    made, ticks = swept("loss")
    np.testing.assert_array_equal(made.newest, [[[101, 104], [101, 104]]])
    assert Key("loss", cell("b", 4)) in ticks[-1].scalars
    assert len(ticks) == 5


def test_that_there_are_samples_where_a_channel_is_measured() -> None:
    _, ticks = swept("training", "test")
    steps, samples = filled(ticks)
    assert steps.tolist() == [0, 2, 4]
    assert samples.shape == (3, 2, 2, 2)
    np.testing.assert_allclose(samples[0, 1], [[0.4, 0.4], [0.5, 0.5]])
    np.testing.assert_allclose(samples[2, 0], [[np.nan, 0.9], [np.nan, 0.9]])  # column 1 has ended


def test_that_every_cell_has_a_plot_with_a_line_for_every_channel() -> None:
    made, ticks = swept("training", "test")
    grid = made.curves(*filled(ticks))
    assert grid.columns == 2
    assert grid.titles == ("row a · column 1", "row a · column 4", "row b · column 1", "row b · column 4")
    short, long = grid.cells[2], grid.cells[3]
    assert short is not None
    assert long is not None
    assert short.x.tolist() == [0]  # where a cell ends its lines end
    assert long.x.tolist() == [0, 2, 4]
    np.testing.assert_allclose(long.lines["training"], [0.5, 0.7, 0.9])
    np.testing.assert_allclose(long.lines["test"], [0.5, 0.5, 0.5])
    assert (grid.y_range, long.y_label) == ((0.0, 1.0), "share")


def test_that_a_plot_whose_figures_have_not_come_is_empty() -> None:
    made, _ = swept("loss")
    samples = np.full((2, 1, 2, 2), np.nan)
    samples[1, 0, 0, 1] = 7
    assert [plot is not None for plot in made.curves(np.array([0, 1]), samples).cells] == [False, True, False, False]


def test_that_the_rows_may_be_the_lines_of_a_plot_for_every_column() -> None:
    made, ticks = swept("training", "test")
    grid = made.curves_by_row("test", across=1)(*filled(ticks))
    assert (grid.titles, grid.columns) == (("column 1", "column 4"), 1)
    last = grid.cells[1]
    assert last is not None
    np.testing.assert_allclose(last.lines["row a"], [0.4, 0.4, 0.4])
    np.testing.assert_allclose(last.lines["row b"], [0.5, 0.5, 0.5])


def test_that_a_map_shows_the_present_and_what_is_missing() -> None:
    made = Sweep(("a", "b"), (1, 4), ("loss",), "row", "column", y_range=(0.0, 1.0))
    assert np.asarray(made.map("loss").blank).all()
    made.newest[0, 1, 0] = 0.5
    record = made.map("loss")
    assert record.values[1, 0] == 0.5
    np.testing.assert_array_equal(np.asarray(record.blank, bool), [[True, True], [False, True]])
    assert (record.row_names, record.column_names, record.limits) == (("a", "b"), ("1", "4"), (0.0, 1.0))


def test_that_a_map_may_show_the_gap_between_two_channels() -> None:
    made, ticks = swept("training", "test")
    gap = made.map("training", minus="test")
    np.testing.assert_allclose(gap.values, [[0.1, 0.5], [0.0, 0.4]], atol=1e-12)
    assert gap.signed
    shown = ticks[-1].views[Key("map")]
    assert not isinstance(shown, OverTime)
    assert shown().describe() == made.map("training").describe()


def test_that_a_sweep_ends_after_its_total_and_says_how_far_it_goes() -> None:
    closed: list[str] = []
    run = Sweep(("a",), (3, 9), ("loss",), total=2).run(lambda row, column: lane(row, column, closed))
    assert [(tick.step, tick.total) for tick in run if tick is not None] == [(0, 2), (1, 2), (2, 2)]
    assert closed == [cell("a", 3), cell("a", 9)]


@pytest.mark.parametrize("advanced", [1, 9])
def test_that_closing_a_sweep_closes_every_run(advanced: int) -> None:
    closed: list[str] = []
    run = Sweep(("a",), (3, 4), ("loss",)).run(lambda row, column: lane(row, column, closed))
    for _ in range(advanced):
        next(run)
    run.close()
    assert closed == [cell("a", 3), cell("a", 4)][: 1 if advanced == 1 else 2]
