"""What the experiments with classes share: the network, its training, and what is measured of it."""

from __future__ import annotations

import threading
from itertools import islice

import numpy as np
import pytest

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.nn import CrossEntropy, Linear, Network, Tanh, normal
from core.optim import Adam
from core.random import stream
from core.records import Matrix
from core.run import Key, OverTime, Tick, Ticks
from core.training import Probes, minibatches, train


@pytest.fixture(scope="module")
def split() -> Split:
    return Library().digits("UCI digits").flat()


def ticks(run: Ticks, steps: int) -> list[Tick]:
    made = list(islice((tick for tick in run if tick is not None), steps + 1))
    run.close()
    return made


def test_that_the_network_fits_the_data(split: Split) -> None:
    net = mlp_for(split.train, (20, 7), seed=3, activation=Tanh, init=normal(0.01))
    assert [layer.W.shape for layer in net if isinstance(layer, Linear)] == [(64, 20), (20, 7), (7, 10)]
    assert isinstance(net[1], Tanh)
    same = Network(list_of(net), normal(0.01), rng=stream(3, "init"))
    np.testing.assert_array_equal(net.values, same.values)


def list_of(net: Network) -> list:
    return [Linear(*layer.W.shape) if isinstance(layer, Linear) else Tanh() for layer in net]


def test_that_it_trains_as_the_loop_that_one_would_write(split: Split) -> None:
    short, long = mlp_for(split.train, (20,), 1), mlp_for(split.train, (20,), 1)
    ticks(train_classifier(short, split, Adam(), seed=1, batch=32, every=5, confusion=True, trained=9), 12)
    feed, per_epoch = minibatches(split.train, 32, stream(1, "data"))
    ticks(train(long, CrossEntropy(), Adam(), feed, per_epoch), 12)
    np.testing.assert_array_equal(short.values, long.values)


def test_that_both_accuracies_are_measured_every_so_many_steps(split: Split) -> None:
    run = train_classifier(mlp_for(split.train, (9,), 0), split, Adam(), seed=0, batch=9, every=4, tested=50, trained=7)
    made = ticks(run, 8)
    for channel, samples in (("test accuracy", 50), ("training accuracy", 7)):
        found = {tick.step: tick.scalars[Key(channel)] for tick in made if Key(channel) in tick.scalars}
        assert list(found) == [0, 4, 8]
        assert all((samples * value) % 1 == pytest.approx(0, abs=1e-9) for value in found.values())


def test_that_only_what_is_asked_for_is_measured(split: Split) -> None:
    (start,) = ticks(train_classifier(mlp_for(split.train, (9,), 0), split, Adam(), seed=0, batch=9), 0)
    assert list(start.scalars) == [Key("test accuracy")]
    assert dict(start.views) == {}


def test_that_the_probes_of_the_experiment_stand_beside_the_confusion_matrix(split: Split) -> None:
    net = mlp_for(split.train, (9,), 0)
    one = Probes(scalars=(lambda: {Key("seven"): 7.0},))
    run = train_classifier(net, split, Adam(), seed=0, batch=9, confusion=True, tested=30, probes=one)
    start, first = ticks(run, 1)
    confusion = start.views[Key("confusion")]
    assert not isinstance(confusion, OverTime)
    record = confusion()
    assert isinstance(record, Matrix)
    assert record.values.sum() == 30
    assert first.scalars[Key("seven")] == 7.0


def test_that_threads_end_with_the_run(split: Split) -> None:
    before = threading.active_count()
    net, alone = mlp_for(split.train, (9,), 0), mlp_for(split.train, (9,), 0)
    ticks(train_classifier(net, split, Adam(), seed=0, batch=32, threads=2), 5)
    ticks(train_classifier(alone, split, Adam(), seed=0, batch=32), 5)
    assert threading.active_count() == before
    np.testing.assert_allclose(net.values, alone.values, atol=1e-4)
