"""PointsMark in the plane, any small network, everything live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.data.toys import TOYS, toy
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.optimizers import OPTIMIZERS
from core.experiments.shared.plane_views import PlanePictures
from core.nn import Array, BinaryCrossEntropy, Network, he_normal, normal, xavier_normal, zeros
from core.nn.mlp import mlp
from core.optim.regularizers import L1, L2
from core.random import stream
from core.records import Graph, ImageGrid, Plane, PointsMark
from core.run.experiment import Preset, View, experiment
from core.run.tick import Key, Ticks
from core.settings.fields import ChoiceField, IntsField, LogRangeField, ManyField, RangeField
from core.settings.settings import Label, Live, Settings, Shown
from core.training.train import Measurement, Metric, Probes, shuffled_slices, train

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
NONE = "none"
REGULARIZERS: dict[str, type[L1 | L2]] = {"L1": L1, "L2": L2}
MEASURE_EVERY = 50
TEST_LOSS = Key("test loss")


@dataclass(frozen=True, kw_only=True)
class Playground(Settings):
    """The points, the network, and how it is trained."""

    data: Annotated[str, ChoiceField(*TOYS)] = "circles"
    points: Annotated[int, RangeField(20, 2000)] = 400
    noise: Annotated[float, RangeField(0.0, 0.5, 0.01)] = 0.05
    tested: Annotated[float, RangeField(0.1, 0.9, 0.05), Label("share for testing")] = 0.5
    features: Annotated[tuple[str, ...], ManyField(*FEATURES)] = ("x", "y")
    hidden: Annotated[tuple[int, ...], IntsField(1, 8, at_most=6), Label("hidden layers")] = (4, 2)
    activation: Annotated[str, ChoiceField(*ACTIVATIONS)] = "tanh"
    init: Annotated[str, ChoiceField(*STARTS), Label("initial weights")] = "Xavier"
    optimizer: Annotated[str, ChoiceField(*OPTIMIZERS)] = "SGD"
    lr: Annotated[float, LogRangeField(1e-4, 10), Live, Label("learning rate")] = 0.1
    batch: Annotated[int, RangeField(1, 500), Label("batch size")] = 10
    regularizer: Annotated[str, ChoiceField(NONE, *REGULARIZERS), Live] = NONE
    rate: Annotated[
        float, LogRangeField(1e-5, 1), Live, Label("regularization rate"), Shown("regularizer", *REGULARIZERS)
    ] = 0.001


@experiment(
    id="playground",
    chapter="Playground",
    settings=Playground,
    presets=(
        Preset("Quick", Playground(), 5000, endless=True),
        Preset("Book", Playground(data="spiral", hidden=(8, 8, 8), optimizer="Adam", lr=0.01), 10_000, endless=True),
        Preset(
            "One product solves XOR", Playground(data="xor", features=("xy",), hidden=(), lr=0.3), 2000, endless=True
        ),
    ),
    views=(
        View("decision", Plane, title="What the network answers at every point"),
        View("neurons", ImageGrid, title="What each neuron answers", area="side", weight=1.3),
        View("weights", Graph, title="The network and its weights", area="side"),
        View(
            "loss",
            title="Loss on each batch, and on the test points",
            area="below",
            channels=("test loss",),
            smooth=100,
            y_label="cross entropy",
        ),
    ),
    steps_per_second=300,  # at full speed the lesson would be over before anyone has looked
)
def playground(settings: Playground, library: Library) -> Ticks:
    """What can a small network learn, and what is each neuron for?"""
    x, y = toy(settings.data, settings.points, settings.noise, stream(settings.seed, "points"))
    held = min(max(round(settings.points * settings.tested), 1), settings.points - 1)
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
    probes = Probes(
        views=pictures.views(),
        metrics=(Metric(MEASURE_EVERY, lambda _: loss_on(net, inputs[:held], targets[:held])),),
        data=f"{settings.data} · {settings.points} points, {held} for testing",
    )
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
        lr=lambda _: settings.lr,
        penalty=penalty(settings, net),
    )


def featured(names: tuple[str, ...], points: Array) -> Array:
    """The chosen features of points (n, 2) as inputs (n, features)."""
    return np.stack([FEATURES[name](points) for name in names], axis=1).astype(np.float32)


def loss_on(net: Network, x: Array, y: Array) -> Measurement:
    """The loss on these points, without the penalty."""
    yield None
    return {TEST_LOSS: BinaryCrossEntropy().forward(net.forward(x), y)}


def penalty(settings: Playground, net: Network) -> Callable[[Array, Array], None]:
    """The chosen regularizer at its rate of this moment. The loss that is shown is without it."""
    mask = net.mask("weights")

    def add(w: Array, g: Array) -> None:
        if settings.regularizer != NONE:
            REGULARIZERS[settings.regularizer](settings.rate, mask)(w, g)

    return add
