"""Examinations: accuracy in portions, and the confusion matrix of the last one."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.nn import BatchNorm, CrossEntropy, Linear, Network
from core.random import stream
from core.run.tick import Key
from core.training.evaluate import PORTION, BinaryEvaluation, Evaluation, loss_on


def examined(answers: list[int], truth: list[int]) -> tuple[Evaluation, float, int]:
    """An examination of a network that copies its three inputs, and how often it breathed."""
    net = Network([Linear(3, 3)], rng=stream(0, "init"))
    net.layers[0].W = np.eye(3)
    x = np.eye(3, dtype=np.float32)[answers]
    test = Evaluation(net, Dataset("letters", x, np.array(truth), ("a", "b", "c"), ""))
    measuring = test.accuracy(1250)
    breaths = 0
    while True:
        try:
            next(measuring)
            breaths += 1
        except StopIteration as done:
            return test, done.value[Key("test accuracy")], breaths


def test_that_accuracy_is_the_share_of_right_answers() -> None:
    _, accuracy, _ = examined([0, 1, 2, 2], [0, 1, 2, 0])
    assert accuracy == 0.75


def test_that_every_portion_is_followed_by_a_breath() -> None:
    _, accuracy, breaths = examined([1] * (2 * PORTION + 1), [1] * (2 * PORTION + 1))
    assert accuracy == 1.0
    assert breaths == 3


def test_that_the_confusion_matrix_counts_true_classes_in_rows() -> None:
    test, _, _ = examined([0, 1, 2, 2, 2], [0, 1, 2, 0, 0])
    matrix = test.confusion()
    np.testing.assert_array_equal(matrix.values, [[1, 0, 2], [0, 1, 0], [0, 0, 1]])
    assert matrix.highlight == ((0, 2),)
    assert matrix.describe() == "3 of 5 right; most often a for c, 2 times; at step 1,250"


def test_that_a_perfect_network_has_no_worst_mistake() -> None:
    test, _, _ = examined([0, 1], [0, 1])
    assert test.confusion().highlight == ()
    assert test.confusion().describe() == "2 of 2 right; at step 1,250"


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_that_a_loss_is_that_of_all_samples_as_one_batch(reduction: str) -> None:
    net = Network([Linear(3, 3), BatchNorm(3)], rng=stream(0, "init"), dtype="float64")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(2 * PORTION + 7, 3)), rng.integers(0, 3, 2 * PORTION + 7)
    net.forward(x[:9], training=True)
    before = {name: array.copy() for name, array in net.state().items()}
    measuring = loss_on(net, CrossEntropy(reduction=reduction), Dataset("points", x, y, ("a", "b", "c"), ""))(500)
    assert [next(measuring) for _ in range(3)] == [None] * 3
    with pytest.raises(StopIteration) as done:
        next(measuring)
    expected = CrossEntropy(reduction=reduction).forward(net.forward(x), y)
    assert done.value.value == {Key("validation loss"): pytest.approx(expected, rel=1e-12)}
    for name, array in net.state().items():
        np.testing.assert_array_equal(array, before[name])


@pytest.mark.parametrize("targets", [np.array([0, 1, 1, 0]), np.array([[0.0], [1.0], [1.0], [0.0]])])
def test_that_one_output_is_read_by_its_threshold(targets: np.ndarray) -> None:
    net = Network([Linear(1, 1, bias=False)], rng=stream(0, "init"))
    net.layers[0].W = np.ones((1, 1))
    data = Dataset("points", np.array([[-1.0], [0.0], [2.0], [0.4]], np.float32), targets, ("no", "yes"), "")
    scores, probabilities = BinaryEvaluation(net, data), BinaryEvaluation(net, data, threshold=0.5)
    assert accuracy(scores) == 0.5  # a score of 0 is P = ½, which is not above it
    assert scores.answers.tolist() == [0, 0, 1, 1]
    assert accuracy(probabilities) == 0.75
    np.testing.assert_array_equal(probabilities.confusion().values, [[2, 0], [1, 1]])


def accuracy(test: Evaluation) -> float:
    measuring = test.accuracy(0)
    next(measuring)
    with pytest.raises(StopIteration) as done:
        next(measuring)
    return done.value.value[test.key]
