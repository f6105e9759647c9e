"""Layers made of layers, and the smaller layers with something to say of their own."""

import numpy as np
import pytest

from core import nn
from core.random import stream


def network(*layers: nn.Layer) -> nn.Network:
    return nn.Network(list(layers), nn.normal(0.5), rng=stream(0, "init"), dtype="float64")


def test_that_containers_nest_on_one_vector() -> None:
    inner = nn.Linear(4, 4)
    net = network(nn.Linear(3, 4), nn.Residual([nn.Sequential([inner, nn.Tanh()]), nn.Concat([[nn.Linear(4, 4)]])]))
    assert list(net.parameters()) == [f"{i} Linear.{name}" for i in (1, 2, 3) for name in ("W", "b")]
    assert np.shares_memory(inner.W, net.values)
    assert net.parameter_count == 16 + 20 + 20


def test_that_a_layer_tied_inside_containers_is_stored_once() -> None:
    shared = nn.Linear(3, 3)
    net = network(nn.Sequential([shared, nn.Tanh()]), nn.Residual([nn.Sequential([shared])]))
    assert net.parameter_count == 12
    x, r = np.random.default_rng(0).normal(size=(2, 4, 3))
    net.forward(x, training=True)
    net.backward(r)
    flat = network(nn.Linear(3, 3), nn.Tanh(), nn.Residual([nn.Linear(3, 3)]))
    flat.values[...] = np.tile(net.values, 2)
    flat.forward(x, training=True)
    flat.backward(r)
    np.testing.assert_allclose(net.grads, flat.grads[:12] + flat.grads[12:], rtol=1e-13)


def test_that_a_residual_hands_the_gradient_down_unchanged() -> None:
    layer = nn.Residual([nn.Linear(3, 3)])
    net = nn.Network([layer], nn.zeros, rng=stream(0, "init"))
    net.forward(np.ones((2, 3)), training=True)
    np.testing.assert_array_equal(net.backward(np.full((2, 3), 7, np.float32)), np.full((2, 3), 7))


def test_that_shapes_that_do_not_add_up_are_named() -> None:
    with pytest.raises(ValueError, match=r"Residual cannot add \(2, 4\) and its shortcut's \(2, 3\); project"):
        network(nn.Residual([nn.Linear(3, 4)])).forward(np.zeros((2, 3)))
    branches = [[nn.Conv2d(1, 1, 1)], [nn.Conv2d(1, 1, 3)]]
    with pytest.raises(ValueError, match=r"differ in channels only, got \(1, 4, 4, 1\), \(1, 2, 2, 1\)"):
        network(nn.Concat(branches)).forward(np.zeros((1, 4, 4, 1)))


def test_that_an_inception_module_has_the_published_shape() -> None:
    reduced = [nn.Conv2d(192, 16, 1), nn.Conv2d(16, 32, 5, padding=2)]
    module = nn.Concat([[nn.Conv2d(192, 64, 1)], reduced, [nn.MaxPool2d(3, 1, 1), nn.Conv2d(192, 32, 1)]])
    assert module.output_shape((1, 28, 28, 192)) == (1, 28, 28, 128)


def test_that_an_embedding_is_a_product_with_one_hot_rows() -> None:
    layer = nn.Embedding(5, 3)
    net = network(layer)
    symbols = np.array([[1, 4], [1, 0]])
    r = np.random.default_rng(0).normal(size=(2, 2, 3))
    np.testing.assert_array_equal(net.forward(symbols, training=True), np.eye(5)[symbols] @ layer.W)
    net.backward(r)
    np.testing.assert_allclose(layer.dW, np.einsum("ntc,ntf->cf", np.eye(5)[symbols], r))
    with pytest.raises(ValueError, match="knows symbols 0 … 4, got 0 … 5"):
        net.forward(np.array([[0, 5]]))


@pytest.mark.parametrize(
    ("gate", "targets", "learns"),
    [
        ("AND", [0, 0, 0, 1], True),
        ("NAND", [1, 1, 1, 0], True),
        ("OR", [0, 1, 1, 1], True),
        ("XOR", [0, 1, 1, 0], False),
    ],
)
def test_that_a_perceptron_learns_every_gate_but_xor(gate: str, targets: list[int], learns: bool) -> None:
    neuron = nn.Perceptron(2)
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    corrections = [neuron.learn(x, np.array(targets)) for _ in range(100)]
    assert (corrections[-1] == 0) is learns
    assert (neuron.forward(x).tolist() == targets) is learns


@pytest.mark.parametrize(
    ("w", "b", "targets"),
    [([0.5, 0.5], -0.7, [0, 0, 0, 1]), ([-0.5, -0.5], 0.7, [1, 1, 1, 0]), ([0.5, 0.5], -0.2, [0, 1, 1, 1])],
)
def test_that_the_textbook_weights_make_the_gates(w: list[float], b: float, targets: list[int]) -> None:
    neuron = nn.Perceptron(2)
    neuron.w, neuron.b = np.array(w), b
    assert neuron.forward(np.array([[0, 0], [0, 1], [1, 0], [1, 1]])).tolist() == targets
