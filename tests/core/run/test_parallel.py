"""Splitting a batch over threads."""

import threading
import warnings

import numpy as np
import pytest

from core import nn
from core.optim import Momentum
from core.random import stream
from core.run.parallel import DataParallel


def network(*more: nn.Layer) -> nn.Network:
    layers = [nn.Conv2d(1, 3, 3), nn.ReLU(), nn.MaxPool2d(), nn.Flatten(), *more, nn.Linear(27, 4)]
    return nn.Network(layers, rng=stream(0, "init"))


def losses(threads: int) -> list[float]:
    net, loss, optimizer = network(), nn.CrossEntropy(), Momentum(0.05)
    rng = np.random.default_rng(0)
    found = []
    with DataParallel(net, threads) as split:
        for n in (10, 10, 7, 2, 10):
            x, t = rng.normal(size=(n, 8, 8, 1)), rng.integers(0, 4, n)
            found.append(loss.forward(split.forward(x, training=True), t))
            split.zero_grads()
            split.backward_parameters(loss.backward())
            optimizer.update(split.values, split.grads)
    return found


@pytest.mark.parametrize("threads", [1, 2, 3, 4])
def test_that_losses_agree_whatever_the_number_of_threads(threads: int) -> None:
    np.testing.assert_allclose(losses(threads), losses(1), rtol=1e-5)


def test_that_a_number_of_threads_gives_the_same_bits_every_time() -> None:
    assert losses(3) == losses(3)


def test_that_gradients_are_those_of_the_network() -> None:
    net = network()
    x, dy = np.random.default_rng(0).normal(size=(5, 8, 8, 1)), np.ones((5, 4), np.float32)
    with DataParallel(net, 2) as split:
        np.testing.assert_allclose(split.forward(x, training=True), net.forward(x), rtol=1e-5, atol=1e-6)
        split.backward_parameters(dy)
        shared = net.grads.copy()
    net.zero_grads()
    net.forward(x, training=True)
    net.backward_parameters(dy)
    np.testing.assert_allclose(shared, net.grads, rtol=1e-4, atol=1e-5)


def test_that_no_thread_is_left_after_closing() -> None:
    before = threading.active_count()
    losses(4)
    assert threading.active_count() == before


def test_that_overflow_in_a_share_is_no_warning() -> None:
    x = np.full((2, 8, 8, 1), 3e38, np.float32)
    with warnings.catch_warnings(), DataParallel(network(), 2) as split:
        warnings.simplefilter("error")
        with np.errstate(over="ignore", invalid="ignore"):  # as a session does for its own thread
            assert not np.isfinite(split.forward(x, training=True)).all()
            split.backward_parameters(np.full((2, 4), 3e38, np.float32))


def test_that_dropout_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be split in a network with Dropout"):
        DataParallel(network(nn.Dropout(0.5, stream(0, "dropout"))), 2)
    with pytest.raises(ValueError, match="got 0"):
        DataParallel(network(), 0)
