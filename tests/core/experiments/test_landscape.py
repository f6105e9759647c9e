"""The ground that optimizers walk on: only heights that are there, within bounds that can be drawn."""

import numpy as np
import pytest

from core.experiments.shared.landscape import HEIGHT_GRID, LARGEST, TYPED, Landscape, landscape


def typed(formula: str) -> Landscape:
    return landscape(TYPED, formula, 1.0, 0.0, 5.0, None)


def test_that_where_a_formula_has_no_value_the_records_have_none() -> None:
    ground = typed("sqrt(x) + y^2")
    for values in (ground.contours.values, ground.heights.values):
        x = np.linspace(-5, 5, values.shape[1])
        assert np.isnan(values[:, x < 0]).all()
        assert np.isfinite(values[:, x > 0]).all()
    assert ground.lowest == 0
    assert ground.heights.limits[1] <= np.sqrt(5) + 25
    assert all(0 < level < 30 for level in ground.contours.levels)
    np.testing.assert_array_equal(np.isnan(ground.height(np.array([-1.0, 1.0]), np.zeros(2))), [True, False])


def test_that_an_infinite_value_is_none() -> None:
    ground = typed("1/x^2")
    assert not np.isinf(ground.contours.values).any()
    assert np.isnan(ground.height(np.zeros(1), np.ones(1))).all()


@pytest.mark.parametrize("formula", ["1e308*x", "4e307*x", "1e307*sin(x)", "-exp(exp(x^2))", "1e300*(x^2 + y^2)"])
def test_that_heights_and_their_differences_are_numbers(formula: str) -> None:
    ground = typed(formula)
    for values in (ground.contours.values, ground.heights.values):
        there = values[np.isfinite(values)]
        assert (np.abs(there) <= LARGEST).all()
    low, high = ground.heights.limits
    assert np.isfinite(8 * (high - low))
    assert np.isfinite(ground.contours.levels).all()


def test_that_heights_are_f_itself_and_only_their_limits_are_cut() -> None:
    ground = landscape("Rosenbrock", "", 1.0, 0.0, 5.0, None)
    heights = ground.heights
    x, y = np.linspace(*heights.x, HEIGHT_GRID), np.linspace(*heights.y, HEIGHT_GRID)
    np.testing.assert_allclose(heights.values, (1 - x) ** 2 + 100 * (y[:, None] - x**2) ** 2)
    assert heights.limits[1] == ground.ceiling < heights.values.max()


@pytest.mark.parametrize("name", ["valley", "Rastrigin"])
def test_that_nothing_is_cut_where_the_ceiling_is_the_highest_value(name: str) -> None:
    ground = landscape(name, "", 1.0, 0.0, 5.0, None)
    assert ground.heights.values.max() <= ground.ceiling


@pytest.mark.parametrize("formula", ["0", "7", "100000", "-1e12", "1e300", "1e16 + sin(x)", "sin(x)^2 + cos(x)^2"])
def test_that_a_constant_has_no_contours_and_lies_half_way_up(formula: str) -> None:
    ground = typed(formula)
    low, high = ground.heights.limits
    assert high - low > 1e-3 * max(abs(low), abs(high))
    height = (ground.heights.values[0, 0] - low) / (high - low)
    assert height == pytest.approx(0.5, abs=1e-6)
    assert ground.contours.levels == ()


@pytest.mark.parametrize("formula", ["0/0", "log(-1 - x^2)", "1e305 + x"])
def test_that_a_formula_without_any_value_still_gives_records(formula: str) -> None:
    ground = typed(formula)
    assert np.isnan(ground.heights.values).all()
    assert ground.contours.levels == ()
    assert np.isnan(ground.lowest)
    assert ground.heights.describe() == "f without a value"
    assert ground.contours.describe() == "no contours"
    low, high = ground.heights.limits
    assert low < high
