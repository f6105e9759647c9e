"""The optimizers walking down a surface of two numbers, step by step, by the very classes that train the networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Self

from core.data.library import Library
from core.experiments.shared import optimizers
from core.experiments.shared.landscape import ROTATED, TYPED, chosen_surface, landscape
from core.experiments.shared.optimizers import Accumulating, Adaptive, AdaptiveDecayed, Decaying, Plain, WithMomentum
from core.experiments.shared.walk import walk_all
from core.experiments.shared.walker import Walker, obstacle
from core.run import CurvesView, Expected, Pace, PlaneView, Preset, Run, Start, SurfaceView, TableView, View, experiment
from core.settings import (
    ChoiceField,
    Display,
    Label,
    LogRangeField,
    PointField,
    RangeField,
    Shown,
    TextField,
    with_value,
)
from core.surfaces.formula import parse
from core.surfaces.functions import SURFACES
from core.surfaces.rates import rates_on
from core.surfaces.surface import Surface


@dataclass(frozen=True, kw_only=True)
class PathSettings(optimizers.OptimizerSettings):
    """Which optimizers walk on which surface, and from where."""

    surface: Annotated[
        str,
        ChoiceField(*SURFACES, TYPED),
        Label("surface", "brings a start and learning rates along that work there; a rate of your own stays"),
    ] = "valley"
    formula: Annotated[
        str,
        TextField(parse, "a formula of x and y, such as x^2/20 + y^2", ("x^2 + 3y^2", "sin(x) + y^2")),
        Shown("surface", TYPED),
        Label("f(x, y) =", "numbers, x, y, + − * / ^, pi, e, sin cos tan tanh exp log sqrt abs"),
    ] = "x^2/20 + y^2 + sin(3x)"
    view: Annotated[
        float, LogRangeField(0.1, 100.0), Shown("surface", TYPED), Label("view ±", "the typed formula is drawn to here")
    ] = 5.0
    kappa: Annotated[
        float, LogRangeField(1.0, 1000.0), Shown("surface", ROTATED), Label("κ", "steepest over flattest curvature")
    ] = 20.0
    angle: Annotated[float, RangeField(0.0, 180.0, 5.0), Shown("surface", ROTATED), Label("angle", "in degrees")] = 30.0
    start: Annotated[tuple[float, float], PointField(), Label("start", "or click in the picture")] = (-7.0, 2.0)
    direction: Annotated[
        tuple[float, float] | None,
        PointField(180.0, ("az", "el"), optional=True),
        Display,
        Label("seen from", "or drag the surface: azimuth and elevation in degrees; left empty, where it hides least"),
    ] = None

    def following(self, path: str, before: Self) -> Self:
        """Another surface brings its own start along, and its rates."""
        if path != "surface":
            return self
        return replace(self, start=self.chosen().start).at_rates(rates_on(self.surface), rates_on(before.surface))

    def chosen(self) -> Surface:
        """The surface with the constants it has now."""
        return chosen_surface(self.surface, self.formula, self.kappa, self.angle, self.view)


def end_point(name: str, x: float, y: float) -> tuple[Expected, Expected]:
    """Where the book's path ends after 29 updates."""
    source = "The optimizer comparison of the textbook's chapter on learning techniques"
    return (
        Expected("x", name, step=29, value=x, tolerance=1e-4, source=source),
        Expected("y", name, step=29, value=y, tolerance=1e-4, source=source),
    )


QUICK = PathSettings(
    optimizers=("SGD", "Momentum", "RMSProp", "Adam"),
    sgd=Plain(0.95),
    momentum=WithMomentum(0.1),
    nesterov=WithMomentum(0.1),
    adagrad=Accumulating(1.5),
    rmsprop=Decaying(0.3),
    adadelta=Decaying(1.0, 0.9, 0.03),
    adam=Adaptive(0.3),
    adamw=AdaptiveDecayed(0.3, weight_decay=0.1),
)
BOOK = replace(
    QUICK,
    optimizers=("SGD", "Momentum", "AdaGrad", "Adam"),
    adagrad=Accumulating(1.5, eps=1e-7),
    rmsprop=Decaying(0.3, decay=0.99, eps=1e-7),
    adam=Adaptive(0.3, eps=1e-7),
    adamw=AdaptiveDecayed(0.3, eps=1e-7),
)


ROTATED_VALLEY = with_value(replace(QUICK, optimizers=BOOK.optimizers), "surface", ROTATED)
SADDLE = with_value(QUICK, "surface", "saddle")
ROSENBROCK = with_value(QUICK, "surface", "Rosenbrock")


def walk(name: str, settings: PathSettings, steps: int, expected: tuple[Expected, ...] = ()) -> Preset:
    """A preset that is gone through step by step."""
    return Preset(name, settings, steps, expected, pace=Pace.STEPPED, steps_per_second=15.0)


@experiment(
    id="optimizer-paths",
    chapter="Optimizers",
    order=10,
    settings=PathSettings,
    presets=(
        walk("Quick", QUICK, 60),
        walk(
            "Book",
            BOOK,
            29,
            (
                *end_point("SGD", -0.3872, -0.0942),
                *end_point("Momentum", 0.8141, 0.2729),
                *end_point("AdaGrad", -0.1362, 0.0),
                *end_point("Adam", 0.0201, 0.3220),
            ),
        ),
        walk("Rotated valley", ROTATED_VALLEY, 60),
        walk("Saddle point", SADDLE, 80),
        walk("Rosenbrock", ROSENBROCK, 200),
    ),
    views=(
        View("paths", PlaneView(point="start"), "Paths from above"),
        View("surface", SurfaceView(direction="direction"), "The same surface from the side", "side"),
        View("height", CurvesView(log_y=True, y_label="f − lowest"), "f above its lowest value", "below"),
        View("gradient norm", CurvesView(log_y=True, y_label="‖∇f‖"), "Length of the gradient", "below"),
        View("ends", TableView(), "Where they are now", "below"),
    ),
    variants=optimizers.NAMES,
)
def run(settings: PathSettings, now: Callable[[], PathSettings], library: Library) -> Run:
    """Why does SGD zig-zag?

    Across a valley the slope is steep, along it nearly flat. One rate for both directions is either too large across
    or too small along. Momentum averages the zig-zag away; AdaGrad, RMSProp and Adam give each direction its own rate.
    """
    surface = settings.chosen()
    (x0, x1), (y0, y1) = surface.view
    inside = x0 <= settings.start[0] <= x1 and y0 <= settings.start[1] <= y1
    ground = landscape(
        settings.surface,
        settings.formula,
        settings.kappa,
        settings.angle,
        settings.view,
        None if inside else settings.start,
    )
    walkers = {name: Walker(optimizer, surface, settings.start) for name, optimizer in settings.made().items()}
    yield Start(sentence=obstacle(surface, settings.start))
    yield from walk_all(walkers, ground, lambda: now().direction)
