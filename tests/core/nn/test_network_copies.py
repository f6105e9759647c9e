"""Copies of a network: deep copies and pickles are independent and learn, replicas share the weights."""

import copy
import pickle
from collections.abc import Callable

import numpy as np
import pytest

from core import nn
from core.optim import Adam
from core.random import stream
from tests.contracts.layer_cases import CASES, Case
from tests.contracts.test_layers import sample, weights_like

Copy = Callable[[nn.Network], nn.Network]

COPIES: dict[str, Copy] = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda net: pickle.loads(pickle.dumps(net)),
    "pickle, protocol 2": lambda net: pickle.loads(pickle.dumps(net, 2)),
}
every_copy = pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
every_layer = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def trained(net: nn.Network, optimizer: Adam, case: Case, steps: int = 2) -> None:
    for seed in range(steps):
        y = net.forward(sample(case, 3, seed=seed), training=True)
        net.zero_grads()
        net.backward_parameters(weights_like(y))
        optimizer.update(net.values, net.grads)


@every_copy
@every_layer
def test_that_a_copy_learns_what_the_original_would_have(case: Case, copied: Copy) -> None:
    net, optimizer = case.network(), Adam(0.01)
    trained(net, optimizer, case)
    other, own = copied(net), copy.deepcopy(optimizer)
    assert not np.shares_memory(other.values, net.values)
    before = net.values.copy()
    trained(other, own, case)
    np.testing.assert_array_equal(net.values, before)
    trained(net, optimizer, case)
    np.testing.assert_array_equal(other.values, net.values)
    np.testing.assert_array_equal(other.grads, net.grads)
    np.testing.assert_array_equal(other.forward(sample(case, 2)), net.forward(sample(case, 2)))


@every_copy
def test_that_a_copy_has_the_gradients_and_no_training_pass(copied: Copy) -> None:
    net = nn.Network([nn.Linear(3, 2)], rng=stream(0, "init"))
    y = net.forward(np.ones((4, 3)), training=True)
    net.backward(np.ones_like(y))
    other = copied(net)
    np.testing.assert_array_equal(other.grads, net.grads)
    with pytest.raises(RuntimeError, match="first"):
        other.backward(np.ones_like(y))


@every_copy
def test_that_a_copy_keeps_ties(copied: Copy) -> None:
    shared = nn.Linear(3, 3)
    net = nn.Network([shared, nn.Sequential([nn.Tanh(), shared])], rng=stream(0, "init"), dtype="float64")
    other = copied(net)
    assert other.parameter_count == 12
    for each in (net, other):
        each.forward(np.ones((2, 3)), training=True)
        each.backward(np.ones((2, 3)))
    assert other.grads.any()
    np.testing.assert_array_equal(other.grads, net.grads)


@every_copy
def test_that_a_copy_carries_the_state_of_a_stateful_layer_on(copied: Copy) -> None:
    net = nn.Network([nn.GRU(2, 3, stateful=True)], rng=stream(0, "init"), dtype="float64")
    x = np.random.default_rng(0).normal(size=(4, 5, 2))
    net.forward(x, training=True)
    other = copied(net)
    np.testing.assert_array_equal(other.forward(x, training=True), net.forward(x, training=True))


def test_that_a_pickle_holds_no_buffers() -> None:
    net = nn.Network([nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(2704, 2)], rng=stream(0, "init"))
    small = len(pickle.dumps(net))
    y = net.forward(np.ones((500, 28, 28, 1)), training=True)
    net.backward(np.ones_like(y))
    assert len(pickle.dumps(net)) == pytest.approx(small, rel=0.01)


def test_that_a_network_copied_with_its_optimizer_and_vectors_stays_connected() -> None:
    net, optimizer = nn.Network([nn.Linear(2, 1)], rng=stream(0, "init")), Adam(0.1)
    optimizer.update(net.values, np.ones_like(net.values))
    other, rule, w, g = copy.deepcopy((net, optimizer, net.values, net.grads))
    assert w is other.values
    assert g is other.grads
    before = other.values.copy()
    g[...] = 1
    rule.update(w, g)
    optimizer.update(net.values, np.ones_like(net.values))
    assert (other.values != before).all()
    np.testing.assert_array_equal(other.values, net.values)


def test_that_copy_copy_is_a_replica() -> None:
    net = nn.Network([nn.Linear(2, 1)], rng=stream(0, "init"))
    other = copy.copy(net)
    assert other.values is net.values
    assert other.grads is not net.grads


class Scaled(nn.Layer):
    """y = s x, with settings that the constructor does not take and a mask that comes later."""

    mask: nn.Array | None = None

    def __init__(self) -> None:
        self.scale = 1.0

    def forward(self, x: nn.Array, training: bool = False) -> nn.Array:
        y = self.scale * x
        return y if self.mask is None else y * self.mask

    def backward(self, dy: nn.Array) -> nn.Array:
        return self.scale * dy


@pytest.mark.parametrize("copied", [lambda net: net.replica(), *COPIES.values()])
def test_that_what_was_set_after_the_constructor_is_copied(copied: Copy) -> None:
    layer = Scaled()
    net = nn.Network([layer, nn.Identity()], rng=stream(0, "init"))
    net.forward(np.ones((1, 2)), training=True)
    layer.scale, layer.mask = 3.0, np.array([1.0, 0.0])
    net[1].note = "the second"  # type: ignore[attr-defined]
    other = copied(net)
    np.testing.assert_array_equal(other.forward(np.ones((1, 2))), [[3, 0]])
    assert other[1].note == "the second"  # type: ignore[attr-defined]


def test_that_a_replica_has_the_settings_of_today() -> None:
    net = nn.Network([nn.RNN(2, 2), nn.Dropout(0.5, stream(0, "d"))], rng=stream(0, "init"))
    rnn, dropout = net
    rnn.cells[0][0].linear = True  # type: ignore[attr-defined]
    dropout.p = 0.25  # type: ignore[attr-defined]
    other = net.replica()
    assert other[1].p == 0.25  # type: ignore[attr-defined]
    x = np.random.default_rng(0).normal(size=(2, 3, 2)).astype("f")
    np.testing.assert_array_equal(other.forward(x), net.forward(x))
