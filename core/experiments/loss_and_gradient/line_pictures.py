"""Pictures of lines through points: the fit, and the walk of weight and bias on the squared error."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from core.array import Array, Interval
from core.experiments.loss_and_gradient.line_fits import SQUARED, Points, best_line, curvatures
from core.experiments.loss_and_gradient.line_training import Line, LineSettings, Now
from core.experiments.shared.landscape import heights_on_grid, levels
from core.records import Axes, ContoursMark, Curves, LinesMark, Mark, PathMark, Plane, PointsMark, Record, Table
from core.run import Key
from core.surfaces.model_losses import line_fit_loss

GRID = 121
ROOM = 0.15  # beside the points
LONG = 0.15  # of the way that a walk leads: many steps so long would cover the picture
TRAIL = 24  # updates that are drawn of such a walk


def line_views(lines: dict[str, Line], settings: LineSettings, now: Now) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for; the axes are those of the points and starts of the beginning."""
    fit, walk = fit_axes(settings), walk_axes(lines, settings.points)
    made: dict[Key, Callable[[], Record]] = {Key("lines"): partial(table, lines, now)}
    for i, (name, line) in enumerate(lines.items()):
        made[Key("fit", name)] = partial(fit_picture, line, fit, now, i == 0)
        made[Key("path", name)] = partial(walk_picture, line, walk, now, i == 0)
        made[Key("parameters", name)] = partial(course, line)
    return made


def fit_axes(settings: LineSettings) -> Axes:
    """Around the points and what is asked for."""
    w, b = best_line(SQUARED, settings.points) if settings.points else (1.0, 0.0)
    points = np.array([*settings.points, (settings.asked, w * settings.asked + b)])
    return Axes(roomy(points[:, 0]), roomy(points[:, 1]))


def walk_axes(lines: dict[str, Line], points: Points) -> Axes:
    """Around where the walks ought to end, as far to every side as they begin."""
    starts = np.array([(line.w, line.b) for line in lines.values()])
    ends = np.array([best_line(name, points) for name in lines]) if points else starts
    beyond = np.concatenate([starts, ends, 2 * ends - starts])
    return Axes(roomy(beyond[:, 0]), roomy(beyond[:, 1], 1.6), "weight w", "bias b")


def roomy(values: Array, least: float = 0.5) -> Interval:
    """From the least to the largest value, with room at both ends."""
    room = max(ROOM * float(np.ptp(values)), least)
    return float(values.min()) - room, float(values.max()) + room


def fit_picture(line: Line, axes: Axes, now: Now, first: bool) -> Plane:
    """The line now, dashed the best one, and its answer; the first line brings the points."""
    settings = now()
    x = np.array(axes.x)
    layers: list[Mark] = [LinesMark(x, line.w * x + line.b, line.name, color=line.name)]
    if settings.points:
        w, b = best_line(line.name, settings.points)
        layers.insert(0, LinesMark(x, w * x + b, dashed=True, color=line.name))
    answer = np.array([line.w * settings.asked + line.b])
    layers.append(PointsMark(np.array([settings.asked]), answer, marker="star", name="prediction"))
    if first and settings.points:
        points = np.array(settings.points)
        layers.append(PointsMark(points[:, 0], points[:, 1], name="point"))
    return Plane(axes, tuple(layers))


def walk_picture(line: Line, axes: Axes, now: Now, first: bool) -> Plane:
    """Where (w, b) has been, but only the end of a walk that goes to and fro; the first line brings the contours."""
    points = now().points
    ground: tuple[Mark, ...] = error_contours(points, axes) if first else ()
    best = np.array([best_line(line.name, points)] if points else []).reshape(-1, 2)
    stars = (PointsMark(best[:, 0], best[:, 1], marker="star", name="best"),) if len(best) else ()
    walk = np.array(line.walk)
    steps = np.hypot(*np.diff(walk, axis=0).T)
    if (steps > LONG * np.hypot(*np.ptp(walk, axis=0))).sum() > TRAIL:
        walk = walk[-TRAIL:]
    return Plane(axes, (*ground, *stars, PathMark(walk[:, 0], walk[:, 1])))


def course(line: Line) -> Curves:
    """Weight and bias after every update, of the last ones where they are many, and dashed the best."""
    w, b = np.array(line.walk).T
    best_w, best_b = np.array(line.best).T
    lines = {"w": w, "b": b, "best w": best_w, "best b": best_b}
    return Curves(np.arange(line.updates + 1 - len(w), line.updates + 1), lines, dashed=("best w", "best b"))


@lru_cache(maxsize=8)
def error_contours(points: Points, axes: Axes) -> tuple[ContoursMark, ...]:
    """Of the mean squared error over w and b; none where no two points differ in x."""
    if len({x for x, _ in points}) < 2:
        return ()
    heights = heights_on_grid(line_fit_loss(points), axes, GRID)
    return (ContoursMark(heights, axes.x, axes.y, levels(heights)),)


def table(lines: dict[str, Line], now: Now) -> Table:
    """A column for each line: as it is, as it would be best, its answer; and above which rate the squares diverge."""
    settings = now()
    columns = []
    for name, line in lines.items():
        best = best_line(name, settings.points) if settings.points else (np.nan, np.nan)
        limit = 2 / curvatures(settings.points, settings.reduction)[1] if settings.points else np.nan
        values = (line.w, line.b, *best, line.w * settings.asked + line.b)
        columns.append((*map(number, values), number(limit) if name == SQUARED else ""))
    heads = ("w", "b", "best w", "best b", f"y at x = {settings.asked:g}", "diverges above η")
    rows = tuple((head, *(column[i] for column in columns)) for i, head in enumerate(heads))
    return Table(("", *lines), rows)


def number(value: float) -> str:
    """Four places: 2.0000, −0.0012"""
    return f"{round(value, 4) + 0.0:.4f}".replace("-", "−")
