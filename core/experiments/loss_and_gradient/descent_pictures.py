"""Pictures of a walk down the bowl f = x² + y²: from above, along its slice, and against all rates."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.array import Array
from core.experiments.shared.landscape import landscape
from core.records import ArrowsMark, Axes, Curves, LinesMark, PathMark, Plane, Point, PointsMark, Record, Span, Table
from core.run import Key
from core.surfaces.functions import SURFACES
from core.training import DIVERGED

BOWL = SURFACES["bowl"]
SHORT = 0.12  # of the length of a gradient in the picture
DOWN, UP, WALK = 2, 1, 0  # colours
RATES = np.sort(np.concatenate([np.geomspace(1e-3, 10, 400), [0.5, 1.0]]))
BOUND = 1e6  # what is drawn of f for rates with which it grows
FIRST_ROWS = 4


def views(path: Array, lost: bool, lr: float, steps: int) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for. path (updates + 1, 2); lost: whether the walk diverged, and so stopped early."""
    return {
        Key("paths"): partial(from_above, path),
        Key("slice"): partial(on_slice, path, lr),
        Key("rates"): partial(over_rates, path, lost, lr, steps),
        Key("height"): partial(heights, path, lost),
        Key("steps"): partial(table, path, lost, lr),
    }


def f(points: Array) -> Array:
    """f of points (n, 2)."""
    return np.asarray(BOWL.f(points[:, 0], points[:, 1]))


def from_above(path: Array) -> Plane:
    """Contours, −∇f on a grid, and at the start both directions."""
    start = (float(path[0, 0]), float(path[0, 1]))
    inside = max(abs(start[0]), abs(start[1])) <= BOWL.view[0][1]
    ground = landscape("bowl", "", 1.0, 0.0, 1.0, None if inside else start)
    grid = np.linspace(-4, 4, 5)
    x, y = (np.append(each.ravel(), at) for each, at in zip(np.meshgrid(grid, grid), start, strict=True))
    dx, dy = (SHORT * each for each in BOWL.gradient(x, y))
    return Plane(
        ground.axes,
        (
            ground.contours,
            *ground.minima,
            PathMark(path[:, 0], path[:, 1], name="path"),
            ArrowsMark(x[-1:], y[-1:], dx[-1:], dy[-1:], "∇f: uphill", UP),
            ArrowsMark(x, y, -dx, -dy, "−∇f: downhill", DOWN),
            PointsMark(path[:1, 0], path[:1, 1], name="start"),
        ),
    )


def along(path: Array) -> Array:
    """The signed distance of every point from the lowest one: of this bowl all lie on one line through it."""
    reach = float(np.hypot(*path[0])) or 1.0
    return np.asarray(path @ path[0] / reach)


def on_slice(path: Array, lr: float) -> Plane:
    """The parabola s², the walk from height to height, and the slope at the start."""
    s = along(path)
    half = max(1.25 * abs(float(s[0])), 1.0)
    x = np.linspace(-half, half, 201)
    axes = Axes((-half, half), (-0.06 * half**2, half**2), "distance s", "f = s²")
    tangent = np.array([-1.0, 1.0]) * 0.4 * half + s[0]
    return Plane(
        axes,
        (
            LinesMark(x, x**2),
            LinesMark(tangent, s[0] ** 2 + 2 * s[0] * (tangent - s[0]), "slope f′", dashed=True, color=UP),
            PathMark(s, s**2, name="path"),
            PointsMark(s[:1], s[:1] ** 2, name="start"),
        ),
    )


def over_rates(path: Array, lost: bool, lr: float, steps: int) -> Curves:
    """f(start) (1 − 2η)²ⁿ for every rate η, and this one."""
    first, last = f(path[[0, -1]])
    ends = first * (1 - 2 * RATES) ** (2.0 * steps)
    here = () if lost else (Point(lr, float(last), f"η = {lr:g}"),)
    return Curves(
        RATES,
        {"f": np.where(ends < BOUND, ends, np.nan), "start": np.full(len(RATES), first)},
        "learning rate η",
        "f",
        dashed=("start",),
        spans=(Span(1.0, 10.0, "grows"),),
        points=here,
        log_x=True,
        log_y=True,
    )


def heights(path: Array, lost: bool) -> Curves:
    """f after every update that was made."""
    end = len(path) - 1
    x, values = np.arange(end + 1 + lost), np.append(f(path), [np.nan] * lost)
    there = int(np.argmax(values == 0)) if (values == 0).any() else end
    spans = (Span(end, end + 1, DIVERGED),) if lost else (Span(there, end, "f = 0"),) if there < end else ()
    return Curves(x, {"": values}, "update", "f", spans=spans, log_y=True)


def table(path: Array, lost: bool, lr: float) -> Table:
    """The first updates and the last."""
    last = len(path) - 1
    chosen = [*range(min(FIRST_ROWS, last)), last]
    rows = []
    for i in dict.fromkeys(chosen):
        gradient = 2 * path[i]
        move = ("", "") if i == last and not lost else (pair(gradient), pair(-lr * gradient))
        moved = i == 0 or pair(path[i]) != pair(path[0])
        rows.append((str(i), pair(path[i], 4 if moved else 9), *move))
    if lost:
        rows.append((str(last + 1), DIVERGED, "", ""))
    return Table(("update", "(x, y)", "∇f", "−η ∇f"), tuple(rows))


def pair(values: Array, digits: int = 4) -> str:
    """(−2.4, 3.2)"""
    return "(" + ", ".join(f"{float(value) + 0.0:.{digits}g}".replace("-", "−") for value in values) + ")"
