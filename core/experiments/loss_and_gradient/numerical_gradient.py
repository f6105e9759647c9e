"""The derivative as a difference: too large a step is wrong, too small a step is worse, and both are slow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.loss_and_gradient.difference_pictures import (
    DifferenceSettings,
    Found,
    bars,
    counted,
    curve,
    table,
    tangents,
)
from core.experiments.loss_and_gradient.differences import (
    FUNCTIONS,
    PARABOLA,
    RULES,
    STEPS,
    best_step,
    error,
    estimate,
    order,
)
from core.records import Record
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
    TableView,
    Tick,
    View,
    experiment,
)


def instant(name: str, settings: DifferenceSettings, *expected: Expected) -> Preset:
    """A preset of this experiment."""
    return Preset(name, settings, 0, expected, pace=Pace.INSTANT)


CENTRAL, FORWARD, CENTRAL32, FORWARD32 = RULES


def best(rule: str, exponent: float, least: float) -> tuple[Expected, ...]:
    """The best step to half a decade, and how good it is to half a decade."""
    return (
        Expected("log₁₀ of the best h", rule, value=exponent, tolerance=0.5, source="where truncation meets rounding"),
        Expected("log₁₀ of the least error", rule, value=float(np.log10(least)), tolerance=0.5),
    )


def slope_at(x: float, value: float) -> Expected:
    """The derivative that the textbook prints."""
    return Expected("estimate", CENTRAL, value=value, tolerance=1e-11, source=f"Saitoh 4.3, f′({x:g}) with h = 1e-4")


BOOK = (
    *(
        Expected(f"error at h = {h:g}", CENTRAL, value=value, tolerance=0.05 * value / 9, source="cos(1) h²/6")
        for h, value in ((0.1, 9.0e-4), (0.01, 9.0e-6), (0.001, 9.0e-8))
    ),
    Expected("order", CENTRAL, value=2.0, tolerance=0.05),
    Expected("order", FORWARD, value=1.0, tolerance=0.05),
    *best(CENTRAL, -5.25, 4e-13),
    *best(FORWARD, -8.25, 2.5e-9),
    *best(CENTRAL32, -2.25, 6e-7),
    *best(FORWARD32, -3.75, 1e-5),
    Expected("passes, central, 784-50-10", value=79_520, source="2 × 39,760 parameters"),
    Expected("passes, central, digits-mlp", value=1_150_100, source="2 × 575,050 parameters"),
)


@experiment(
    id="numerical-gradient",
    chapter="Loss and gradient",
    order=40,
    settings=DifferenceSettings,
    presets=(
        instant("Quick", DifferenceSettings()),
        instant("Book", DifferenceSettings(h=0.01, rules=tuple(RULES)), *BOOK),
        instant("Too small", DifferenceSettings(h=1e-8, rules=(CENTRAL32, FORWARD32))),
        instant("Parabola at 5", DifferenceSettings(function=PARABOLA, x=5.0, h=1e-4), slope_at(5, 0.1999999999990898)),
        instant(
            "Parabola at 10", DifferenceSettings(function=PARABOLA, x=10.0, h=1e-4), slope_at(10, 0.2999999999986347)
        ),
    ),
    views=(
        View(
            "error",
            CurvesView(line="h", log_x=True, log_y=True, y_range=(1e-14, 10.0)),
            "Error of the derivative (dashed: what theory allows)",
        ),
        View("tangent", PlaneView(), "The slope that comes out", "side"),
        View("numbers", TableView(), "In numbers", "below", 1.2),
        View("passes", BarsView(), "Forward passes for one gradient", "below"),
    ),
    variants=tuple(RULES),
)
def run(settings: DifferenceSettings, now: Callable[[], DifferenceSettings], library: Library) -> Run:
    """How small should h be, and what does it cost?

    The derivative is what a difference tends to as h goes to 0. A computer cannot follow all the way: it rounds, and a
    tiny difference of rounded numbers is mostly rounding. And every parameter of a network costs passes of its own.
    """
    yield Start("f is known, so is f′")
    function = FUNCTIONS[settings.function]
    errors: Found = {}
    for name in settings.rules:
        errors[name] = np.array([error(function, RULES[name], settings.x, float(h)) for h in STEPS])
        yield None
    counts = counted(settings)
    scalars = {key: value for name in errors for key, value in measured(name, errors[name], settings).items()}
    scalars |= {Key(f"passes, central, {net}"): float(by[0]) for net, (_, by) in counts.items()}
    views: dict[Key, Callable[[], Record]] = {
        Key("tangent"): partial(tangents, settings),
        Key("numbers"): partial(table, errors, settings),
        Key("passes"): partial(bars, counts),
    }
    views |= {Key("error", name): partial(curve, name, found, settings) for name, found in errors.items()}
    yield Tick(0, scalars={key: value for key, value in scalars.items() if np.isfinite(value)}, views=views)


def measured(name: str, errors: Array, settings: DifferenceSettings) -> dict[Key, float]:
    """The estimate, errors at the steps of a textbook, the best step and the order."""
    function, rule, x = FUNCTIONS[settings.function], RULES[name], settings.x
    least = best_step(errors)
    found = {f"error at h = {h:g}": error(function, rule, x, h) for h in (0.1, 0.01, 0.001)}
    found |= {
        "estimate": estimate(function, rule, x, settings.h),
        "log₁₀ of the best h": float(np.log10(STEPS[least])),
        "log₁₀ of the least error": float(np.log10(errors[least])) if errors[least] else float("nan"),
        "order": order(function, rule, x),
    }
    return {Key(channel, name): value for channel, value in found.items()}
