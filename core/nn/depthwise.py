"""Depthwise convolution: every channel by itself, so there is no matrix product in it.

Each weight of the window meets one pixel of every window, its tap: a strided view of the whole picture. So there are
size · size multiply-adds over large arrays, done for a few pictures at a time that stay in the second-level cache.
"""

from collections.abc import Iterator

import numpy as np

from core.array import Array, Shape

BLOCK_BYTES = 512 * 1024  # of output at a time


class Depthwise:
    """y[n, i, j] = Σ over taps  x[n, i·stride + a·dilation, j·stride + b·dilation] w[a, b]

    x (batch, height, width, c) -> y (batch, rows, columns, c);  w (size, size, 1, c).
    dw[a, b] = Σ tap dy;  dx gets dy w[a, b] added at every tap.
    """

    def __init__(
        self,
        before: Shape,
        after: Shape,
        dtype: np.dtype[np.generic],
        size: int,
        stride: int,
        margins: tuple[int, int],
        dilation: int,
    ) -> None:
        n, height, width, c = before
        _, rows, columns, _ = after
        self.block = max(1, min(n, BLOCK_BYTES // (rows * columns * c * dtype.itemsize)))
        self.blocks = [slice(i, min(i + self.block, n)) for i in range(0, n, self.block)]
        first, extra = margins[0], sum(margins)  # before the pixels; before and behind
        self.padded = np.zeros((self.block, height + extra, width + extra, c), dtype)
        self.interior = self.padded[:, first : first + height, first : first + width]
        starts = [(a * dilation, b * dilation) for a in range(size) for b in range(size)]
        down, across = stride * (rows - 1) + 1, stride * (columns - 1) + 1
        self.taps = [self.padded[:, a : a + down : stride, b : b + across : stride] for a, b in starts]
        self.product = np.empty((self.block, rows, columns, c), dtype)
        self.ones = np.ones(self.product.size // c, dtype)

    def forward(self, x: Array, w: Array, y: Array) -> None:
        """Sets y."""
        first, *others = self._repeated(w)
        for part, taps, product in self._padded_blocks(x):
            total = np.multiply(taps[0], first, y[part])
            for tap, weight in zip(taps[1:], others, strict=True):
                total += np.multiply(tap, weight, product)

    def add_gradient(self, x: Array, dy: Array, dw: Array) -> None:
        """Adds to dw (size, size, 1, c)."""
        for part, taps, product in self._padded_blocks(x):
            rows = product.reshape(-1, product.shape[-1])
            for tap, gradient in zip(taps, dw.reshape(-1, dw.shape[-1]), strict=True):
                np.multiply(tap, dy[part], product)
                gradient += self.ones[: len(rows)].dot(rows)

    def backward(self, dy: Array, w: Array, dx: Array) -> None:
        """Sets dx."""
        weights = self._repeated(w)
        for part in self.blocks:
            n = len(dy[part])
            self.padded.fill(0)
            for tap, weight in zip(self.taps, weights, strict=True):
                tap[:n] += np.multiply(dy[part], weight, self.product[:n])
            dx[part] = self.interior[:n]
        self.padded.fill(0)  # forward counts on zeros around a picture

    def _repeated(self, w: Array) -> Array:
        """The weights repeated along a row of windows: a run of all its numbers, not one of c for each window."""
        return np.repeat(w.reshape(-1, 1, w.shape[-1]), self.product.shape[2], 1)

    def _padded_blocks(self, x: Array) -> Iterator[tuple[slice, list[Array], Array]]:
        """Block by block: which pictures, their taps, an array to work in."""
        for part in self.blocks:
            n = len(x[part])
            self.interior[:n] = x[part]
            yield part, [tap[:n] for tap in self.taps], self.product[:n]
