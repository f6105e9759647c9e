"""One network, the same start, the same batches, up to eight optimizers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.shared import fields
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.experiments.shared.optimizers import NAMES, OptimizerNames, OptimizerSettings
from core.nn import Network
from core.optim import Optimizer
from core.run import CurvesGridView, CurvesView, Expected, HistogramsView, Preset, Run, Start, Ticks, View, experiment
from core.settings import SeededSettings
from core.training import TEST_ACCURACY, WeightPaths, WeightProbe, race, watched_together

SAMPLE_EVERY = 10  # steps between two looks at how far the weights have moved


@dataclass(frozen=True, kw_only=True)
class Race(OptimizerSettings, SeededSettings):
    """Which optimizers train the same network on which digits."""

    optimizers: OptimizerNames = ("SGD", "Momentum", "AdaGrad", "Adam")
    data: fields.Digits = fields.PEN_DIGITS
    hidden: fields.HiddenLayers = (100, 100, 100, 100)
    batch: fields.BatchSize = 128


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
        View(TEST_ACCURACY, CurvesView(values=True), "Test digits read correctly", "side", weight=1.2),
        View("weights", HistogramsView(), "Weights of every layer now", "side"),
        View("weights moved", CurvesGridView(), "How far the weights have moved from where they began", "below"),
    ),
    variants=NAMES,
)
def optimizer_race(settings: Race, now: Callable[[], Race], library: Library) -> Run:
    """Which optimizer learns digits fastest?"""
    split = library.digits(settings.data).flat()
    yield Start(split.train.caption, fair=True)
    optimizers = settings.made()
    nets = {name: mlp_for(split.train, settings.hidden, settings.seed) for name in optimizers}
    lanes = {name: lane(settings, split, nets[name], optimizer) for name, optimizer in optimizers.items()}
    yield from watched_together(race(lanes), WeightPaths(nets).over_time(SAMPLE_EVERY))


def lane(settings: Race, split: Split, net: Network, optimizer: Optimizer) -> Ticks:
    """One optimizer's run: its initial weights and its batches are those of every other."""
    return train_classifier(
        net,
        split,
        optimizer,
        seed=settings.seed,
        batch=settings.batch,
        with_replacement=True,
        probes=WeightProbe(net).now(),
    )
