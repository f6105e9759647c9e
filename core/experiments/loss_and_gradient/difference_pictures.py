"""What is asked of a difference, and its pictures: the error over all steps, the slopes, the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.array import Array
from core.experiments.loss_and_gradient.differences import (
    FUNCTIONS,
    RULES,
    SINE,
    STEPS,
    best_step,
    error,
    estimate,
    exact,
    passes,
    theory,
)
from core.records import Axes, Bars, Curves, LinesMark, Mark, Plane, Point, PointsMark, Table
from core.settings import ChoiceField, IntsField, Label, LogRangeField, ManyField, RangeField, Settings

READER = (784, 512, 256, 128, 64, 10)
REACH = 2.0  # of the picture of the tangent, to either side of x
PINK = 4  # of f: no difference has that colour
Found = dict[str, Array]  # by the name of the rule


@dataclass(frozen=True, kw_only=True)
class DifferenceSettings(Settings):
    """Of what, where, by which difference, and with which step."""

    function: Annotated[str, ChoiceField(*FUNCTIONS), Label("f(x)")] = SINE
    x: Annotated[float, RangeField(-10.0, 10.0, 0.1)] = 1.0
    h: Annotated[float, LogRangeField(1e-13, 1.0), Label("step h", "or drag the line")] = 0.5
    rules: Annotated[tuple[str, ...], ManyField(*RULES), Label("differences")] = (
        "central float64",
        "forward float64",
    )
    hidden: Annotated[
        tuple[int, ...],
        IntsField(1, 10_000, at_most=4),
        Label("hidden layers", "of the net 784-…-10 whose cost is counted"),
    ] = (50,)


def curve(name: str, errors: Array, settings: DifferenceSettings) -> Curves:
    """The error over all steps, the theory, and the error at the chosen step."""
    function, rule = FUNCTIONS[settings.function], RULES[name]
    here = Point(settings.h, error(function, rule, settings.x, settings.h))
    lines = {"measured": np.where(errors > 0, errors, np.nan), "theory": theory(function, rule, settings.x, STEPS)}
    return Curves(STEPS, lines, "h", "error", dashed=("theory",), points=(here,), log_x=True, log_y=True)


def tangents(settings: DifferenceSettings) -> Plane:
    """f, the places at which it is evaluated, and lines with the slopes that come out."""
    function, x, h = FUNCTIONS[settings.function], settings.x, settings.h
    around = np.linspace(x - REACH, x + REACH, 161)
    height = float(function.f(np.array([x]))[0])
    values = function.f(around)
    low, high = float(values.min()), float(values.max())
    room = 0.15 * (high - low)
    layers: list[Mark] = [LinesMark(around, values, settings.function, color=PINK)]
    ends = np.array([x - REACH, x + REACH])
    for name in settings.rules:
        slope = estimate(function, RULES[name], x, h)
        layers.append(LinesMark(ends, height + slope * (ends - x), name, color=name))
    right = float(function.d1(np.array([x]))[0])
    layers.append(LinesMark(ends, height + right * (ends - x), "exact", dashed=True, color=PINK))
    at = np.array([x - h, x, x + h] if any(RULES[name].central for name in settings.rules) else [x, x + h])
    layers.append(PointsMark(at, function.f(at), name="evaluated"))
    return Plane(Axes((float(ends[0]), float(ends[1])), (low - room, high + room), "x", "f"), tuple(layers))


def table(errors: Found, settings: DifferenceSettings) -> Table:
    """Each difference with its estimate, its error and the best step of those in the plot."""
    function = FUNCTIONS[settings.function]
    slope = exact(function, RULES["central float64"], settings.x)
    rows = [("exact", f"{slope:.10f}", "", "", "")]
    for name, found in errors.items():
        here, least = error(function, RULES[name], settings.x, settings.h), best_step(found)
        value = estimate(function, RULES[name], settings.x, settings.h)
        rows.append((name, f"{value:.10f}", f"{here:.1e}", f"{STEPS[least]:.1e}", f"{found[least]:.1e}"))
    columns = ("difference", f"f′({settings.x:g}), h = {settings.h:g}", "error", "best h", "its error")
    return Table(columns, tuple(tuple(cell.replace("-", "−") for cell in row) for row in rows))


def counted(settings: DifferenceSettings) -> dict[str, tuple[int, tuple[int, int, int]]]:
    """Parameters and passes of three networks, by what they are called."""
    sizes = (784, *settings.hidden, 10)
    nets = {"y = w x + b": (1, 1), "-".join(map(str, sizes)): sizes, "digits-mlp": READER}
    return {name: passes(layers) for name, layers in nets.items()}


def bars(counts: dict[str, tuple[int, tuple[int, int, int]]]) -> Bars:
    """On a logarithmic axis, or backpropagation would not be seen."""
    heights = np.array([by for _, by in counts.values()], dtype=float).T
    return Bars(tuple(counts), ("central", "forward", "backpropagation"), heights, "passes", log=True)
