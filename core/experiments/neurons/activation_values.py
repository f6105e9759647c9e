"""An activation as numbers: f and f′ anywhere, where it is flat, and what it makes of a signal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.array import Array, Interval
from core.experiments.shared.activations import ACTIVATIONS
from core.nn import Activation, LeakyReLU, Step

FUNCTIONS: dict[str, Callable[[], Activation]] = {**ACTIVATIONS, "step": Step}
FLAT = 0.01  # of the steepest slope: where it is less, hardly any gradient comes through
FAR = 20.0  # beyond it nothing changes any more


@dataclass(frozen=True)
class Function:
    """f and f′ in float64, taken from the very layer that networks are built of."""

    name: str
    layer: Activation

    @classmethod
    def named(cls, name: str, alpha: float) -> Function:
        """alpha: the slope of the leaky ReLU below 0."""
        return cls(name, LeakyReLU(alpha) if name == "leaky ReLU" else FUNCTIONS[name]())

    def f(self, z: Array) -> Array:
        """f(z), of numbers or of a single one, as a row."""
        return self.layer.forward(np.atleast_1d(np.asarray(z, dtype=np.float64)))

    def slope(self, z: Array) -> Array:
        """f′ is what backward makes of ones."""
        z = np.atleast_1d(np.asarray(z, dtype=np.float64))
        self.layer.forward(z, training=True)
        return self.layer.backward(np.ones_like(z)).copy()

    @cached_property
    def steep(self) -> Interval:
        """From where to where it is steep: outside, up to infinity, |f′| is below 1 % of its largest value. The two
        are equal where the function is flat everywhere."""
        z = np.linspace(-FAR, FAR, 16_001)
        size = np.abs(self.slope(z))
        rising = np.flatnonzero((size >= FLAT * size.max()) & (size > 0))
        return (float(z[rising[0]]), float(z[rising[-1]])) if len(rising) else (0.0, 0.0)

    def flat(self, low: float, high: float) -> list[Interval]:
        """The parts of low…high in which it is saturated."""
        start, end = self.steep
        if start == end:
            return [(low, high)]
        parts = [(low, start)] if start > -FAR else []
        parts += [(end, high)] if end < FAR else []
        return [part for part in parts if part[0] < part[1]]

    def saturated(self, z: Array) -> float:
        """The share of a signal that falls where it is flat."""
        start, end = self.steep
        return float(np.mean((z < start) | (z > end))) if start < end else 1.0
