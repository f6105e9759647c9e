"""RNN, GRU, LSTM: lengths, directions, state. Gradients are checked with every layer's, in contracts/test_layers."""

from collections.abc import Callable

import numpy as np
import pytest

from core import nn
from core.nn.gradient_check import gradient_check, numerical_gradient, relative_error
from core.nn.recurrent_packing import Packing
from core.random import stream

LENGTHS = np.array([2, 5, 1, 5, 3])

Make = Callable[..., nn.Recurrent]
every_kind = pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])


def network(*layers: nn.Layer, dtype: str = "float64") -> nn.Network:
    return nn.Network(layers, nn.normal(0.5), rng=stream(0, "init"), dtype=dtype)


def batch(features: int = 3, dtype: str = "float64") -> nn.Array:
    """Five sequences; what lies after their end is nonsense."""
    x = np.random.default_rng(1).normal(size=(len(LENGTHS), 5, features)).astype(dtype)
    for row, length in zip(x, LENGTHS, strict=True):
        row[length:] = np.nan
    x.flags.writeable = False
    return x


def test_that_a_scalar_rnn_is_what_one_computes_by_hand() -> None:
    layer = nn.RNN(1, 1, last_only=True)
    net = network(layer)
    w, u, b = 0.5, 0.8, 0.1
    net.values[...] = [w, u, b]
    x1, x2 = 1.0, -0.5
    h1 = np.tanh(w * x1 + b)
    h2 = np.tanh(w * x2 + u * h1 + b)
    assert net.forward(np.array([[[x1], [x2]]]), training=True).item() == pytest.approx(h2, rel=1e-15)
    dx = net.backward(np.ones((1, 1)))
    a2 = 1 - h2**2
    a1 = a2 * u * (1 - h1**2)
    np.testing.assert_allclose(net.grads, [a2 * x2 + a1 * x1, a2 * h1, a2 + a1], rtol=1e-14)
    np.testing.assert_allclose(dx.reshape(-1), [a1 * w, a2 * w], rtol=1e-14)


def test_that_three_steps_add_a_term_for_each_step() -> None:
    layer = nn.RNN(1, 1, last_only=True)
    net = network(layer)
    w, u, b = 0.7, -0.6, 0.2
    net.values[...] = [w, u, b]
    x, h = [0.3, -1.2, 0.8], [0.0]
    for value in x:
        h.append(float(np.tanh(w * value + u * h[-1] + b)))
    net.forward(np.reshape(x, (1, 3, 1)), training=True)
    net.backward(np.ones((1, 1)))
    a3 = 1 - h[3] ** 2
    a2 = a3 * u * (1 - h[2] ** 2)
    a1 = a2 * u * (1 - h[1] ** 2)
    terms = [a1 * h[0], a2 * h[1], a3 * h[2]]
    assert net.gradients()["1 RNNCell.U"].item() == pytest.approx(sum(terms), rel=1e-14)
    run = layer.cells[0][0].workspace
    np.testing.assert_allclose((layer.unpacked(run.da) * layer.unpacked(run.before)).reshape(-1), terms, rtol=1e-14)
    at_h1 = layer.unpacked(run.dafter)[0, 0, 0]
    assert at_h1 == pytest.approx(a2 * u, rel=1e-14)


def test_that_the_course_s_gru_takes_more_of_the_new_for_a_larger_z() -> None:
    for reset_after, expected in ((False, 0.7), (True, 0.2)):
        layer = nn.GRU(1, 1, reset_after=reset_after)
        net = network(layer)
        net.values[...] = 0
        wide_open = net.parameters()[f"1 {type(layer.cells[0][0]).__name__}.b"]
        wide_open[...] = [40, 0, np.arctanh(0.7)]
        start = np.full((1, 1, 1), 0.2)
        y, final = layer.unroll(np.zeros((1, 1, 1)), start=start)
        assert y.item() == pytest.approx(expected) == final.item()


@every_kind
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("last_only", [False, True])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_padding_changes_nothing(kind: Make, bidirectional: bool, last_only: bool, dtype: str) -> None:
    layer = kind(3, 4, 2, bidirectional, last_only)
    net, x = network(layer, dtype=dtype), batch(dtype=dtype)
    whole = layer.forward(x, True, LENGTHS).copy()
    dy = np.random.default_rng(2).normal(size=whole.shape).astype(dtype)
    dx, grads = layer.backward(dy).copy(), net.grads.copy()
    net.zero_grads()
    for i, length in enumerate(LENGTHS):
        part = slice(i, i + 1)
        alone = net.forward(x[part, :length], training=True)
        kept = part if last_only else (part, slice(None, length))
        assert relative_error(whole[kept], alone) < 1e-6
        assert relative_error(dx[part, :length], net.backward(dy[kept])) < 1e-6
        assert not dx[i, length:].any()
        assert last_only or not whole[i, length:].any()
    assert relative_error(grads, net.grads) < 1e-6
    np.testing.assert_array_equal(layer.forward(x, False, LENGTHS), whole)


@every_kind
def test_that_padding_costs_nothing(kind: Make) -> None:
    layer = kind(3, 4)
    network(layer)
    layer.forward(batch(), True, LENGTHS)
    assert len(layer.cells[0][0].workspace.a) == LENGTHS.sum()


@every_kind
@pytest.mark.parametrize("lengths", [None, LENGTHS])
def test_that_two_directions_are_two_layers(kind: Make, lengths: nn.Array | None) -> None:
    both, one, other = kind(3, 4, bidirectional=True), kind(3, 4), kind(3, 4)
    net, first, second = network(both), network(one), network(other)
    first.values[...], second.values[...] = np.split(net.values, 2)
    x = batch() if lengths is not None else np.nan_to_num(batch())
    y = both.forward(x, False, lengths)
    turned = np.zeros_like(x)
    for row, source, length in zip(turned, x, [5] * 5 if lengths is None else lengths, strict=True):
        row[:length] = source[:length][::-1]
    back = other.forward(turned, False, lengths)
    for i, length in enumerate([5] * 5 if lengths is None else lengths):
        np.testing.assert_allclose(y[i, :length, 4:], back[i, :length][::-1], rtol=1e-13)
    np.testing.assert_allclose(y[..., :4], one.forward(x, False, lengths), rtol=1e-13)


@every_kind
def test_that_two_layers_are_one_on_top_of_the_other(kind: Make) -> None:
    stacked, lower, upper = kind(3, 4, 2), kind(3, 4), kind(4, 4)
    net, separate = network(stacked), network(lower, upper)
    separate.values[...] = net.values
    x = np.nan_to_num(batch())
    np.testing.assert_array_equal(net.forward(x), separate.forward(x))


@every_kind
def test_that_a_sequence_may_be_read_in_pieces(kind: Make) -> None:
    layer = kind(3, 4, 2)
    network(layer)
    x = np.nan_to_num(batch())
    whole, final = layer.unroll(x)
    first, state = layer.unroll(x[:, :2])
    second, last = layer.unroll(x[:, 2:], start=state)
    np.testing.assert_allclose(np.concatenate([first, second], 1), whole, rtol=1e-13)
    np.testing.assert_allclose(last, final, rtol=1e-13)


@every_kind
def test_that_truncated_backpropagation_carries_the_state_but_not_the_gradient(kind: Make) -> None:
    layer = kind(2, 3, stateful=True)
    net = network(layer)
    x = np.random.default_rng(0).normal(size=(2, 6, 2))
    plain = net.forward(x)
    first = net.forward(x[:, :3], training=True).copy()
    state = layer.final
    second = net.forward(x[:, 3:], training=True)
    np.testing.assert_allclose(np.concatenate([first, second], 1), plain, rtol=1e-13)
    r = np.random.default_rng(1).normal(size=second.shape)
    dx = net.backward(r)
    by_hand = numerical_gradient(lambda piece: float(np.vdot(layer.unroll(piece, start=state)[0], r)), x[:, 3:])
    assert relative_error(dx, by_hand) < 1e-7
    layer.reset_state()
    np.testing.assert_allclose(net.forward(x[:, :3], training=True), first, rtol=1e-13)


def test_that_a_state_is_carried_through_batches_in_another_order_of_length() -> None:
    layer = nn.LSTM(3, 4, stateful=True)
    net = network(layer)
    x = np.nan_to_num(batch())
    layer.forward(x, True, LENGTHS)
    y = net.forward(x, training=True).copy()
    for i, length in enumerate(LENGTHS):
        alone = layer.unroll(np.concatenate([x[i : i + 1, :length], x[i : i + 1]], 1))[0]
        np.testing.assert_allclose(y[i], alone[0, length:], rtol=1e-12)


@every_kind
def test_that_batches_that_are_no_longer_allocate_nothing_new(kind: Make) -> None:
    layer = kind(3, 4, 2, bidirectional=True)
    net = network(layer)
    x = np.nan_to_num(batch())
    net.forward(x, training=True)
    run = layer.cells[1][1].workspace
    net.forward(x, training=True)
    assert layer.cells[1][1].workspace is run
    layer.forward(batch(), True, LENGTHS)
    assert np.shares_memory(layer.cells[1][1].workspace.a, run.a)
    net.forward(x[:3, :4], training=True)
    assert np.shares_memory(layer.cells[1][1].workspace.a, run.a)


def test_that_dropout_between_layers_needs_a_stream_and_drops_only_while_training() -> None:
    with pytest.raises(ValueError, match="GRU: dropout between the layers is random, so it needs an rng"):
        nn.GRU(3, 4, 2, dropout=0.5)
    dropping = network(nn.GRU(3, 4, 2, dropout=0.5, rng=stream(0, "dropout")))
    plain = network(nn.GRU(3, 4, 2))
    x = np.nan_to_num(batch())
    np.testing.assert_array_equal(dropping.forward(x), plain.forward(x))
    assert not np.allclose(dropping.forward(x, training=True), plain.forward(x))


@pytest.mark.parametrize("bidirectional", [False, True])
def test_that_gates_can_be_looked_at(bidirectional: bool) -> None:
    layer = nn.LSTM(3, 4, bidirectional=bidirectional)
    network(layer)
    y = layer.forward(batch(), True, LENGTHS)
    run = layer.cells[0][-1].workspace
    i, f, o, g = np.split(layer.unpacked(run.gates()), 4, 2)
    h_prev, c_prev = np.split(layer.unpacked(run.before), 2, 2)
    c = f * c_prev + i * g
    np.testing.assert_allclose(o * np.tanh(c), y[..., -4:], rtol=1e-13)
    assert c[LENGTHS[:, None] > np.arange(5)].all()
    assert h_prev.shape == i.shape


def test_that_a_linear_rnn_forgets_by_its_matrix_alone() -> None:
    layer = nn.RNN(2, 2, last_only=True, linear=True)
    net = network(layer)
    u = net.parameters()["1 RNNCell.U"]
    net.forward(np.ones((1, 4, 2)), training=True)
    net.backward(np.array([[1.0, 2.0]]))
    found = layer.unpacked(layer.cells[0][0].workspace.dafter)[0]
    for steps in range(4):
        np.testing.assert_allclose(found[3 - steps], [1, 2] @ np.linalg.matrix_power(u.T, steps), rtol=1e-13)


def test_that_padded_reads_the_lengths_off_the_symbols() -> None:
    padded = nn.Padded([nn.Embedding(6, 3), nn.GRU(3, 4, bidirectional=True, last_only=True)])
    net = network(padded, nn.Linear(8, 2))
    x = np.array([[3, 1, 0, 0], [2, 0, 5, 1], [4, 0, 0, 0]])
    np.testing.assert_array_equal(padded.lengths(x), [2, 4, 1])
    longer = np.pad(x, ((0, 0), (0, 3)))
    np.testing.assert_allclose(net.forward(longer), net.forward(x), rtol=1e-13)
    np.testing.assert_allclose(net.forward(x)[:1], net.forward(x[:1, :2]), rtol=1e-13)
    assert max(gradient_check(net, nn.CrossEntropy(), longer, np.array([0, 1, 1])).values()) < 1e-7
    with pytest.raises(ValueError, match="sequence 1 of the batch is nothing but padding"):
        net.forward(np.array([[1, 0], [0, 0]]))


def test_that_a_packing_puts_the_active_rows_first_at_every_time() -> None:
    packing = Packing(np.array([4, 1, 2]), 4)
    np.testing.assert_array_equal(packing.index, [0, 8, 4, 1, 9, 2, 3])  # t = 0: a c b, then a c, a, a
    assert [step.continuing for step in packing.steps[0]] == [0, 2, 1, 1]
    assert [step.continuing for step in packing.steps[1]] == [0, 1, 1, 2]


@pytest.mark.parametrize("lengths", [np.array([0, 2]), np.array([1, 6]), np.array([1.0, 2.0])])
def test_that_wrong_lengths_are_named(lengths: nn.Array) -> None:
    with pytest.raises(ValueError, match="lengths"):
        Packing(lengths, 5)


def test_that_wrong_shapes_are_named() -> None:
    layer = nn.GRU(3, 4)
    network(layer)
    with pytest.raises(ValueError, match=r"GRU expects \(batch, time, 3 features\), got \(2, 3\)"):
        layer.forward(np.zeros((2, 3)))
    with pytest.raises(ValueError, match=r"GRU starts from a state of shape \(1, 2, 4\), got \(1, 2, 3\)"):
        layer.unroll(np.zeros((2, 5, 3)), start=np.zeros((1, 2, 3)))
