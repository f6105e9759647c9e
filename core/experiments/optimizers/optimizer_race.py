"""One network, the same start, the same batches, up to eight optimizers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from core.data.batches import batches, updates_per_epoch
from core.data.dataset import Split
from core.data.library import DIGITS, Library
from core.nn import CrossEntropy, Network, ReLU, he_normal
from core.nn.mlp import mlp
from core.optim import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp
from core.random import stream
from core.run.evaluate import Examination
from core.run.expected import Expected
from core.run.experiment import Preset, View, experiment
from core.run.kinds import Choice, Ints, LogRange, Many, Range
from core.run.probes import WeightProbe
from core.run.race import race
from core.run.records import Histograms, Ridge
from core.run.settings import Label, Settings, Shown
from core.run.tick import Key, Ticks
from core.run.train import Measured, Sampled, Watch, feed_from, train

NAMES = ("SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "AdaDelta", "Adam", "AdamW")
MEASURE_EVERY = 50
SAMPLE_EVERY = 20
TESTED = 1000

Rate: TypeAlias = Annotated[float, LogRange(1e-5, 10), Label("learning rate")]
Share: TypeAlias = Annotated[float, Range(0.0, 0.9999)]
Epsilon: TypeAlias = Annotated[float, LogRange(1e-10, 1e-2), Label("ε")]


@dataclass(frozen=True)
class Plain:
    lr: Rate = 0.01


@dataclass(frozen=True)
class WithMomentum:
    lr: Rate = 0.01
    beta: Annotated[Share, Label("β")] = 0.9


@dataclass(frozen=True)
class Accumulating:
    lr: Rate = 0.01
    eps: Epsilon = 1e-7


@dataclass(frozen=True)
class Decaying:
    lr: Rate = 0.001
    decay: Share = 0.9
    eps: Epsilon = 1e-8


@dataclass(frozen=True)
class Adaptive:
    lr: Rate = 0.001
    beta1: Annotated[Share, Label("β₁")] = 0.9
    beta2: Annotated[Share, Label("β₂")] = 0.999
    eps: Epsilon = 1e-8


@dataclass(frozen=True)
class AdaptiveDecayed(Adaptive):
    weight_decay: Annotated[float, Range(0.0, 1.0), Label("weight decay")] = 0.01


@dataclass(frozen=True, kw_only=True)
class Race(Settings):
    data: Annotated[str, Choice(*DIGITS)] = DIGITS[0]
    run: Annotated[tuple[str, ...], Many(*NAMES), Label("optimizers")] = ("SGD", "Momentum", "AdaGrad", "Adam")
    hidden: Annotated[tuple[int, ...], Ints(1, 500, at_least=1), Label("hidden layers")] = (100, 100, 100, 100)
    batch: Annotated[int, Range(1, 1000), Label("batch size")] = 128
    sgd: Annotated[Plain, Label("SGD"), Shown("run", "SGD")] = Plain()
    momentum: Annotated[WithMomentum, Label("Momentum"), Shown("run", "Momentum")] = WithMomentum()
    nesterov: Annotated[WithMomentum, Label("Nesterov"), Shown("run", "Nesterov")] = WithMomentum()
    adagrad: Annotated[Accumulating, Label("AdaGrad"), Shown("run", "AdaGrad")] = Accumulating()
    rmsprop: Annotated[Decaying, Label("RMSProp"), Shown("run", "RMSProp")] = Decaying()
    adadelta: Annotated[Decaying, Label("AdaDelta"), Shown("run", "AdaDelta")] = Decaying(lr=1.0, decay=0.95, eps=1e-6)
    adam: Annotated[Adaptive, Label("Adam"), Shown("run", "Adam")] = Adaptive()
    adamw: Annotated[AdaptiveDecayed, Label("AdamW"), Shown("run", "AdamW")] = AdaptiveDecayed()

    def optimizers(self) -> dict[str, Optimizer]:
        """A new optimizer for each name that runs."""
        every = (
            SGD(**vars(self.sgd)),
            Momentum(**vars(self.momentum)),
            Nesterov(**vars(self.nesterov)),
            AdaGrad(**vars(self.adagrad)),
            RMSProp(**vars(self.rmsprop)),
            AdaDelta(**vars(self.adadelta)),
            Adam(**vars(self.adam)),
            AdamW(**vars(self.adamw)),
        )
        return {name: optimizer for name, optimizer in zip(NAMES, every, strict=True) if name in self.run}


def ordered(step: int, source: str) -> tuple[Expected, ...]:
    """AdaGrad and Adam below Momentum, Momentum below SGD, by the mean of the last 100 losses."""
    pairs = (("AdaGrad", "Momentum"), ("Adam", "Momentum"), ("Momentum", "SGD"))
    return tuple(Expected("loss", a, step, below=b, mean_of_last=100, source=source) for a, b in pairs)


@experiment(
    id="optimizer-race",
    chapter="Optimizers",
    settings=Race,
    presets=(
        Preset("Quick", Race(), 300),
        Preset("Book", Race(data="MNIST"), 2000, ordered(2000, "Saito, Deep Learning from Scratch, 6.1.8")),
    ),
    views=(
        View("loss", title="Loss on each batch, raw and smoothed", log_y=True, smooth=30, y_label="cross entropy"),
        View("test accuracy", title="Share of test digits read correctly", area="side", y_range=(0, 1)),
        View("weights", Histograms, title="Weights of every layer now", area="side", weight=1.4),
        View("weights over time", Ridge, title="How the weights spread while learning", area="below"),
    ),
    variants=NAMES,
    fair=True,
)
def optimizer_race(settings: Race, library: Library) -> Ticks:
    """Which optimizer learns digits fastest?"""
    split = library.digits(settings.data).flat()
    yield from race({name: lane(settings, split, optimizer) for name, optimizer in settings.optimizers().items()})


def lane(settings: Race, split: Split, optimizer: Optimizer) -> Ticks:
    """One optimizer's run: its initial weights and its batches are those of every other."""
    train_part, test_part = split.train, split.test.first(TESTED)
    sizes = (train_part.x.shape[1], *settings.hidden, len(train_part.classes))
    net = Network(mlp(sizes, ReLU), init=he_normal, rng=stream(settings.seed, "init"))
    weights, test = WeightProbe(net), Examination(net, test_part)
    over_time = Key("weights over time")
    watch = Watch(
        views={Key("weights"): weights.histograms, over_time: weights.ridge},
        sampled=(Sampled(SAMPLE_EVERY, lambda: {over_time: weights.counts()}),),
        measured=(Measured(MEASURE_EVERY, test.accuracy),),
        data=train_part.caption,
    )
    n, size = len(train_part), settings.batch
    rows = batches(n, size, stream(settings.seed, "data"), with_replacement=True)
    per_epoch = updates_per_epoch(n, size, with_replacement=True)
    return train(net, CrossEntropy(), optimizer, feed_from(train_part, rows), per_epoch, watch)
