"""Losses: numbers from the textbook, finite differences, extremes."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from core import nn
from core.nn.gradient_check import numerical_gradient, relative_error

RNG = np.random.default_rng(5)
SCORES = RNG.normal(size=(4, 3))
NUMBERS = RNG.normal(size=(4, 3))
SHARES = np.array([[0.2, 0.5, 0.3], [1, 0, 0], [0, 0, 1], [0.1, 0.1, 0.8]])
CLASSES = np.array([0, 2, 1, 1])

CASES: list[tuple[str, Callable[[], nn.Loss], nn.Array, nn.Array]] = [
    ("MSE", nn.MSE, SCORES, NUMBERS),
    ("MSE sum", lambda: nn.MSE("sum"), SCORES, NUMBERS),
    ("MSE half", lambda: nn.MSE("half"), SCORES, NUMBERS),
    ("MAE", nn.MAE, SCORES, NUMBERS),
    ("MAE sum", lambda: nn.MAE("sum"), SCORES, NUMBERS),
    ("SmoothL1", nn.SmoothL1, 2 * SCORES, NUMBERS),
    ("SmoothL1 β sum", lambda: nn.SmoothL1(0.3, "sum"), SCORES, NUMBERS),
    ("BCE", nn.BinaryCrossEntropy, SCORES, SHARES),
    ("BCE sum", lambda: nn.BinaryCrossEntropy(reduction="sum"), SCORES, SHARES),
    ("BCE of probabilities", lambda: nn.BinaryCrossEntropy(probabilities=True), SHARES[::-1] * 0.8 + 0.1, SHARES),
    ("cross entropy", nn.CrossEntropy, SCORES, CLASSES),
    ("cross entropy sum", lambda: nn.CrossEntropy(reduction="sum"), SCORES, CLASSES),
    ("cross entropy of shares", nn.CrossEntropy, SCORES, SHARES),
    ("cross entropy smoothed", lambda: nn.CrossEntropy(0.1), SCORES, CLASSES),
    ("cross entropy on sequences", nn.CrossEntropy, SCORES.reshape(2, 2, 3), CLASSES.reshape(2, 2)),
    ("NLL", nn.NegativeLogLikelihood, SCORES, CLASSES),
    ("NLL smoothed sum", lambda: nn.NegativeLogLikelihood(0.2, "sum"), SCORES, CLASSES),
]

every_loss = pytest.mark.parametrize(("make", "scores", "targets"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])


def test_that_every_public_loss_has_a_case() -> None:
    public = [getattr(nn, name) for name in nn.__all__]
    losses = {kind for kind in public if isinstance(kind, type) and issubclass(kind, nn.Loss)} - {nn.Loss}
    assert losses == {type(make()) for _, make, _, _ in CASES}


@every_loss
def test_that_the_gradient_is_that_of_the_loss(
    make: Callable[[], nn.Loss], scores: nn.Array, targets: nn.Array
) -> None:
    scores, targets = scores.copy(), targets.copy()
    scores.flags.writeable = targets.flags.writeable = False
    loss = make()
    loss.forward(scores, targets)
    numeric = numerical_gradient(lambda y: make().forward(y, targets), scores)
    assert relative_error(loss.backward(), numeric) < 1e-7


@every_loss
def test_that_float32_gives_float32(make: Callable[[], nn.Loss], scores: nn.Array, targets: nn.Array) -> None:
    small, large = make(), make()
    expected = large.forward(scores, targets)
    assert small.forward(scores.astype(np.float32), targets) == pytest.approx(expected, rel=1e-5)
    assert small.backward().dtype == np.float32
    np.testing.assert_allclose(small.backward(), large.backward(), rtol=1e-4, atol=1e-6)


def test_that_binary_cross_entropy_has_the_textbook_values() -> None:
    one = np.array([[1.0]])
    loss = nn.BinaryCrossEntropy(probabilities=True)
    assert loss.forward(np.array([[0.6]]), one) == pytest.approx(-math.log(0.6)) == pytest.approx(0.51, abs=0.005)
    assert loss.forward(np.array([[0.1]]), one) == pytest.approx(2.30, abs=0.005)


def test_that_softmax_with_loss_has_the_textbook_gradient() -> None:
    loss = nn.CrossEntropy()
    loss.forward(np.log([[0.3, 0.2, 0.5]]), np.array([[0, 1, 0]]))
    np.testing.assert_allclose(loss.backward(), [[0.3, -0.8, 0.5]], atol=1e-15)


def test_that_the_gradient_of_half_the_squares_is_the_difference() -> None:
    loss = nn.MSE("half")
    assert loss.forward(np.array([[3.0, 1.0]]), np.array([[1.0, 2.0]])) == 2.5
    np.testing.assert_array_equal(loss.backward(), [[2.0, -1.0]])


def test_that_the_first_loss_of_ten_equal_scores_is_ln_10() -> None:
    assert nn.CrossEntropy().forward(np.zeros((7, 10)), np.arange(7)) == pytest.approx(math.log(10))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_scores_of_a_thousand_are_no_trouble(dtype: type) -> None:
    z = np.array([[1000.0], [-1000.0]], dtype)
    loss = nn.BinaryCrossEntropy(reduction="sum")
    assert loss.forward(z, np.array([[1], [0]])) == 0
    assert loss.forward(z, np.array([[0], [1]])) == 2000
    np.testing.assert_allclose(loss.backward(), [[1], [-1]], atol=1e-30)
    scores = np.array([[1000.0, -1000.0, 0.0]], dtype)
    classes = nn.CrossEntropy()
    assert classes.forward(scores, np.array([0])) == 0
    assert classes.forward(scores, np.array([1])) == 2000
    np.testing.assert_array_equal(classes.backward(), [[1, -1, 0]])


def test_that_cross_entropy_is_log_softmax_and_negative_log_likelihood() -> None:
    whole, parts = nn.CrossEntropy(), nn.NegativeLogLikelihood()
    layer = nn.LogSoftmax()
    assert whole.forward(SCORES, CLASSES) == pytest.approx(parts.forward(layer.forward(SCORES, True), CLASSES))
    np.testing.assert_allclose(layer.backward(parts.backward()), whole.backward(), atol=1e-15)


def test_that_binary_cross_entropy_of_scores_and_of_probabilities_agree() -> None:
    of_scores, of_probabilities = nn.BinaryCrossEntropy(), nn.BinaryCrossEntropy(probabilities=True)
    p = nn.Sigmoid().forward(SCORES)
    assert of_scores.forward(SCORES, SHARES) == pytest.approx(of_probabilities.forward(p, SHARES))


def test_that_a_column_of_targets_is_never_broadcast() -> None:
    with pytest.raises(ValueError, match=r"MSE expects targets of shape \(4, 3\), got \(4,\)"):
        nn.MSE().forward(SCORES, np.zeros(4))
    assert nn.MSE().forward(np.zeros((2, 1)), np.array([1, 1])) == 1


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        (np.array([0, 3, 1, 1]), "expects classes 0 … 2, got 0 … 3"),
        (np.array([0.0, 1, 1, 1]), "class indices as integers"),
        (np.zeros((4, 2)), r"expects class indices \(4,\) or shares \(4, 3\), got \(4, 2\)"),
    ],
)
def test_that_wrong_classes_are_named(targets: nn.Array, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nn.CrossEntropy().forward(SCORES, targets)


def test_that_a_wrong_reduction_is_named() -> None:
    with pytest.raises(ValueError, match="'mean' or 'sum', got 'average'"):
        nn.MAE("average")
