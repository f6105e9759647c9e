"""Six little sets of points in the plane, two classes each (plane: which side of a line; blobs: two clouds).

All lie in about −1…1 before noise, so one view and one learning rate serve every set. `noise` is the standard
deviation of what is added to each coordinate, after the classes were given: with much noise some points lie on the
wrong side, as in life.
"""

from collections.abc import Callable

import numpy as np

from core.array import Array

VIEW = ((-1.5, 1.5), (-1.5, 1.5))


def toy(name: str, n: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """x (n, 2) float32, y (n,) int64 in {0, 1}, balanced to one point.

    Raises ValueError for a name not in `TOYS`, fewer than two points, or negative noise.
    """
    if name not in TOYS:
        raise ValueError(f"there is no toy set called {name!r}; there are {', '.join(TOYS)}")
    if n < 2 or noise < 0:
        raise ValueError(f"a toy set needs at least 2 points and noise of at least 0, got {n} and {noise}")
    y = np.arange(n) % 2
    x = TOYS[name](y, rng) + noise * rng.standard_normal((n, 2))
    order = rng.permutation(n)
    return x[order].astype(np.float32), y[order]


def _polar(radius: Array, angle: Array) -> Array:
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)


def _circles(y: Array, rng: np.random.Generator) -> Array:
    """Class 1 a disc of radius ½, class 0 a ring from .7 to 1; uniform by area."""
    share = rng.uniform(0, 1, len(y))
    radius = np.sqrt(np.where(y == 1, 0.25 * share, 0.49 + 0.51 * share))
    return _polar(radius, rng.uniform(0, 2 * np.pi, len(y)))


def _xor(y: Array, rng: np.random.Generator) -> Array:
    """Class 1 where the signs differ; a gap of .1 along both axes."""
    x: Array = rng.uniform(0.05, 1, (len(y), 2)) * rng.choice([-1, 1], (len(y), 1))
    x[:, 1] *= np.where(y == 1, -1, 1)
    return x


def _blobs(y: Array, rng: np.random.Generator) -> Array:
    """Two Gaussian clouds, standard deviation .2, round (−½, −½) and (½, ½)."""
    return rng.normal(np.where(y == 1, 0.5, -0.5)[:, None], 0.2, (len(y), 2))


def _spiral(y: Array, rng: np.random.Generator) -> Array:
    """Two arms of 1¾ turns, half a turn apart; radius grows with the angle."""
    along = rng.uniform(0.05, 1, len(y))
    return _polar(along, 3.5 * np.pi * along + np.pi * y)


def _moons(y: Array, rng: np.random.Generator) -> Array:
    """Two half circles of radius .6 that reach into each other."""
    angle = rng.uniform(0, np.pi, len(y)) + np.pi * y
    centre = np.stack([np.where(y == 1, 0.3, -0.3), np.where(y == 1, 0.15, -0.15)], axis=1)
    x: Array = centre + _polar(np.full(len(y), 0.6), angle)
    return x


def _plane(y: Array, rng: np.random.Generator) -> Array:
    """Class 1 above the line x₁ + x₂ = 0, with a gap of .1."""
    across = rng.uniform(0.05, 1, len(y)) * np.where(y == 1, 1, -1)
    along = rng.uniform(-1, 1, len(y))
    x: Array = np.stack([across + along, across - along], axis=1) / np.sqrt(2)
    return x


TOYS: dict[str, Callable[[Array, np.random.Generator], Array]] = {
    "circles": _circles,
    "xor": _xor,
    "blobs": _blobs,
    "spiral": _spiral,
    "moons": _moons,
    "plane": _plane,
}
