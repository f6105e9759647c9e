"""The classic digit reader: five linear layers, watched from all sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.data.library import Library
from core.experiments.shared import fields
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.optim import Momentum
from core.run import CurvesView, Expected, HistogramsView, MatrixView, Preset, RidgeView, Run, Start, View, experiment
from core.settings import SeededSettings
from core.training import TEST_ACCURACY, ActivationProbe, WeightProbe

MEAN, STD = 0.1307, 0.3081  # of all pixels of MNIST's training part, after / 255
PROBED = 200  # test digits whose activations are shown
HIGHEST_ACTIVATION = 15.0


@dataclass(frozen=True, kw_only=True)
class Reader(SeededSettings):
    """The layers of the reader, and how it is trained."""

    data: fields.Digits = fields.PEN_DIGITS
    hidden: fields.HiddenLayers = (512, 256, 128, 64)
    lr: fields.LearningRate = 0.01
    momentum: fields.Momentum = 0.5
    batch: fields.BatchSize = 64
    every: fields.MeasureEvery = 50
    tested: fields.TestDigits = 1000


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
            (Expected(TEST_ACCURACY, step=9380, value=0.977, tolerance=0.005, source="after 10 epochs"),),
        ),
    ),
    views=(
        View("loss", CurvesView(log_y=True, smooth=30, y_label="cross entropy"), "Loss on each batch, and its mean"),
        View("confusion", MatrixView(), "Which digit is taken for which", "side", weight=1.6),
        View(TEST_ACCURACY, CurvesView(values=True), "Test digits read correctly", "side"),
        View("weights over time", RidgeView(), "Spread of the weights", "below"),
        View("activations", HistogramsView(), "Hidden activations", "below"),
    ),
)
def digits_mlp(settings: Reader, now: Callable[[], Reader], library: Library) -> Run:
    """How does a network of plain layers learn to read?"""
    split = library.digits(settings.data).flat().standardized(MEAN, STD)
    yield Start(split.train.caption)
    net = mlp_for(split.train, settings.hidden, settings.seed)
    weights, activations = WeightProbe(net), ActivationProbe(net, split.test.x[:PROBED], 0.0, HIGHEST_ACTIVATION)
    yield from train_classifier(
        net,
        split,
        Momentum(settings.lr, settings.momentum),
        seed=settings.seed,
        batch=settings.batch,
        every=settings.every,
        tested=settings.tested,
        confusion=True,
        probes=weights.over_time(50) | activations.now(),
        lr=lambda _: now().lr,
    )
