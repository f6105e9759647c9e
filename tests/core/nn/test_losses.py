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
WEIGHTS = [0.5, 2.0, 3.0]
GAPS = np.where(RNG.random((4, 3)) < 0.4, np.nan, NUMBERS)

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
    ("cross entropy of any shares", nn.CrossEntropy, SCORES, SHARES * np.array([[2.0], [0.5], [0], [3]])),
    ("cross entropy weighted", lambda: nn.CrossEntropy(class_weights=WEIGHTS), SCORES, CLASSES),
    ("cross entropy weighted, smoothed", lambda: nn.CrossEntropy(0.2, class_weights=WEIGHTS), SCORES, CLASSES),
    ("cross entropy weighted sum", lambda: nn.CrossEntropy(0.0, "sum", WEIGHTS), SCORES, CLASSES),
    ("cross entropy of shares, weighted", lambda: nn.CrossEntropy(0.1, class_weights=WEIGHTS), SCORES, SHARES),
    ("NLL weighted", lambda: nn.NegativeLogLikelihood(class_weights=WEIGHTS), SCORES, CLASSES),
    (
        "masked weighted",
        lambda: nn.Masked(nn.CrossEntropy(class_weights=WEIGHTS)),
        SCORES.reshape(2, 2, 3),
        np.array([[0, -1], [2, 1]]),
    ),
    ("cross entropy smoothed", lambda: nn.CrossEntropy(0.1), SCORES, CLASSES),
    ("cross entropy on sequences", nn.CrossEntropy, SCORES.reshape(2, 2, 3), CLASSES.reshape(2, 2)),
    ("NLL", nn.NegativeLogLikelihood, SCORES, CLASSES),
    ("NLL smoothed sum", lambda: nn.NegativeLogLikelihood(0.2, "sum"), SCORES, CLASSES),
    ("masked classes", lambda: nn.Masked(nn.CrossEntropy()), SCORES.reshape(2, 2, 3), np.array([[0, -1], [2, 1]])),
    ("masked shares", lambda: nn.Masked(nn.CrossEntropy(0.1), 7), SCORES, np.vstack([SHARES[:3], [[7, 7, 7]]])),
    ("masked NLL", lambda: nn.Masked(nn.NegativeLogLikelihood(), 0), SCORES, CLASSES),
    ("masked numbers", lambda: nn.Masked(nn.MSE("half"), np.nan), SCORES, GAPS),
    ("masked column", lambda: nn.Masked(nn.SmoothL1(0.3), -9), SCORES[:, :1], np.array([-9, 0.3, -9, 1])),
    ("masked BCE", lambda: nn.Masked(nn.BinaryCrossEntropy()), SCORES, np.array([[0, 1, -1]] * 4)),
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


def test_that_smooth_l1_is_a_parabola_between_two_lines() -> None:
    loss, y = nn.SmoothL1(beta=2, reduction="sum"), np.array([[-5.0, -2, -1, 0, 1, 2, 5]])
    assert [nn.SmoothL1(2).forward(np.array([[d]]), np.zeros((1, 1))) for d in y[0]] == [4, 1, 0.25, 0, 0.25, 1, 4]
    loss.forward(y, np.zeros_like(y))
    np.testing.assert_array_equal(loss.backward(), [[-1, -1, -0.5, 0, 0.5, 1, 1]])


def test_that_mae_pulls_with_the_same_force_from_everywhere() -> None:
    loss = nn.MAE()
    assert loss.forward(np.array([[-3.0, 0, 0.5, 9]]), np.zeros((1, 4))) == 12.5 / 4
    np.testing.assert_array_equal(loss.backward(), [[-0.25, 0, 0.25, 0.25]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_that_probabilities_of_0_and_1_have_a_finite_loss(dtype: type) -> None:
    p = np.array([[0, 1, 0, 1]], dtype)
    loss = nn.BinaryCrossEntropy(probabilities=True, reduction="sum")
    assert loss.forward(p, np.array([[0, 1, 0, 1]])) == pytest.approx(0, abs=1e-6)
    wrong = loss.forward(p, np.array([[1, 0, 1, 0]]))
    assert 4 * 15 < wrong < 4 * 28
    assert np.isfinite(loss.backward()).all()


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
        (np.zeros((4, 2)), r"expects class indices \(4,\) or class probabilities \(4, 3\), got \(4, 2\)"),
    ],
)
def test_that_wrong_classes_are_named(targets: nn.Array, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        nn.CrossEntropy().forward(SCORES, targets)


def test_that_a_wrong_reduction_is_named() -> None:
    with pytest.raises(ValueError, match="'mean' or 'sum', got 'average'"):
        nn.MAE("average")


@pytest.mark.parametrize("z", [5.0, 16, 20, 50, 80])
def test_that_binary_cross_entropy_is_exact_in_float32(z: float) -> None:
    exact = math.log1p(math.exp(-z))
    scores, targets = np.array([[z], [-z]] * 500, np.float32), np.array([[1], [0]] * 500)
    assert nn.BinaryCrossEntropy()(scores, targets) == pytest.approx(exact, rel=2e-6)
    assert nn.BinaryCrossEntropy()(scores, 1 - targets) == pytest.approx(z + exact, rel=1e-6)
    soft = z * 0.25 + exact  # −t ln σ(z) − (1 − t) ln(1 − σ(z)) for t = ¾
    assert nn.BinaryCrossEntropy()(scores[::2], np.full((500, 1), 0.75)) == pytest.approx(soft, rel=1e-6)


def test_that_a_wrong_class_of_probability_0_does_not_count() -> None:
    scores = np.array([[1, 0, -np.inf], [0, -np.inf, 0]])
    classes = nn.CrossEntropy(reduction="sum")
    assert classes(scores[:1], [0]) == pytest.approx(math.log(1 + math.exp(-1)))  # PyTorch: .3133
    np.testing.assert_allclose(classes.backward(), [[-1 / (1 + math.e), 1 / (1 + math.e), 0]])
    assert classes(scores, [0, 0]) == pytest.approx(math.log(1 + math.exp(-1)) + math.log(2))
    assert classes(scores[:1], [2]) == np.inf
    logs = np.array([[math.log(0.5), math.log(0.5), -np.inf], [0, -np.inf, -np.inf]])
    assert nn.NegativeLogLikelihood()(logs, [1, 0]) == pytest.approx(math.log(2) / 2)  # PyTorch: .3466
    assert nn.NegativeLogLikelihood()(logs, [1, 1]) == np.inf
    assert math.isnan(classes(np.array([[np.nan, 0, 0]]), [0]))


@pytest.mark.parametrize(
    ("make", "scores", "targets"),
    [
        (nn.MSE, [[1, 2], [3, 5]], [[0, 1], [2, 3]]),
        (nn.MAE, [[1, 2], [3, 5]], [[0, 1], [2, 3]]),
        (nn.SmoothL1, [[1, 2], [3, 5]], [[0, 1], [2, 3]]),
        (nn.BinaryCrossEntropy, [[1, -2]], [[0, 1]]),
        (nn.CrossEntropy, [[1, 2], [3, 5]], [0, 1]),
        (nn.NegativeLogLikelihood, [[-1, -2]], [1]),
        (lambda: nn.Masked(nn.MSE()), [[1, 2], [3, 5]], [[0, -1], [2, 3]]),
    ],
)
def test_that_whole_numbers_are_scores_too(
    make: Callable[[], nn.Loss], scores: list[list[int]], targets: list[int]
) -> None:
    whole, floats = make(), make()
    assert whole(scores, targets) == floats(np.array(scores, float), targets) != 0
    np.testing.assert_array_equal(whole.backward(), floats.backward())
    assert whole.backward().any()


def test_that_an_empty_batch_has_no_loss() -> None:
    for make in (nn.MSE, nn.CrossEntropy, nn.BinaryCrossEntropy):
        with pytest.raises(ValueError, match=r"one score or more, got an array of shape \(0, 3\)"):
            make()(np.zeros((0, 3)), np.zeros((0, 3)))


def test_that_float32_sums_millions_without_losing_digits() -> None:
    rng = np.random.default_rng(0)
    y, t = rng.normal(size=(2, 3_000_000, 2)).astype(np.float32)
    assert nn.MSE()(y, t) == pytest.approx(nn.MSE()(y.astype(float), t), rel=3e-7)
    classes = rng.integers(0, 2, len(y))
    assert nn.CrossEntropy()(y, classes) == pytest.approx(nn.CrossEntropy()(y.astype(float), classes), rel=3e-7)


def test_that_class_weights_count_as_repetitions() -> None:
    weighted, repeated = nn.CrossEntropy(class_weights=[1, 3, 2]), nn.CrossEntropy()
    rows = np.array([0, 1, 1, 2, 2, 2, 3, 3, 3])
    assert weighted(SCORES, CLASSES) == pytest.approx(repeated(SCORES[rows], CLASSES[rows]))


def test_that_a_batch_of_nothing_but_weight_0_has_loss_0() -> None:
    loss = nn.CrossEntropy(class_weights=[0, 1, 1])
    assert loss(SCORES[:1], [0]) == 0
    assert not loss.backward().any()


def test_that_impossible_class_weights_are_named() -> None:
    with pytest.raises(ValueError, match="CrossEntropy has 2 class weights, scores 3"):
        nn.CrossEntropy(class_weights=[1, 2])(SCORES, CLASSES)
    for weights in ([1, -1, 1], [1, np.nan, 1], [[1, 2, 3]]):
        with pytest.raises(ValueError, match="class weights are numbers, 0 or more, one for each class"):
            nn.CrossEntropy(class_weights=weights)
