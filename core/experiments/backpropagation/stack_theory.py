"""How the spread of signals and the length of gradients should change from layer to layer, without drawing a weight."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.experiments.shared.spread import DENSITY, GRID, Spread, slope
from core.nn.activation import Activation


class Kind(NamedTuple):
    """What a layer of the stack is made of. gain: n · variance of a weight. scale: of the branch of a residual layer,
    None where there is no shortcut."""

    activation: Activation
    gain: float
    batch_norm: bool = False
    scale: float | None = None


def foretold(kind: Kind, depth: int) -> Spread:
    """Mean-field theory: the inputs are N(0, 1), and forward and backward weights count as independent.

    plain        z is N(0, gain · E[h²]), h = f(z)                 ‖∂L/∂h‖² × gain · E[f′(z)²] a layer
    batch norm   z is N(0, 1), whatever the gain                   ‖∂L/∂h‖² × E[f′(z)²] / Var[h]
    residual     h + s f(z): E[h²] + 2 s E[h] E[f] + s² E[f²]      ‖∂L/∂h‖² × (1 + s² · the branch's)

    The gradients are relative to the last layer's. Schoenholz et al. 2017; Yang & Schoenholz 2017; Yang et al. 2019.
    """
    mean, square, variance = 0.0, 1.0, 1.0  # of h over everything; variance: of one unit over the batch
    forward, factors = [], []
    for _ in range(depth):
        z = (1.0 if kind.batch_norm else np.sqrt(kind.gain * square)) * GRID
        f = kind.activation.forward(z)
        m, q = float(DENSITY @ f), float(DENSITY @ f**2)
        factor = (1 / variance if kind.batch_norm else kind.gain) * float(DENSITY @ slope(kind.activation, z) ** 2)
        if kind.scale is None:
            mean, square, variance = m, q, q - m**2
        else:
            s = kind.scale
            square += s**2 * q + 2 * s * mean * m
            mean += s * m
            variance += s**2 * (q - m**2)
            factor = 1 + s**2 * factor
        forward.append(square - mean**2)
        factors.append(factor)
    backward = np.cumprod([1.0, *reversed(factors[1:])])[::-1]
    return Spread(np.sqrt(forward), np.sqrt(backward))
