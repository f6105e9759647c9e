"""Backward against finite differences, array by array, with a mistake planted on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Self

import numpy as np

from core.data.library import Library
from core.experiments.backpropagation import planted_bugs as bugs
from core.experiments.backpropagation.checked_networks import (
    BATCH_NORM,
    DIGITS,
    DROPOUT,
    NETWORKS,
    SAMPLES,
    SMALL,
    found,
    offered,
)
from core.experiments.backpropagation.gradient_verdict import RIGHT, WRONG, verdict
from core.nn.gradient_check import Comparison
from core.records import Axes, Bars, Curves, LinesMark, Plane, Point, PointsMark, Reference
from core.run import (
    BarsView,
    CurvesView,
    Expected,
    Key,
    Pace,
    PlaneView,
    Preset,
    Run,
    Start,
    TextView,
    Tick,
    View,
    experiment,
)
from core.settings import ChoiceField, ChoiceFromField, Display, Label, LogRangeField, RangeField, SeededSettings

LEAST = 1e-13  # where the bar of an array without any difference ends
STEPS = tuple(10.0**-k for k in range(10, 0, -1))
ERROR, WORST = "relative error", "largest relative error"


def bugs_for(settings: CheckSettings) -> tuple[str, ...]:
    """Those that the chosen network has a place for."""
    return offered(settings.net)


@dataclass(frozen=True, kw_only=True)
class CheckSettings(SeededSettings):
    """Which backward is checked, and how finely."""

    net: Annotated[str, ChoiceField(*NETWORKS), Label("network")] = SMALL
    bug: Annotated[
        str,
        ChoiceFromField(bugs_for),
        Label("planted bug", "those for which the network has a place"),
    ] = bugs.NONE
    dtype: Annotated[str, ChoiceField("float64", "float32"), Label("numbers")] = "float64"
    h: Annotated[float, LogRangeField(1e-10, 0.1), Label("h", "or drag the line in the plot over h")] = 1e-5
    array: Annotated[int, RangeField(0, 6), Display, Label("array", "or click its bar")] = 0

    def following(self, path: str, before: Self) -> Self:
        """A network without a place for the bug is right."""
        return self if path != "net" or self.bug in offered(self.net) else replace(self, bug=bugs.NONE)


def check(name: str, settings: CheckSettings, *expected: Expected) -> Preset:
    """A preset that is computed at once."""
    return Preset(name, settings, expected=expected, pace=Pace.INSTANT)


def right(*arrays: str) -> tuple[Expected, ...]:
    """Arrays whose gradient backward gets right."""
    return tuple(Expected(ERROR, array, at_most=RIGHT, source="float64, h 1e-5") for array in arrays)


def wrong(*arrays: str) -> tuple[Expected, ...]:
    """Arrays whose gradient it gets wrong."""
    return tuple(Expected(ERROR, array, at_least=WRONG, source="the planted bug") for array in arrays)


FIRST, LAST = ("1 Linear.W", "1 Linear.b", "x"), ("2 Linear.W", "2 Linear.b")
BEHIND = ("2 BatchNorm.gamma", "2 BatchNorm.beta", "3 Linear.W", "3 Linear.b")


@experiment(
    id="gradient-check",
    chapter="Backpropagation",
    order=50,
    settings=CheckSettings,
    presets=(
        check("Quick", CheckSettings(), *right(*FIRST, *LAST)),
        check("Book", CheckSettings(net=DIGITS), *right(*FIRST, *LAST)),
        check("1/n forgotten", CheckSettings(bug=bugs.FORGOTTEN), *wrong(*FIRST, *LAST)),
        check("ReLU mask inverted", CheckSettings(bug=bugs.INVERTED), *wrong(*FIRST), *right(*LAST)),
        check(
            "Bias over the wrong axis",
            CheckSettings(bug=bugs.AXIS, array=3),
            *wrong("2 Linear.b"),
            *right(*FIRST, "2 Linear.W"),
        ),
        check(
            "Batch norm's mean as a constant",
            CheckSettings(net=BATCH_NORM, bug=bugs.CONSTANT),
            *wrong("1 Linear.W", "1 Linear.b", "x"),
            *right(*BEHIND),
        ),
        check("Dropout mask drawn twice", CheckSettings(net=DROPOUT, bug=bugs.TWICE), *wrong(*FIRST), *right(*LAST)),
        check("float32", CheckSettings(dtype="float32"), Expected(WORST, at_least=WRONG, source="h too small")),
        check(
            "float32, h 0.01",
            CheckSettings(dtype="float32", h=0.01),
            Expected(WORST, at_most=2e-4, source="the h that suits float32"),
        ),
    ),
    views=(
        View("errors", BarsView(choose="array"), "Backward against differences", weight=1.4),
        View("verdict", TextView(), "Verdict", "side", weight=0.55),
        View("entries", PlaneView(), "The chosen array, entry by entry", "side", weight=1.5),
        View("over h", CurvesView(line="h"), "Error over h: drag it", weight=1.0),
    ),
)
def run(settings: CheckSettings, now: Callable[[], CheckSettings], library: Library) -> Run:
    """Is my backward right?

    Finite differences need no backward: two passes forward for each number. They are slow, so they check a few samples,
    once; after that backward alone does the work. Norms are compared, array by array.
    """
    yield Start(f"{SAMPLES} samples, cross entropy (mean)")
    yield None
    of = partial(found, settings.net, settings.bug, library=library, seed=settings.seed)
    compared = of(dtype=settings.dtype, h=settings.h)
    worst: dict[str, list[float]] = {"float64": [], "float32": []}
    for dtype, errors in worst.items():
        for h in STEPS:
            errors.append(max(one.error for one in of(dtype=dtype, h=h)))
            yield None
    scalars = {Key(ERROR, one.name): one.error for one in compared}
    yield Tick(
        0,
        scalars=scalars | {Key(WORST): max(scalars.values())},
        views={
            Key("errors"): lambda: errors_of(compared, settings, now().array),
            Key("verdict"): partial(verdict, compared, settings.dtype),
            Key("entries"): lambda: entries(compared[now().array % len(compared)]),
            Key("over h"): partial(over_h, worst, settings, max(scalars.values())),
        },
    )


def errors_of(compared: tuple[Comparison, ...], settings: CheckSettings, chosen: int) -> Bars:
    """A bar for every array; the lines between which a verdict needs a second look."""
    heights = np.maximum([[one.error for one in compared]], LEAST)
    lines: tuple[Reference, ...] = (Reference(1.0, "1"), Reference(WRONG, "above: wrong"))
    lines += (Reference(RIGHT, "below: right"),) if settings.dtype == "float64" else ()
    names = tuple(one.name for one in compared)
    return Bars(names, (ERROR,), heights, ERROR, log=True, references=lines, selected=chosen % len(names))


def entries(one: Comparison) -> Plane:
    """backward over finite differences, a point for each entry: what is right lies on the diagonal."""
    reach = 1.1 * max(float(np.abs(one.backward).max()), float(np.abs(one.numerical).max()), 1e-12)
    axes = Axes((-reach, reach), (-reach, reach), f"finite differences of {one.name}", "backward")
    diagonal = LinesMark(np.array([-reach, reach]), np.array([-reach, reach]), "equal", dashed=True)
    return Plane(axes, (diagonal, PointsMark(one.numerical, one.backward, name=f"entry of {one.name}")))


def over_h(worst: dict[str, list[float]], settings: CheckSettings, now: float) -> Curves:
    """The largest error of all arrays for each h, in both kinds of numbers, and where the check stands."""
    lines = {dtype: np.maximum(errors, LEAST) for dtype, errors in worst.items()}
    point = Point(settings.h, max(now, LEAST), "", settings.dtype)
    return Curves(np.array(STEPS), lines, "h", WORST, log_x=True, log_y=True, points=(point,))
