"""What holds for every layer with whatever arguments and shapes: hypothesis looks for the one that it does not."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import nn
from core.optim import Momentum
from core.random import stream
from core.training.checkpoint import load, save
from tests.contracts.drawn_layers import DRAWN, recurrent
from tests.contracts.layer_cases import Case
from tests.contracts.test_layers import ABSTRACT, sample, weights_like

every_kind = pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
quick = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
batches = st.integers(1, 5)
seeds = st.integers(0, 99)


def test_that_every_public_layer_is_drawn() -> None:
    public = [getattr(nn, name) for name in nn.__all__]
    assert {kind for kind in public if isinstance(kind, type) and issubclass(kind, nn.Layer)} - ABSTRACT == set(DRAWN)


@every_kind
@quick
@given(data=st.data())
def test_that_shapes_are_foretold_both_ways(kind: type[nn.Layer], data: st.DataObject) -> None:
    case, n = data.draw(DRAWN[kind]), data.draw(batches)
    net, x = case.network(), sample(case, n, seed=data.draw(seeds))
    foretold = case.make().output_shape(x.shape)
    assert net.forward(x).shape == foretold
    y = net.forward(x, training=True)
    assert y.shape == foretold
    assert net.backward(weights_like(y)).shape == x.shape
    assert {name: g.shape for name, g in net.gradients().items()} == {
        name: p.shape for name, p in net.parameters().items()
    }
    assert nn.count_parameters([case.make()]) == net.parameter_count == sum(p.size for p in net.parameters().values())


@every_kind
@quick
@given(data=st.data())
def test_that_samples_in_another_order_give_the_answers_in_that_order(
    kind: type[nn.Layer], data: st.DataObject
) -> None:
    case, n = data.draw(DRAWN[kind]), data.draw(batches)
    order = np.array(data.draw(st.permutations(range(n))))
    net, x = case.network(), sample(case, n, seed=data.draw(seeds))
    np.testing.assert_allclose(net.forward(x[order]), net.forward(x)[order], rtol=1e-12, atol=1e-14)
    if kind is nn.Dropout:
        return  # it draws for each place, not for each sample
    y = net.forward(x, training=True).copy()
    r = weights_like(y)
    dx, grads = net.backward(r).copy(), net.grads.copy()
    net.zero_grads()
    np.testing.assert_allclose(net.forward(x[order], training=True), y[order], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(net.backward(r[order]), dx[order], rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(net.grads, grads, rtol=1e-9, atol=1e-10)


@every_kind
@quick
@given(data=st.data())
def test_that_what_is_saved_and_loaded_is_the_same_network(
    kind: type[nn.Layer], data: st.DataObject, tmp_path: Path
) -> None:
    case, n = data.draw(DRAWN[kind]), data.draw(batches)
    x = sample(case, n, seed=data.draw(seeds))
    net, rule = case.network(), Momentum(0.01)
    train(net, rule, x)
    save(tmp_path / "net.npz", net, rule, 1)
    again, other_rule = nn.Network([case.make()], rng=stream(1, "init"), dtype="float64"), Momentum(0.01)
    assert load(tmp_path / "net.npz", again, other_rule) == 1
    for _ in range(2):
        assert again.forward(x).tobytes() == net.forward(x).tobytes()
        assert again.values.tobytes() == net.values.tobytes()
        train(net, rule, x)
        train(again, other_rule, x)


def train(net: nn.Network, rule: Momentum, x: nn.Array) -> None:
    y = net.forward(x, training=True)
    net.zero_grads()
    net.backward_parameters(weights_like(y))
    rule.update(net.values, net.grads)


@every_kind
@quick
@given(data=st.data())
def test_that_every_parameter_is_in_one_mask_by_its_name(kind: type[nn.Layer], data: st.DataObject) -> None:
    net = data.draw(DRAWN[kind]).network()
    kinds = {"W": "weights", "U": "weights", "b": "bias", "c": "bias", "beta": "bias", "gamma": "scale"}
    masks = {kind: net.mask(kind) for kind in ("weights", "bias", "scale")}
    assert (sum(masks.values(), np.zeros(net.parameter_count, int)) == 1).all()
    for name, view in net.parameters().items():
        net.values[...] = 0
        view[...] = 1
        assert (masks[kinds[name.split(".")[-1]]] >= net.values).all(), name


@st.composite
def padded_sequences(draw: st.DrawFn) -> tuple[Case, nn.Array, nn.Array]:
    """A recurrent layer, sequences with nonsense after their ends, and their lengths."""
    case = draw(recurrent(draw(st.sampled_from([nn.RNN, nn.GRU, nn.LSTM]))))
    time = case.shape[0]
    lengths = np.array(draw(st.lists(st.integers(1, time), min_size=1, max_size=5)))
    x = sample(case, len(lengths)).copy()
    x[np.arange(time) >= lengths[:, None]] = draw(st.sampled_from([-9.0, np.nan, np.inf]))
    return case, x, lengths


@settings(quick, max_examples=60)
@given(drawn=padded_sequences())
def test_that_what_lies_behind_a_sequence_is_never_seen(drawn: tuple[Case, nn.Array, nn.Array]) -> None:
    case, x, lengths = drawn
    layer = case.make()
    assert isinstance(layer, nn.Recurrent)
    net = nn.Network([layer], nn.normal(0.5), rng=stream(0, "init"), dtype="float64")
    y = layer.forward(x, True, lengths).copy()
    r = weights_like(y)
    dx, grads = layer.backward(r).copy(), net.grads.copy()
    net.zero_grads()
    for i, length in enumerate(lengths):
        one = slice(i, i + 1)
        kept = one if layer.last_only else (one, slice(length))
        alone = net.forward(x[one, :length], training=True)
        np.testing.assert_allclose(y[kept], alone, rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(dx[one, :length], net.backward(r[kept]), rtol=1e-10, atol=1e-12)
        assert not dx[i, length:].any()
    np.testing.assert_allclose(grads, net.grads, rtol=1e-10, atol=1e-12)


LOSSES = {
    "classes": nn.CrossEntropy,
    "classes, smoothed": lambda: nn.CrossEntropy(0.2, "sum"),
    "likelihoods": nn.NegativeLogLikelihood,
    "numbers": nn.MSE,
    "distances": nn.MAE,
    "bounded": lambda: nn.SmoothL1(0.5),
    "yes or no": nn.BinaryCrossEntropy,
}


@pytest.mark.parametrize("name", LOSSES)
@quick
@given(batch=batches, time=st.integers(1, 6), features=st.integers(1, 4), seed=seeds)
def test_that_a_mask_leaves_out_padding_and_nothing_else(
    name: str, batch: int, time: int, features: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    scores, there = rng.normal(size=(batch, time, features)), rng.random((batch, time)) < 0.6
    there[0, 0] = True
    per_class = "class" in name or name == "likelihoods"
    targets = rng.integers(0, features if per_class else 2, (batch, time, features)[: 2 if per_class else 3])
    masked, plain = nn.Masked(LOSSES[name]()), LOSSES[name]()
    expected = plain.forward(scores[there], targets[there])
    targets[~there] = -1
    scores[~there] = rng.choice([np.nan, np.inf, 1e300])
    assert masked.forward(scores, targets) == pytest.approx(expected, rel=1e-12)
    dy = masked.backward()
    np.testing.assert_allclose(dy[there], plain.backward().reshape(dy[there].shape), rtol=1e-12)
    assert not dy[~there].any()
