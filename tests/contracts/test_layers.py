"""What every layer must do, over every layer."""

import copy

import numpy as np
import pytest

from core import nn
from core.nn.gradient_check import numerical_gradient, relative_error
from core.random import stream
from tests.contracts.layer_cases import CASES, Case

ABSTRACT = {nn.Layer, nn.Activation, nn.Pool2d, nn.Normalization, nn.Recurrent}


def sample(case: Case, n: int, dtype: str = "float64", seed: int = 0) -> nn.Array:
    """A read-only batch: a layer that writes into its input fails. Kept off the kinks at −1, 0 and 1."""
    rng = np.random.default_rng(seed)
    x = rng.integers(0, case.symbols, (n, *case.shape)) if case.symbols else rng.normal(size=(n, *case.shape))
    for kink in (-1, 0, 1) if not case.symbols else ():
        x[abs(x - kink) < 1e-3] += 0.01
    x = x.astype(dtype)
    x.flags.writeable = False
    return x


def weights_like(y: nn.Array) -> nn.Array:
    """d loss / d y for the loss Σ r y, with r read-only."""
    r = np.random.default_rng(1).normal(size=y.shape).astype(y.dtype)
    r.flags.writeable = False
    return r


every_layer = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def test_that_every_public_layer_has_a_case() -> None:
    public = [getattr(nn, name) for name in nn.__all__]
    layers = {kind for kind in public if isinstance(kind, type) and issubclass(kind, nn.Layer)} - ABSTRACT
    assert layers == {type(case.make()) for case in CASES} & layers


@every_layer
@pytest.mark.parametrize("batch", [1, 3])
def test_that_backward_matches_finite_differences(case: Case, batch: int) -> None:
    net, x = case.network(), sample(case, batch)
    probe = net.replica()
    r = weights_like(probe.forward(x, training=True))
    dx = probe.backward(r).copy()

    def by_input(changed: nn.Array) -> float:
        return float(np.vdot(net.replica().forward(changed, training=True), r))

    def by_values(changed: nn.Array) -> float:
        other = net.replica()
        kept = net.values.copy()
        net.values[...] = changed  # a replica shares them
        loss = float(np.vdot(other.forward(x, training=True), r))
        net.values[...] = kept
        return loss

    assert relative_error(dx, numerical_gradient(by_input, x)) < 1e-7
    vector = nn.Network([case.make()], rng=np.random.default_rng(0), dtype="float64")
    vector.values[...] = numerical_gradient(by_values, net.values)
    for (name, found), expected in zip(probe.gradients().items(), vector.parameters().values(), strict=True):
        assert relative_error(found, expected) < 1e-7, name


@every_layer
def test_that_inference_agrees_with_training_and_is_fresh(case: Case) -> None:
    net, x = case.network(), sample(case, 3)
    first = net.forward(x)
    second = net.forward(x)
    assert not np.shares_memory(first, second)
    assert not np.shares_memory(first, x)
    np.testing.assert_array_equal(first, second)
    if not case.random:
        np.testing.assert_array_equal(net.forward(x, training=True), first)


@every_layer
def test_that_inference_between_the_passes_changes_nothing(case: Case) -> None:
    plain, disturbed = case.network(), case.network()
    x = sample(case, 3)
    r = weights_like(plain.forward(x, training=True))
    disturbed.forward(x, training=True)
    disturbed.forward(sample(case, 5, seed=9))
    disturbed.replica().forward(sample(case, 2, seed=8), training=True)
    np.testing.assert_array_equal(plain.backward(r), disturbed.backward(r))
    np.testing.assert_array_equal(plain.grads, disturbed.grads)


@every_layer
def test_that_backward_adds_until_gradients_are_zeroed(case: Case) -> None:
    net, x = case.network(), sample(case, 3)
    r = weights_like(net.forward(x, training=True))
    net.backward(r)
    once = net.grads.copy()
    net.backward_parameters(r)
    np.testing.assert_allclose(net.grads, 2 * once, rtol=1e-15)
    net.zero_grads()
    assert not net.grads.any()
    net.backward_parameters(r)
    np.testing.assert_array_equal(net.grads, once)


@every_layer
def test_that_backward_leaves_the_output_that_the_next_layer_borrows(case: Case) -> None:
    net = case.network()
    y = net.forward(sample(case, 3), training=True)
    before = y.copy()
    net.backward(weights_like(y))
    np.testing.assert_array_equal(y, before)


@every_layer
def test_that_a_layer_after_it_learns_the_same_from_a_second_backward(case: Case) -> None:
    features = case.make().output_shape((3, *case.shape))[-1]
    net = nn.Network([case.make(), nn.Linear(features, 2)], nn.normal(0.5), rng=stream(0, "init"), dtype="float64")
    r = weights_like(net.forward(sample(case, 3), training=True))
    net.backward_parameters(r)
    once = net.grads.copy()
    net.backward_parameters(r)
    assert once.any()
    np.testing.assert_allclose(net.grads, 2 * once, rtol=1e-15)


@every_layer
def test_that_the_output_shape_is_foretold(case: Case) -> None:
    shape = (4, *case.shape)
    assert case.make().output_shape(shape) == case.network().forward(sample(case, 4)).shape


@every_layer
def test_that_the_batch_size_may_change(case: Case) -> None:
    net = case.network()
    for n in (3, 1, 4, 3):
        y = net.forward(sample(case, n), training=True)
        assert net.backward(weights_like(y)).shape == (n, *case.shape)


@every_layer
def test_that_samples_do_not_touch_each_other_in_inference(case: Case) -> None:
    net, x = case.network(), sample(case, 5)
    order = np.array([3, 0, 4, 1, 2])
    np.testing.assert_allclose(net.forward(x[order]), net.forward(x)[order], rtol=1e-13, atol=1e-15)


@every_layer
def test_that_the_memory_order_of_arrays_does_not_matter(case: Case) -> None:
    """Column by column, reversed, every other one: what transposing, flipping and slicing leave behind."""
    x = sample(case, 6)
    expected = case.network()
    inferred = expected.forward(x)
    y = expected.forward(x, training=True).copy()
    r = weights_like(y)
    dx = expected.backward(r).copy()
    for reordered in (np.asfortranarray, lambda a: a[::-1].copy()[::-1], lambda a: np.repeat(a, 2, 0)[::2]):
        net = case.network()
        np.testing.assert_allclose(net.forward(reordered(x)), inferred, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(net.forward(reordered(x), training=True), y, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(net.backward(reordered(r)), dx, rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(net.grads, expected.grads, rtol=1e-10, atol=1e-13)


@every_layer
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_every_array_has_the_type_of_the_network(case: Case, dtype: str) -> None:
    net, x = case.network(dtype), sample(case, 3, dtype)
    y = net.forward(x, training=True)
    assert {y.dtype, net.backward(weights_like(y)).dtype, net.forward(x).dtype, net.grads.dtype} == {np.dtype(dtype)}


@every_layer
def test_that_inference_runs_in_float16(case: Case) -> None:
    x = sample(case, 3, "float16")
    y = case.network("float16").forward(x)
    assert y.dtype == np.float16
    expected = case.network("float64").forward(x)
    np.testing.assert_allclose(y, expected, atol=0.02 * max(1, abs(expected).max()))


@every_layer
def test_that_a_layer_can_be_described_again(case: Case) -> None:
    layer = case.make()
    assert repr(copy.deepcopy(layer)) == repr(layer)


@every_layer
def test_that_float32_is_close_to_float64(case: Case) -> None:
    small, large = case.network("float32"), case.network("float64")
    large.values[...] = small.values
    x = sample(case, 3, "float32")
    y = small.forward(x, training=True)
    np.testing.assert_allclose(y, large.forward(x, training=True), rtol=1e-4, atol=1e-5)
    r = weights_like(y)
    np.testing.assert_allclose(small.backward(r), large.backward(r), rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(small.grads, large.grads, rtol=1e-3, atol=1e-5)
