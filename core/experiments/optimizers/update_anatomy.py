"""One optimizer, one update, stage by stage: every number that goes into the step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.optimizers.update_pictures import Moment, Walk, views
from core.experiments.optimizers.update_stages import gradient_at, stages, take
from core.experiments.shared.landscape import TYPED, Landscape, chosen_surface, landscape
from core.experiments.shared.optimizers import OPTIMIZERS, Accumulating, Adaptive, Decaying, Plain, WithMomentum
from core.optim import Optimizer
from core.run import (
    CurvesView,
    Expected,
    Key,
    MatricesView,
    Pace,
    PlaneView,
    Preset,
    Run,
    Start,
    Tick,
    View,
    experiment,
)
from core.settings import ChoiceField, Label, PointField, Settings, Shown

STAGE, WHOLE = "stage by stage", "whole updates"
SLOPE, SLOPE_FORMULA, SLOPE_VIEW = "constant slope", "4y - 0.7x", 8.0
LONGEST = 10_000
FIXED = Shown("optimizer", "SGD", "Momentum", "Nesterov")
ADAPTIVE = Shown("optimizer", "AdaGrad", "RMSProp", "Adam")
PLAIN, PUSHED, SUMMED = Plain(0.95), WithMomentum(0.1), Accumulating(1.5)  # rates that suit the valley
AVERAGED, CORRECTED = Decaying(0.3), Adaptive(0.3)
STEEPEST = 1e6  # a gradient from which on the walk has left the picture for good


@dataclass(frozen=True, kw_only=True)
class AnatomySettings(Settings):
    """Which rule, with which constants, where, and in how large steps it is gone through."""

    optimizer: Annotated[str, ChoiceField("SGD", "Momentum", "Nesterov", "AdaGrad", "RMSProp", "Adam")] = "Momentum"
    step: Annotated[str, ChoiceField(STAGE, WHOLE), Label("one step is")] = STAGE
    surface: Annotated[str, ChoiceField("valley", "bowl", SLOPE)] = "valley"
    start: Annotated[tuple[float, float], PointField(), Label("start", "or click in the picture")] = (-7.0, 2.0)
    sgd: Annotated[Plain, Label("SGD"), Shown("optimizer", "SGD")] = PLAIN
    momentum: Annotated[WithMomentum, Label("Momentum"), Shown("optimizer", "Momentum")] = PUSHED
    nesterov: Annotated[WithMomentum, Label("Nesterov"), Shown("optimizer", "Nesterov")] = PUSHED
    adagrad: Annotated[Accumulating, Label("AdaGrad"), Shown("optimizer", "AdaGrad")] = SUMMED
    rmsprop: Annotated[Decaying, Label("RMSProp"), Shown("optimizer", "RMSProp")] = AVERAGED
    adam: Annotated[Adaptive, Label("Adam"), Shown("optimizer", "Adam")] = CORRECTED

    def made(self) -> Optimizer:
        """A new optimizer with its constants."""
        return OPTIMIZERS[self.optimizer](**vars(getattr(self, self.optimizer.lower())))

    def ground(self) -> Landscape:
        """The surface, drawn as far as the start."""
        slope = self.surface == SLOPE
        name, formula = (TYPED, SLOPE_FORMULA) if slope else (self.surface, "")
        (x0, x1), (y0, y1) = chosen_surface(name, formula, 1.0, 0.0, SLOPE_VIEW).view
        inside = x0 <= self.start[0] <= x1 and y0 <= self.start[1] <= y1
        return landscape(name, formula, 1.0, 0.0, SLOPE_VIEW, None if inside else self.start)


def steps(source: str, tolerance: float, *found: tuple[int, float, float]) -> tuple[Expected, ...]:
    """Δx and Δy of updates, by the tick at which they are made."""
    return tuple(
        Expected("update", name, step, value=value, tolerance=tolerance, source=source)
        for step, *values in found
        for name, value in zip("xy", values, strict=True)
    )


def walk(name: str, settings: AnatomySettings, until: int, *expected: Expected, speed: float = 0.7) -> Preset:
    """A preset that is gone through by hand."""
    return Preset(name, settings, until, expected, endless=True, pace=Pace.STEPPED, steps_per_second=speed)


ADAM = AnatomySettings(optimizer="Adam")
RAW = AnatomySettings(optimizer="Adam", adam=Adaptive(0.3, bias_correction=False))
DRY = AnatomySettings(optimizer="AdaGrad", step=WHOLE, surface=SLOPE, adagrad=Accumulating(0.1))
HAND = "computed by hand from the rule"
SHRINKING = ((1, 0.1, -0.1), (10, 0.1 / 10**0.5, -0.1 / 10**0.5), (100, 0.01, -0.01), (1000, 0.00316, -0.00316))


@experiment(
    id="update-anatomy",
    chapter="Optimizers",
    order=20,
    settings=AnatomySettings,
    presets=(
        walk("Quick", AnatomySettings(), 15, *steps(HAND, 1e-12, (3, 0.07, -0.4), (6, 0.1323, -0.68))),
        walk("Book", ADAM, 15, *steps(HAND, 1e-4, (5, 0.3, -0.3), (10, 0.2996, -0.2978), (15, 0.2989, -0.2933))),
        walk(
            "No bias correction",
            RAW,
            12,
            *steps(HAND, 1e-4, (4, 0.9487, -0.9487), (8, 1.2667, -1.1976), (12, 1.4490, -1.0148)),
        ),
        walk("AdaGrad runs dry", DRY, 1000, *steps("η / √t", 5e-5, *SHRINKING), speed=60),
        walk(
            "AdaGrad settles",
            AnatomySettings(optimizer="AdaGrad", step=WHOLE),
            30,
            Expected("rate", "x", 30, value=1.176, tolerance=1e-3, source=HAND),
            Expected("rate", "y", 30, value=0.363, tolerance=1e-3, source=HAND),
            speed=3,
        ),
    ),
    views=(
        View("board", MatricesView(), "The update in numbers", weight=2.0),
        View("rates", CurvesView(log_y=True), "Effective rate of x and of y", shown=ADAPTIVE),
        View("steps", CurvesView(), "The steps so far, along x and along y", shown=FIXED),
        View("point", PlaneView(point="start"), "Where it happens", "side"),
        View("step", PlaneView(), "The step, close up", "side"),
    ),
    variants=("x", "y"),
)
def run(settings: AnatomySettings, now: Callable[[], AnatomySettings], library: Library) -> Run:
    """What is inside one step?

    A gradient, a rate, and what the optimizer remembers: a velocity, a sum of squares, running means that began at 0.
    Each stage of the update is worked out by itself, and the terms add up to the arrow.
    """
    ground, optimizer = settings.ground(), settings.made()
    w = np.array(settings.start, dtype=np.float64)
    path, tick = Walk([w.copy()]), 0
    yield Start(f"f = {ground.surface.formula}, no data")
    while optimizer.steps < LONGEST:
        g = gradient_at(ground.surface, w)
        if not np.isfinite(g).all() or np.abs(g).max() > STEEPEST:
            return
        update = take(optimizer, w, g)
        parts = stages(optimizer, update)
        if not tick:
            yield Tick(0, scalars=scalars(ground, path.points[-1]), views=views(Moment(update, parts, 0), ground, path))
        for reached in range(1, len(parts) + 1) if settings.step == STAGE else (len(parts),):
            tick, found = tick + 1, {}
            if reached == len(parts):
                path = Walk([*path.points, w.copy()], [*path.rates, update.rate])
                found = scalars(ground, w) | by_direction("update", update.step) | by_direction("rate", update.rate)
            yield Tick(tick, scalars=found, views=views(Moment(update, parts, reached), ground, path))


def by_direction(channel: str, values: Array) -> dict[Key, float]:
    """A scalar for x and one for y."""
    return {Key(channel, name): float(value) for name, value in zip("xy", values, strict=True)}


def scalars(ground: Landscape, w: Array) -> dict[Key, float]:
    """Where the point is, and how high."""
    return by_direction("point", w) | {Key("f"): float(ground.surface.f(*w))}
