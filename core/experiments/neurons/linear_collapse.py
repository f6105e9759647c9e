"""A deep network without a bend, beside the one matrix that it is, and the same network with ReLU."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.data.library import Library
from core.data.toys import TOYS, VIEW, toy
from core.experiments.neurons.circuits import boundary
from core.experiments.shared import fields
from core.experiments.shared.plane_views import FIELD, grid
from core.nn import BinaryCrossEntropy, LeakyReLU, Linear, Network, he_normal
from core.nn.activation import sigmoid
from core.nn.mlp import mlp
from core.optim import Adam
from core.random import stream
from core.records import Axes, FieldMark, LinesMark, Mark, Plane, PointsMark, Table
from core.run import CurvesView, Expected, Key, PlaneView, Preset, Run, Start, TableView, Ticks, View, experiment
from core.settings import ChoiceField, Label, Live, RangeField, SeededSettings
from core.training import BinaryEvaluation, Metric, Probes, race, shuffled_slices, train, watched_together
from core.training.train import Batches, Measurement

AS_SET, RELU = "slope as set", "ReLU"
ACCURACY, DIFFERENCE = "accuracy", "difference"
EVERY = 5  # steps between two measurements
POINTS, NOISE = 400, 0.05


@dataclass(frozen=True, kw_only=True)
class CollapseSettings(SeededSettings):
    """The two networks, which start from the same weights and see the same batches."""

    data: Annotated[str, ChoiceField(*TOYS)] = "xor"
    hidden: Annotated[int, RangeField(1, 20), Label("hidden layers")] = 9
    width: Annotated[int, RangeField(2, 32), Label("units of each")] = 8
    slope: Annotated[
        float,
        RangeField(0.0, 1.0, 0.05),
        Live,
        Label("slope below 0", "of the first network's activation: 1 is no bend, 0 is ReLU"),
    ] = 1.0
    lr: fields.LearningRate = 0.01
    batch: fields.BatchSize = 50


def claims(step: int) -> tuple[Expected, ...]:
    """Six seeds gave at most 4e-15, .39–.58 and .985–1.00."""
    return (
        Expected(DIFFERENCE, AS_SET, step, at_most=1e-12, source="a product of matrices is a matrix"),
        Expected(ACCURACY, AS_SET, step, at_most=0.75, source="no line parts XOR"),
        Expected(ACCURACY, RELU, step, at_least=0.95, source="measured: .985–1.00 in six seeds"),
    )


BENT = (
    Expected(DIFFERENCE, AS_SET, 500, at_least=0.5, source="measured: .96–1.07 in four seeds"),
    Expected(ACCURACY, AS_SET, 500, at_least=0.95, source="measured: .985–1.00 in four seeds"),
)


@experiment(
    id="linear-collapse",
    chapter="Neurons",
    order=60,
    settings=CollapseSettings,
    presets=(
        Preset("Quick", CollapseSettings(), 500, claims(500), steps_per_second=60),
        Preset("Book", CollapseSettings(), 2000, claims(2000), steps_per_second=300),
        Preset("A small bend is enough", CollapseSettings(slope=0.8), 500, BENT, steps_per_second=60),
        Preset("Where a line is enough", CollapseSettings(data="blobs"), 200, steps_per_second=60),
    ),
    views=(
        View("linear", PlaneView(), "Deep, slope as set (1: no bend)"),
        View("matrix", PlaneView(), "The one matrix that it is"),
        View("bent", PlaneView(), "Deep, with ReLU"),
        View(ACCURACY, CurvesView(y_range=(0.0, 1.0), values=True), "Points on the right side", "below"),
        View("loss", CurvesView(log_y=True, smooth=20, y_label="cross entropy"), "Loss on each batch", "below"),
        View("product", TableView(), "Multiplied out", "below"),
    ),
    variants=(AS_SET, RELU),
)
def linear_collapse(settings: CollapseSettings, now: Callable[[], CollapseSettings], library: Library) -> Run:
    """Why must activations be non-linear?

    A linear layer behind a linear layer is a linear layer: ten matrices multiply out to one, and the boundary stays a
    straight line. One bend between two layers is enough to break that.
    """
    points, group = toy(settings.data, POINTS, NOISE, stream(settings.seed, "points"))
    x, y = points.astype(np.float64), group[:, None].astype(np.float64)
    yield Start(f"{settings.data} · {POINTS} points", fair=True)
    nets = {name: network(settings) for name in (AS_SET, RELU)}
    slopes: dict[str, Callable[[], float]] = {AS_SET: lambda: now().slope, RELU: lambda: 0.0}
    data = Dataset("points", x, y, (), "")

    def lane(name: str) -> Ticks:
        net, slope = nets[name], slopes[name]
        bend(net, slope())
        metrics = (Metric(EVERY, BinaryEvaluation(net, data, ACCURACY).accuracy), Metric(EVERY, difference(net, x)))
        feed = shuffled_slices(x, y, min(settings.batch, POINTS), stream(settings.seed, "data"))
        batches = bent_before(net, slope, feed)
        per_epoch = POINTS // min(settings.batch, POINTS)
        probes = Probes(metrics=metrics)
        return train(net, BinaryCrossEntropy(), Adam(), batches, per_epoch, probes, lr=lambda _: now().lr)

    dots = PointsMark(points[:, 0], points[:, 1], group)
    views = {
        Key("linear"): lambda: field(bend(nets[AS_SET], now().slope).forward, dots),
        Key("matrix"): lambda: matrix_field(*collapsed(nets[AS_SET]), dots),
        Key("bent"): lambda: field(nets[RELU].forward, dots),
        Key("product"): lambda: product_table(bend(nets[AS_SET], now().slope), x),
    }
    yield from watched_together(race({name: lane(name) for name in nets}), Probes(views=views))


def network(settings: CollapseSettings) -> Network:
    """2-8×9-1 in float64, He weights. Its activation is max(z, slope · z), which for slope 1 is z itself."""
    sizes = (2, *[settings.width] * settings.hidden, 1)
    return Network(mlp(sizes, LeakyReLU), he_normal, rng=stream(settings.seed, "init"), dtype=np.float64)


def bend(net: Network, slope: float) -> Network:
    """The same network with another slope below 0."""
    for layer in net.layers:
        if isinstance(layer, LeakyReLU):
            layer.alpha = slope
    return net


def bent_before(net: Network, slope: Callable[[], float], feed: Batches) -> Iterator[tuple[Array, Array]]:
    """The same batches; each is asked for just before an update, which is when the slope may change."""
    for batch in feed:
        bend(net, slope())
        yield batch


def collapsed(net: Network) -> tuple[Array, Array]:
    """W = W₁ W₂ ⋯ (2, 1) and b = (⋯(b₁ W₂ + b₂) W₃ + ⋯) (1, 1): what the layers are if nothing bends between them."""
    w, b = np.eye(2), np.zeros((1, 2))
    for layer in net.layers:
        if isinstance(layer, Linear):
            w, b = w @ layer.W, b @ layer.W + layer.b
    return w, b


def largest_difference(net: Network, x: Array) -> float:
    """max |net(x) − (x W + b)| ÷ max |net(x)|"""
    w, b = collapsed(net)
    deep = net.forward(x)
    return float(np.abs(deep - (x @ w + b)).max() / max(np.abs(deep).max(), np.finfo(float).tiny))


def difference(net: Network, x: Array) -> Callable[[int], Measurement]:
    """The relative difference as a metric."""

    def measure(step: int) -> Measurement:
        yield None
        return {Key(DIFFERENCE): largest_difference(net, x)}

    return measure


GRID = grid(FIELD).astype(np.float64)


def matrix_field(w: Array, b: Array, dots: PointsMark) -> Plane:
    """With the straight line on which the score is 0."""
    line = LinesMark(*boundary((*w.ravel().tolist(), float(b[0, 0])), VIEW[0]))
    return field(lambda at: at @ w + b, dots, line)


def field(scores: Callable[[Array], Array], *marks: Mark) -> Plane:
    """σ of the scores over the plane, with points and lines on top."""
    p = sigmoid(scores(GRID)).reshape(FIELD, FIELD)
    ground = FieldMark(p, *VIEW, limits=(0, 1), scale="signed", centre=0.5, label="probability of orange")
    return Plane(Axes(*VIEW, equal=True), (ground, *marks))


def product_table(net: Network, x: Array) -> Table:
    """The deep network and its one matrix in numbers."""
    w, b = collapsed(net)
    layers = sum(isinstance(layer, Linear) for layer in net.layers)
    relative = largest_difference(net, x)
    at = x[:1]
    rows = (
        ("layers", str(layers), "1"),
        ("numbers learnt", str(net.parameter_count), str(w.size + b.size)),
        ("score of the first point", f"{net.forward(at)[0, 0]:.9f}", f"{(at @ w + b)[0, 0]:.9f}"),
        ("largest difference", f"{relative:.1g}", "of the largest score"),
    )
    return Table(("", "deep", "one matrix"), rows)
