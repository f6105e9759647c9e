"""Gates and states of one sequence, against the equations."""

from __future__ import annotations

import numpy as np
import pytest

from core.nn import GRU, LSTM, RNN, Array, Dropout, Embedding, Layer, Linear, Network, Padded
from core.random import stream
from core.training import RecurrentProbe

X = stream(0, "x").normal(size=(1, 5, 3))


def network(*layers: Layer) -> Network:
    return Network(layers, rng=stream(0, "init"), dtype="float64")


def sigmoid(a: Array) -> Array:
    return 1 / (1 + np.exp(-a))


def test_that_a_gru_s_gates_are_those_of_its_equations() -> None:
    net = network(GRU(3, 4), Linear(4, 1))
    cell = net[0].cells[0][0]
    cell.b = stream(0, "b").normal(size=12)
    found = RecurrentProbe(net).read(X)
    assert list(found) == ["z", "r", "h̃", "h"]
    h = np.zeros(4)
    for t, x in enumerate(X[0]):
        a = x @ cell.W + cell.b
        z, r = sigmoid(a[:4] + h @ cell.U[:, :4]), sigmoid(a[4:8] + h @ cell.U[:, 4:8])
        candidate = np.tanh(a[8:] + (r * h) @ cell.U[:, 8:])
        h = (1 - z) * h + z * candidate
        for name, expected in {"z": z, "r": r, "h̃": candidate, "h": h}.items():
            np.testing.assert_allclose(found[name][t], expected, atol=1e-12)


def test_that_an_lstm_s_gates_are_those_of_its_equations() -> None:
    net = network(LSTM(3, 2))
    cell = net[0].cells[0][0]
    found = RecurrentProbe(net).read(X)
    assert list(found) == ["i", "f", "o", "g", "h", "c"]
    h = c = np.zeros(2)
    for t, x in enumerate(X[0]):
        a = x @ cell.W + h @ cell.U + cell.b
        i, f, o, g = sigmoid(a[:2]), sigmoid(a[2:4]), sigmoid(a[4:6]), np.tanh(a[6:])
        c = f * c + i * g
        h = o * np.tanh(c)
        for name, expected in {"i": i, "f": f, "o": o, "g": g, "h": h, "c": c}.items():
            np.testing.assert_allclose(found[name][t], expected, atol=1e-12)


def test_that_a_plain_cell_has_a_state_only() -> None:
    net = network(RNN(3, 4))
    found = RecurrentProbe(net).read(X)
    assert list(found) == ["h"]
    np.testing.assert_allclose(found["h"], net.forward(X)[0], atol=1e-12)


def test_that_the_cell_on_top_reads_what_the_one_below_gives() -> None:
    net = network(GRU(3, 4, layers=2, bidirectional=True))
    np.testing.assert_allclose(RecurrentProbe(net, level=1).read(X)["h"], net.forward(X)[0, :, :4], atol=1e-12)


def test_that_the_probe_follows_the_training_and_leaves_no_trace_in_it() -> None:
    net = network(GRU(3, 4, stateful=True), Dropout(0.5, stream(0, "dropout")))
    probe = RecurrentProbe(net)
    first = probe.read(X)
    y = net.forward(X[:, :2], True).copy()
    state = net[0].final.copy()
    again = probe.read(X)
    np.testing.assert_array_equal(first["z"], again["z"])
    np.testing.assert_array_equal(net[0].final, state)
    other = network(GRU(3, 4, stateful=True), Dropout(0.5, stream(0, "dropout")))
    np.testing.assert_array_equal(other.forward(X[:, :2], True), y)
    net.values += 0.1
    assert not np.array_equal(probe.read(X)["z"], first["z"])


def test_that_dropout_before_the_gates_is_off() -> None:
    layers = [Linear(3, 3), Dropout(0.5, stream(0, "dropout")), GRU(3, 4)]
    net = network(*layers)
    np.testing.assert_allclose(RecurrentProbe(net).read(X)["h"], net.forward(X)[0], atol=1e-12)


def test_that_padding_has_no_gates() -> None:
    net = network(Padded([Embedding(9, 3), GRU(3, 4)]))
    found = RecurrentProbe(net).read(np.array([[4, 2, 7, 0, 0]]))
    assert found["z"].shape == (5, 4)
    assert (found["z"][:3] > 0).all()
    assert (found["z"][3:] == 0).all()


@pytest.mark.parametrize(("layers", "level"), [([Linear(3, 1)], 0), ([GRU(3, 4)], 1)])
def test_that_a_cell_that_is_not_there_is_said(layers: list[Layer], level: int) -> None:
    with pytest.raises(ValueError, match="there is no cell"):
        RecurrentProbe(network(*layers), level=level)
