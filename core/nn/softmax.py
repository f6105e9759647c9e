"""Softmax: scores to probabilities."""

import numpy as np

from core.array import Array
from core.nn.layer import Layer


class Softmax(Layer):
    """yᵢ = e^xᵢ / Σ e^xⱼ over the last axis,  dx = y (dy − Σ dy y)"""

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            return softmax(x)
        if x.shape != self.prepared:
            self.prepare(x)
        return softmax(x, self.y)

    def backward(self, dy: Array) -> Array:
        np.multiply(dy, self.y, self.dx)
        self.dx -= self.y * self.dx.sum(-1, keepdims=True)
        return self.dx


def softmax(x: Array, out: Array | None = None) -> Array:
    """e^x / Σ e^x over the last axis; the largest score is subtracted first, so nothing overflows."""
    y: Array = np.subtract(x, x.max(-1, keepdims=True), out)
    np.exp(y, y)
    np.divide(y, y.sum(-1, keepdims=True), y)
    return y
