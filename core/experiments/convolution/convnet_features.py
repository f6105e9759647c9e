"""A small convolutional network, opened: its filters, and what each stage makes of a digit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.dataset import Dataset
from core.data.library import Library
from core.experiments.shared import fields
from core.experiments.shared.chosen_digit import ChosenDigit
from core.experiments.shared.classifier import train_classifier
from core.nn import Conv2d, Flatten, Linear, MaxPool2d, Network, ReLU, he_normal, normal
from core.optim import Adam
from core.random import stream
from core.records import Histograms, ImageGrid, frozen
from core.run import (
    BarsView,
    CurvesView,
    Expected,
    HistogramsView,
    ImageGridView,
    Key,
    Preset,
    Run,
    Start,
    View,
    experiment,
)
from core.settings import ChoiceField, Display, Label, LogRangeField, RangeField, SeededSettings
from core.training import SCALES, TEST_ACCURACY, TRAINING_ACCURACY, Probes, before_and_now, bins, weights

STARTS = {"He": he_normal, "σ = 0.01": normal(0.01)}
THREADS = 2  # a constant: the losses' last bits depend on it
TRAINED_ON = 1000  # how many of the training digits the training accuracy is measured on


@dataclass(frozen=True, kw_only=True)
class Convnet(SeededSettings):
    """One convolution, a pooling and two dense layers, and what is shown of them."""

    data: fields.Digits = fields.PEN_DIGITS
    filters: Annotated[int, RangeField(1, 64)] = 30
    size: Annotated[int, RangeField(1, 7), Label("filter size")] = 5
    hidden: Annotated[int, RangeField(1, 1000), Label("hidden neurons")] = 100
    init: Annotated[str, ChoiceField(*STARTS), Label("initial weights")] = "σ = 0.01"
    lr: fields.LearningRate = 0.001
    batch: Annotated[int, RangeField(1, 500), Label("batch size")] = 100
    every: fields.MeasureEvery = 50
    tested: fields.TestDigits = 1000
    digit: Annotated[int, RangeField(0, 9999), Display, Label("test digit", "whose feature maps are shown")] = 0
    scale: Annotated[str, ChoiceField(*SCALES), Display, Label("colour scale of filters")] = "layer"
    reach: Annotated[float, LogRangeField(0.01, 10), Display, Label("histogram reaches to ±")] = 0.5


@experiment(
    id="convnet-features",
    chapter="Convolution",
    order=50,
    settings=Convnet,
    presets=(
        Preset("Quick", Convnet(), 400),
        Preset(
            "Book",
            Convnet(data="MNIST", every=600, tested=10_000),
            12_000,
            (
                Expected(TEST_ACCURACY, step=600, value=0.96, tolerance=0.01, source="after 1 epoch"),
                Expected(TEST_ACCURACY, step=12_000, value=0.989, tolerance=0.004, source="after 20 epochs"),
            ),
        ),
    ),
    views=(
        View("filters", ImageGridView(), "Filters, before and now"),
        View("maps", ImageGridView(), "The chosen digit at every stage", weight=1.4),
        View("loss", CurvesView(log_y=True, smooth=20, y_label="cross entropy"), "Loss on each batch", "side"),
        View(TEST_ACCURACY, CurvesView(also=(TRAINING_ACCURACY,), values=True), "Digits read correctly", "side"),
        View("scores", BarsView(), "What it takes the digit for", "below"),
        View("weights", HistogramsView(), "Weights of the three layers", "below", weight=1.6),
    ),
)
def convnet_features(settings: Convnet, now: Callable[[], Convnet], library: Library) -> Run:
    """What do filters learn?"""
    split = library.digits(settings.data)
    yield Start(split.train.caption)
    net = build(settings, split.train)
    yield from train_classifier(
        net,
        split,
        Adam(settings.lr),
        seed=settings.seed,
        batch=settings.batch,
        every=settings.every,
        tested=settings.tested,
        trained=TRAINED_ON,
        with_replacement=True,
        probes=pictures(net, split.test, now),
        lr=lambda _: now().lr,
        threads=THREADS,
    )


def build(settings: Convnet, data: Dataset) -> Network:
    """convolution – ReLU – 2 × 2 maximum – hidden layer – ReLU – scores"""
    height, width, channels = data.x.shape[1:]
    pooled = ((height - settings.size + 1) // 2) * ((width - settings.size + 1) // 2) * settings.filters
    layers = [
        Conv2d(channels, settings.filters, settings.size),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(pooled, settings.hidden),
        ReLU(),
        Linear(settings.hidden, len(data.classes)),
    ]
    return Network(layers, init=STARTS[settings.init], rng=stream(settings.seed, "init"))


def pictures(net: Network, test: Dataset, now: Callable[[], Convnet]) -> Probes:
    """What each panel asks for. The display settings are read each time."""
    layers = dict(zip(("convolution", "hidden layer", "scores"), weights(net).values(), strict=True))
    before = frozen(layers["convolution"])
    digit = ChosenDigit(net, test, lambda: now().digit)

    def filters() -> ImageGrid:
        """The filters before the first update and now, on one scale."""
        largest = max(float(np.abs(w).max()) for w in layers.values())
        return before_and_now(before, layers["convolution"], now().scale, largest)

    def histograms() -> Histograms:
        """Each layer's weights."""
        return Histograms.of(layers, bins(-now().reach, now().reach), "weight")

    return Probes(
        {
            Key("filters"): filters,
            Key("maps"): lambda: digit.maps(("convolution", "ReLU", "pooling")),
            Key("scores"): digit.scores,
            Key("weights"): histograms,
        }
    )
