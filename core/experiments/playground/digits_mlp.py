"""The classic digit reader: five linear layers, watched from all sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from core.data.library import DIGITS, Library
from core.nn import CrossEntropy, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import Momentum
from core.random import stream
from core.run import (
    CurvesView,
    Expected,
    HistogramsView,
    Key,
    MatrixView,
    OverTime,
    Preset,
    RidgeView,
    Run,
    Start,
    View,
    experiment,
)
from core.settings import ChoiceField, IntsField, Label, Live, LogRangeField, RangeField, SeededSettings
from core.training import ActivationProbe, Evaluation, Metric, Probes, Snapshot, WeightProbe, minibatches, train

MEAN, STD = 0.1307, 0.3081  # of all pixels of MNIST's training part, after / 255
PROBED = 200  # test digits whose activations are shown
HIGHEST_ACTIVATION = 15.0


@dataclass(frozen=True, kw_only=True)
class Reader(SeededSettings):
    """The layers of the reader, and how it is trained."""

    data: Annotated[str, ChoiceField(*DIGITS)] = DIGITS[0]
    hidden: Annotated[tuple[int, ...], IntsField(1, 1024, at_least=1), Label("hidden layers")] = (512, 256, 128, 64)
    lr: Annotated[float, LogRangeField(1e-5, 10), Live, Label("learning rate")] = 0.01
    momentum: Annotated[float, RangeField(0.0, 0.999)] = 0.5
    batch: Annotated[int, RangeField(1, 1000), Label("batch size")] = 64
    every: Annotated[int, RangeField(1, 10_000), Label("measure accuracy every", "in steps")] = 50
    tested: Annotated[int, RangeField(1, 10_000), Label("test digits", "that the accuracy is measured on")] = 1000


@experiment(
    id="digits-mlp",
    chapter="Playground",
    order=20,
    settings=Reader,
    presets=(
        Preset("Quick", Reader(), 800),
        Preset(
            "Book",
            Reader(data="MNIST", every=938, tested=10_000),
            9380,
            (Expected("test accuracy", step=9380, value=0.977, tolerance=0.005, source="after 10 epochs"),),
        ),
    ),
    views=(
        View("loss", CurvesView(log_y=True, smooth=30, y_label="cross entropy"), "Loss on each batch, and its mean"),
        View("confusion", MatrixView(), "Which digit is taken for which", "side", weight=1.6),
        View("test accuracy", CurvesView(y_range=(0, 1)), "Test digits read correctly", "side"),
        View("weights over time", RidgeView(), "Spread of the weights", "below"),
        View("activations", HistogramsView(), "Hidden activations", "below"),
    ),
)
def digits_mlp(settings: Reader, now: Callable[[], Reader], library: Library) -> Run:
    """How does a network of plain layers learn to read?"""
    split = library.digits(settings.data).flat().standardized(MEAN, STD)
    yield Start(split.train.caption)
    train_part, test_part = split.train, split.test.first(settings.tested)
    sizes = (train_part.x.shape[1], *settings.hidden, len(train_part.classes))
    net = Network(mlp(sizes, ReLU), init=he_normal, rng=stream(settings.seed, "init"))
    weights, test = WeightProbe(net), Evaluation(net, test_part)
    activations = ActivationProbe(net, test_part.x[:PROBED], 0.0, HIGHEST_ACTIVATION)
    over_time = Key("weights over time")
    probes = Probes(
        views={
            Key("confusion"): test.confusion,
            Key("activations"): activations.histograms,
            over_time: OverTime(weights.ridge),
        },
        snapshots=(Snapshot(50, lambda: {over_time: weights.counts()}),),
        metrics=(Metric(settings.every, test.accuracy),),
    )
    optimizer = Momentum(settings.lr, settings.momentum)
    feed, per_epoch = minibatches(train_part, settings.batch, stream(settings.seed, "data"))
    yield from train(net, CrossEntropy(), optimizer, feed, per_epoch, probes, lr=lambda _: now().lr)
