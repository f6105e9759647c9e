"""Dropout: switch neurons off at random while training."""

import numpy as np

from core.array import Array
from core.nn.layer import Layer


class Dropout(Layer):
    """y = x m,  dx = dy m        m is 0 with probability p, else 1/(1 − p). Srivastava et al. 2014.

    p is the probability of dropping. Scaling the survivors while training ("inverted") leaves prediction as it is;
    older texts train with m = 0 or 1 and multiply by 1 − p when predicting: `inverted=False`.
    Where a batch is split, `part_of_batch` (first row, rows of the whole batch) has each part draw the mask of the
    whole batch and use its own rows, so that what is dropped does not depend on the split.
    """

    mask: Array
    uniform: Array
    part_of_batch: tuple[int, int] | None = None

    def __init__(self, p: float, rng: np.random.Generator, inverted: bool = True) -> None:
        if not 0 <= p < 1:
            raise ValueError(f"dropout's p is the probability of dropping, from 0 up to but not 1; got {p}")
        self.p, self.rng, self.inverted = p, rng, inverted

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            return x.copy() if self.inverted else x * x.dtype.type(1 - self.p)
        first, rows = self.part_of_batch or (0, len(x))
        if x.shape != self.prepared or len(self.uniform) != rows:
            self.prepare(x)
            self.mask = np.empty(x.shape, x.dtype)
            self.uniform = np.empty((rows, *x.shape[1:]), np.float32)
        self.rng.random(dtype=np.float32, out=self.uniform)
        np.greater_equal(self.uniform[first : first + len(x)], self.p, out=self.mask)
        if self.inverted:
            self.mask *= 1 / (1 - self.p)
        return np.multiply(x, self.mask, self.y)

    def backward(self, dy: Array) -> Array:
        return np.multiply(dy, self.mask, self.dx)
