"""Seven losses over one prediction, the pairs of output and loss, and the slowdown that a wrong pair brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.loss_and_gradient.loss_values import (
    BCE,
    HALF,
    LOSSES,
    MEAN,
    SMOOTH,
    Pair,
    Sample,
    loss_and_slope,
    pairs,
    predictions,
)
from core.experiments.loss_and_gradient.slowdown import slowdown
from core.experiments.shared import fields
from core.records import Curves, Point, Record, Span, Table
from core.run import CurvesView, Expected, Key, Pace, PlaneView, Preset, Run, Start, TableView, Tick, View, experiment
from core.settings import ChoiceField, Label, ManyField, MatrixField, PointField, RangeField, Settings, Shown

CURVES, SLOWDOWN = "the losses", "a neuron that learns"
LOW, HIGH = -2.0, 3.0  # of the prediction
Row = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, kw_only=True)
class LossSettings(Settings):
    """Which losses, of which prediction; or the neuron that learns by two of them."""

    lesson: Annotated[str, ChoiceField(CURVES, SLOWDOWN), Label("what is shown")] = CURVES
    losses: Annotated[tuple[str, ...], ManyField(*LOSSES), Shown("lesson", CURVES)] = (BCE, HALF, "MAE", SMOOTH)
    prediction: Annotated[
        float, RangeField(LOW, HIGH, 0.05), Shown("lesson", CURVES), Label("prediction y", "or drag the line")
    ] = 0.3
    target: Annotated[float, RangeField(0.0, 1.0, 0.05), Shown("lesson", CURVES), Label("target t")] = 1.0
    numbers: Annotated[
        int,
        RangeField(1, 10),
        Shown("losses", MEAN),
        Label("numbers n", "in the sample; all but y are right. MSE (mean) divides by n, the others add up"),
    ] = 3
    beta: Annotated[float, RangeField(0.1, 2.0, 0.1), Shown("losses", SMOOTH), Label("β of smooth L1")] = 1.0
    outputs: Annotated[
        Row,
        MatrixField(1, (2, 6), limit=1000.0),
        Shown("lesson", CURVES),
        Label("outputs of the pairs", "their shares of the sum; the target is 1 for the second and 0 for the others"),
    ] = ((0.3, 0.2, 0.5),)
    start: Annotated[
        tuple[float, float], PointField(10.0, ("w", "b")), Shown("lesson", SLOWDOWN), Label("start w, b")
    ] = (2.0, 2.0)
    lr: Annotated[fields.LearningRate, Shown("lesson", SLOWDOWN)] = 0.15


BOOK_SOURCE = "Saitoh, Deep Learning from Scratch, 4.2"
EVERYTHING = tuple(LOSSES)


def book(y: float, loss: float) -> tuple[Expected, ...]:
    """The cross entropy of the right class at y, and the gradient of softmax with loss."""
    softmax = "softmax + cross entropy"
    parts = zip(("∂L/∂z1", "∂L/∂z2", "∂L/∂z3"), (0.3, -0.8, 0.5), strict=True)
    return (
        Expected("L(y)", "cross entropy", value=loss, tolerance=5e-3, source=BOOK_SOURCE),
        *(Expected(part, softmax, value=g, tolerance=1e-12, source="y − t; Saitoh 5.6") for part, g in parts),
    )


def outputs_at(step: int, half: float, entropy: float) -> tuple[Expected, ...]:
    """What the two neurons answer after so many updates."""
    return tuple(
        Expected("output", name, step, value=y, tolerance=5e-4, source="Nielsen, Neural Networks and Deep Learning, 3")
        for name, y in ((HALF, half), (BCE, entropy))
    )


def learning(name: str, start: tuple[float, float], expected: tuple[Expected, ...]) -> Preset:
    """A preset in which the neuron learns for 300 updates, slowly enough to be watched."""
    return Preset(name, LossSettings(lesson=SLOWDOWN, start=start), 300, expected, steps_per_second=40.0)


SMALLEST = 1e-6
LOSS, SLOPE = "loss L", "∂L/∂y"
ON_CURVES, ON_SLOWDOWN = Shown("lesson", CURVES), Shown("lesson", SLOWDOWN)


@experiment(
    id="losses",
    chapter="Loss and gradient",
    order=10,
    settings=LossSettings,
    presets=(
        Preset("Quick", LossSettings(), pace=Pace.INSTANT),
        Preset("Book", LossSettings(losses=EVERYTHING, prediction=0.6), 0, book(0.6, 0.51), pace=Pace.INSTANT),
        Preset(
            "Book, hardly seen", LossSettings(losses=EVERYTHING, prediction=0.1), 0, book(0.1, 2.30), pace=Pace.INSTANT
        ),
        learning("Learning slowdown", (2.0, 2.0), outputs_at(150, 0.933, 0.026) + outputs_at(300, 0.203, 0.012)),
        learning("Learning slowdown, milder start", (0.6, 0.9), outputs_at(300, 0.094, 0.012)),
    ),
    views=(
        View("loss", CurvesView(line="prediction", y_range=(0.0, 5.0)), "Loss of a prediction", shown=ON_CURVES),
        View(
            "gradient",
            CurvesView(line="prediction", y_range=(-5.0, 5.0)),
            "Its gradient: how hard it pulls",
            "side",
            shown=ON_CURVES,
        ),
        View("here", TableView(), "At the line", "below", shown=ON_CURVES),
        View("pairs", TableView(), "Four pairs of output and loss: in three ∂L/∂z is y − t", "below", 1.6, ON_CURVES),
        View(
            "output",
            CurvesView(y_range=(0.0, 1.0), y_label="output y", values=True),
            "What the neuron answers (target 0)",
            shown=ON_SLOWDOWN,
        ),
        View("sigmoid", PlaneView(), "Where it is on the sigmoid", "side", shown=ON_SLOWDOWN),
        View("slope", CurvesView(y_label="∂L/∂w"), "∂L/∂w: how hard it is pushed", "below", shown=ON_SLOWDOWN),
        View("neurons", TableView(), "What the gradient is made of", "below", shown=ON_SLOWDOWN),
    ),
    variants=tuple(LOSSES),
)
def run(settings: LossSettings, now: Callable[[], LossSettings], library: Library) -> Run:
    """What does each loss punish?

    A loss says how wrong a prediction is; its gradient says how hard it pulls. Squares pull harder the farther away,
    absolute values always alike, logarithms hardest where a probability is sure and wrong.
    """
    if settings.lesson == SLOWDOWN:
        yield Start("one sigmoid neuron, x = 1, target 0", fair=True)
        yield from slowdown(settings.start, lambda: now().lr)
        return
    yield Start("one prediction y of a target t")
    sample = Sample(settings.target, settings.numbers, settings.beta)
    outputs = np.maximum(np.array(settings.outputs[0]), SMALLEST)
    found = pairs(outputs / outputs.sum(), right=1)
    scalars: dict[Key, float] = {}
    views: dict[Key, Callable[[], Record]] = {Key("pairs"): partial(pairs_table, found)}
    here: dict[str, tuple[float, float]] = {}
    for name in settings.losses:
        at = loss_and_slope(name, np.array([settings.prediction]), sample)
        here[name] = float(at[0][0]), float(at[1][0])
        scalars |= {Key("L(y)", name): here[name][0], Key("∂L/∂y", name): here[name][1]}
        x = predictions(name, LOW, HIGH)
        loss, slope = loss_and_slope(name, x, sample)
        views[Key("loss", name)] = partial(curve, name, x, loss, LOSS, settings.prediction, here[name][0])
        views[Key("gradient", name)] = partial(curve, name, x, slope, SLOPE, settings.prediction, here[name][1])
        yield None
    views[Key("here")] = partial(here_table, here, settings)
    for pair in found:
        scalars |= {Key(f"∂L/∂z{i}", pair.name): float(g) for i, g in enumerate(pair.gradient, 1)}
    yield Tick(0, scalars={key: value for key, value in scalars.items() if np.isfinite(value)}, views=views)


def curve(name: str, x: Array, y: Array, label: str, prediction: float, value: float) -> Curves:
    """One line over all predictions, and the point at the chosen one."""
    span = Span(0.0, 1.0, "probabilities" if label == LOSS else "")
    points = (Point(prediction, value),) if np.isfinite(value) else ()
    return Curves(x, {name: y}, "prediction y", label, points=points, spans=(span,))


def here_table(here: dict[str, tuple[float, float]], settings: LossSettings) -> Table:
    """The losses of the chosen prediction, with their formulas."""
    rows = []
    for name, (loss, slope) in here.items():
        numbers = (number(loss), number(slope)) if np.isfinite(loss) else ("no probability", "")
        rows.append((name, LOSSES[name].formula, *numbers))
    return Table(("loss", "L", f"L at y = {settings.prediction:g}", "∂L/∂y"), tuple(rows))


def pairs_table(found: tuple[Pair, ...]) -> Table:
    """The gradient of each pair beside y − t."""
    rows = tuple((pair.name, row(pair.z), row(pair.gradient), row(pair.y - pair.t)) for pair in found)
    return Table(("output + loss", f"scores z of y = {row(found[0].y)}", "∂L/∂z", "y − t"), rows)


def number(value: float) -> str:
    """Three places, with a minus sign and without a negative zero."""
    return f"{round(value, 3) + 0.0:.3f}".replace("-", "−")


def row(values: Array) -> str:
    """(0.3, −0.8, 0.5)"""
    return "(" + ", ".join(f"{round(float(v), 3) + 0.0:g}".replace("-", "−") for v in values) + ")"
