"""One network, the same start, the same batches, up to eight optimizers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from core.data.dataset import Split
from core.data.library import DIGITS, Library
from core.experiments.shared.optimizers import NAMES, OptimizerSettings
from core.nn import CrossEntropy, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import Optimizer
from core.random import stream
from core.run import (
    CurvesView,
    Expected,
    HistogramsView,
    Key,
    OverTime,
    Preset,
    RidgeView,
    Run,
    Start,
    Ticks,
    View,
    experiment,
)
from core.settings import ChoiceField, IntsField, Label, ManyField, RangeField, SeededSettings
from core.training import Evaluation, Metric, Probes, Snapshot, WeightProbe, minibatches, race, train

MEASURE_EVERY = 50
SAMPLE_EVERY = 20
TESTED = 1000  # test digits that the accuracy is measured on


@dataclass(frozen=True, kw_only=True)
class Race(OptimizerSettings, SeededSettings):
    """Which optimizers train the same network on which digits."""

    optimizers: Annotated[tuple[str, ...], ManyField(*NAMES)] = ("SGD", "Momentum", "AdaGrad", "Adam")
    data: Annotated[str, ChoiceField(*DIGITS)] = DIGITS[0]
    hidden: Annotated[tuple[int, ...], IntsField(1, 500, at_least=1), Label("hidden layers")] = (100, 100, 100, 100)
    batch: Annotated[int, RangeField(1, 1000), Label("batch size")] = 128


def ordered(step: int, source: str) -> tuple[Expected, ...]:
    """AdaGrad and Adam below Momentum, which is below SGD, and far below SGD, by the mean of the last 100 losses."""
    pairs = (
        ("AdaGrad", 1.0, "Momentum"),
        ("Adam", 1.0, "Momentum"),
        ("Momentum", 1.0, "SGD"),
        ("AdaGrad", 0.5, "SGD"),
        ("Adam", 0.5, "SGD"),
    )
    return tuple(Expected("loss", a, step, below=b, factor=f, mean_of_last=100, source=source) for a, f, b in pairs)


@experiment(
    id="optimizer-race",
    chapter="Optimizers",
    order=30,
    settings=Race,
    presets=(
        Preset("Quick", Race(), 300),
        Preset("Book", Race(data="MNIST"), 2000, ordered(2000, "Saitoh, Deep Learning from Scratch, 6.1")),
    ),
    views=(
        View("loss", CurvesView(log_y=True, smooth=30, y_label="cross entropy"), "Loss on each batch, and its mean"),
        View("test accuracy", CurvesView(y_range=(0, 1)), "Test digits read correctly", "side"),
        View("weights", HistogramsView(), "Weights of every layer now", "side", weight=1.4),
        View("weights over time", RidgeView(), "Spread of the weights", "below"),
    ),
    variants=NAMES,
)
def optimizer_race(settings: Race, now: Callable[[], Race], library: Library) -> Run:
    """Which optimizer learns digits fastest?"""
    split = library.digits(settings.data).flat()
    yield Start(split.train.caption, fair=True)
    yield from race({name: lane(settings, split, optimizer) for name, optimizer in settings.made().items()})


def lane(settings: Race, split: Split, optimizer: Optimizer) -> Ticks:
    """One optimizer's run: its initial weights and its batches are those of every other."""
    train_part, test_part = split.train, split.test.first(TESTED)
    sizes = (train_part.x.shape[1], *settings.hidden, len(train_part.classes))
    net = Network(mlp(sizes, ReLU), init=he_normal, rng=stream(settings.seed, "init"))
    weights, test = WeightProbe(net), Evaluation(net, test_part)
    over_time = Key("weights over time")
    probes = Probes(
        views={Key("weights"): weights.histograms, over_time: OverTime(weights.ridge)},
        snapshots=(Snapshot(SAMPLE_EVERY, lambda: {over_time: weights.counts()}),),
        metrics=(Metric(MEASURE_EVERY, test.accuracy),),
    )
    feed, per_epoch = minibatches(train_part, settings.batch, stream(settings.seed, "data"), with_replacement=True)
    return train(net, CrossEntropy(), optimizer, feed, per_epoch, probes)
