"""Losses of numbers: `forward(scores, targets)` gives one number, `backward()` its gradient with respect to the scores.

Each says whether it sums or takes the mean, and its gradient is that of the number it returned: a cross entropy that
sums while its gradient divides by n, seen in print, is two different losses.
"""

import math
from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import numpy.typing as npt

from core.array import Array, Shape
from core.nn.activation import sigmoid

SUM_BLOCK = 2**17  # numbers that float32 sums without losing digits


class Loss(ABC):
    """`reduction`: "mean" over all numbers, or "sum". The gradient is a buffer, borrowed until the next forward."""

    prepared: Shape = ()
    gradient: Array

    def __init__(self, reduction: str = "mean") -> None:
        if reduction not in ("mean", "sum"):
            raise ValueError(f"{type(self).__name__}: reduction is 'mean' or 'sum', got {reduction!r}")
        self.reduction = reduction

    @abstractmethod
    def forward(self, scores: Array, targets: Array) -> float:
        """L, one number; its gradient is stored for `backward`. ValueError names shapes that do not fit."""

    def __call__(self, scores: npt.ArrayLike, targets: npt.ArrayLike) -> float:
        """`loss(scores, targets)` is `loss.forward(scores, targets)`."""
        return self.forward(np.asarray(scores), np.asarray(targets))

    def backward(self) -> Array:
        """d loss / d scores of the last forward."""
        return self.gradient

    def prepare(self, scores: Array) -> None:
        """Make the buffers for this shape."""
        if not scores.size:
            raise ValueError(f"{type(self).__name__} takes one score or more, got an array of shape {scores.shape}")
        self.gradient = np.empty(scores.shape, scores.dtype)
        self.flat = self.gradient.reshape(-1)
        self.scale = np.array(1 / scores.size if self.reduction == "mean" else 1, scores.dtype)
        self.prepared = scores.shape

    def prepared_for(self, scores: Array) -> Array:
        """The scores as floating-point numbers, buffers made."""
        if scores.shape == self.prepared and scores.dtype == self.gradient.dtype:
            return scores
        if scores.dtype.kind != "f":
            scores = scores.astype(np.float64)
        self.prepare(scores)
        return scores

    def matched(self, scores: Array, targets: Array) -> tuple[Array, Array]:
        """Both in one shape and one floating-point type. Targets (n,) are taken for (n, 1), else the shapes must match.

        As a pair, the scores first.
        """
        if scores.shape != self.prepared or scores.dtype != self.gradient.dtype:
            scores = self.prepared_for(scores)
        if targets.shape != scores.shape:
            if targets.shape != scores.shape[:-1] or scores.shape[-1] != 1:
                raise ValueError(f"{type(self).__name__} expects targets of shape {scores.shape}, got {targets.shape}")
            targets = targets.reshape(scores.shape)
        return scores, targets.astype(scores.dtype, copy=False)


def dot(a: Array, b: Array) -> Any:
    """Σ a b. The sums of blocks are added in double precision: one sum of millions in float32 would lose digits."""
    if a.size <= SUM_BLOCK:
        return a.dot(b) if a.ndim == 1 else np.vdot(a, b)
    a, b = a.reshape(-1), b.reshape(-1)
    return math.fsum(float(a[i : i + SUM_BLOCK].dot(b[i : i + SUM_BLOCK])) for i in range(0, a.size, SUM_BLOCK))


class MSE(Loss):
    """L = Σ (y − t)² / n,  dy = 2 (y − t) / n        n: the number of numbers; reduction "sum": n = 1.

    reduction "half": L = ½ Σ (y − t)², because its gradient is exactly y − t.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__("sum" if reduction == "half" else reduction)
        self.factor = 1 if reduction == "half" else 2

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.slope = self.factor * self.scale

    def forward(self, scores: Array, targets: Array) -> float:
        np.subtract(*self.matched(scores, targets), self.gradient)
        squares = dot(self.flat, self.flat)
        np.multiply(self.gradient, self.slope, self.gradient)
        return float(squares * self.slope) / 2


class MAE(Loss):
    """L = Σ |y − t| / n,  dy = sign(y − t) / n        an outlier pulls no harder than any other point"""

    def forward(self, scores: Array, targets: Array) -> float:
        np.subtract(*self.matched(scores, targets), self.gradient)
        distance = np.abs(self.flat).sum()
        np.sign(self.gradient, self.gradient)
        np.multiply(self.gradient, self.scale, self.gradient)
        return float(distance * self.scale)


class SmoothL1(Loss):
    """L = Σ ½ d²/β where |d| < β, else |d| − ½ β;  dy = d/β cut off at ±1        d = y − t; mean or sum as stated"""

    def __init__(self, beta: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        if beta <= 0:
            raise ValueError(f"SmoothL1's β, where the parabola ends, is above 0; got {beta}")
        self.beta = beta

    def forward(self, scores: Array, targets: Array) -> float:
        scores, targets = self.matched(scores, targets)
        distance = scores - targets
        np.clip(distance / self.beta, -1, 1, self.gradient)
        total = np.sum(self.gradient * (distance - 0.5 * self.beta * self.gradient))  # both cases in one formula
        np.multiply(self.gradient, self.scale, self.gradient)
        return float(total * self.scale)


class BinaryCrossEntropy(Loss):
    """L = −Σ t ln σ(z) + (1 − t) ln(1 − σ(z)) / n = Σ ln(e^(−t z) + e^((1 − t) z)) / n,  dz = (σ(z) − t) / n

    z: scores before the sigmoid, of any size: the second form neither overflows nor cancels. Targets from 0 to 1.
    `probabilities=True` takes p = σ(z) instead: dp = (p − t) / (p (1 − p) n), p clipped to 1e-12 (float32: 1e-7)
    from 0 and 1 (PyTorch clips the logarithms to −100 instead).
    """

    def __init__(self, probabilities: bool = False, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.probabilities = probabilities

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.terms = np.empty_like(self.gradient)

    def forward(self, scores: Array, targets: Array) -> float:
        scores, targets = self.matched(scores, targets)
        if self.probabilities:
            return self._from_probabilities(scores, targets)
        terms, rest = self.terms, self.gradient
        np.multiply(scores, targets, terms)
        np.subtract(scores, terms, rest)
        np.negative(terms, terms)
        total = np.add.reduce(np.logaddexp(terms, rest, terms), axis=None)
        sigmoid(scores, self.gradient)
        np.subtract(self.gradient, targets, self.gradient)
        np.multiply(self.gradient, self.scale, self.gradient)
        return float(total * self.scale)

    def _from_probabilities(self, p: Array, targets: Array) -> float:
        margin = max(1e-12, float(np.finfo(p.dtype).eps))
        p = np.clip(p, margin, 1 - margin)
        total = -np.sum(targets * np.log(p) + (1 - targets) * np.log1p(-p))
        np.divide(self.scale * (p - targets), p * (1 - p), self.gradient)
        return float(total * self.scale)
