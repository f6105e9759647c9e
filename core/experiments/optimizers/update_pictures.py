"""Pictures of one update: the board with its numbers, the point on the surface, the step close up, the rates so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from core.array import Array
from core.experiments.optimizers.update_stages import Line, Part, Stage, Update
from core.experiments.shared.landscape import Landscape
from core.records import (
    ArrowsMark,
    Axes,
    Curves,
    LinesMark,
    Mark,
    Matrices,
    Matrix,
    PathMark,
    Plane,
    PointsMark,
    Record,
    Region,
)
from core.run import Key

SHARE = 0.25  # of the length of a gradient, and of the sides of its box, in the picture
GRADIENT, BOX, STEP, TERMS = 1, 4, 0, (2, 3, 5)  # colours
UNTINTED = (-1e12, 1e12)  # sums of squares and rates have no common scale
ROOM = 0.15  # around what is shown of the surface
NEAR = 1.5  # units of room at least
BEYOND = 0.5  # of the way from the start to the lowest point is shown behind it
MANY = 200  # updates, from which on the axis of updates is logarithmic


@dataclass
class Walk:
    """Everywhere the point has been (updates + 1, 2), and of every update its rates (updates, 2)."""

    points: list[Array]
    rates: list[Array] = field(default_factory=list)


@dataclass(frozen=True)
class Moment:
    """How far the update has come: `reached` of its stages are done; all of them: the point has moved."""

    update: Update
    stages: tuple[Stage, ...]
    reached: int

    @property
    def moved(self) -> bool:
        """Whether the last stage is done."""
        return self.reached == len(self.stages)


def views(moment: Moment, ground: Landscape, walk: Walk) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for."""
    points, rates = np.array(walk.points), np.array(walk.rates).reshape(-1, 2)
    return {
        Key("board"): partial(board, moment),
        Key("point"): partial(on_surface, moment, ground, points),
        Key("step"): partial(close_up, moment),
        Key("rates"): partial(by_update, rates, "rate", log=True),
        Key("steps"): partial(by_update, np.diff(points, axis=0), "step"),
    }


def board(moment: Moment) -> Matrices:
    """A line for every equation, with the numbers of x and y; what is not worked out yet is blank."""
    terms: list[Matrix | str] = []
    for i, stage in enumerate(moment.stages):
        for line in stage.lines:
            terms += ["\n"] if terms else []
            terms += _equation(line, known=i < moment.reached, fresh=i == moment.reached - 1, first=not terms)
    now = moment.stages[max(moment.reached, 1) - 1].sentence
    at = f"Update {moment.update.t} at {pair(moment.update.w)}"
    return Matrices(tuple(terms), f"{at}. {now}" if moment.reached else f"{at}: not begun yet.")


def _equation(line: Line, known: bool, fresh: bool, first: bool) -> list[Matrix | str]:
    result = _card(line.result, known, fresh, names=first, result=True)
    if not line.parts:
        return [result]
    cards = [_card(part, known) for part in line.parts]
    between = (term for pair in zip(line.operators, cards[1:], strict=True) for term in pair)
    return [result, "=", cards[0], *between]


def _card(part: Part, known: bool, fresh: bool = False, names: bool = False, result: bool = False) -> Matrix:
    """One row: x and y, or a factor for both."""
    title, values = part
    return Matrix(
        values + 0.0,  # −0 becomes 0
        title=title,
        column_names=("x", "y") if names else (),
        format="{:.4g}" if result else "{:.3g}",
        signed=True,
        regions=(Region(0, 0, 1, len(values)),) if fresh else (),
        limits=UNTINTED,
        blank=None if known else np.ones(len(values), dtype=bool),
    )


def on_surface(moment: Moment, ground: Landscape, points: Array) -> Plane:
    """The path so far, the gradient, and the box whose sides the step is divided by."""
    update, axes = moment.update, around(ground, points[0])
    layers: list[Mark] = [ground.contours, *ground.minima, PathMark(points[:, 0], points[:, 1], name="path")]
    if moment.reached > 1 and update.spread is not None:
        half = SHARE * update.spread
        if 2 * half.max() < axes.x[1] - axes.x[0]:  # a sum of squares grows until its box leaves the picture
            corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]]) * half + update.w
            layers.append(LinesMark(corners[:, 0], corners[:, 1], "√ of the squares ÷ 4", color=BOX))
    if moment.reached:
        layers.append(_arrow(update.w, -SHARE * update.g, "−∇f ÷ 4", GRADIENT))
    layers.append(PointsMark(points[:1, 0], points[:1, 1], name="start"))
    return Plane(axes, tuple(layers))


def around(ground: Landscape, start: Array) -> Axes:
    """From the start past the lowest point, with room for the arrows: of the same size for a whole run."""
    if not ground.surface.minima:
        return ground.axes
    lowest = np.array(ground.surface.minima[0])
    ends = np.array([start, lowest + BEYOND * (lowest - start)])
    low, high = ends.min(axis=0), ends.max(axis=0)
    room = max(ROOM * float((high - low).max()), NEAR)
    (x0, y0), (x1, y1) = low - room, high + room
    return Axes((float(x0), float(x1)), (float(y0), float(y1)), equal=True)


def close_up(moment: Moment) -> Plane:
    """The step from where the point stood: its terms tip to tail, and the way that −∇f points."""
    update = moment.update
    tips = [np.zeros(2), *np.cumsum(list(update.terms.values()), axis=0)]
    low, high = np.min(tips, axis=0), np.max(tips, axis=0)
    reach = 0.65 * max(float((high - low).max()), 1e-300)
    x, y = (low + high) / 2
    axes = Axes((float(x - reach), float(x + reach)), (float(y - reach), float(y + reach)), "Δx", "Δy", equal=True)
    length = float(np.hypot(*update.g))
    way = -update.g / length * 2 * reach if length else np.zeros(2)
    layers: list[Mark] = [PointsMark(np.zeros(1), np.zeros(1), name="w")]
    if moment.reached:
        layers.append(
            LinesMark(np.array([0, way[0]]), np.array([0, way[1]]), "way of −∇f", dashed=True, color=GRADIENT)
        )
    if moment.moved:
        if len(update.terms) > 1:
            for color, tail, (name, term) in zip(TERMS, tips, update.terms.items(), strict=False):
                layers.append(_arrow(tail, term, name, color))
        layers.append(_arrow(np.zeros(2), update.step, "Δw", STEP))
    return Plane(axes, tuple(layers))


def _arrow(tail: Array, along: Array, name: str, color: int) -> ArrowsMark:
    return ArrowsMark(tail[:1], tail[1:], along[:1], along[1:], name, color)


def by_update(values: Array, name: str, log: bool = False) -> Curves:
    """Something of x and of y (updates, 2) at every update so far; of many, as many as a logarithmic axis shows."""
    count = len(values)
    x = np.arange(1, count + 1) if count <= MANY else np.unique(np.geomspace(1, count, MANY).astype(int))
    lines = {"x": values[x - 1, 0], "y": values[x - 1, 1]}
    return Curves(x, lines, "update", name, log_x=count > MANY, log_y=log)


def pair(values: Array) -> str:
    """(−7, 2)"""
    return "(" + ", ".join(f"{float(value):.4g}".replace("-", "−") for value in values) + ")"
