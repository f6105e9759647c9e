"""The Network: one vector, views, ties, replicas."""

import numpy as np
import pytest

from core import nn
from core.random import stream


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
