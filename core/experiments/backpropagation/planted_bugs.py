"""Layers and a loss with the mistakes that everybody makes once. Each is the right one but for a line in backward.

The classes have the names of those that they spoil, so that nothing but the check gives them away.
"""

from __future__ import annotations

import numpy as np

from core import nn
from core.array import Array

NONE = "none"
FORGOTTEN, INVERTED, AXIS = "1/n forgotten", "ReLU mask inverted", "bias summed over the wrong axis"
CONSTANT, TWICE = "batch norm's mean taken as a constant", "dropout mask drawn twice"


class CrossEntropy(nn.CrossEntropy):
    """dz = softmax(z) − t, though the loss is a mean: the gradient is n times too long."""

    def backward(self) -> Array:
        return super().backward() * len(self.gradient)


class ReLU(nn.ReLU):
    """dx = dy where x ≤ 0: it lets through what it should stop."""

    def df(self, dy: Array, dx: Array) -> Array:
        return np.multiply(dy, self.y <= 0, dx)


class Linear(nn.Linear):
    """db = Σ over outputs instead of over the batch. Only where there are as many samples as outputs does it fit."""

    def backward_parameters(self, dy: Array) -> None:
        super().backward_parameters(dy)
        self.db = dy.sum(axis=1)


class BatchNorm(nn.BatchNorm):
    """dx without −m(g): as if the mean of the batch did not move with its samples."""

    def backward(self, dy: Array) -> Array:
        return super().backward(dy) + self.mean_of(dy.reshape(self.hat.shape) * self.gamma, len(dy)) * self.inverse


class Dropout(nn.Dropout):
    """Backward draws a mask of its own: the gradient goes to neurons that were switched off, and others get none."""

    def backward(self, dy: Array) -> Array:
        mask = (self.rng.random(dy.shape) >= self.p).astype(dy.dtype) / (1 - self.p)
        return dy * mask
