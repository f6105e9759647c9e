"""The bold line is a trailing, bias-corrected exponential mean: hand-computed, begun anew after gaps, carried on."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from gui.plotting.smoothing import TrailingMean, linear_recurrence


def smoothed(values: list[float] | np.ndarray, smooth: int, every: int = 1) -> np.ndarray:
    return TrailingMean(smooth).over(every * np.arange(len(values)), np.asarray(values, float), 0)


def test_that_the_mean_is_the_one_worked_out_by_hand() -> None:
    # n = 3: β = 1/2. (½·4 + 2) / 1.5 and (¼·4 + ½·2 + 6) / 1.75
    assert_allclose(smoothed([4, 2, 6], 3), [4, 8 / 3, 32 / 7])
    # n = 9: β = 0.8. (0.8·1 + 0) / 1.8
    assert_allclose(smoothed([1, 0], 9), [1, 0.8 / 1.8])


def test_that_it_is_the_recursion_with_its_correction() -> None:
    values = np.random.default_rng(0).normal(size=1000)
    beta, v, expected = 1 - 2 / 31, 0.0, []
    for t, x in enumerate(values, start=1):
        v = beta * v + (1 - beta) * x
        expected.append(v / (1 - beta**t))
    assert_allclose(smoothed(values, 30), expected, atol=1e-13)


def test_that_it_begins_at_the_first_value_exactly() -> None:
    for first in np.random.default_rng(1).normal(size=50):
        assert smoothed([first, 0.0], 30)[0] == first


def test_that_it_knows_nothing_of_what_is_yet_to_come() -> None:
    values = np.random.default_rng(2).normal(size=200)
    other = np.concatenate([values[:100], 50 + values[100:]])
    assert_allclose(smoothed(values, 30)[:100], smoothed(other, 30)[:100], atol=1e-13)


@pytest.mark.parametrize("smooth", [2, 30, 100])
def test_that_it_lags_behind_a_straight_line_like_the_plain_mean_of_as_many_values(smooth: int) -> None:
    values = np.arange(3000.0)
    assert_allclose(values[-1] - smoothed(values, smooth)[-1], (smooth - 1) / 2, rtol=1e-9)


@pytest.mark.parametrize("gap", [np.nan, np.inf, -np.inf])
def test_that_it_begins_anew_behind_a_gap(gap: float) -> None:
    with np.errstate(invalid="raise", divide="raise"):
        assert_allclose(smoothed([4, 2, gap, gap, 7, 1], 3), [4, 8 / 3, np.nan, np.nan, 7, (3.5 + 1) / 1.5])
        assert np.isnan(smoothed([gap, gap], 3)).all()


def test_that_constant_and_huge_values_stay_what_they_are() -> None:
    assert_allclose(smoothed(np.full(500, 0.3), 30), 0.3, rtol=1e-14)
    assert np.isfinite(smoothed([1e308, -1e308, 1e308], 30)).all()


def test_that_values_of_every_fourth_step_count_less_the_more_steps_lie_between() -> None:
    # n = 3: β = 1/2, and four steps between two values: β⁴ = 1/16
    assert_allclose(
        smoothed([4, 2, 6], 3, every=4), [4, (4 / 16 + 2) / (17 / 16), (4 / 256 + 2 / 16 + 6) / (273 / 256)]
    )


@pytest.mark.parametrize("pieces", [[1] * 60, [7, 20, 33], [59, 1], [60]])
def test_that_it_goes_on_where_it_was_left(pieces: list[int]) -> None:
    steps, values = np.arange(60), np.random.default_rng(3).normal(size=60)
    values[20:23] = np.nan
    mean, found, at = TrailingMean(10), [], 0
    for piece in pieces:
        mean.over(steps[at:], values[at:], 0)  # a look ahead, of which nothing is kept
        found.append(mean.over(steps[at : at + piece], values[at : at + piece], piece))
        at += piece
    assert_allclose(np.concatenate(found), smoothed(values, 10), atol=1e-13)


def test_that_a_recurrence_is_the_loop_that_it_stands_for() -> None:
    for n in (0, 1, 2, 3, 10, 99, 100, 101):
        decay, added = np.random.default_rng(n).uniform(0, 1, (2, n))
        a, expected = 2.0, []
        for d, b in zip(decay, added, strict=True):
            a = d * a + b
            expected.append(a)
        assert_allclose(linear_recurrence(decay, added, 2.0), expected, atol=1e-13)
    given = np.ones(4)
    linear_recurrence(given, given, 0.0)
    assert_array_equal(given, 1.0)
