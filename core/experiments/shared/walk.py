"""Optimizers walking down a surface side by side: their paths from above and from the side, and where they end."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

import numpy as np

from core.experiments.shared.landscape import Landscape
from core.experiments.shared.walker import Walker
from core.records import Mark, PathMark, Plane, PointsMark, Record, Table
from core.run import Key, Tick, Ticks
from core.training import DIVERGED

LONGEST = 10_000
NOWHERE = "undefined"
Direction: TypeAlias = Callable[[], tuple[float, float] | None]  # azimuth and elevation in degrees, of this moment


def walk_all(walkers: dict[str, Walker], ground: Landscape, direction: Direction) -> Ticks:
    """A step of every walker that still walks, again and again, for at most 10,000 steps.

    Scalars "x", "y", "f", "height" (f above its lowest value) and "gradient norm", views "paths" and "surface", for
    each by its name, and the table "ends". direction: from where the surface is seen, None for the best view.
    """
    pictures = views(walkers, ground, direction)
    going = walkers
    for step in range(LONGEST + 1):
        for walker in going.values() if step else ():
            walker.step()
        scalars: dict[Key, float] = {}
        for name, walker in going.items():
            if walker.walking:
                scalars |= measured(name, walker, ground)
        lost = [name for name, walker in going.items() if walker.left and not walker.walking]
        going = {name: walker for name, walker in going.items() if walker.walking}
        total = LONGEST if going else step
        events = {Key("height", name): DIVERGED for name in lost}
        yield Tick(step, total=total, scalars=scalars, views=pictures, events=events)
        if not going:
            return


def measured(name: str, walker: Walker, ground: Landscape) -> dict[Key, float]:
    """Where the walker is, and the surface's height and slope there."""
    return {
        Key("x", name): walker.xs[-1],
        Key("y", name): walker.ys[-1],
        Key("f", name): walker.f,
        Key("height", name): max(walker.f - ground.lowest, 0.0),
        Key("gradient norm", name): walker.slope,
    }


def from_above(name: str, walker: Walker, ground: Landscape, first: bool) -> Plane:
    """The path of one optimizer; the first one brings the contours, the minima and the start."""
    path = PathMark(np.array(walker.xs), np.array(walker.ys), name=name)
    if not first:
        return Plane(ground.axes, (path,))
    start = PointsMark(path.x[:1], path.y[:1], name="start")
    return Plane(ground.axes, (ground.contours, *ground.minima, path, start))


def from_the_side(name: str, walker: Walker, ground: Landscape, first: bool, direction: Direction) -> Plane:
    """The same path at its height, broken where it leaves the picture."""
    x, y = np.array(walker.xs), np.array(walker.ys)
    path = PathMark(x, y, ground.height(x, y), name)
    layers: tuple[Mark, ...] = (ground.heights, *ground.minima, path) if first else (path,)
    chosen = direction()
    return Plane(ground.axes, layers, ground.surface.seen_from if chosen is None else chosen)


def ends(walkers: dict[str, Walker], ground: Landscape) -> Table:
    """Where each optimizer has come to."""
    rows = []
    for name, walker in walkers.items():
        x, y = walker.xs[-1], walker.ys[-1]
        away = ground.distance(x, y)
        rows.append(
            (
                f"{name} {walker.optimizer.lr:g}",
                f"({coordinate(x)}, {coordinate(y)})" if walker.walking else DIVERGED if walker.left else NOWHERE,
                f"{walker.fs[-1]:.4g}" if walker.walking else "",
                f"{away:.4g}" if walker.walking and math.isfinite(away) else "",
            )
        )
    return Table(("optimizer, rate", "end point", "f", "to minimum"), tuple(rows))


def coordinate(value: float) -> str:
    """Four places, as the textbook gives them; + 0.0 turns −0.0000 into 0.0000."""
    return f"{round(value, 4) + 0.0:.4f}".replace("-", "−")


def views(walkers: dict[str, Walker], ground: Landscape, direction: Direction) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for."""
    made: dict[Key, Callable[[], Record]] = {Key("ends"): partial(ends, walkers, ground)}
    for i, (name, walker) in enumerate(walkers.items()):
        made[Key("paths", name)] = partial(from_above, name, walker, ground, i == 0)
        made[Key("surface", name)] = partial(from_the_side, name, walker, ground, i == 0, direction)
    return made
