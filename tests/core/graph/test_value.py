"""Gradients of the graph against central differences, hand-computed numbers and shapes."""

from collections.abc import Callable

import numpy as np
import pytest

from core.array import Array
from core.graph import operations as op
from core.graph.value import Value

Build = Callable[[Value, Value], Value]

SMOOTH: dict[str, Build] = {
    "sum": lambda a, b: a + b,
    "difference": lambda a, b: a - b,
    "product": lambda a, b: a * b,
    "quotient": lambda a, b: a / b,
    "negative": lambda a, b: -a * b,
    "square": lambda a, b: (a + b) ** 2,
    "root": lambda a, b: (a * b) ** 0.5,
    "exp": lambda a, b: (a * b).exp(),
    "log": lambda a, b: (a + b * b).log(),
    "relu of positive numbers": lambda a, b: (b - a).relu(),
    "relu of negative numbers": lambda a, b: (a - b).relu() + a,
    "sigmoid": lambda a, b: (a * b).sigmoid(),
    "tanh": lambda a, b: (a - b).tanh(),
    "sum over rows": lambda a, b: (a * b).sum(axis=0),
    "plain numbers on the left": lambda a, b: (1 - a) * (2 / b) + 3 * a + (1 + b),
    "a value used three times": lambda a, b: a * a * b + a.exp(),
    "an array on the left": lambda a, b: np.array([1.0, 2.0, 3.0]) * a + b,
}


def differences(build: Build, a: Array, b: Array, h: float = 1e-6) -> tuple[Array, Array]:
    """Central differences of the sum of the result, for both inputs."""

    def total(x: Array, y: Array) -> float:
        return float(build(Value(x), Value(y)).sum().data)

    slopes = []
    for which in range(2):
        slope = np.zeros_like((a, b)[which])
        for at in np.ndindex(slope.shape):
            up, down = [a.copy(), b.copy()], [a.copy(), b.copy()]
            up[which][at] += h
            down[which][at] -= h
            slope[at] = (total(*up) - total(*down)) / (2 * h)
        slopes.append(slope)
    return slopes[0], slopes[1]


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize(("shape_a", "shape_b"), [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1), (1, 3)), ((2, 3), ())])
def test_that_every_gradient_equals_its_central_difference(
    name: str, shape_a: tuple[int, ...], shape_b: tuple[int, ...]
) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.uniform(0.5, 2, shape_a), rng.uniform(2.2, 3, shape_b)
    x, y = Value(a, "a"), Value(b, "b")
    SMOOTH[name](x, y).sum().backward()
    for grad, slope in zip((x.grad, y.grad), differences(SMOOTH[name], a, b), strict=True):
        assert grad.shape == slope.shape
        np.testing.assert_allclose(grad, slope, rtol=1e-6, atol=1e-7)


def test_that_a_matrix_product_sends_back_products_with_the_transposed() -> None:
    rng = np.random.default_rng(0)
    x, W = Value(rng.normal(size=(4, 3))), Value(rng.normal(size=(3, 2)))
    (x @ W).sum().backward()
    np.testing.assert_allclose(x.grad, np.ones((4, 2)) @ W.data.T)
    np.testing.assert_allclose(W.grad, x.data.T @ np.ones((4, 2)))


def test_that_a_matrix_product_refuses_vectors_in_words() -> None:
    with pytest.raises(ValueError, match=r"two matrices, not shapes \(3,\) and \(3, 2\)"):
        Value(np.ones(3)) @ Value(np.ones((3, 2)))


def test_that_a_matrix_product_names_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match=r"takes \(m, n\) and \(n, p\), not shapes \(2, 3\) and \(2, 3\)"):
        Value(np.ones((2, 3))) @ Value(np.ones((2, 3)))


@pytest.mark.parametrize("name", [name for name in SMOOTH if name not in ("sum over rows", "an array on the left")])
def test_that_every_gradient_of_plain_numbers_equals_its_central_difference(name: str) -> None:
    a, b = np.array(1.3), np.array(2.6)
    x, y = Value(1.3), Value(2.6)
    SMOOTH[name](x, y).backward()
    for grad, slope in zip((x.grad, y.grad), differences(SMOOTH[name], a, b), strict=True):
        assert grad.shape == ()
        assert float(grad) == pytest.approx(float(slope), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_that_a_sum_hands_its_gradient_to_every_term(axis: int | None) -> None:
    x = Value(np.arange(6.0).reshape(2, 3))
    (x.sum(axis) ** 2).sum().backward()
    np.testing.assert_allclose(x.grad, 2 * np.broadcast_to(x.data.sum(axis, keepdims=True), (2, 3)))


@pytest.mark.parametrize(
    ("operation", "inputs", "text"),
    [
        (op.Multiply(), ("2", "100"), "2 × 100"),
        (op.Exp(), ("3",), "exp(3)"),
        (op.Power(2.0), ("x",), "x²"),
        (op.Power(3.0), ("x",), "x^3"),
    ],
)
def test_that_an_operation_can_be_written(operation: op.Operation, inputs: tuple[str, ...], text: str) -> None:
    assert operation.written(*inputs) == text


def test_that_gradients_of_a_shared_value_add_up() -> None:
    x = Value(3.0)
    y = x * x + x
    y.backward()
    assert x.grad == 7.0


def test_that_walking_back_twice_does_not_add_up() -> None:
    x = Value(3.0)
    y = x * x
    y.backward()
    y.backward()
    assert x.grad == 6.0


def test_that_relu_sends_nothing_at_its_kink() -> None:
    x = Value([-1.0, 0.0, 2.0])
    x.relu().sum().backward()
    np.testing.assert_array_equal(x.grad, [0, 0, 1])


def test_that_the_sigmoid_neither_overflows_nor_warns() -> None:
    np.testing.assert_array_equal(Value([-1000.0, 0.0, 1000.0]).sigmoid().data, [0, 0.5, 1])


def test_that_a_power_with_a_value_as_exponent_says_what_to_write() -> None:
    with pytest.raises(TypeError, match="plain number"):
        Value(2.0) ** Value(3.0)  # type: ignore[operator]


def test_that_a_one_sample_sigmoid_net_gives_the_numbers_worked_out_by_hand() -> None:
    """The 2-2-2 net of the course: i (.05, .10), targets (.01, .99), E = ½Σ(t − o)²."""
    i = Value([[0.05, 0.10]])
    hidden_weights, output_weights = Value([[0.15, 0.25], [0.20, 0.30]]), Value([[0.40, 0.50], [0.45, 0.55]])
    out = ((i @ hidden_weights + 0.35).sigmoid() @ output_weights + 0.60).sigmoid()
    loss = ((out - np.array([[0.01, 0.99]])) ** 2).sum() * 0.5
    loss.backward()
    assert float(loss.data) == pytest.approx(0.298371109, abs=5e-10)
    assert output_weights.grad[0, 0] == pytest.approx(0.082167041, abs=5e-10)
    assert 0.40 - 0.5 * output_weights.grad[0, 0] == pytest.approx(0.35891648, abs=5e-9)
    assert 0.15 - 0.5 * hidden_weights.grad[0, 0] == pytest.approx(0.14978072, abs=5e-9)


def test_that_the_power_0_has_no_slope_anywhere() -> None:
    x = Value([-1.0, 0.0, 2.0])
    y = x**0
    y.sum().backward()
    np.testing.assert_array_equal(y.data, 1)
    np.testing.assert_array_equal(x.grad, 0)


@pytest.mark.parametrize("exponent", [np.int64(2), np.float32(2), 2, 2.0, True + 1])
def test_that_numpy_s_numbers_are_exponents(exponent: float) -> None:
    x = Value(3.0)
    (x**exponent).backward()
    assert x.grad == 6


def test_that_the_package_offers_what_its_docstring_uses() -> None:
    from core import graph

    assert graph.Value is Value
    assert graph.order(graph.Value(1.0) + 2)[-1].data == 3
