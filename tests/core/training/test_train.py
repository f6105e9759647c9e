"""The training loop: what each tick says, when it measures, and when it stops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.nn import MSE, Array, BinaryCrossEntropy, Linear, Network, Tanh
from core.nn.mlp import mlp
from core.optim import SGD, Momentum
from core.random import stream
from core.run.tick import DIVERGED, Key, Tick
from core.training.train import (
    LOSS,
    Batches,
    Measurement,
    Metric,
    Probes,
    Snapshot,
    minibatches,
    shuffled_slices,
    train,
)

X = stream(0, "x").normal(size=(40, 2)).astype(np.float32)
Y = (X[:, :1] * X[:, 1:] > 0).astype(np.float32)


def net() -> Network:
    return Network(mlp((2, 4, 1), Tanh), rng=stream(0, "init"))


def feed() -> Batches:
    return shuffled_slices(X, Y, 10, stream(0, "data"))


def ticks(run: Iterator[Tick | None], count: int) -> list[Tick]:
    return list(islice((tick for tick in run if tick is not None), count))


def losses(run: Iterator[Tick | None], count: int) -> list[float]:
    return [tick.scalars[LOSS] for tick in ticks(run, count)[1:]]


def test_that_the_first_tick_comes_before_any_update() -> None:
    watched = net()
    start = watched.values.copy()
    first = next(train(watched, BinaryCrossEntropy(), SGD(0.1), feed(), 4))
    assert first is not None
    assert (first.step, first.epoch) == (0, 0.0)
    assert LOSS not in first.scalars
    np.testing.assert_array_equal(watched.values, start)


def test_that_tick_n_has_the_loss_of_the_nth_batch_before_its_update() -> None:
    first_batch = next(feed())
    expected = BinaryCrossEntropy().forward(net().forward(first_batch[0]), first_batch[1])
    one = ticks(train(net(), BinaryCrossEntropy(), SGD(0.1), feed(), 4), 2)[1]
    assert one.step == 1
    assert one.epoch == 0.25
    assert one.scalars[LOSS] == pytest.approx(expected, rel=1e-6)


def test_that_an_update_is_minus_rate_times_gradient() -> None:
    trained, by_hand = net(), net()
    ticks(train(trained, BinaryCrossEntropy(), SGD(0.1), feed(), 4), 2)
    x, y = next(feed())
    loss = BinaryCrossEntropy()
    loss.forward(by_hand.forward(x, True), y)
    by_hand.backward(loss.backward())
    np.testing.assert_allclose(trained.values, by_hand.values - np.float32(0.1) * by_hand.grads, rtol=1e-6)


def test_that_training_lowers_the_loss_and_repeats_exactly() -> None:
    one, other = (losses(train(net(), BinaryCrossEntropy(), SGD(0.5), feed(), 4), 800) for _ in range(2))
    assert one == other
    assert np.mean(one[-40:]) < 0.5 * np.mean(one[:40])


def test_that_the_rate_is_asked_anew_before_each_update() -> None:
    asked = []

    def lr(step: int) -> float:
        asked.append(step)
        return 0.0

    frozen = net()
    start = frozen.values.copy()
    ticks(train(frozen, BinaryCrossEntropy(), SGD(0.1), feed(), 4, lr=lr), 4)
    assert asked == [0, 1, 2]
    np.testing.assert_array_equal(frozen.values, start)


def test_that_a_penalty_adds_to_the_gradient_of_the_update() -> None:
    plain, pulled = net(), net()
    weights = pulled.values.copy()

    def decay(w: Array, g: Array) -> None:
        g += 0.5 * w

    ticks(train(plain, BinaryCrossEntropy(), SGD(0.1), feed(), 4), 2)
    ticks(train(pulled, BinaryCrossEntropy(), SGD(0.1), feed(), 4, penalty=decay), 2)
    np.testing.assert_allclose(pulled.values, plain.values - 0.05 * weights, rtol=1e-5, atol=1e-7)


def test_that_measuring_and_sampling_happen_on_their_steps_only() -> None:
    def measure(step: int) -> Measurement:
        yield None
        return {Key("accuracy"): 1.0}

    probes = Probes(metrics=(Metric(4, measure),), snapshots=(Snapshot(6, lambda: {Key("counts"): np.zeros(2)}),))
    run = train(net(), BinaryCrossEntropy(), SGD(0.1), feed(), 4, probes)
    seen = ticks(run, 14)
    assert [tick.step for tick in seen if Key("accuracy") in tick.scalars] == [0, 4, 8, 12]
    assert [tick.step for tick in seen if tick.samples] == [0, 6, 12]


def test_that_measuring_breathes_and_changes_nothing() -> None:
    watched = net()

    def measure(step: int) -> Measurement:
        for start in range(0, 40, 10):
            watched.forward(X[start : start + 10])
            yield None
        return {Key("accuracy"): 1.0}

    run = train(watched, BinaryCrossEntropy(), SGD(0.1), feed(), 4, Probes(metrics=(Metric(2, measure),)))
    breaths_and_ticks = list(islice(run, 8))
    assert breaths_and_ticks[:4] == [None] * 4
    alone = losses(train(net(), BinaryCrossEntropy(), SGD(0.1), feed(), 4), 20)
    other = Probes(metrics=(Metric(2, measure),))
    watched.copy_values_from(net())
    assert losses(train(watched, BinaryCrossEntropy(), SGD(0.1), feed(), 4, other), 20) == alone


def test_that_the_views_are_the_same_mapping_at_every_tick() -> None:
    probes = Probes(views={Key("nothing"): lambda: pytest.fail("a view is called only by who looks")})
    seen = ticks(train(net(), BinaryCrossEntropy(), SGD(0.1), feed(), 4, probes), 3)
    assert all(tick.views is probes.views for tick in seen)


def exploding(targets: list[float]) -> list[Tick]:
    """A network that always answers about 0 is asked for these numbers."""
    batches = ((np.ones((1, 1), np.float32), np.full((1, 1), t, np.float32)) for t in targets)
    return ticks(train(Network([Linear(1, 1)], rng=stream(0, "init")), MSE(), SGD(1e-12), batches, 1), 99)


@pytest.mark.parametrize("wrong", [np.inf, np.nan, 1e6])
def test_that_a_run_that_diverges_stops_with_a_mark(wrong: float) -> None:
    seen = exploding([10.0, 12.0, wrong, 10.0])
    assert [tick.step for tick in seen] == [0, 1, 2, 2]
    assert [tick.epoch for tick in seen] == [0, 1, 2, 2]
    assert [dict(tick.events) for tick in seen] == [{}, {}, {}, {LOSS: DIVERGED}]
    np.testing.assert_allclose(seen[-1].scalars[LOSS], wrong**2, rtol=1e-4)


@pytest.mark.parametrize("wrong", [np.inf, np.nan, 1e6])
def test_that_a_loss_that_diverged_moves_no_weight(wrong: float) -> None:
    moved, spared = (Network([Linear(1, 1)], rng=stream(0, "init")) for _ in range(2))
    for net, targets in ((spared, (10, 12)), (moved, (10, 12, wrong))):
        batches = ((np.ones((1, 1), np.float32), np.full((1, 1), t, np.float32)) for t in targets)
        ticks(train(net, MSE(), Momentum(0.1), batches, 1), 99)
    np.testing.assert_array_equal(moved.values, spared.values)


def test_that_a_measurement_is_told_its_step() -> None:
    told = []

    def measure(step: int) -> Measurement:
        told.append(step)
        yield None
        return {}

    ticks(train(net(), BinaryCrossEntropy(), SGD(0.1), feed(), 4, Probes(metrics=(Metric(3, measure),))), 8)
    assert told == [0, 3, 6]


def test_that_a_first_loss_that_is_no_number_diverges_at_once() -> None:
    assert exploding([np.nan, 1.0])[-1].events == {LOSS: DIVERGED}
    assert [tick.step for tick in exploding([np.inf, 1.0])] == [0, 0]


def test_that_a_large_loss_that_was_large_from_the_start_is_not_divergence() -> None:
    assert not any(tick.events for tick in exploding([1e6, 1e6, 1e3, 1e6]))


def test_that_the_run_ends_with_its_feed() -> None:
    run = train(net(), BinaryCrossEntropy(), SGD(0.1), islice(feed(), 5), 4)
    assert [tick.step for tick in ticks(run, 99)] == [0, 1, 2, 3, 4, 5]


def test_that_slices_use_every_sample_once_per_epoch() -> None:
    epoch = np.concatenate([x for x, _ in islice(feed(), 4)])
    np.testing.assert_array_equal(np.sort(epoch, axis=0), np.sort(X, axis=0))


def test_that_what_fills_no_slice_sits_out_one_epoch() -> None:
    x = np.arange(7)
    taken = [list(batch) for batch, _ in islice(shuffled_slices(x, x, 3, stream(0, "data")), 60)]
    assert {len(batch) for batch in taken} == {3}
    for first, second in zip(taken[::2], taken[1::2], strict=True):
        assert len({*first, *second}) == 6
    assert set(np.concatenate(taken)) == set(range(7))


def test_that_batches_are_fed_with_their_answers_and_an_epoch_has_its_updates() -> None:
    data = Dataset("numbers", np.arange(10.0), np.arange(10), ("a",), "")
    for how, updates in (({}, 3), ({"with_replacement": True}, 2.5)):
        feed, per_epoch = minibatches(data, 4, stream(0, "data"), **how)
        assert per_epoch == updates
        for x, y in islice(feed, 6):
            np.testing.assert_array_equal(x, y)


def test_that_slices_keep_samples_and_answers_together() -> None:
    for x, y in islice(feed(), 8):
        np.testing.assert_array_equal(y, (x[:, :1] * x[:, 1:] > 0).astype(np.float32))


def test_that_probes_add_up() -> None:
    def measure(step: int):
        yield None
        return {}

    views = {Key("a"): lambda: None}, {Key("b"): lambda: None}
    first = Probes(views[0], metrics=(Metric(1, measure),), scalars=(dict,))
    both = first | Probes(views[1], metrics=(Metric(2, measure),))
    assert list(both.views) == [Key("a"), Key("b")]
    assert [metric.every for metric in both.metrics] == [1, 2]
    assert len(both.scalars) == 1
    assert list(first.views) == [Key("a")]
