"""One batch-norm layer opened: what comes in, what goes out, and what it will do with a single sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from core.data.library import Library
from core.experiments.normalization_and_generalization.batch_norm_watch import (
    EVALUATION,
    BatchNormWatch,
    LayerSettings,
    accuracy_by_batches,
)
from core.experiments.shared import fields
from core.nn import BatchNorm, CrossEntropy, Linear, Network, ReLU, he_normal
from core.optim import SGD
from core.random import stream
from core.run import (
    BarsView,
    CurvesView,
    Expected,
    HistogramsView,
    Key,
    OverTime,
    Preset,
    RidgeView,
    Run,
    Start,
    TableView,
    View,
    experiment,
)
from core.settings import Label, LogRangeField, RangeField, SeededSettings
from core.training import TEST_ACCURACY, Evaluation, Metric, Probes, train
from core.training.train import Snapshot

WIDTH = 100
TESTED = 500
BY_BATCHES = "test accuracy by batches"


@dataclass(frozen=True, kw_only=True)
class InsideSettings(LayerSettings, SeededSettings):
    """Of the whole network: its data, its first weights, its rate."""

    data: fields.Digits = fields.PEN_DIGITS
    scale: Annotated[
        float, LogRangeField(0.01, 100.0), Label("first weights ×", "the first layer's He weights times this")
    ] = 1.0
    decay: Annotated[float, RangeField(0.0, 0.999), Label("decay", "of the running averages")] = 0.9
    lr: fields.LearningRate = 0.1


def exact(step: int) -> tuple[Expected, ...]:
    """What is true of every batch."""
    return (
        Expected("largest mean", step=step, at_most=1e-6, source="normalized: mean 0"),
        Expected("smallest std", step=step, value=1.0, tolerance=1e-3, source="normalized: std 1"),
        Expected("sum of dx", step=step, at_most=1e-6, source="moving all x of a batch together changes nothing"),
    )


PAIRS = (Expected(TEST_ACCURACY, step=300, at_most=0.6, source="measured with 5 seeds: .37–.45"),)
HAND = InsideSettings(learnt=False, gamma=0.5, beta=1.0)


@experiment(
    id="batch-norm-inside",
    chapter="Normalization and generalization",
    order=20,
    settings=InsideSettings,
    presets=(
        Preset("Quick", InsideSettings(), 300, exact(300)),
        Preset("Book", InsideSettings(data="MNIST"), 1000, exact(1000)),
        Preset("γ and β by hand", HAND, 300),
        Preset("First weights × 0.05", InsideSettings(scale=0.05), 300, exact(300)),
        Preset("Batches of two", InsideSettings(batch=2, lr=0.02), 300, PAIRS),
        Preset("One sample", InsideSettings(mode=EVALUATION, looked_at=1), 300),
    ),
    views=(
        View("stages", HistogramsView(), "One neuron, on this batch", weight=1.1),
        View("stages over time", RidgeView(), "The same neuron over time"),
        View("means", BarsView(choose="neuron"), "Mean of x: click a neuron", "side"),
        View("numbers", TableView(), "The chosen neuron", "side", weight=0.7),
        View("running mean", CurvesView(values=True), "What it remembers for evaluation", "below"),
        View(
            TEST_ACCURACY,
            CurvesView(also=(BY_BATCHES,), y_range=(0.0, 1.0), values=True),
            "Test digits read",
            "below",
        ),
    ),
)
def run(settings: InsideSettings, now: Callable[[], InsideSettings], library: Library) -> Run:
    """What does one batch-norm layer do?

    784-100-100-10 with ReLU, batch norm behind the first linear layer. A batch of x comes in, x̂ has mean 0 and standard
    deviation 1 in every neuron, and γ x̂ + β goes on. What is remembered for evaluation is a running average.
    """
    split = library.digits(settings.data).flat()
    yield Start(split.train.caption)
    features, classes = split.train.x.shape[1], len(split.train.classes)
    first, norm = Linear(features, WIDTH), BatchNorm(WIDTH, settings.eps, settings.decay)
    layers = [first, norm, ReLU(), Linear(WIDTH, WIDTH), ReLU(), Linear(WIDTH, classes)]
    net = Network(layers, he_normal, rng=stream(settings.seed, "init"))
    first.W *= settings.scale
    watch = BatchNormWatch(first, norm, split.train, stream(settings.seed, "data"), now)
    test = split.test.first(TESTED)
    ridge, means = Key("stages over time"), Key("running mean")
    probes = Probes(
        {
            Key("stages"): watch.histograms,
            ridge: OverTime(watch.ridge),
            Key("means"): watch.bars,
            Key("numbers"): watch.table,
            means: OverTime(watch.following),
        },
        (Snapshot(10, lambda: {ridge: watch.counts()}), Snapshot(1, lambda: {means: watch.means()})),
        (
            Metric(10, Evaluation(net, test).accuracy),
            Metric(10, accuracy_by_batches(net, test, lambda: now().batch, BY_BATCHES)),
        ),
        (watch.scalars,),
    )
    per_epoch = len(split.train) / settings.batch
    feed = watch.feed()
    yield from train(net, CrossEntropy(), SGD(), feed, per_epoch, probes, lr=lambda _: now().lr, penalty=watch.penalty)
