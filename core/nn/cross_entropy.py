"""Losses of classes: the negative logarithm of what the network gave the right one."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from core.array import Array, Shape
from core.nn.layer import Layer
from core.nn.losses import Loss, dot


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

    Targets are class indices (…), or class probabilities t (…, classes) such as one-hot. With label smoothing ε
    the right class gets 1 − ε of the target and all classes an equal part of the rest: t ← (1 − ε) t + ε / classes.
    Szegedy et al. 2015.
    `class_weights` w (classes,) then makes rare classes count for more: t ← w t, and where targets are class indices
    the mean is weighted too, n = Σ w[target]. (PyTorch: `weight`.)
    A class with t = 0 does not count, even where y = −∞.
    Sequences filled up to one length: see `Masked`, which leaves the filler out.
    """

    def __init__(
        self,
        label_smoothing: float = 0.0,
        reduction: str = "mean",
        class_weights: npt.ArrayLike | None = None,
    ) -> None:
        super().__init__(reduction)
        if not 0 <= label_smoothing <= 1:
            raise ValueError(f"label smoothing is a number from 0 to 1, got {label_smoothing}")
        self.label_smoothing = label_smoothing
        self.class_weights = None if class_weights is None else np.asarray(class_weights, np.float64)
        if self.class_weights is not None and not (self.class_weights.ndim == 1 and (self.class_weights >= 0).all()):
            raise ValueError(f"class weights are numbers, 0 or more, one for each class; got {self.class_weights}")

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        classes = scores.shape[-1]
        self.t = np.empty_like(self.gradient)
        if self.reduction == "mean":
            self.scale *= classes  # over samples, not over numbers
        if self.class_weights is not None:
            if len(self.class_weights) != classes:
                raise ValueError(f"{type(self).__name__} has {len(self.class_weights)} class weights, scores {classes}")
            self.weights = self.class_weights.astype(scores.dtype)

    def forward(self, scores: Array, targets: Array) -> float:
        scores = self.prepared_for(scores)
        t, scale = self.weighted_targets(targets)
        np.multiply(t, -scale, self.gradient)
        return float(dot_where(self.gradient, scores))

    def weighted_targets(self, targets: Array) -> tuple[Array, Array]:
        """t, a number for every class, and 1 / n."""
        shape, t, scale = self.prepared, self.t, self.scale
        if targets.shape == shape:
            np.copyto(t, targets)
        else:
            one_hot(targets, shape, t, type(self).__name__)
        if self.label_smoothing:
            t *= 1 - self.label_smoothing
            t += self.label_smoothing / shape[-1]
        if self.class_weights is None:
            return t, scale
        t *= self.weights
        if self.reduction == "mean" and targets.shape != shape:
            n = self.weights[targets].sum()
            scale = 1 / n if n else n  # of nothing but classes of weight 0 the loss is 0
        return t, scale


class CrossEntropy(NegativeLogLikelihood):
    """L = −Σ t ln softmax(z) / n,  dz = (softmax(z) Σ t − t) / n        z: scores before the softmax; log-softmax and
    negative log likelihood in one, with the same targets and options. Stable for scores of any size."""

    def prepare(self, scores: Array) -> None:
        super().prepare(scores)
        self.logs = np.empty_like(self.gradient)

    def forward(self, scores: Array, targets: Array) -> float:
        scores = self.prepared_for(scores)
        t, scale = self.weighted_targets(targets)
        logs, dz = self.logs, self.gradient
        np.subtract(scores, scores.max(-1, keepdims=True), logs)
        np.exp(logs, dz)
        total = dz.sum(-1, keepdims=True)
        logs -= np.log(total)
        dz /= total
        if targets.shape == scores.shape or self.class_weights is not None:
            dz *= t.sum(-1, keepdims=True)  # of a class index it is 1
        dz -= t
        dz *= scale
        return -float(dot_where(t, logs) * scale)


def dot_where(t: Array, logs: Array) -> Any:
    """Σ t ln p over the classes with t ≠ 0: 0 · ln 0 counts as 0."""
    total = dot(t, logs)
    return total if not math.isnan(total) else dot(t, np.where(t == 0, 0, logs))


def one_hot(targets: Array, shape: Shape, out: Array, name: str = "one_hot") -> Array:
    """Class indices (…) as rows (…, classes) that are 1 at the index, else 0."""
    if targets.shape != shape[:-1]:
        raise ValueError(
            f"{name} expects class indices {shape[:-1]} or class probabilities {shape}, got {targets.shape}"
        )
    if targets.dtype.kind not in "iu":
        raise ValueError(f"{name} expects class indices as integers, got {targets.dtype}")
    if targets.size and not 0 <= targets.min() <= targets.max() < shape[-1]:
        raise ValueError(f"{name} expects classes 0 … {shape[-1] - 1}, got {targets.min()} … {targets.max()}")
    out.fill(0)
    rows = out.reshape(-1, shape[-1])
    rows[np.arange(len(rows)), targets.reshape(-1)] = 1
    return out
