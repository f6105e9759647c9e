"""The classic digit reader: five linear layers, watched from all sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from core.data.library import DIGITS, Library
from core.nn import CrossEntropy, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import Momentum
from core.random import stream
from core.run.evaluate import Examination
from core.run.expected import Expected
from core.run.experiment import Preset, View, experiment
from core.run.kinds import Choice, Ints, LogRange, Range
from core.run.probes import ActivationProbe, WeightProbe
from core.run.records import Histograms, Matrix, Ridge
from core.run.settings import Label, Live, Settings
from core.run.tick import Key, Ticks
from core.run.train import Measured, Sampled, Watch, feed_batches, train

MEAN, STD = 0.1307, 0.3081  # of all pixels of MNIST's training part, after / 255
PROBED = 200  # test digits whose activations are shown
HIGHEST_ACTIVATION = 15.0


@dataclass(frozen=True, kw_only=True)
class Reader(Settings):
    """The layers of the reader, and how it is trained."""

    data: Annotated[str, Choice(*DIGITS)] = DIGITS[0]
    hidden: Annotated[tuple[int, ...], Ints(1, 1024, at_least=1), Label("hidden layers")] = (512, 256, 128, 64)
    lr: Annotated[float, LogRange(1e-5, 10), Live, Label("learning rate")] = 0.01
    momentum: Annotated[float, Range(0.0, 0.999)] = 0.5
    batch: Annotated[int, Range(1, 1000), Label("batch size")] = 64
    every: Annotated[int, Range(1, 10_000), Label("measure accuracy every", "in steps")] = 50
    tested: Annotated[int, Range(1, 10_000), Label("test digits", "that the accuracy is measured on")] = 1000


@experiment(
    id="digits-mlp",
    chapter="Playground",
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
        View("loss", title="Loss on each batch, raw and smoothed", log_y=True, smooth=30, y_label="cross entropy"),
        View("confusion", Matrix, title="Which digit is taken for which", area="side", weight=1.6),
        View("test accuracy", title="Test digits read correctly", area="side", y_range=(0, 1)),
        View("weights over time", Ridge, title="Spread of the weights", area="below"),
        View("activations", Histograms, title="Hidden activations", area="below"),
    ),
)
def digits_mlp(settings: Reader, library: Library) -> Ticks:
    """How does a network of plain layers learn to read?"""
    split = library.digits(settings.data).flat().standardized(MEAN, STD)
    train_part, test_part = split.train, split.test.first(settings.tested)
    sizes = (train_part.x.shape[1], *settings.hidden, len(train_part.classes))
    net = Network(mlp(sizes, ReLU), init=he_normal, rng=stream(settings.seed, "init"))
    weights, test = WeightProbe(net), Examination(net, test_part)
    activations = ActivationProbe(net, test_part.x[:PROBED], 0.0, HIGHEST_ACTIVATION)
    over_time = Key("weights over time")
    watch = Watch(
        views={
            Key("confusion"): test.confusion,
            Key("activations"): activations.histograms,
            over_time: weights.ridge,
        },
        sampled=(Sampled(50, lambda: {over_time: weights.counts()}),),
        measured=(Measured(settings.every, test.accuracy),),
        data=train_part.caption,
    )
    optimizer = Momentum(settings.lr, settings.momentum)
    feed, per_epoch = feed_batches(train_part, settings.batch, stream(settings.seed, "data"))
    yield from train(net, CrossEntropy(), optimizer, feed, per_epoch, watch, lr=lambda _: settings.lr)
