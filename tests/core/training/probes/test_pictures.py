"""Looking into a network without touching it."""

from __future__ import annotations

import numpy as np
import pytest

from core.nn import Conv2d, Network, ReLU, constant
from core.nn.mlp import mlp
from core.random import stream
from core.records import frozen
from core.text import nice
from core.training.probes import (
    ActivationProbe,
    WeightPaths,
    WeightProbe,
    before_and_now,
    bins,
    counted,
    maps,
    stages,
    weights,
)


def net() -> Network:
    return Network(mlp((5, 40, 30, 3), ReLU), rng=stream(0, "init"))


@pytest.mark.parametrize(("value", "limit"), [(0.9, 1), (1.0, 1), (1.1, 1.5), (0.021, 0.03), (81, 100), (0, 1)])
def test_that_nice_limits_are_the_next_round_number(value: float, limit: float) -> None:
    assert nice(value) == pytest.approx(limit)


def test_that_counting_agrees_with_numpy() -> None:
    values = stream(0, "values").normal(size=10_000)
    edges = bins(-2, 2, 40)
    np.testing.assert_array_equal(counted(values, edges), np.histogram(values, edges)[0])


def test_that_counting_drops_what_is_outside_or_no_number() -> None:
    assert counted(np.array([-9, 0.5, np.nan, np.inf, -np.inf, 9]), bins(0, 1, 4)).tolist() == [0, 0, 1, 0]


def test_that_bins_of_weights_are_fixed_at_the_start() -> None:
    probed = net()
    probe = WeightProbe(probed)
    before = probe.histograms()
    probed.values *= 100
    after = probe.histograms()
    np.testing.assert_array_equal(before.edges, after.edges)
    assert ((before.below + before.above) / before.total < 0.01).all()
    assert ((after.below + after.above) / after.total > 0.5).all()


def test_that_samples_fill_the_picture_over_time() -> None:
    probe = WeightProbe(net())
    ridge = probe.ridge(np.array([0, 10]), np.stack([probe.counts(), probe.counts()]))
    assert ridge.names == ("layer 1", "layer 2", "layer 3")
    np.testing.assert_array_equal(ridge.counts[0].sum(axis=1), [200, 1200, 90])


def test_that_a_distance_is_relative_to_the_first_weights_of_its_layer() -> None:
    one, other = net(), net()
    paths = WeightPaths({"one": one, "other": other})
    assert paths.moved().tolist() == [[0, 0, 0], [0, 0, 0]]
    other.values *= 1.5
    weights(one)["layer 2"][...] *= -1
    np.testing.assert_allclose(paths.moved(), [[0, 2, 0], [0.5, 0.5, 0.5]], rtol=1e-6)


def test_that_weights_that_are_no_numbers_and_layers_that_began_at_0_have_no_distance() -> None:
    lost, zero = net(), Network(mlp((5, 40, 30, 3), ReLU), constant(0.0), rng=stream(0, "init"))
    paths = WeightPaths({"lost": lost, "zero": zero})
    lost.values[:] = np.inf
    zero.values += 1
    assert np.isnan(paths.moved()).all()


def test_that_distances_make_a_plot_for_each_layer_with_a_line_for_each_network() -> None:
    paths = WeightPaths({"one": net(), "other": net()})
    grid = paths.curves(np.array([0, 10]), np.stack([paths.moved(), paths.moved() + 0.5]))
    assert grid.titles == ("layer 1", "layer 2", "layer 3")
    assert grid.columns == 3
    assert grid.filled[2].lines["other"].tolist() == [0, 0.5]
    many = WeightPaths({"deep": Network(mlp((5,) * 10, ReLU), rng=stream(0, "init"))})
    assert many.curves(np.array([0]), many.moved()[None]).columns == 5  # nine plots in two rows


def test_that_weights_are_views_without_biases() -> None:
    probed = net()
    assert [w.shape for w in weights(probed).values()] == [(5, 40), (40, 30), (30, 3)]
    assert all(np.shares_memory(w, probed.values) for w in weights(probed).values())


def test_that_stages_end_with_the_networks_output() -> None:
    probed = net()
    x = stream(0, "x").normal(size=(7, 5)).astype(np.float32)
    outputs = stages(probed, x)
    assert len(outputs) == 5
    np.testing.assert_array_equal(outputs[-1], probed.forward(x))


def test_that_activations_are_those_of_hidden_layers() -> None:
    x = stream(0, "x").normal(size=(7, 5)).astype(np.float32)
    histograms = ActivationProbe(net(), x, 0, 10).histograms()
    assert histograms.names == ("layer 1", "layer 2")
    np.testing.assert_array_equal(histograms.total, [7 * 40, 7 * 30])
    assert (histograms.zeros > 0).all()


def test_that_probing_between_forward_and_backward_changes_no_gradient() -> None:
    x = stream(0, "x").normal(size=(7, 5)).astype(np.float32)
    quiet, probed = net(), net()
    for one in (quiet, probed):
        y = one.forward(x, True)
        if one is probed:
            WeightProbe(one).histograms()
            ActivationProbe(one, x[:3], 0, 10).histograms()
        one.backward(np.ones_like(y))
    np.testing.assert_array_equal(quiet.grads, probed.grads)


def filters() -> tuple[np.ndarray, np.ndarray]:
    before = np.zeros((1, 1, 1, 2), np.float32)
    before[..., 0], before[..., 1] = 0.1, -0.4
    return frozen(before), before * np.array([3, 0.5], np.float32)


def test_that_filters_on_the_layers_scale_share_one_limit_before_and_now() -> None:
    record = before_and_now(*filters(), scale="layer", largest=2.0)
    np.testing.assert_allclose(record.limits, [(-0.4, 0.4)] * 2)


def test_that_filters_on_the_networks_scale_reach_to_its_largest_weight() -> None:
    assert before_and_now(*filters(), scale="network", largest=2.0).limits == ((-2.0, 2.0),) * 2


def test_that_filters_on_their_own_scale_still_compare_before_with_now() -> None:
    record = before_and_now(*filters(), scale="filter", largest=2.0)
    before, now = (group.ravel() for group in record.groups)
    np.testing.assert_allclose(before, [1 / 3, -1], rtol=1e-6)
    np.testing.assert_allclose(now, [1, -0.5], rtol=1e-6)
    assert record.limits == ((-1.0, 1.0),) * 2


def test_that_filters_say_how_far_they_moved_whatever_the_scale() -> None:
    told = {before_and_now(*filters(), scale=scale, largest=2.0).summary for scale in ("filter", "layer", "network")}
    assert told == {"moved by 69 % so far"}


def test_that_maps_are_one_picture_per_channel() -> None:
    conv = Network([Conv2d(1, 4, 3)], rng=stream(0, "init"))
    y = conv.forward(stream(0, "x").normal(size=(1, 8, 8, 1)).astype(np.float32))
    assert maps(y).shape == (4, 6, 6)
    np.testing.assert_array_equal(maps(y)[2], y[0, :, :, 2])
