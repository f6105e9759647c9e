"""Dropout: switch neurons off at random while training."""

import numpy as np

from core.nn.array import Array
from core.nn.layer import Layer


class Dropout(Layer):
    """y = x m,  dx = dy m        m is 0 with probability p, else 1/(1 − p). Srivastava et al. 2014.

    p is the probability of dropping. Scaling the survivors while training ("inverted") leaves prediction as it is;
    older texts train with m = 0 or 1 and multiply by 1 − p when predicting: `inverted=False`.
    """

    mask: Array

    def __init__(self, p: float, rng: np.random.Generator, inverted: bool = True) -> None:
        if not 0 <= p < 1:
            raise ValueError(f"dropout's p is the probability of dropping, from 0 up to but not 1; got {p}")
        self.p, self.rng, self.inverted = p, rng, inverted

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            return x.copy() if self.inverted else x * x.dtype.type(1 - self.p)
        if x.shape != self.prepared:
            self.prepare(x)
            self.mask = np.empty(x.shape, x.dtype)
        np.greater_equal(self.rng.random(x.shape, np.float32), self.p, out=self.mask)
        if self.inverted:
            self.mask *= 1 / (1 - self.p)
        return np.multiply(x, self.mask, self.y)

    def backward(self, dy: Array) -> Array:
        return np.multiply(dy, self.mask, self.dx)
