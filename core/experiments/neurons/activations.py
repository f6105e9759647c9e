"""Activation functions: the curve, the slope, and what comes out when a signal goes in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.neurons.activation_values import FUNCTIONS, Function
from core.experiments.neurons.softmax_line import softmax_tick
from core.random import stream
from core.records import Curves, Histograms, Point, Record, Span, Table
from core.run import (
    CurvesView,
    Expected,
    HistogramsView,
    Key,
    Pace,
    Preset,
    Run,
    Start,
    TableView,
    Tick,
    View,
    experiment,
)
from core.settings import ChoiceField, Display, Label, Live, ManyField, RangeField, SeededSettings, Shown

ONE_BY_ONE, LINE = "activations", "softmax on a line"
SAMPLES = 10_000
INPUT = "input"
Z = np.linspace(-8.0, 8.0, 641)
EDGES = np.linspace(-4.05, 4.05, 82)  # 0 and ±1 lie amid a bin
MOST = len(FUNCTIONS) - 1
EIGHT = ("sigmoid", "tanh", "ReLU", "leaky ReLU", "hard tanh", "softsign", "identity", "step")


@dataclass(frozen=True, kw_only=True)
class ActivationSettings(SeededSettings):
    """Which functions, and the signal that goes in."""

    picture: Annotated[str, ChoiceField(ONE_BY_ONE, LINE)] = ONE_BY_ONE
    functions: Annotated[tuple[str, ...], ManyField(*FUNCTIONS), Shown("picture", ONE_BY_ONE)] = (
        "sigmoid",
        "tanh",
        "ReLU",
        "leaky ReLU",
    )
    alpha: Annotated[
        float, RangeField(0.0, 0.5, 0.01), Live, Shown("picture", ONE_BY_ONE), Label("α", "slope of the leaky ReLU")
    ] = 0.01
    mu: Annotated[
        float, RangeField(-4.0, 4.0, 0.1), Live, Shown("picture", ONE_BY_ONE), Label("μ", "mean of what goes in")
    ] = 0.0
    sigma: Annotated[
        float, RangeField(0.05, 6.0, 0.05), Live, Shown("picture", ONE_BY_ONE), Label("σ", "spread of what goes in")
    ] = 1.0
    z: Annotated[float, RangeField(-8.0, 8.0, 0.1), Display, Shown("picture", ONE_BY_ONE)] = 1.0
    chosen: Annotated[
        int, RangeField(0, MOST), Display, Shown("picture", ONE_BY_ONE), Label("function", "a row of the table")
    ] = 0
    points: Annotated[int, RangeField(2, 400), Live, Shown("picture", LINE), Label("points of the line")] = 100


def exact(channel: str, variant: str, value: float) -> Expected:
    """A value of the function itself."""
    return Expected(channel, variant, value=value, tolerance=1e-5, source="by calculation")


VALUES = (
    exact("f(1)", "sigmoid", 0.73106),
    exact("f(2)", "sigmoid", 0.88080),
    exact("f′(0)", "sigmoid", 0.25),
    exact("f′(6)", "sigmoid", 0.00247),
    exact("f′(3)", "tanh", 0.00987),
    Expected("tanh z − (2σ(2z) − 1)", at_most=1e-12, source="an identity"),
)
HALF = Expected("mean out", "ReLU", value=1 / np.sqrt(2 * np.pi), tolerance=0.02, source="1/√(2π), half a normal")
SOFTMAX = (
    Expected("last", value=0.09608, tolerance=1e-5, source="softmax of 100 points from −5 to 5"),
    Expected("neighbours", value=1.10629, tolerance=1e-5, source="e to the power 10/99"),
    Expected("sum", value=1.0, tolerance=1e-12, source="a row of shares"),
)
CURVES, SOFT = Shown("picture", ONE_BY_ONE), Shown("picture", LINE)


@experiment(
    id="activations",
    chapter="Neurons",
    order=20,
    settings=ActivationSettings,
    presets=(
        Preset("Quick", ActivationSettings(sigma=3.0), expected=VALUES, pace=Pace.INSTANT),
        Preset("Book", ActivationSettings(functions=EIGHT), expected=(*VALUES, HALF), pace=Pace.INSTANT),
        Preset(
            "Smooth ReLUs",
            ActivationSettings(functions=("ReLU", "ELU", "GELU", "SiLU", "softplus"), chosen=2),
            pace=Pace.INSTANT,
        ),
        Preset("Softmax on a line", ActivationSettings(picture=LINE), expected=SOFTMAX, pace=Pace.INSTANT),
    ),
    views=(
        View("f", CurvesView(y_range=(-1.5, 3.0), x_label="z", line="z"), "f(z)", shown=CURVES),
        View("slope", CurvesView(y_range=(-0.2, 1.2), x_label="z", line="z"), "f′(z), shaded: saturated", shown=CURVES),
        View("signal", HistogramsView(), "A signal before (input) and after", "side", 1.6, CURVES),
        View("numbers", TableView(choose="chosen"), "At z, and of the signal", "side", shown=CURVES),
        View("softmax", CurvesView(x_label="h"), "softmax(h): all sum to 1", shown=SOFT),
        View("logarithm", CurvesView(x_label="h", log_y=True), "The same, logarithmic", "side", shown=SOFT),
        View("shares", TableView(), "In numbers", "side", shown=SOFT),
    ),
    variants=(INPUT, *FUNCTIONS),
)
def run(settings: ActivationSettings, now: Callable[[], ActivationSettings], library: Library) -> Run:
    """What does an activation do to a signal?

    It bends it: some squeeze everything between two bounds, some cut one side off, and only what is not a straight
    line gives a second layer anything to do. The slope is what a gradient is multiplied with on its way back.
    """
    if settings.picture == LINE:
        yield Start(f"{settings.points} numbers from −5 to 5")
        yield softmax_tick(settings.points)
        return
    yield Start(f"{SAMPLES:,} samples of N(μ, σ²)")
    drawn = stream(settings.seed, "signal").standard_normal(SAMPLES)
    signal = settings.mu + settings.sigma * drawn
    functions = [Function.named(name, settings.alpha) for name in settings.functions]
    views: dict[Key, Callable[[], Record]] = {Key("signal", INPUT): partial(histogram, signal, INPUT)}
    scalars: dict[Key, float] = {}
    for place, function in enumerate(functions):
        out = function.f(signal)
        views[Key("f", function.name)] = partial(curve, function, False, place, now)
        views[Key("slope", function.name)] = partial(curve, function, True, place, now)
        views[Key("signal", function.name)] = partial(histogram, out, function.name)
        scalars |= measured(function, signal, out)
        yield None
    scalars[Key("tanh z − (2σ(2z) − 1)")] = identity_error()
    views[Key("numbers")] = partial(numbers, functions, signal, now)
    yield Tick(0, scalars=scalars, views=views)


def measured(function: Function, signal: Array, out: Array) -> dict[Key, float]:
    """Values that can be checked by hand, and what the signal has become."""
    one, two = function.f(np.array([1.0, 2.0]))
    at_0, at_3, at_6 = function.slope(np.array([0.0, 3.0, 6.0]))
    found = {"f(1)": one, "f(2)": two, "f′(0)": at_0, "f′(3)": at_3, "f′(6)": at_6}
    found |= {"mean out": out.mean(), "std out": out.std(), "saturated": function.saturated(signal)}
    return {Key(channel, function.name): float(value) for channel, value in found.items()}


def identity_error() -> float:
    """max |tanh z − (2σ(2z) − 1)| over the axis."""
    sigmoid, tanh = (Function.named(name, 0.01) for name in ("sigmoid", "tanh"))
    return float(np.abs(tanh.f(Z) - (2 * sigmoid.f(2 * Z) - 1)).max())


def curve(function: Function, slope: bool, place: int, now: Callable[[], ActivationSettings]) -> Curves:
    """f or f′ with its point at z; the chosen one with its saturated parts."""
    settings = now()
    values = function.slope if slope else function.f
    chosen = place == min(settings.chosen, len(settings.functions) - 1)
    at = float(values(np.array([settings.z]))[0])
    spans = tuple(Span(*part, function.name) for part in function.flat(Z[0], Z[-1])) if slope and chosen else ()
    return Curves(Z, {"": values(Z)}, "z", spans=spans, points=(Point(settings.z, at, line=""),))


def histogram(values: Array, name: str) -> Histograms:
    """Bins that all share, so that lengths compare."""
    return Histograms.of({"share of the signal": values}, EDGES, captions=(name,))


def written(value: float, decimals: int) -> str:
    """With a true minus, and none before a zero."""
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def numbers(functions: list[Function], signal: Array, now: Callable[[], ActivationSettings]) -> Table:
    """f and f′ at z; mean of what comes out, and the share of the signal that met a flat part."""
    settings = now()
    z = np.array([settings.z])
    rows = tuple(
        (
            one.name,
            written(one.f(z)[0], 4),
            written(one.slope(z)[0], 4),
            written(one.f(signal).mean(), 2),
            f"{100 * one.saturated(signal):.0f} %",
        )
        for one in functions
    )
    at = f"{settings.z:g}".replace("-", "−")
    columns = ("function", f"f({at})", f"f′({at})", "mean out", "saturated")
    return Table(columns, rows, selected=min(settings.chosen, len(functions) - 1))
