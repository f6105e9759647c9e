"""Losses of numbers: `forward(scores, targets)` gives one number, `backward()` its gradient with respect to the scores.

Each says whether it sums or takes the mean, and its gradient is that of the number it returned: a cross entropy that
sums while its gradient divides by n, seen in print, is two different losses.
"""

from abc import ABC, abstractmethod

import numpy as np

from core.array import Array, Shape
from core.nn.activation import sigmoid


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
        """L, one number; its gradient is kept for `backward`. ValueError names shapes that do not fit."""

    def backward(self) -> Array:
        """d loss / d scores of the last forward."""
        return self.gradient

    def prepare(self, scores: Array) -> None:
        """Make the buffers for this shape."""
        self.gradient = np.empty(scores.shape, scores.dtype)
        self.flat = self.gradient.reshape(-1)
        self.share = np.array(1 / scores.size if self.reduction == "mean" else 1, scores.dtype)
        self.prepared = scores.shape

    def fit(self, scores: Array, targets: Array) -> Array:
        """The targets in the scores' shape and type. (n,) is taken for (n, 1); anything else must match."""
        if scores.shape != self.prepared or scores.dtype != self.gradient.dtype:
            self.prepare(scores)
        if targets.shape != scores.shape:
            if targets.shape != scores.shape[:-1] or scores.shape[-1] != 1:
                raise ValueError(f"{type(self).__name__} expects targets of shape {scores.shape}, got {targets.shape}")
            targets = targets.reshape(scores.shape)
        return targets.astype(scores.dtype, copy=False)


class MSE(Loss):
    """L = Σ (y − t)² / n,  dy = 2 (y − t) / n        n: the number of numbers; reduction "sum": n = 1.

    reduction "half": L = ½ Σ (y − t)², because its gradient is exactly y − t.
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__("sum" if reduction == "half" else reduction)
        self.factor = 1 if reduction == "half" else 2

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.slope = self.factor * self.share

    def forward(self, scores: Array, targets: Array) -> float:
        np.subtract(scores, self.fit(scores, targets), self.gradient)
        squares = self.flat.dot(self.flat)
        np.multiply(self.gradient, self.slope, self.gradient)
        return float(squares * self.slope) / 2


class MAE(Loss):
    """L = Σ |y − t| / n,  dy = sign(y − t) / n        an outlier pulls no harder than any other point"""

    def forward(self, scores: Array, targets: Array) -> float:
        np.subtract(scores, self.fit(scores, targets), self.gradient)
        distance = np.abs(self.flat).sum()
        np.sign(self.gradient, self.gradient)
        np.multiply(self.gradient, self.share, self.gradient)
        return float(distance * self.share)


class SmoothL1(Loss):
    """L = Σ ½ d²/β where |d| < β, else |d| − ½ β;  dy = d/β cut off at ±1        d = y − t; mean or sum as stated"""

    def __init__(self, beta: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        if beta <= 0:
            raise ValueError(f"SmoothL1's β, where the parabola ends, is above 0; got {beta}")
        self.beta = beta

    def forward(self, scores: Array, targets: Array) -> float:
        distance = scores - self.fit(scores, targets)
        np.clip(distance / self.beta, -1, 1, self.gradient)
        total = np.sum(self.gradient * (distance - 0.5 * self.beta * self.gradient))  # both cases in one formula
        np.multiply(self.gradient, self.share, self.gradient)
        return float(total * self.share)


class BinaryCrossEntropy(Loss):
    """L = −Σ t ln σ(z) + (1 − t) ln(1 − σ(z)) / n = Σ ln(1 + eᶻ) − t z / n,  dz = (σ(z) − t) / n

    z: scores before the sigmoid, of any size: the second form does not overflow. Targets from 0 to 1.
    `probabilities=True` takes p = σ(z) instead: dp = (p − t) / (p (1 − p) n), p kept 1e-12 (float32: 1e-7) off 0 and 1
    (PyTorch keeps the logarithms above −100 instead).
    """

    def __init__(self, probabilities: bool = False, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.probabilities = probabilities

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.zero = np.zeros((), scores.dtype)
        self.terms = np.empty_like(self.gradient)

    def forward(self, scores: Array, targets: Array) -> float:
        targets = self.fit(scores, targets)
        if self.probabilities:
            return self._from_probabilities(scores, targets)
        softplus = np.logaddexp(scores, self.zero, self.terms)
        total = np.add.reduce(softplus, axis=None) - np.vdot(scores, targets)
        sigmoid(scores, self.gradient)
        np.subtract(self.gradient, targets, self.gradient)
        np.multiply(self.gradient, self.share, self.gradient)
        return float(total * self.share)

    def _from_probabilities(self, p: Array, targets: Array) -> float:
        edge = max(1e-12, float(np.finfo(p.dtype).eps))
        p = np.clip(p, edge, 1 - edge)
        total = -np.sum(targets * np.log(p) + (1 - targets) * np.log1p(-p))
        np.divide(self.share * (p - targets), p * (1 - p), self.gradient)
        return float(total * self.share)
