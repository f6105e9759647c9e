"""Early stopping: when it stops, and what the network is then."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.split import split
from core.nn import MSE, Array, BatchNorm, CrossEntropy, Layer, Linear, Network, Tanh
from core.optim import SGD, Adam
from core.random import stream
from core.run.tick import DIVERGED, Key, Tick, Ticks
from core.training.early_stopping import RESTORED, STOPPED, EarlyStopping
from core.training.evaluate import loss_on
from core.training.train import LOSS, Metric, Probes, minibatches, shuffled_slices, train

KEY = Key("validation loss")
X = stream(0, "x").normal(size=(20, 2))


def network(*layers: Layer) -> Network:
    return Network(layers or [Linear(2, 1)], rng=stream(0, "init"), dtype="float64")


def training(net: Network, values: Iterable[float], lr: float = 0.01, every: int = 1, steps: int = 100) -> Ticks:
    """A run whose validation loss is told in advance."""
    told = iter(values)

    def measure(step):
        yield None
        return {KEY: next(told)}

    feed = islice(shuffled_slices(X, X[:, :1], 5, stream(0, "data")), steps)
    return train(net, MSE(), SGD(lr), feed, 4, Probes(metrics=(Metric(every, measure),)))


def ticks(run: Ticks) -> list[Tick]:
    return [tick for tick in run if tick is not None]


def weights_at(step: int) -> Array:
    net = network()
    ticks(training(net, [0.0] * 200, steps=step))
    return net.values


def test_that_it_stops_when_patience_is_over_and_restores_the_best() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=3)
    seen = ticks(stopping.monitor(training(net, [5, 4, 3, 3.5, 3, 3.2, 1])))
    assert [tick.step for tick in seen] == [0, 1, 2, 3, 4, 5]
    assert [dict(tick.events) for tick in seen] == [{}] * 5 + [{KEY: STOPPED}]
    assert (stopping.best, stopping.best_step) == (3, 2)
    np.testing.assert_array_equal(net.values, weights_at(2))


def test_that_measurements_count_and_not_steps() -> None:
    net = network()
    seen = ticks(EarlyStopping(net, KEY, patience=2).monitor(training(net, [5, 4, 6, 6, 6], every=4)))
    assert seen[-1].step == 12
    np.testing.assert_array_equal(net.values, weights_at(4))


def test_that_a_rising_measure_is_best_where_it_is_highest() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=2, rising=True)
    ticks(stopping.monitor(training(net, [0.1, 0.5, 0.9, 0.8, 0.9])))
    assert (stopping.best, stopping.best_step) == (0.9, 2)
    np.testing.assert_array_equal(net.values, weights_at(2))


def test_that_the_best_weights_are_restored_when_the_feed_ends() -> None:
    net = network()
    *_, before, last = ticks(EarlyStopping(net, KEY, patience=9).monitor(training(net, [3, 2, 5, 5], steps=3)))
    assert (before.step, dict(before.events)) == (3, {})
    assert (last.step, dict(last.events), dict(last.scalars)) == (3, {KEY: RESTORED}, {})
    np.testing.assert_array_equal(net.values, weights_at(1))


def test_that_a_diverged_run_keeps_its_mark_and_leaves_the_best_weights() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=1000)
    seen = ticks(stopping.monitor(training(net, [1.0, *(2.0 for _ in range(1000))], lr=100.0)))
    assert dict(seen[-1].events) == {LOSS: DIVERGED}
    np.testing.assert_array_equal(net.values, network().values)


def test_that_a_loss_that_is_no_number_is_never_the_best() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=2)
    ticks(stopping.monitor(training(net, [float("nan"), 2, float("nan"), 3])))
    assert (stopping.best, stopping.best_step) == (2, 1)


def test_that_batch_norm_goes_back_too() -> None:
    net = network(BatchNorm(2), Linear(2, 1))
    run = EarlyStopping(net, KEY, patience=3).monitor(training(net, [3, 2, 5, 5, 5]))
    kept = {}
    for tick in run:
        if tick is not None and tick.step == 1:
            kept = {name: array.copy() for name, array in net.state().items()}
    assert kept
    for name, array in net.state().items():
        np.testing.assert_array_equal(array, kept[name])


VALUES = [5, 4, 3, 3.5, 3, 3.2, 1, 1, 1]


def test_that_a_stop_that_is_only_marked_runs_on() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=3, stop=False)
    seen = ticks(stopping.monitor(training(net, VALUES, steps=8)))
    assert [(tick.step, dict(tick.events)) for tick in seen if tick.events] == [(5, {KEY: STOPPED})]
    assert [tick.step for tick in seen] == list(range(9))
    assert [tick.scalars[KEY] for tick in seen] == VALUES
    np.testing.assert_array_equal(net.values, weights_at(8))


def test_that_the_best_of_a_marked_stop_is_that_before_it_whatever_comes_after() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=3, stop=False)
    ticks(stopping.monitor(training(net, VALUES, steps=8)))
    best = stopping.best_replica()
    assert (stopping.best, stopping.best_step) == (3, 2)
    np.testing.assert_array_equal(best.values, weights_at(2))
    np.testing.assert_array_equal(net.values, weights_at(8))
    best.values += 1
    np.testing.assert_array_equal(net.values, weights_at(8))
    stopping.restore()
    np.testing.assert_array_equal(net.values, weights_at(2))


def test_that_a_run_that_is_only_marked_and_never_loses_patience_has_no_event() -> None:
    net = network()
    seen = ticks(EarlyStopping(net, KEY, patience=9, stop=False).monitor(training(net, VALUES, steps=4)))
    assert [tick for tick in seen if tick.events] == []
    np.testing.assert_array_equal(net.values, weights_at(4))


def test_that_the_best_replica_has_the_statistics_of_its_own_moment() -> None:
    net = network(BatchNorm(2), Linear(2, 1))
    stopping = EarlyStopping(net, KEY, patience=2, stop=False)
    kept = {}
    for tick in stopping.monitor(training(net, [3, 2, 5, 5, 5], steps=4)):
        if tick is not None and tick.step == 1:
            kept = {name: array.copy() for name, array in net.state().items()}
    for name, array in stopping.best_replica().state().items():
        np.testing.assert_array_equal(array, kept[name])
        assert not np.array_equal(array, net.state()[name])


def test_that_patience_may_be_changed_while_it_runs() -> None:
    net = network()
    stopping = EarlyStopping(net, KEY, patience=50)
    last = Tick(0)
    for tick in stopping.monitor(training(net, [1.0, *(2.0 for _ in range(100))])):
        last = tick or last
        if last.step == 4:
            stopping.patience = 6
    assert last.step == 6


def test_that_a_closed_run_is_left_as_it_is() -> None:
    net = network()
    run = EarlyStopping(net, KEY).monitor(training(net, [1, 2, 3, 4]))
    for _ in range(6):
        next(run)
    run.close()
    assert not np.array_equal(net.values, network().values)
    with pytest.raises(StopIteration):
        next(run)


def test_that_learning_by_heart_is_stopped_where_the_other_samples_fared_best() -> None:
    rng = stream(0, "points")
    x = rng.normal(size=(60, 8)).astype(np.float32)
    y = ((x[:, 0] + rng.normal(0, 1.5, 60)) > 0).astype(np.int64)
    parts = split(Dataset("noise", x, y, ("a", "b"), ""), stream(0, "split"), (0.5, 0.5, 0))

    def run(patience: int) -> tuple[EarlyStopping, float]:
        net = Network([Linear(8, 50), Tanh(), Linear(50, 2)], rng=stream(0, "init"))
        measure = loss_on(net, CrossEntropy(), parts.validation)
        feed, per_epoch = minibatches(parts.train, 10, stream(0, "data"))
        probes = Probes(metrics=(Metric(3, measure),))
        stopping = EarlyStopping(net, KEY, patience)
        ticks(stopping.monitor(train(net, CrossEntropy(), Adam(0.01), islice(feed, 300), per_epoch, probes)))
        return stopping, CrossEntropy().forward(net.forward(parts.validation.x[:]), parts.validation.y)

    patient, left = run(5)
    endless, _ = run(1000)
    assert left == pytest.approx(patient.best)
    assert patient.best_step < 100
    assert patient.best == pytest.approx(endless.best)
