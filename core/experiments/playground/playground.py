"""Points in the plane, any small network, everything live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.dataset import Dataset
from core.data.library import Library
from core.data.toys import TOYS, toy
from core.experiments.shared import fields, regularizers
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.optimizers import OPTIMIZERS, OptimizerName
from core.experiments.shared.plane_views import PlanePictures
from core.nn import Array, BinaryCrossEntropy, Network, he_normal, normal, xavier_normal, zeros
from core.nn.mlp import mlp
from core.random import stream
from core.records import PointsMark
from core.run import CurvesView, GraphView, ImageGridView, PlaneView, Preset, Run, Start, View, experiment
from core.settings import ChoiceField, IntsField, Label, ManyField, RangeField, SeededSettings
from core.training import Metric, Probes, loss_on, shuffled_slices, train

FEATURES: dict[str, Callable[[Array], Array]] = {
    "x": lambda p: p[:, 0],
    "y": lambda p: p[:, 1],
    "x²": lambda p: p[:, 0] ** 2,
    "y²": lambda p: p[:, 1] ** 2,
    "xy": lambda p: p[:, 0] * p[:, 1],
    "sin πx": lambda p: np.sin(np.pi * p[:, 0]),
    "sin πy": lambda p: np.sin(np.pi * p[:, 1]),
}
STARTS = {"Xavier": xavier_normal, "He": he_normal, "σ = 1": normal(1.0), "zeros": zeros}


@dataclass(frozen=True, kw_only=True)
class Playground(SeededSettings):
    """The points, the network, and how it is trained."""

    data: Annotated[str, ChoiceField(*TOYS)] = "circles"
    points: Annotated[int, RangeField(20, 2000)] = 400
    noise: Annotated[float, RangeField(0.0, 0.5, 0.01)] = 0.05
    tested: Annotated[float, RangeField(0.1, 0.9, 0.05), Label("share for testing")] = 0.5
    features: Annotated[tuple[str, ...], ManyField(*FEATURES)] = ("x", "y")
    hidden: Annotated[tuple[int, ...], IntsField(1, 8, at_most=6), Label("hidden layers")] = (4, 2)
    activation: fields.ActivationName = "tanh"
    init: Annotated[str, ChoiceField(*STARTS), Label("initial weights")] = "Xavier"
    optimizer: OptimizerName = "SGD"
    lr: fields.LearningRate = 0.1
    batch: fields.BatchSize = 10
    regularizer: regularizers.Name = regularizers.NONE
    rate: regularizers.Rate = 0.001


def endless(name: str, settings: Playground, steps: int) -> Preset:
    """At full speed the lesson would be over before anyone has looked."""
    return Preset(name, settings, steps, endless=True, steps_per_second=300)


@experiment(
    id="playground",
    chapter="Playground",
    order=10,
    settings=Playground,
    presets=(
        endless("Quick", Playground(), 5000),
        endless("Book", Playground(data="spiral", hidden=(8, 8, 8), optimizer="Adam", lr=0.01), 10_000),
        endless("One product solves XOR", Playground(data="xor", features=("xy",), hidden=(), lr=0.3), 2000),
    ),
    views=(
        View("decision", PlaneView(), "What the network answers at every point"),
        View("neurons", ImageGridView(), "What each neuron answers", "side", weight=1.3),
        View("weights", GraphView(), "The network and its weights", "side"),
        View(
            "loss",
            CurvesView(also=("test loss",), smooth=100, y_label="cross entropy"),
            "Loss on each batch, and on the test points",
            "below",
        ),
    ),
)
def playground(settings: Playground, now: Callable[[], Playground], library: Library) -> Run:
    """What can a small network learn, and what is each neuron for?"""
    x, y = toy(settings.data, settings.points, settings.noise, stream(settings.seed, "points"))
    held = min(max(round(settings.points * settings.tested), 1), settings.points - 1)
    yield Start(f"{settings.data} · {settings.points} points, {held} for testing")
    inputs = featured(settings.features, x)
    targets = y[:, None].astype(np.float32)
    sizes = (len(settings.features), *settings.hidden, 1)
    start = STARTS[settings.init]
    net = Network(mlp(sizes, ACTIVATIONS[settings.activation]), init=start, rng=stream(settings.seed, "init"))
    shown = (
        PointsMark(x[held:, 0], x[held:, 1], y[held:], name="training point"),
        PointsMark(x[:held, 0], x[:held, 1], y[:held], marker="cross", name="test point"),
    )
    pictures = PlanePictures(net, lambda at: featured(settings.features, at), settings.features, shown)
    test = Dataset("test points", inputs[:held], targets[:held], (), "")
    test_loss = loss_on(net, BinaryCrossEntropy(), test, "test loss")
    probes = Probes(pictures.views(), metrics=(Metric(fields.MEASURE_EVERY, test_loss),))
    size = min(settings.batch, settings.points - held)
    feed = shuffled_slices(inputs[held:], targets[held:], size, stream(settings.seed, "data"))
    optimizer = OPTIMIZERS[settings.optimizer](lr=settings.lr)
    yield from train(
        net,
        BinaryCrossEntropy(),
        optimizer,
        feed,
        (settings.points - held) // size,
        probes,
        lr=lambda _: now().lr,
        penalty=regularizers.penalty(now, net),
    )


def featured(names: tuple[str, ...], points: Array) -> Array:
    """The chosen features of points (n, 2) as inputs (n, features)."""
    return np.stack([FEATURES[name](points) for name in names], axis=1).astype(np.float32)
