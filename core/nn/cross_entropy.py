"""Losses of classes: the negative logarithm of what the network gave the right one."""

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer
from core.nn.losses import Loss


class LogSoftmax(Layer):
    """yᵢ = xᵢ − ln Σ e^xⱼ over the last axis,  dx = dy − e^y Σ dy"""

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            return log_softmax(x)
        if x.shape != self.prepared:
            self.prepare(x)
        return log_softmax(x, self.y)

    def backward(self, dy: Array) -> Array:
        np.exp(self.y, self.dx)
        self.dx *= dy.sum(-1, keepdims=True)
        return np.subtract(dy, self.dx, self.dx)


def log_softmax(x: Array, out: Array | None = None) -> Array:
    """x − ln Σ eˣ over the last axis; the largest score is subtracted first, so nothing overflows."""
    y: Array = np.subtract(x, x.max(-1, keepdims=True), out)
    y -= np.log(np.exp(y).sum(-1, keepdims=True))
    return y


class NegativeLogLikelihood(Loss):
    """L = −Σ t y / n,  dy = −t / n        y: log-probabilities (…, classes); mean over samples, or sum.

    Targets are class indices (…), or shares t (…, classes) such as one-hot. With label smoothing ε the right class
    gets 1 − ε of the target and all classes share the rest: t ← (1 − ε) t + ε / classes. Szegedy et al. 2015.
    Sequences filled up to one length: see `Masked`, which leaves the filler out.
    """

    def __init__(self, label_smoothing: float = 0.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        if not 0 <= label_smoothing <= 1:
            raise ValueError(f"label smoothing is a share from 0 to 1, got {label_smoothing}")
        self.label_smoothing = label_smoothing

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.t = np.empty_like(self.gradient)
        if self.reduction == "mean":
            self.share *= scores.shape[-1]  # over samples, not over numbers

    def forward(self, scores: Array, targets: Array) -> float:
        t = self.shares(scores, targets)
        np.multiply(t, -self.share, self.gradient)
        return float(np.vdot(scores, self.gradient))

    def shares(self, scores: Array, targets: Array) -> Array:
        """The targets as a share for every class."""
        if scores.shape != self.prepared or scores.dtype != self.gradient.dtype:
            self.prepare(scores)
        if targets.shape == scores.shape:
            np.copyto(self.t, targets)
        else:
            one_hot(targets, scores.shape, self.t, type(self).__name__)
        if self.label_smoothing:
            self.t *= 1 - self.label_smoothing
            self.t += self.label_smoothing / scores.shape[-1]
        return self.t


class CrossEntropy(NegativeLogLikelihood):
    """L = −Σ t ln softmax(z) / n,  dz = (softmax(z) − t) / n        z: scores before the softmax; log-softmax and
    negative log likelihood in one, with the same targets and options. Stable for scores of any size."""

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.logs = np.empty_like(self.gradient)

    def forward(self, scores: Array, targets: Array) -> float:
        t = self.shares(scores, targets)
        logs, dz = self.logs, self.gradient
        np.subtract(scores, scores.max(-1, keepdims=True), logs)
        np.exp(logs, dz)
        total = dz.sum(-1, keepdims=True)
        logs -= np.log(total)
        dz /= total
        dz -= t  # t sums to 1
        dz *= self.share
        return -float(np.vdot(t, logs) * self.share)


def one_hot(targets: Array, shape: Shape, out: Array, name: str = "one_hot") -> Array:
    """Class indices (…) as rows (…, classes) that are 1 at the index, else 0."""
    if targets.shape != shape[:-1]:
        raise ValueError(f"{name} expects class indices {shape[:-1]} or shares {shape}, got {targets.shape}")
    if targets.dtype.kind not in "iu":
        raise ValueError(f"{name} expects class indices as integers, got {targets.dtype}")
    if targets.size and not 0 <= targets.min() <= targets.max() < shape[-1]:
        raise ValueError(f"{name} expects classes 0 … {shape[-1] - 1}, got {targets.min()} … {targets.max()}")
    out.fill(0)
    rows = out.reshape(-1, shape[-1])
    rows[np.arange(len(rows)), targets.reshape(-1)] = 1
    return out
