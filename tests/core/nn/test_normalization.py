"""Normalization: the statistics it promises."""

import numpy as np
import pytest

from core import nn
from core.random import stream

X = 3 + 5 * np.random.default_rng(0).normal(size=(500, 4))


def network(layer: nn.Layer) -> nn.Network:
    return nn.Network([layer], rng=stream(0, "init"), dtype="float64")


def test_that_batch_norm_gives_mean_0_and_deviation_1() -> None:
    y = network(nn.BatchNorm(4, eps=1e-7)).forward(X, training=True)
    np.testing.assert_allclose(y.mean(0), 0, atol=1e-14)
    np.testing.assert_allclose(y.std(0), 1, rtol=1e-7)


def test_that_layer_norm_gives_mean_0_and_deviation_1_to_each_sample() -> None:
    y = network(nn.LayerNorm(4, eps=1e-12)).forward(X)
    np.testing.assert_allclose(y.mean(1), 0, atol=1e-13)
    np.testing.assert_allclose(y.std(1), 1, rtol=1e-6)


def test_that_group_norm_gives_mean_0_and_deviation_1_to_each_group_of_each_sample() -> None:
    x = 3 + 5 * np.random.default_rng(0).normal(size=(5, 4, 3, 6))
    y = network(nn.GroupNorm(2, 6, eps=1e-12)).forward(x).reshape(5, 4, 3, 2, 3)
    np.testing.assert_allclose(y.mean((1, 2, 4)), 0, atol=1e-13)
    np.testing.assert_allclose(y.std((1, 2, 4)), 1, rtol=1e-6)


def test_that_one_group_of_features_is_layer_norm() -> None:
    np.testing.assert_allclose(network(nn.GroupNorm(1, 4)).forward(X), network(nn.LayerNorm(4)).forward(X), rtol=1e-12)


def test_that_assigning_running_statistics_copies_in() -> None:
    layer = nn.BatchNorm(2)
    net = network(layer)
    layer.mean = np.array([1.0, 2.0])
    np.testing.assert_array_equal(net.state()["1 BatchNorm.mean"], [1, 2])
    with pytest.raises(ValueError, match=r"BatchNorm\.variance has shape \(2,\), got \(3,\)"):
        layer.variance = np.ones(3)


def test_that_running_statistics_follow_the_batches() -> None:
    layer = nn.BatchNorm(4, decay=0.9)
    net = network(layer)
    net.forward(X, training=True)
    np.testing.assert_allclose(layer.mean, 0.1 * X.mean(0))
    np.testing.assert_allclose(layer.variance, 0.9 + 0.1 * X.var(0))
    for _ in range(200):
        net.forward(X, training=True)
    np.testing.assert_allclose(net.forward(X).std(0), 1, rtol=1e-5)
    assert list(net.state()) == ["1 BatchNorm.mean", "1 BatchNorm.variance"]
    np.testing.assert_allclose(net.state()["1 BatchNorm.mean"], X.mean(0))


def test_that_a_replica_has_statistics_of_its_own() -> None:
    net = network(nn.BatchNorm(4))
    net.forward(X, training=True)
    other = net.replica()
    np.testing.assert_array_equal(other.state()["1 BatchNorm.mean"], net.state()["1 BatchNorm.mean"])
    kept = net.state()["1 BatchNorm.mean"].copy()
    other.forward(X, training=True)
    np.testing.assert_array_equal(net.state()["1 BatchNorm.mean"], kept)


def test_that_scale_and_shift_are_not_weights() -> None:
    net = nn.Network([nn.Linear(3, 4), nn.BatchNorm(4)], rng=stream(0, "init"))
    assert net.mask("weights").sum() == 12
    assert net.mask("scale").sum() == 4
    np.testing.assert_array_equal(net.parameters()["2 BatchNorm.gamma"], np.ones(4))


def test_that_local_response_norm_sums_over_the_neighbouring_channels() -> None:
    x = np.ones((1, 1, 1, 7))
    y = nn.LocalResponseNorm(size=5, alpha=1, beta=1, k=0).forward(x)
    np.testing.assert_allclose(1 / y.ravel(), [3, 4, 5, 5, 5, 4, 3])


def test_that_a_wrong_number_of_features_is_named() -> None:
    with pytest.raises(ValueError, match=r"BatchNorm expects 4 features or channels, got \(2, 3\)"):
        network(nn.BatchNorm(4)).forward(np.zeros((2, 3)), training=True)
