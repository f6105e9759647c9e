"""Activations: textbook values, kinks, extremes."""

import math

import numpy as np
import pytest

from core import nn


def at(layer: nn.Layer, *x: float) -> list[float]:
    return list(layer.forward(np.array([x], float))[0])


def slope(layer: nn.Layer, *x: float) -> list[float]:
    layer.forward(np.array([x], float), training=True)
    return list(layer.backward(np.ones((1, len(x))))[0])


def test_that_the_sigmoid_has_the_textbook_values() -> None:
    assert at(nn.Sigmoid(), 1, 2) == pytest.approx([0.731, 0.880], abs=0.0015)
    assert slope(nn.Sigmoid(), 0) == [0.25]


def test_that_tanh_is_a_stretched_sigmoid() -> None:
    z = np.linspace(-4, 4, 9)
    np.testing.assert_allclose(at(nn.Tanh(), *z), 2 * np.array(at(nn.Sigmoid(), *2 * z)) - 1, atol=1e-15)


def test_that_the_textbook_value_holds_at_a_kink() -> None:
    assert slope(nn.ReLU(), 0) == [0]
    assert at(nn.Step(), 0) == [1]
    assert slope(nn.HardTanh(), -1, 1) == [1, 1]
    assert slope(nn.LeakyReLU(0.1), 0) == [0.1]


def test_that_softsign_has_the_slope_that_is_often_misprinted() -> None:
    assert slope(nn.Softsign(), -3, 1) == [1 / 16, 1 / 4]


def test_that_values_on_a_line_are_those_of_the_formulas() -> None:
    assert at(nn.LeakyReLU(0.1), -2, 3) == pytest.approx([-0.2, 3])
    assert at(nn.HardTanh(), -2, 0.5, 2) == [-1, 0.5, 1]
    assert at(nn.ELU(2), -1, 1) == pytest.approx([2 * (math.exp(-1) - 1), 1])
    assert at(nn.GELU(), -1, 2) == pytest.approx([-0.158655253931457, 1.954499736103642], abs=1e-13)
    assert at(nn.SiLU(), 1) == pytest.approx([1 / (1 + math.exp(-1))])
    assert at(nn.Softplus(), 0) == pytest.approx([math.log(2)])
    assert at(nn.Softmax(), 0, 0, math.log(2)) == pytest.approx([0.25, 0.25, 0.5])


@pytest.mark.parametrize(
    "kind", [nn.Sigmoid, nn.Tanh, nn.ELU, nn.GELU, nn.SiLU, nn.Softplus, nn.Softmax, nn.LogSoftmax]
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_a_thousand_neither_overflows_nor_warns(kind: type[nn.Layer], dtype: type) -> None:
    layer = kind()
    x = np.array([[-1000, -100, 0, 100, 1000]], dtype)
    assert np.isfinite(layer.forward(x, training=True)).all()
    assert np.isfinite(layer.backward(np.ones_like(x))).all()


def test_that_a_nan_is_not_hidden() -> None:
    for kind in (nn.Step, nn.ReLU, nn.LeakyReLU, nn.ELU, nn.GELU, nn.Sigmoid, nn.Tanh, nn.HardTanh):
        assert np.isnan(kind().forward(np.array([[np.nan]]))).all()


@pytest.mark.parametrize(("dtype", "error"), [(np.float32, 1e-6), (np.float64, 1e-13)])
def test_that_gelu_is_exact_far_below_0(dtype: type, error: float) -> None:
    x = np.array([[-12, -9, -6, -5, -3, -1, -0.1]], dtype)
    y = [v * math.erfc(-v / math.sqrt(2)) / 2 for v in x[0].tolist()]
    slopes = [
        math.erfc(-v / math.sqrt(2)) / 2 + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi) for v in x[0].tolist()
    ]
    layer = nn.GELU()
    np.testing.assert_allclose(layer.forward(x, training=True)[0], y, rtol=error)
    np.testing.assert_allclose(layer.backward(np.ones_like(x))[0], slopes, rtol=100 * error)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_that_gelu_ends_in_0_and_in_x(dtype: type) -> None:
    layer, x = nn.GELU(), np.array([[-1e4, -60, 60, 1e4]], dtype)
    np.testing.assert_array_equal(layer.forward(x, training=True), [[0, 0, 60, 1e4]])
    np.testing.assert_array_equal(layer.backward(np.ones_like(x)), [[0, 0, 1, 1]])
    assert np.isfinite(layer.forward(np.array([[-np.finfo(dtype).max, np.finfo(dtype).max]], dtype))).all()
