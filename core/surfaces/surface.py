"""What a surface is: a function of two numbers that an optimizer can walk on."""

from collections.abc import Callable
from dataclasses import dataclass

from core.array import Array

Point = tuple[float, float]
Domain = tuple[Point, Point]


@dataclass(frozen=True)
class Surface:
    """z = f(x, y), with the exact gradient (∂f/∂x, ∂f/∂y) = gradient(x, y).

    Both take numbers or arrays of one shape and return arrays of that shape.
    view ((x0, x1), (y0, y1)) is what to show; `minima` are the lowest points known, local ones included. seen_from:
    azimuth and elevation in degrees from which no ridge hides the start or all minima; None where most directions do.
    """

    name: str
    formula: str
    f: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], tuple[Array, Array]]
    view: Domain
    start: Point
    minima: tuple[Point, ...] = ()
    seen_from: Point | None = None


def square_domain(half: float) -> Domain:
    """±half in both directions."""
    return (-half, half), (-half, half)
