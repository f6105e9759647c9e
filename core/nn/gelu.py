"""GELU and the normal distribution function it needs, which NumPy lacks."""

import math

import numpy as np
import numpy.typing as npt
from numpy.polynomial import chebyshev

from core.array import Array
from core.nn.activation import Activation

SCALE = 4.0  # t = SCALE / (SCALE + a) maps 0 ≤ a < ∞ to 1 ≥ t > 0; for this one the polynomial is shortest


def _tail_ratio(a: float) -> float:
    """Φ(−a) e^{a²/2}, which falls from ½ as slowly as 1/a."""
    z = a / math.sqrt(2)
    if z < SCALE:
        return 0.5 * math.erfc(z) * math.exp(z * z)
    fraction = 1.0  # Laplace's continued fraction, for where e^{z²} overflows
    for n in range(100, 0, -1):
        fraction = 1 + n / (2 * z * z * fraction)
    return 0.5 / (math.sqrt(math.pi) * z * fraction)


def _fitted() -> npt.NDArray[np.float64]:
    """The polynomial through the ratio divided by t, whose value at t = 0 is finite; relative error 1e-14."""
    nodes = chebyshev.chebpts1(24)
    t = (nodes + 1) / 2
    return chebyshev.chebfit(nodes, [_tail_ratio(SCALE / at - SCALE) / at for at in t], len(nodes) - 1)


COEFFICIENTS = _fitted()


def normal_cdf(x: Array, bell: Array) -> Array:
    """Φ(x) = ½ (1 + erf(x / √2)) with bell = e^(−x²/2). Φ far below 0 is as exact as elsewhere, not 0 or rounding."""
    t = SCALE / (SCALE + np.abs(x))
    tail: Array = bell * t * chebyshev.chebval(2 * t - 1, COEFFICIENTS.astype(x.dtype))
    return np.where(x < 0, tail, 1 - tail)


def _bell(x: Array) -> Array:
    a = np.clip(x, -40, 40)  # from there on it is 0, and x² might overflow
    bell: Array = np.exp(-0.5 * a * a)
    return bell


class GELU(Activation):
    """y = x Φ(x),  dx = (Φ(x) + x φ(x)) dy        Φ, φ: distribution and density of N(0, 1).

    Hendrycks & Gimpel 2016.
    """

    def f(self, x: Array, out: Array | None = None) -> Array:
        return np.multiply(x, normal_cdf(x, _bell(x)), out)

    def df(self, dy: Array, dx: Array) -> Array:
        x, bell = self.x, _bell(self.x)
        np.multiply(x, bell, dx)
        dx *= 1 / math.sqrt(2 * math.pi)
        dx += normal_cdf(x, bell)
        return np.multiply(dx, dy, dx)
