"""What is done to the gradient before the update. Each is called as `penalty(w, g)` and changes g in place.

Penalties spare the biases: give them the network's `mask("weights")`. In a loop of one's own clipping is one call:
`clip_grad_norm(net, 1.0)`.
"""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from core.array import Array


@dataclass(frozen=True)
class L2:
    """½ λ Σ w²: g ← g + λ w, which shrinks every weight by the same share

    (PyTorch's weight_decay is this λ, but takes the biases too.)
    """

    strength: float
    mask: Array = field(repr=False, compare=False)

    def __call__(self, w: Array, g: Array) -> None:
        g += self.strength * (w * self.mask)

    def value(self, w: Array) -> float:
        """What it adds to the loss."""
        return 0.5 * self.strength * float(np.sum(w[self.mask] ** 2))


@dataclass(frozen=True)
class L1:
    """λ Σ |w|: g ← g + λ sign(w), which takes the same amount off every weight and so drives small ones to 0"""

    strength: float
    mask: Array = field(repr=False, compare=False)

    def __call__(self, w: Array, g: Array) -> None:
        g += self.strength * (np.sign(w) * self.mask)

    def value(self, w: Array) -> float:
        """What it adds to the loss."""
        return self.strength * float(np.sum(np.abs(w[self.mask])))


class HasGradients(Protocol):
    """What has one vector of gradients, such as a Network."""

    grads: Array


def clip_grad_norm(net: HasGradients, limit: float) -> float:
    """g ← g · limit / ‖g‖ where ‖g‖ > limit. Call it between `backward` and the update; returns ‖g‖ before clipping."""
    return _clip_norm(net.grads, limit)


def clip_grad_value(net: HasGradients, limit: float) -> None:
    """Each number of g is cut off at ± limit. Call it between `backward` and the update."""
    np.clip(net.grads, -limit, limit, out=net.grads)


@dataclass(frozen=True)
class ClipNorm:
    """g ← g · limit / ‖g‖ where ‖g‖ > limit: the step gets shorter and keeps its direction. Pascanu et al. 2012.

    (PyTorch divides by ‖g‖ + 1e-6, so it stops a millionth short of the limit.)
    """

    limit: float

    def __call__(self, w: Array, g: Array) -> None:
        _clip_norm(g, self.limit)


@dataclass(frozen=True)
class ClipValue:
    """each gᵢ is cut off at ± limit: the step may turn"""

    limit: float

    def __call__(self, w: Array, g: Array) -> None:
        np.clip(g, -self.limit, self.limit, out=g)


def _clip_norm(g: Array, limit: float) -> float:
    norm = float(np.linalg.norm(g))
    if norm > limit:
        g *= limit / norm
    return norm
