"""The slope by two passes, and what it finds."""

import math

import numpy as np
import pytest

from core import nn
from core.nn.gradient_check import gradient_check, numerical_gradient, relative_error
from core.random import stream


def sine_error(h: float, central: bool) -> float:
    slope = numerical_gradient(lambda x: math.sin(x[0]), np.array([1.0]), h, central)[0]
    return abs(float(slope) - math.cos(1))


def test_that_errors_are_the_textbook_s() -> None:
    for h, error in ((1e-1, 9.0e-4), (1e-2, 9.0e-6), (1e-3, 9.0e-8)):
        assert sine_error(h, central=True) == pytest.approx(error, rel=0.01)
        assert sine_error(h, central=False) == pytest.approx(h * math.sin(1) / 2, rel=0.05)


def test_that_the_slope_of_a_parabola_is_the_textbook_s() -> None:
    for x, slope in ((5.0, 0.2), (10.0, 0.3)):
        found = numerical_gradient(lambda x: float(0.01 * x[0] ** 2 + 0.1 * x[0]), np.array([x]))
        assert found[0] == pytest.approx(slope, rel=1e-9)


def test_that_a_gradient_costs_two_passes_a_number_or_one_and_one_more() -> None:
    for central, passes in ((True, 12), (False, 7)):
        seen: list[nn.Array] = []

        def total(x: nn.Array, seen: list[nn.Array] = seen) -> float:
            seen.append(x.copy())
            return float(x.sum())

        numerical_gradient(total, np.zeros((2, 3)), 1e-3, central)
        assert len(seen) == passes


def test_that_whole_numbers_have_a_slope() -> None:
    found = numerical_gradient(lambda x: float((x**2).sum()), np.array([[1, 2], [3, 4]]))
    np.testing.assert_allclose(found, [[2, 4], [6, 8]], rtol=1e-9)


def test_that_a_distance_below_the_floor_is_small() -> None:
    rounding, nothing = np.array([1e-17]), np.zeros(1)
    assert relative_error(rounding, nothing) == 1
    assert relative_error(rounding, nothing, floor=1e-3) == 1e-14
    assert relative_error(np.ones(1), 2 * np.ones(1), floor=1e-3) == 0.5


def test_that_the_point_is_only_read() -> None:
    x = np.ones(3)
    x.flags.writeable = False
    np.testing.assert_allclose(numerical_gradient(lambda x: float(x @ x), x), 2, rtol=1e-9)


def test_that_relative_errors_are_of_whole_arrays() -> None:
    assert relative_error(np.array([1e6, 1e-9]), np.array([1e6, 2e-9])) < 1e-14
    assert relative_error(np.zeros(3), np.zeros(3)) == 0
    assert relative_error(np.array([3.0, 4.0]), np.zeros(2)) == 1


class Wrong(nn.Tanh):
    """Its slope forgets the square."""

    def df(self, dy: nn.Array, dx: nn.Array) -> nn.Array:
        return np.multiply(dy, 1 - self.y, dx)


X, T = stream(0, "x").normal(size=(6, 3)), np.array([0, 1, 0, 1, 1, 0])


def network(activation: nn.Layer) -> nn.Network:
    layers = [nn.Linear(3, 4), nn.BatchNorm(4), activation, nn.Dropout(0.3, stream(0, "dropout")), nn.Linear(4, 2)]
    return nn.Network(layers, rng=stream(0, "init"), dtype="float64")


def test_that_a_planted_bug_is_caught_where_it_is() -> None:
    right, wrong = (gradient_check(network(kind()), nn.CrossEntropy(), X, T) for kind in (nn.Tanh, Wrong))
    after = {"3 Linear.W", "3 Linear.b"}
    assert "x" in right
    assert max(right.values()) < 1e-7
    assert max(wrong[name] for name in after) < 1e-7
    # the bias before a batch norm has no slope: what backward leaves of it is rounding
    assert min(wrong[name] for name in set(wrong) - after - {"1 Linear.b"}) > 1e-2


def test_that_symbols_have_no_slope() -> None:
    net = nn.Network([nn.Embedding(3, 2), nn.Flatten()], rng=stream(0, "init"), dtype="float64")
    errors = gradient_check(net, nn.CrossEntropy(), np.array([[0, 2], [1, 1]]), np.array([3, 0]))
    assert set(errors) == {"1 Embedding.W"}
    assert errors["1 Embedding.W"] < 1e-7


def test_that_a_check_leaves_no_trace() -> None:
    checked, untouched = network(nn.Tanh()), network(nn.Tanh())
    for net in (checked, untouched):
        net.forward(X, training=True)
        net.backward(np.ones((6, 2)))
    gradient_check(checked, nn.CrossEntropy(), X, T)
    np.testing.assert_array_equal(checked.values, untouched.values)
    np.testing.assert_array_equal(checked.grads, untouched.grads)
    for name, array in untouched.state().items():
        np.testing.assert_array_equal(checked.state()[name], array)
    np.testing.assert_array_equal(checked.forward(X, training=True), untouched.forward(X, training=True))
