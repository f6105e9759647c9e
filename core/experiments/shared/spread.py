"""How wide signals and gradients should be in every layer, foretold without drawing a single weight.

All layers have n inputs and n outputs and no bias. The inputs are N(0, 1), and so is the gradient that is sent in at
the last layer. A spread is the standard deviation over all samples and neurons of a layer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.array import Array
from core.nn.activation import Activation

# A fine grid in place of Gauss–Hermite nodes: most activations have a kink, where these converge slowly.
GRID = np.linspace(-8.0, 8.0, 4000)  # an even number, so that no point sits on a kink at 0
DENSITY = np.exp(-(GRID**2) / 2) / np.exp(-(GRID**2) / 2).sum()


class Spread(NamedTuple):
    """forward (depth,): std of h_1 … h_depth; backward (depth,): std of ∂L/∂h_1 … ∂L/∂h_depth, the last one being 1."""

    forward: Array
    backward: Array


def slope(activation: Activation, z: Array) -> Array:
    """f′(z), by the backward pass of the layer itself."""
    activation.forward(z, training=True)
    return activation.backward(np.ones_like(z)).copy()


def mean_field(activation: Activation, gain: float, depth: int) -> Spread:
    """Independent weights of mean 0 and variance σ², gain = n σ².

    z_l is a sum of many independent terms, so it is normal, with variance v_l = gain · E[h²_{l−1}], and
    E[h²_l] = E[f(√v_l u)²] for u ~ N(0, 1). For ReLU this is v_l / 2: He's gain 2 keeps it level.
    Backward the variance is multiplied by gain · E[f′(√v_l u)²] at every layer.
    Poole et al. 2016; Schoenholz et al. 2017.
    """
    forward, factors, square = [], [], 1.0
    for _ in range(depth):
        z = np.sqrt(gain * square) * GRID
        h = activation.forward(z)
        forward.append(deviation(h))
        factors.append(gain * float(DENSITY @ slope(activation, z) ** 2))
        square = float(DENSITY @ h**2)
    variances = np.cumprod([1.0, *reversed(factors[1:])])
    return Spread(np.array(forward), np.sqrt(variances[::-1]))


def one_signal(activation: Activation, first: float, gain: float, depth: int) -> Spread:
    """Weights that make one number of a sample decide everything: z_1 = first · u, z_{l+1} = gain · f(z_l).

    identity: every neuron hears only the one before it, first = gain = 1.
    constant c: every neuron hears the same sum, first = √n |c|, and from then on gain = n c. Backward the random
    gradients of the last layer also add up to √n |c| first, and then n equal ones to n c.
    """
    z = first * GRID
    forward, slopes = [], []
    for _ in range(depth):
        h = activation.forward(z)
        forward.append(deviation(h))
        slopes.append(slope(activation, z))
        z = gain * h
    g, backward, factor = np.ones_like(GRID), [1.0], first
    for f_slope in reversed(slopes[1:]):
        g = factor * f_slope * g
        backward.append(float(np.sqrt(DENSITY @ g**2)))
        factor = gain
    return Spread(np.array(forward), np.array(backward[::-1]))


def deviation(h: Array) -> float:
    """The standard deviation of a function of u ~ N(0, 1), given on the grid."""
    return float(np.sqrt(DENSITY @ (h - DENSITY @ h) ** 2))
