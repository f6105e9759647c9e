"""Figures of single updates and of fixed batches, against hand computations."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

import numpy as np
import pytest

from core.nn import Array, Conv2d, CrossEntropy, Flatten, LeakyReLU, Linear, Network, ReLU, numerical_gradient
from core.nn.mlp import mlp
from core.optim import SGD, Adam
from core.random import stream
from core.run.tick import Key
from core.training import Probes, dead_units, gradient_norms, shuffled_slices, train, update_ratios
from core.training.evaluate import PORTION
from core.training.train import Measurement

X = stream(0, "x").normal(size=(6, 3))
Y = np.array([0, 1, 1, 0, 1, 0])


def network(dtype: str = "float64") -> Network:
    return Network(mlp((3, 4, 2), ReLU), rng=stream(0, "init"), dtype=dtype)


def result(measuring: Measurement) -> tuple[Mapping[Key, float], int]:
    """What was measured, and the breaths on the way."""
    breaths = 0
    while True:
        try:
            next(measuring)
            breaths += 1
        except StopIteration as done:
            return done.value, breaths


def test_that_gradient_norms_are_those_of_finite_differences() -> None:
    net, loss = network(), CrossEntropy()
    loss.forward(net.forward(X, True), Y)
    net.zero_grads()
    net.backward_parameters(loss.backward())
    norms = gradient_norms(net)()

    def loss_at(values: Array) -> float:
        net.values = values
        return CrossEntropy().forward(net.forward(X), Y)

    whole = numerical_gradient(loss_at, net.values.copy())
    first, second = whole[:12], whole[16:24]  # W (3, 4), b (4,), W (4, 2), b (2,)
    assert norms[Key("gradient norm")] == pytest.approx(np.sqrt((whole**2).sum()), rel=1e-6)
    assert norms[Key("gradient norm layer 1")] == pytest.approx(np.sqrt((first**2).sum()), rel=1e-6)
    assert norms[Key("gradient norm layer 2")] == pytest.approx(np.sqrt((second**2).sum()), rel=1e-6)
    assert len(norms) == 3


def test_that_gradient_norms_in_training_are_of_the_gradient_that_moved_the_weights() -> None:
    net = network()
    before = net.values.copy()
    feed = islice(shuffled_slices(X, Y, 3, stream(0, "data")), 1)
    _, tick = train(net, CrossEntropy(), SGD(0.5), feed, 2, Probes(scalars=(gradient_norms(net),)))
    assert tick is not None
    assert tick.scalars[Key("gradient norm")] == pytest.approx(np.linalg.norm(net.values - before) / 0.5)


def test_that_update_ratios_compare_each_update_with_the_weights_before_it() -> None:
    net = network()
    arrays = [net[0].W, net[2].W]
    before = [w.copy() for w in arrays]
    feed = islice(shuffled_slices(X, Y, 3, stream(0, "data")), 5)
    for tick in train(net, CrossEntropy(), Adam(0.1), feed, 2, Probes(scalars=(update_ratios(net),))):
        assert tick is not None
        if tick.step:
            for i, (w, was) in enumerate(zip(arrays, before, strict=True), 1):
                ratio = np.sqrt(((w - was) ** 2).sum()) / np.sqrt((was**2).sum())
                assert tick.scalars[Key(f"update ratio layer {i}")] == pytest.approx(ratio, rel=1e-12)
        before = [w.copy() for w in arrays]


def test_that_the_update_of_weights_that_are_0_has_no_ratio() -> None:
    net = Network([Linear(2, 1)], rng=stream(0, "init"))
    net[0].W = np.zeros((2, 1))
    measure = update_ratios(net)
    net[0].W = np.ones((2, 1))
    assert np.isnan(measure()[Key("update ratio layer 1")])
    assert measure()[Key("update ratio layer 1")] == 0


@pytest.mark.parametrize("probe", [gradient_norms, update_ratios])
def test_that_a_run_with_figures_is_the_run_without(probe) -> None:
    def weights(watched: bool) -> np.ndarray:
        net = network("float32")
        probes = Probes(scalars=(probe(net),) if watched else ())
        list(train(net, CrossEntropy(), Adam(0.1), islice(shuffled_slices(X, Y, 3, stream(0, "d")), 9), 2, probes))
        return net.values

    np.testing.assert_array_equal(weights(True), weights(False))


def dense(activation: ReLU | LeakyReLU) -> Network:
    """The units x, −1 and −x: for x > 0 the last two are never above 0."""
    net = Network([Linear(1, 3), activation, Linear(3, 1)], rng=stream(0, "init"))
    net[0].W = np.array([[1.0, 0.0, -1.0]])
    net[0].b = np.array([0.0, -1.0, 0.0])
    return net


def test_that_a_unit_is_dead_that_no_sample_reaches() -> None:
    x = np.array([[1.0], [2.0], [0.0]])
    found, _ = result(dead_units(dense(ReLU()), x)(0))
    assert found == {Key("dead layer 1"): pytest.approx(2 / 3), Key("zero layer 1"): pytest.approx(7 / 9)}


def test_that_a_unit_lives_that_one_sample_of_a_later_portion_reaches() -> None:
    x = np.ones((2 * PORTION + 1, 1))
    x[-1] = -1
    found, breaths = result(dead_units(dense(ReLU()), x)(0))
    assert found[Key("dead layer 1")] == pytest.approx(1 / 3)
    assert found[Key("zero layer 1")] == pytest.approx((2 * len(x)) / (3 * len(x)))
    assert breaths == 3


def test_that_a_leaky_unit_that_is_never_positive_counts_as_dead_but_not_as_zero() -> None:
    found, _ = result(dead_units(dense(LeakyReLU(0.1)), np.array([[1.0], [2.0]]))(0))
    assert found == {Key("dead layer 1"): pytest.approx(2 / 3), Key("zero layer 1"): 0.0}


def test_that_a_map_lives_that_is_positive_anywhere() -> None:
    net = Network([Conv2d(1, 2, 1), ReLU(), Flatten(), Linear(8, 1)], rng=stream(0, "init"))
    net[0].W = np.array([1.0, -1.0]).reshape(1, 1, 1, 2)
    x = np.zeros((2, 2, 2, 1))
    x[1, 0, 1] = 1
    found, _ = result(dead_units(net, x)(0))
    assert found == {Key("dead layer 1"): 0.5, Key("zero layer 1"): pytest.approx(15 / 16)}


def test_that_a_network_without_activations_has_no_units_to_die() -> None:
    found, _ = result(dead_units(Network([Linear(3, 1)], rng=stream(0, "init")), X)(0))
    assert found == {}
