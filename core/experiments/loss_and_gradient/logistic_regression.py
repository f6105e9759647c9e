"""One neuron with a sigmoid learns where one class ends and the other begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Self

import numpy as np

from core.data.library import Library
from core.experiments.loss_and_gradient.line_fits import Points
from core.experiments.loss_and_gradient.line_training import RANDOM, Line, SwitchedLoss, all_points
from core.experiments.loss_and_gradient.logistic_pictures import Course, boundary, limit, views
from core.experiments.shared import fields
from core.nn import BinaryCrossEntropy
from core.nn.activation import sigmoid
from core.optim import SGD
from core.run import CurvesView, Expected, Key, PlaneView, Preset, Run, Start, TableView, View, experiment
from core.settings import ChoiceField, Label, Live, PointsField, RangeField, SeededSettings
from core.training import Measurement, Metric, Probes, train

FOUR: Points = ((1.0, 0.0), (2.0, 0.0), (3.0, 1.0), (4.0, 1.0))
MIXED: Points = ((1.0, 0.0), (1.5, 0.0), (2.0, 1.0), (2.5, 0.0), (3.0, 0.0), (3.5, 1.0), (4.0, 1.0))


@dataclass(frozen=True, kw_only=True)
class LogisticSettings(SeededSettings):
    """The points, each of class 0 or 1, and how the neuron is trained."""

    points: Annotated[
        Points,
        PointsField(limit=100.0, at_most=50),
        Live,
        Label("points", "x and class; or click in the picture: near the top is class 1"),
    ] = FOUR
    reduction: Annotated[
        str, ChoiceField("sum", "mean"), Live, Label("over the points", "their losses are added up")
    ] = "sum"
    lr: fields.LearningRate = 0.01
    asked: Annotated[float, RangeField(-20.0, 20.0, 0.5), Live, Label("probability at x")] = 3.0

    def following(self, path: str, before: Self) -> Self:
        """A point is of one class or the other, whichever it is nearer to."""
        return replace(self, points=tuple((x, float(y >= 0.5)) for x, y in self.points)) if path == "points" else self


def at(step: int, value: float, tolerance: float) -> Expected:
    """Where the boundary has come to."""
    return Expected("boundary", step=step, value=value, tolerance=tolerance, source="x 1…4, classes 0 0 1 1; rate 0.01")


SLOWER = Expected("boundary", step=1000, at_most=2.05, source="the sum is at 2.23 or beyond, whatever the seed")


@experiment(
    id="logistic-regression",
    chapter="Loss and gradient",
    order=80,
    settings=LogisticSettings,
    presets=(
        Preset("Quick", LogisticSettings(), 1000, (at(1000, 2.265, 0.035),), steps_per_second=100.0),
        Preset("Book", LogisticSettings(), 5000, (at(5000, 2.429, 0.005),), steps_per_second=500.0),
        Preset(
            "Much longer",
            LogisticSettings(),
            100_000,
            (at(5000, 2.429, 0.005), at(20_000, 2.465, 0.002), at(100_000, 2.479, 0.002)),
        ),
        Preset(
            "Mean instead of sum",
            LogisticSettings(reduction="mean"),
            1000,
            (SLOWER,),
            steps_per_second=100.0,
        ),
        Preset("Not separable", LogisticSettings(points=MIXED, lr=0.1), 2000, endless=True, steps_per_second=200.0),
    ),
    views=(
        View("probability", PlaneView(points="points"), "Probability of class 1, and where it is ½"),
        View(
            "boundary over time",
            CurvesView(y_range=(0.0, 4.0), y_label="x", values=True),
            "The boundary over time",
            "side",
        ),
        View("loss", CurvesView(log_y=True, y_label="cross entropy"), "Loss before each update", "below"),
        View("weights over time", CurvesView(), "Weight and bias", "below"),
        View("points", TableView(), "What each point says", "below"),
    ),
)
def logistic_regression(settings: LogisticSettings, now: Callable[[], LogisticSettings], library: Library) -> Run:
    """Where is the boundary?

    The neuron gives the probability of class 1, σ(w x + b); its boundary −b/w is where that is ½. Where a gap parts the
    classes, a steeper curve is always a little better, so weight and bias grow for ever and the boundary creeps.
    """
    yield Start(f"{len(settings.points)} points, all in every update")
    neuron = Line("BCE", settings.seed, RANDOM)
    loss = SwitchedLoss(
        lambda reduction: BinaryCrossEntropy(reduction=reduction), lambda: now().reduction, neuron.recent
    )
    course = Course()
    probes = Probes(
        views(neuron, course, settings.points, now), metrics=(Metric(1, partial(measured, neuron, course, now)),)
    )
    feed = all_points(lambda: now().points)
    yield from train(neuron.net, loss, SGD(settings.lr), feed, 1.0, probes, lr=lambda _: now().lr)


def measured(neuron: Line, course: Course, now: Callable[[], LogisticSettings], step: int) -> Measurement:
    """After every update, and before the first."""
    yield None
    settings = now()
    course.note(step, neuron, settings.points)
    answer = float(sigmoid(np.array([neuron.w * settings.asked + neuron.b]))[0])
    found = {"boundary": boundary(neuron), "limit": limit(settings.points), "answer": answer}
    return {Key(name): value for name, value in found.items() if np.isfinite(value)}
