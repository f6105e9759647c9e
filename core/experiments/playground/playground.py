"""Points in the plane, any small network, everything live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Annotated, Any, Self

import numpy as np

from core.data.dataset import Dataset
from core.data.library import Library
from core.data.toys import TOYS, toy
from core.experiments.shared import fields, regularizers
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.nudges import Entries, Nudges
from core.experiments.shared.optimizers import OPTIMIZERS, OptimizerName
from core.experiments.shared.plane_views import PlanePictures
from core.nn import Array, BinaryCrossEntropy, Network, he_normal, normal, xavier_normal, zeros
from core.nn.mlp import mlp
from core.random import stream
from core.records import PointsMark
from core.run import CurvesView, GraphView, PlaneView, Preset, Run, Start, View, experiment
from core.settings import (
    ChoiceField,
    Display,
    IntsField,
    Label,
    Live,
    ManyField,
    RangeField,
    SeededSettings,
    SparseField,
)
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


WIDEST, DEEPEST = 8, 6  # neurons of a hidden layer, hidden layers


def edge_count(settings: Any) -> int:
    """The weights that the settings' network has."""
    return sum(a * b for a, b in pairwise(settings.sizes))


@dataclass(frozen=True, kw_only=True)
class Playground(SeededSettings):
    """The points, the network, and how it is trained."""

    data: Annotated[str, ChoiceField(*TOYS)] = "circles"
    points: Annotated[int, RangeField(20, 2000)] = 400
    noise: Annotated[float, RangeField(0.0, 0.5, 0.01)] = 0.05
    tested: Annotated[float, RangeField(0.1, 0.9, 0.05), Label("share for testing")] = 0.5
    features: Annotated[tuple[str, ...], ManyField(*FEATURES)] = ("x", "y")
    hidden: Annotated[tuple[int, ...], IntsField(1, WIDEST, at_most=DEEPEST), Label("hidden layers")] = (4, 2)
    activation: fields.ActivationName = "tanh"
    init: Annotated[str, ChoiceField(*STARTS), Label("initial weights")] = "Xavier"
    optimizer: OptimizerName = "SGD"
    lr: fields.LearningRate = 0.1
    batch: fields.BatchSize = 10
    regularizer: regularizers.Name = regularizers.NONE
    rate: regularizers.Rate = 0.001
    neuron: Annotated[
        int,
        RangeField(0, len(FEATURES) + WIDEST * DEEPEST),
        Display,
        Label("answer shown", "0 is the network's; then the inputs and every neuron, layer by layer"),
    ] = 0
    nudges: Annotated[
        Entries,
        SparseField(edge_count, 100.0),
        Live,
        Label("moved weights", "what was added by hand to which weight, counted from 0 layer by layer"),
    ] = ()

    @property
    def sizes(self) -> tuple[int, ...]:
        """Of the layers, inputs first."""
        return (len(self.features), *self.hidden, 1)

    def following(self, path: str, before: Self) -> Self:
        """Another network has other neurons and other weights."""
        return replace(self, neuron=0, nudges=()) if path in ("features", "hidden") else self


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
        View("network", GraphView(choose_node="neuron", weights="nudges"), "What each neuron answers"),
        View("decision", PlaneView(), "The answer at every point", "side", weight=1.3),
        View(
            "loss",
            CurvesView(also=("test loss",), smooth=100, y_label="cross entropy"),
            "Loss on batches and test points",
            "side",
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
    start = STARTS[settings.init]
    layers = mlp(settings.sizes, ACTIVATIONS[settings.activation])
    net = Network(layers, init=start, rng=stream(settings.seed, "init"))
    nudges = Nudges(net, lambda: now().nudges)
    shown = (
        PointsMark(x[held:, 0], x[held:, 1], y[held:], name="training point"),
        PointsMark(x[:held, 0], x[:held, 1], y[:held], marker="cross", name="test point"),
    )
    pictures = PlanePictures(
        nudges.network,
        settings.sizes,
        lambda at: featured(settings.features, at),
        settings.features,
        shown,
        lambda: now().neuron,
    )
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
        nudges.before_updates(feed),
        (settings.points - held) // size,
        probes,
        lr=lambda _: now().lr,
        penalty=regularizers.penalty(now, net),
    )


def featured(names: tuple[str, ...], points: Array) -> Array:
    """The chosen features of points (n, 2) as inputs (n, features)."""
    return np.stack([FEATURES[name](points) for name in names], axis=1).astype(np.float32)
