"""One optimizer on its way down a surface."""

from __future__ import annotations

import math

import numpy as np

from core.optim import Optimizer
from core.surfaces.surface import Surface
from core.text import number_text
from core.training.train import TOO_LARGE


class Walker:
    """One optimizer on its way: its point w, and everywhere it has been.

    A step that leads to no number, or to a height beyond 10⁶ times the first, is not taken: the walker stops before it.
    """

    def __init__(self, optimizer: Optimizer, surface: Surface, start: tuple[float, float]) -> None:
        self.optimizer = optimizer
        self.surface = surface
        self.w = np.array(start, dtype=np.float64)
        self.g = np.zeros(2)
        self.f = float(surface.f(*self.w))
        self.limit = TOO_LARGE * max(abs(self.f), 1.0)
        self.walking = self.left = self._look()  # left: the start
        self.xs, self.ys, self.fs = [float(self.w[0])], [float(self.w[1])], [self.f]

    def step(self) -> None:
        """One update from the gradient where it stands."""
        self.optimizer.update(self.w, self.g)
        self.f = float(self.surface.f(*self.w))
        self.walking = self._look()
        if self.walking:
            self.xs.append(float(self.w[0]))
            self.ys.append(float(self.w[1]))
            self.fs.append(self.f)

    def _look(self) -> bool:
        self.g[:] = self.surface.gradient(*self.w)
        return math.isfinite(self.f) and abs(self.f) <= self.limit and bool(np.isfinite(self.g).all())

    @property
    def slope(self) -> float:
        """‖∇f‖"""
        return float(np.hypot(*self.g))


def obstacle(surface: Surface, start: tuple[float, float]) -> str:
    """Why no optimizer can set off from the start: there the formula has no value, or no slope. "" where they can."""
    w = np.array(start, dtype=np.float64)
    f, g = surface.f(*w), surface.gradient(*w)
    missing = "value" if not np.isfinite(f) else "gradient" if not np.isfinite(g).all() else ""
    place = ", ".join(number_text(x).replace("-", "−") for x in start)
    return f"{surface.formula} has no {missing} at the start ({place}); choose another start" if missing else ""
