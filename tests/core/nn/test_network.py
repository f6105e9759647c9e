"""The Network: one vector, views, ties, replicas, errors."""

import copy
import re
from collections.abc import Callable

import numpy as np
import pytest

from core import nn
from core.random import stream
from tests.contracts.layer_cases import CASES, Case
from tests.contracts.test_layers import sample


def network(layers: list[nn.Layer], dtype: str = "float64") -> nn.Network:
    return nn.Network(layers, rng=stream(0, "init"), dtype=dtype)


def test_that_weights_and_gradients_are_views_of_two_vectors() -> None:
    layer = nn.Linear(2, 3)
    net = network([layer, nn.ReLU(), nn.Linear(3, 1)])
    assert net.parameter_count == 2 * 3 + 3 + 3 + 1 == net.values.size == net.grads.size
    net.values[...] = np.arange(13)
    np.testing.assert_array_equal(layer.W, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(layer.b, [6, 7, 8])
    assert list(net.parameters()) == ["1 Linear.W", "1 Linear.b", "2 Linear.W", "2 Linear.b"] == list(net.gradients())
    assert np.shares_memory(layer.dW, net.grads)


def test_that_assigning_to_a_weight_copies_in() -> None:
    layer = nn.Linear(2, 2)
    net = network([layer])
    given = np.eye(2)
    layer.W = given
    given[...] = 9
    np.testing.assert_array_equal(net.values, [1, 0, 0, 1, 0, 0])
    layer.b += 1
    np.testing.assert_array_equal(net.values, [1, 0, 0, 1, 1, 1])


def test_that_assigning_to_a_vector_copies_in() -> None:
    layer = nn.Linear(2, 2)
    net = network([layer])
    values, grads = net.values, net.grads
    net.values = np.arange(6)
    net.grads = np.ones(6)
    net.grads *= 2
    assert net.values is values
    assert net.grads is grads
    np.testing.assert_array_equal(layer.W, [[0, 1], [2, 3]])
    np.testing.assert_array_equal(layer.db, [2, 2])
    with pytest.raises(ValueError, match=r"Network\.values has shape \(6,\), got \(7,\)"):
        net.values = np.zeros(7)
    with pytest.raises(ValueError, match=r"Network\.grads has shape \(6,\), got \(\)"):
        net.grads = 0  # type: ignore[assignment]


def test_that_backward_adds_to_what_was_written_into_the_gradients() -> None:
    net = network([nn.Linear(2, 1)])
    for back in (net.backward, net.backward_parameters):
        net.zero_grads()
        net.grads[...] = [1, 0, 1e-300]
        net.forward(np.ones((1, 2)), training=True)
        back(np.ones((1, 1)))
        np.testing.assert_array_equal(net.grads, [2, 1, 1])
        net.zero_grads()
        net.forward(np.ones((1, 2)), training=True)
        back(np.ones((1, 1)))
        np.testing.assert_array_equal(net.grads, [1, 1, 1])


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_that_the_smallest_gradient_counts_as_one(dtype: str) -> None:
    net = network([nn.Linear(1, 1)], dtype)
    tiny = np.finfo(dtype).smallest_subnormal
    net.grads[1] = tiny
    net.forward(np.ones((1, 1)), training=True)
    net.backward(np.zeros((1, 1)))
    assert net.grads[1] == tiny


def test_that_gradients_of_another_type_are_cast() -> None:
    net = network([nn.Linear(3, 4), nn.BatchNorm(4), nn.Tanh(), nn.Linear(4, 2)], "float32")
    net.forward(np.ones((5, 3)), training=True)
    r = np.random.default_rng(0).normal(size=(5, 2))
    dx = net.backward(r).copy()
    net.zero_grads()
    assert dx.dtype == np.float32
    np.testing.assert_array_equal(net.backward(r.astype(np.float32)), dx)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("shape", [(0, 3), (0, 4, 4, 1), (5, 0)])
def test_that_an_empty_batch_is_one_sentence(shape: tuple[int, ...], training: bool) -> None:
    net = network([nn.Linear(3, 2)])
    with pytest.raises(ValueError, match=re.escape(f"a batch has one sample or more, got an array of shape {shape}")):
        net.forward(np.zeros(shape), training)


def test_that_a_network_can_be_called_with_what_numpy_takes() -> None:
    net = network([nn.Linear(2, 1), nn.Dropout(0.5, stream(0, "dropout"))])
    x = np.array([[1, 2], [3, 4]])
    np.testing.assert_array_equal(net([[1, 2], [3, 4]]), net.forward(x))
    net(x, training=True)
    assert net.backward(np.ones((2, 1))).shape == (2, 2)


def test_that_a_network_is_a_list_of_its_layers() -> None:
    layers = [nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1)]
    net = network(layers)
    assert len(net) == 3
    assert net[0] is layers[0]
    assert net[-1] is layers[2]
    assert list(net) == layers
    with pytest.raises(IndexError):
        net[3]


def test_that_the_text_of_a_network_shows_layers_shapes_and_parameters() -> None:
    plain = network([nn.Linear(784, 100), nn.ReLU(), nn.Dropout(0.5, stream(0, "d")), nn.Linear(100, 10)], "float32")
    assert repr(plain) == (
        "Network(\n"
        "  (0): Linear(784, 100)    W (784, 100), b (100,): 78,500\n"
        "  (1): ReLU()\n"
        "  (2): Dropout(0.5)\n"
        "  (3): Linear(100, 10)     W (100, 10), b (10,): 1,010\n"
        ")  79,510 parameters, float32"
    )


def test_that_the_text_of_a_network_opens_containers_and_names_ties() -> None:
    tied = nn.Conv2d(2, 2, 3, padding="same")
    layers = [nn.Residual([tied, nn.Tanh()], [nn.Conv2d(2, 2, 1, bias=False)]), tied, nn.Flatten(), nn.Linear(24, 1)]
    net = nn.Network(layers, rng=stream(0, "init"), dtype="float64", input_shape=(3, 4, 2))
    assert repr(net).split("\n") == [
        "Network(",
        "  (0): Residual                             -> (3, 4, 2)",
        "  (0.0.0): Conv2d(2, 2, 3, padding='same')  -> (3, 4, 2)  W (3, 3, 2, 2), b (2,): 38",
        "  (0.0.1): Tanh()                           -> (3, 4, 2)",
        "  (0.1.0): Conv2d(2, 2, 1, bias=False)      -> (3, 4, 2)  W (1, 1, 2, 2): 4",
        "  (1): Conv2d(2, 2, 3, padding='same')      -> (3, 4, 2)  tied to (0.0.0)",
        "  (2): Flatten()                            -> (24,)",
        "  (3): Linear(24, 1)                        -> (1,)       W (24, 1), b (1,): 25",
        ")  67 parameters, float64",
    ]


def test_that_assigning_a_wrong_shape_names_both() -> None:
    layer = nn.Linear(2, 3)
    network([layer])
    with pytest.raises(ValueError, match=r"Linear\.W has shape \(2, 3\), got \(3, 2\)"):
        layer.W = np.zeros((3, 2))


def test_that_a_layer_without_a_network_says_so() -> None:
    with pytest.raises(RuntimeError, match="a Network allocates it"):
        nn.Linear(2, 3).W = np.zeros((2, 3))
    assert "not allocated yet" in repr(nn.Linear(2, 3).W)


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("case", [case for case in CASES if case.network().parameter_count], ids=lambda case: case.name)
def test_that_a_layer_used_without_a_network_says_so(case: Case, training: bool) -> None:
    with pytest.raises(RuntimeError, match=r"^\w+\.\w+ does not exist yet: a Network allocates it$"):
        case.make().forward(sample(case, 3), training)


@pytest.mark.parametrize(
    "breaking",
    [
        lambda layers: nn.Network([*layers, nn.Linear(0, 1)], rng=stream(0, "init")),
        lambda layers: nn.Network([*layers, used()], rng=stream(0, "init")),
        lambda layers: nn.Network([*layers, nn.Flatten()], rng=stream(0, "init"), input_shape=(3,)),
        lambda layers: nn.Network(layers, rng=stream(0, "init"), dtype=int),
        lambda layers: nn.Network(layers, nn.Initializer("broken", lambda *_: np.zeros(1)), rng=stream(0, "init")),
    ],
)
def test_that_layers_of_a_network_that_failed_can_be_used_again(breaking: Callable[[list[nn.Layer]], object]) -> None:
    shared = nn.Linear(2, 2)
    layers = [shared, nn.Sequential([nn.Tanh(), shared])]
    with pytest.raises(ValueError, match=r"\w"):
        breaking(layers)
    assert network(layers).parameter_count == 6


def used() -> nn.Layer:
    layer = nn.Linear(2, 2)
    network([layer])
    return layer


def test_that_biases_start_at_zero_and_weights_by_the_initializer() -> None:
    net = nn.Network([nn.Linear(2, 3), nn.Linear(3, 1)], nn.constant(0.5), rng=stream(0, "init"))
    assert (net.values[net.mask("weights")] == 0.5).all()
    assert not net.values[net.mask("bias")].any()
    assert net.mask("weights").sum() == 9


def test_that_a_layer_used_twice_is_stored_once_and_its_gradients_add() -> None:
    shared = nn.Linear(3, 3)
    net = network([shared, nn.Tanh(), shared])
    assert net.parameter_count == 12
    x = np.random.default_rng(0).normal(size=(4, 3))
    r = np.random.default_rng(1).normal(size=(4, 3))
    net.forward(x, training=True)
    net.backward(r)
    tied = net.grads.copy()
    two = network([nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 3)])
    two.values[...] = np.tile(net.values, 2)
    two.forward(x, training=True)
    two.backward(r)
    np.testing.assert_allclose(tied, two.grads[:12] + two.grads[12:], rtol=1e-14)
    net.backward(r)
    np.testing.assert_allclose(net.grads, 2 * tied, rtol=1e-14)
    again = net.replica()
    again.forward(x, training=True)
    again.backward(r)
    np.testing.assert_array_equal(again.grads, tied)


def test_that_an_activation_may_be_used_twice() -> None:
    once = nn.Tanh()
    shared = network([nn.Linear(2, 2), once, nn.Linear(2, 2), once])
    apart = network([nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 2), nn.Tanh()])
    x = np.random.default_rng(0).normal(size=(4, 2))
    for net in (shared, apart):
        net.forward(x, training=True)
        net.backward(np.ones((4, 2)))
    np.testing.assert_array_equal(shared.grads, apart.grads)


def test_that_counting_allocates_nothing() -> None:
    assert nn.count_parameters([nn.Linear(10**6, 10**6), nn.Linear(10**6, 1)]) == 10**12 + 2 * 10**6 + 1


def test_that_a_layer_cannot_be_in_two_networks() -> None:
    layer = nn.Linear(2, 2)
    network([layer])
    with pytest.raises(ValueError, match="this Linear belongs to a network already"):
        network([layer])


def test_that_a_replica_shares_weights_and_nothing_else() -> None:
    net = network([nn.Linear(3, 4), nn.Dropout(0.5, stream(0, "dropout")), nn.Linear(4, 2)])
    other = net.replica()
    assert other.values is net.values
    x = np.random.default_rng(0).normal(size=(5, 3))
    np.testing.assert_array_equal(net.forward(x, training=True), other.forward(x, training=True))
    other.backward(np.ones((5, 2)))
    assert other.grads.any()
    assert not net.grads.any()
    net.backward(np.ones((5, 2)))
    np.testing.assert_array_equal(net.grads, other.grads)


def test_that_input_is_cast_but_never_scaled() -> None:
    net = nn.Network([nn.Linear(2, 2)], nn.identity, rng=stream(0, "init"))
    y = net.forward(np.array([[255, 3]], np.uint8))
    assert y.dtype == np.float32
    np.testing.assert_array_equal(y, [[255, 3]])


def test_that_gradients_without_that_of_the_input_are_the_same() -> None:
    net = network([nn.Reshape((4,)), nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)])
    net.forward(np.random.default_rng(0).normal(size=(5, 2, 2)), training=True)
    net.backward(np.ones((5, 2)))
    full = net.grads.copy()
    net.zero_grads()
    net.backward_parameters(np.ones((5, 2)))
    np.testing.assert_array_equal(net.grads, full)


def test_that_weights_can_be_taken_from_another_network() -> None:
    net, other = network([nn.Linear(3, 2)]), nn.Network([nn.Linear(3, 2)], rng=stream(1, "init"), dtype="float64")
    net.copy_values_from(other)
    np.testing.assert_array_equal(net.values, other.values)
    with pytest.raises(ValueError, match="a network of 8 parameters cannot take 3"):
        net.copy_values_from(network([nn.Linear(2, 1)]))


@pytest.mark.parametrize(
    ("layer", "shape", "message"),
    [
        (nn.Linear(784, 10), (32, 28, 28, 1), r"Linear expects 784 features, got (32, 28, 28, 1); add Flatten first"),
        (nn.Linear(3, 2), (4, 5), "Linear expects 3 features, got (4, 5)"),
        (nn.Conv2d(3, 2, 3), (4, 8, 8, 1), "Conv2d expects (batch, height, width, 3 channels), got (4, 8, 8, 1)"),
        (nn.Conv2d(1, 2, 5), (4, 3, 8, 1), "Conv2d's 5×5 window does not fit into (4, 3, 8, 1), padding 0"),
        (nn.MaxPool2d(), (4, 8), "MaxPool2d expects (batch, height, width, channels), got (4, 8)"),
        (nn.Reshape((2, 2)), (4, 3), "Reshape cannot make (2, 2) of (3,): 3 numbers a sample"),
    ],
)
@pytest.mark.parametrize("training", [True, False])
def test_that_errors_name_the_shapes(layer: nn.Layer, shape: tuple[int, ...], message: str, training: bool) -> None:
    net = network([copy.deepcopy(layer)])
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        net.forward(np.zeros(shape), training)


def test_that_backward_says_what_it_goes_back_through() -> None:
    net = network([nn.Linear(3, 2)])
    net.forward(np.ones((4, 3)))
    for back in (net.backward, net.backward_parameters):
        with pytest.raises(RuntimeError, match=r"call forward\(x, training=True\) first"):
            back(np.ones((4, 2)))
    net.forward(np.ones((4, 3)), training=True)
    with pytest.raises(RuntimeError, match="first"):
        net.replica().backward(np.ones((4, 2)))
    for back in (net.backward, net.backward_parameters):
        with pytest.raises(ValueError, match=r"d loss / d y of shape \(4, 2\), got \(2, 4\)"):
            back(np.ones((2, 4)))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: network([nn.Linear(0, 3)]), "W would have the shape (0, 3); every size is 1 or more"),
        (lambda: network([nn.Sequential([nn.GRU(3, 0)])]), "every size is 1 or more"),
        (lambda: network([nn.Conv2d(1, 1, 0)]), "every size is 1 or more"),
        (lambda: nn.Conv2d(1, 1, 3, stride=0), "stride, dilation and groups are 1 or more"),
        (lambda: nn.Conv2d(1, 1, 3, groups=0), "stride, dilation and groups are 1 or more"),
        (lambda: nn.Conv2d(1, 1, 3, padding=-1), "padding is 0 or more"),
        (lambda: nn.MaxPool2d(0), "MaxPool2d: size and stride are 1 or more"),
        (lambda: nn.AvgPool2d(2, stride=0), "AvgPool2d: size and stride are 1 or more"),
        (lambda: nn.LSTM(3, 4, layers=0), "LSTM has 1 layer or more, got 0"),
        (lambda: nn.LeakyReLU(2), "from 0 up to but not 1, got 2"),
        (lambda: nn.SmoothL1(0), "above 0; got 0"),
        (lambda: nn.Padded([nn.GRU(3, 4)]).forward(np.ones(5)), "expects (batch, time) or (batch, time, features)"),
        (lambda: nn.Perceptron(3).forward(np.ones((4, 2))), "Perceptron expects 3 features, got (4, 2)"),
        (lambda: nn.Perceptron(2).learn(np.ones((4, 2)), np.ones(3)), "got (4, 2) and (3,)"),
        (
            lambda: network([nn.Linear(2, 1)], "int64"),
            "a Network computes in float16, float32 or float64, not in int64",
        ),
        (lambda: network([nn.Linear(2, 1)], "complex64"), "not in complex64"),
        (lambda: network([nn.Linear(2.5, 1)]), "W would have the shape (2.5, 1)"),  # type: ignore[arg-type]
        (lambda: nn.LayerNorm((3, 4)), "LayerNorm takes the length of the last axis, one number; got (3, 4)"),  # type: ignore[arg-type]
        (lambda: nn.GroupNorm(3, 4), "GroupNorm cannot split 4 channels into 3 equal groups"),
        (lambda: nn.GroupNorm(0, 4), "GroupNorm cannot split 4 channels into 0 equal groups"),
        (lambda: nn.Conv2d(1, 1, (3, 3)), "Conv2d's window is a square, its size one whole number; got (3, 3)"),  # type: ignore[arg-type]
        (lambda: nn.Conv2d(1, 1, 3, 2, "same"), "a number, or 'same' with stride 1; got 'same', stride 2"),
        (lambda: nn.Conv2d(1, 1, 3, padding="valid"), "a number, or 'same' with stride 1; got 'valid', stride 1"),
        (lambda: network([nn.Embedding(5, 2)]).forward(np.array([[1, 5]])), "knows symbols 0 … 4, got 1 … 5"),
        (lambda: network([nn.Embedding(5, 2)]).forward(np.array([[1, 0.5]])), "whole numbers; got 0.5"),
        (lambda: network([nn.Embedding(5, 2)]).forward(np.array([[np.nan]])), "whole numbers; got nan"),
    ],
)
def test_that_impossible_arguments_are_told(make: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        make()


def test_that_a_network_can_be_checked_against_an_input_shape() -> None:
    with pytest.raises(ValueError, match="add Flatten first"):
        nn.Network([nn.Conv2d(1, 2, 3), nn.Linear(72, 3)], rng=stream(0, "init"), input_shape=(8, 8, 1))


def test_that_dropout_keeps_the_mean_and_drops_its_share() -> None:
    x = np.ones((200, 500))
    y = nn.Dropout(0.2, stream(0, "dropout")).forward(x, training=True)
    assert (y == 0).mean() == pytest.approx(0.2, abs=0.005)
    assert y.max() == 1.25
    older = nn.Dropout(0.2, stream(0, "dropout"), inverted=False)
    assert older.forward(x, training=True).max() == 1
    assert older.forward(x)[0, 0] == 0.8


def test_that_dropout_refuses_to_drop_everything() -> None:
    with pytest.raises(ValueError, match="probability of dropping"):
        nn.Dropout(1.0, stream(0, "dropout"))
