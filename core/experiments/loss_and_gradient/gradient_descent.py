"""Gradient descent on a bowl: where the gradient points, and what the learning rate makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.experiments.loss_and_gradient.descent_pictures import views
from core.experiments.shared.walker import Walker
from core.optim import SGD
from core.run import CurvesView, Expected, Key, Pace, PlaneView, Preset, Run, Start, TableView, Tick, View, experiment
from core.settings import Label, LogRangeField, PointField, RangeField, Settings
from core.surfaces.functions import SURFACES

BOWL = SURFACES["bowl"]
LARGEST = 10.0  # coordinate of a start


@dataclass(frozen=True, kw_only=True)
class DescentSettings(Settings):
    """From where, at which rate, and how far."""

    lr: Annotated[
        float, LogRangeField(1e-10, 10.0), Label("learning rate η", "or drag the line in the plot of rates")
    ] = 0.1
    steps: Annotated[int, RangeField(1, 200), Label("updates")] = 20
    start: Annotated[tuple[float, float], PointField(LARGEST), Label("start", "or click in the picture")] = (
        -3.0,
        4.0,
    )


def ends(x: float, y: float, tolerance: float, source: str) -> tuple[Expected, Expected]:
    """Where the last update leads to."""
    return (
        Expected("x", value=x, tolerance=tolerance, source=source),
        Expected("y", value=y, tolerance=tolerance, source=source),
    )


def at_rate(name: str, lr: float, steps: int, *expected: Expected) -> Preset:
    """A preset from the book's start."""
    return Preset(name, DescentSettings(lr=lr, steps=steps), 0, expected, pace=Pace.INSTANT)


SAITOH = "Saitoh, Deep Learning from Scratch, 4.4: after 100 updates"


@experiment(
    id="gradient-descent",
    chapter="Loss and gradient",
    order=50,
    settings=DescentSettings,
    presets=(
        at_rate("Quick", 0.1, 20, *ends(-0.0346, 0.0461, 5e-5, "(1 − 2η)²⁰ of the start: after 20 updates")),
        at_rate("Book", 0.1, 100, *ends(-6.1111e-10, 8.1481e-10, 1e-13, SAITOH)),
        at_rate("Just right", 0.5, 20, *ends(0.0, 0.0, 0.0, "the first update arrives")),
        at_rate("To and fro", 1.0, 20, Expected("f", value=25.0, source="1 − 2η = −1")),
        at_rate("Too large", 10.0, 100, Expected("diverged at update", value=3, source="1 − 2η = −19")),
        at_rate("Too small", 1e-10, 100, *ends(-2.99999994, 3.99999992, 1e-8, SAITOH)),
    ),
    views=(
        View("paths", PlaneView(point="start"), "The bowl f = x² + y² from above"),
        View("slice", PlaneView(), "The same walk on a slice through the bowl", "side"),
        View(
            "rates",
            CurvesView(line="lr", log_x=True, log_y=True, y_range=(1e-12, 1e6)),
            "Last f, for every rate",
            "below",
        ),
        View("height", CurvesView(log_y=True), "f after each update", "below", 0.8),
        View("steps", TableView(), "Update by update", "below", 1.2),
    ),
)
def run(settings: DescentSettings, now: Callable[[], DescentSettings], library: Library) -> Run:
    """What does the learning rate do?

    The gradient points uphill, where f grows fastest; gradient descent goes the other way, by η times its length. On
    the bowl every update multiplies the distance from the lowest point by 1 − 2η, so η alone decides what comes of it.
    """
    yield Start("f = x² + y², no data")
    walker = Walker(SGD(settings.lr), BOWL, settings.start)
    taken = 0
    while walker.walking and taken < settings.steps:
        walker.step()
        taken += 1
    x, y = walker.xs[-1], walker.ys[-1]
    scalars = {Key("x"): x, Key("y"): y, Key("f"): walker.fs[-1]}
    if not walker.walking:
        scalars[Key("diverged at update")] = float(taken)
    path = np.array([walker.xs, walker.ys]).T
    yield Tick(0, scalars=scalars, views=views(path, not walker.walking, settings.lr, settings.steps))
