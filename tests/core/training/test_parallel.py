"""Splitting a batch over threads."""

import threading
import warnings
from collections.abc import Callable
from contextlib import nullcontext

import numpy as np
import pytest

from core import nn
from core.optim import Momentum
from core.random import stream
from core.training.parallel import DataParallel


def network(*more: nn.Layer) -> nn.Network:
    layers = [nn.Conv2d(1, 3, 3), nn.ReLU(), nn.MaxPool2d(), nn.Flatten(), *more, nn.Linear(27, 4)]
    return nn.Network(layers, rng=stream(0, "init"))


def dropped() -> nn.Network:
    rng = stream(0, "dropout")
    return network(nn.Dropout(0.3, rng), nn.Linear(27, 27), nn.Dropout(0.5, rng))


def recurrent() -> nn.Network:
    layers = [nn.Reshape((8, 8)), nn.Padded([nn.GRU(8, 5, 2, bidirectional=True, last_only=True)]), nn.Linear(10, 4)]
    return nn.Network(layers, rng=stream(0, "init"))


every_network = pytest.mark.parametrize("make", [network, dropped, recurrent])


def losses(net: nn.Network, threads: int | None) -> list[float]:
    """Of five updates, the batch in so many shares, or not split at all."""
    loss, optimizer = nn.CrossEntropy(), Momentum(0.05)
    rng = np.random.default_rng(0)
    found = []
    with DataParallel(net, threads) if threads else nullcontext(net) as split:
        for n in (10, 10, 7, 2, 10):
            x, t = rng.normal(size=(n, 8, 8, 1)), rng.integers(0, 4, n)
            x[0, 6:] = 0  # padding, where the rows are read as time
            found.append(loss.forward(split.forward(x, training=True), t))
            split.zero_grads()
            split.backward_parameters(loss.backward())
            optimizer.update(split.values, split.grads)
    return found


@every_network
@pytest.mark.parametrize("threads", [1, 2, 3, 4])
def test_that_losses_agree_whatever_the_number_of_threads(make: Callable[[], nn.Network], threads: int) -> None:
    np.testing.assert_allclose(losses(make(), threads), losses(make(), None), rtol=1e-5)


@every_network
def test_that_a_number_of_threads_gives_the_same_bits_every_time(make: Callable[[], nn.Network]) -> None:
    assert losses(make(), 3) == losses(make(), 3)


def test_that_the_dropout_stream_moves_on_as_if_nothing_was_split() -> None:
    whole, split = dropped(), dropped()
    losses(whole, None)
    losses(split, 3)
    x = np.ones((4, 8, 8, 1))
    split.copy_values_from(whole)
    np.testing.assert_array_equal(split.forward(x, training=True), whole.forward(x, training=True))


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
    losses(network(), 4)
    assert threading.active_count() == before


def test_that_overflow_in_a_share_is_no_warning() -> None:
    x = np.full((2, 8, 8, 1), 3e38, np.float32)
    with warnings.catch_warnings(), DataParallel(network(), 2) as split:
        warnings.simplefilter("error")
        with np.errstate(over="ignore", invalid="ignore"):  # as a session does for its own thread
            assert not np.isfinite(split.forward(x, training=True)).all()
            split.backward_parameters(np.full((2, 4), 3e38, np.float32))


@pytest.mark.parametrize(
    "layer",
    [
        nn.BatchNorm(27),
        nn.Sequential([nn.Reshape((9, 3)), nn.GRU(3, 27, stateful=True, last_only=True)]),
        nn.Sequential([nn.Reshape((9, 3)), nn.RNN(3, 27, 2, dropout=0.5, rng=stream(0, "dropout"), last_only=True)]),
    ],
)
def test_that_what_a_share_cannot_know_is_refused(layer: nn.Layer) -> None:
    with pytest.raises(ValueError, match=r"cannot be split in a network with (BatchNorm|GRU|RNN)"):
        DataParallel(network(layer), 2)


def test_that_no_share_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="got 0"):
        DataParallel(network(), 0)


def test_that_assigning_to_the_vectors_copies_in() -> None:
    net = network()
    with DataParallel(net, 2) as split:
        split.values = np.ones(net.parameter_count)
        split.grads = np.ones(net.parameter_count)
    assert (net.values == 1).all()
    assert (net.grads == 1).all()


@pytest.mark.parametrize("training", [True, False])
def test_that_an_empty_batch_is_one_sentence(training: bool) -> None:
    with DataParallel(network(), 2) as split, pytest.raises(ValueError, match="a batch has one sample or more"):
        split.forward(np.zeros((0, 8, 8, 1)), training)
