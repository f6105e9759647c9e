"""A line is reduced to what can be seen without losing a peak, and dashes are cut where they belong."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from core.run.series import Series
from gui.look.theme import VariantStyle
from gui.plotting.lines import MOST_ROWS, course, groups, line_of_series, outline
from gui.plotting.strokes import cut

STYLE = VariantStyle("#000000")


def series_of(values: np.ndarray) -> Series:
    series = Series()
    for step, value in enumerate(values):
        series.append(step, float(value))
    return series


def test_that_a_short_line_is_drawn_point_by_point() -> None:
    values = np.sin(np.arange(50.0))
    x, y = outline(line_of_series("", STYLE, series_of(values)), 2000)
    assert_array_equal(x, np.arange(50))
    assert_array_equal(y, values)


def test_that_a_long_line_keeps_its_peaks_and_its_end_in_few_points() -> None:
    values = np.random.default_rng(0).normal(size=20_000)
    values[12_345] = 50
    line = line_of_series("", STYLE, series_of(values))
    x, y = outline(line, 1000)
    assert len(line.x) <= MOST_ROWS
    assert len(x) <= 1000
    assert (y.max(), y.min()) == (50, values.min())
    assert x[-1] == 19_999


def test_that_groups_do_not_shift_as_rows_are_added() -> None:
    few, many = groups(9_000, 4096), groups(9_001, 4096)
    assert_array_equal(few[0], many[0][: len(few[0])])


def test_that_a_long_line_begins_where_the_run_began() -> None:
    values = np.random.default_rng(0).normal(size=20_000)
    line = line_of_series("", STYLE, series_of(values), smooth=30)
    assert (line.x[0], line.y[0], line.smooth[0]) == (0, values[0], values[0])
    x, y = course(line, 500)
    assert (x[0], y[0]) == (0, values[0])


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 7, 8, 9, 1000])
@pytest.mark.parametrize("most", [1, 2, 3, 8, 300])
def test_that_groups_are_every_row_once_and_no_more_than_asked_for(rows: int, most: int) -> None:
    starts, ends = groups(rows, most)
    assert len(starts) <= max(most, 2)
    assert [row for a, b in zip(starts, ends, strict=True) for row in range(a, b + 1)] == list(range(rows))


def test_that_the_bold_line_is_the_trailing_mean_at_the_steps_it_is_drawn_at() -> None:
    values = np.random.default_rng(1).normal(size=10_000)
    line = line_of_series("", STYLE, series_of(values), smooth=100)
    x, y = course(line, 500)
    weights = (1 - 2 / 101) ** np.arange(10_000.0)[::-1]
    expected = [np.average(values[: step + 1], weights=weights[-step - 1 :]) for step in x]
    assert_allclose(y, expected, atol=1e-9)


def test_that_the_end_of_a_line_is_its_last_drawable_point() -> None:
    line = line_of_series("", STYLE, series_of(np.array([2.0, 1.0, 0.0, np.nan])))
    assert line.end(log=False) == (2.0, 0.0)
    assert line.end(log=True) == (1.0, 1.0)


def test_that_the_nearest_row_is_read_off() -> None:
    line = line_of_series("", STYLE, series_of(np.arange(10.0)))
    assert [line.row_at(x) for x in (-5, 2.4, 2.6, 99)] == [0, 2, 3, 9]


def test_that_dashes_run_on_across_corners() -> None:
    x, y = cut(np.array([0.0, 6.0, 6.0]), np.array([0.0, 0.0, 6.0]), (4.0, 1.0))
    assert_allclose(x, [0, 4, 5, 6, 6, 6, 6, 6])
    assert_allclose(y, [0, 0, 0, 0, 0, 3, 4, 6])


def test_that_a_gap_in_the_data_stays_a_gap_between_dashes() -> None:
    x, _ = cut(np.array([0.0, 2.0, np.nan, 8.0, 10.0]), np.zeros(5), (100.0, 1.0))
    assert_allclose(x, [0, 2, 8, 10])


def test_that_a_line_may_rest_where_a_dash_begins() -> None:
    end, dashes = 162.37625207391983, (2.144098180005717, 4.350951902951075)  # a rounding error beyond 25 of both
    x, y = cut(np.array([0.0, end, end]), np.zeros(3), dashes)
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    assert x.max() <= end


@pytest.mark.parametrize("overhang", [0.0, 2.0])
def test_that_dashes_cover_their_share_of_the_line(overhang: float) -> None:
    t = np.linspace(0, 20, 500)
    px, py = 40 * t, 100 * np.sin(t)
    x, y = cut(px, py, (10.0, 5.0), overhang)
    drawn = np.hypot(x[1::2] - x[0::2], y[1::2] - y[0::2]).sum()
    whole = np.hypot(np.diff(px), np.diff(py)).sum()
    assert drawn / whole == pytest.approx((10 - overhang) / 15, rel=0.02)
