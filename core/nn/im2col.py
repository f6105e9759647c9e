"""Convolution as a matrix product: each window of a picture becomes a row, and all sums are one product with kernels.

Unrolling repeats every pixel up to size² times. It is done for a few pictures at a time, so that the rows are still in
the second-level cache when the product reads them; the backward pass unrolls again rather than store them.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from core.array import Array, Shape

BLOCK_BYTES = 512 * 1024  # of rows at a time: a common second-level cache, or half of one
Pair = tuple[int, int]


class Spacing(NamedTuple):
    """How far apart, counted in pixels of the frame."""

    step: int = 1  # the picture's pixels
    stride: int = 1  # the windows
    dilation: int = 1  # the pixels of a window


class Windows:
    """The windows of pictures (batch, height, width, c), as rows of size · size · c numbers in that order.

    A picture is first laid on a frame of zeros: its pixel i comes to offset + i · step. That is padding (step 1), and
    for the backward pass of a strided convolution also the zeros between (step = stride). Windows start every `stride`
    pixels of the frame, their own pixels lie `dilation` apart. `ones` appends a 1 to each row: what a bias multiplies.
    """

    def __init__(
        self,
        shape: Shape,
        dtype: np.dtype[np.generic],
        size: int,
        frame: Pair,
        offset: int,
        spacing: Spacing,
        ones: bool = False,
    ) -> None:
        self.batch, height, width, c = shape
        step, stride, dilation = spacing
        extent = dilation * (size - 1) + 1
        rows, columns = ((length - extent) // stride + 1 for length in frame)
        self.positions = rows * columns
        numbers = size * size * c
        bytes_each = self.positions * (numbers + ones) * dtype.itemsize
        self.block = max(1, min(self.batch, BLOCK_BYTES // bytes_each))

        picture = np.zeros((self.block, *frame, c), dtype)
        (self._from_rows, to_rows), (self._from_columns, to_columns) = (
            _placement(count, offset, step, length) for count, length in zip((height, width), frame, strict=True)
        )
        self._interior = picture[:, to_rows, to_columns]
        n, h, w, one = picture.strides
        windows = as_strided(
            picture,
            (self.block, rows, columns, size, size, c),
            (n, stride * h, stride * w, dilation * h, dilation * w, one),
        )
        # NumPy copies run by run: a window's row is a long run if it has many channels, else a picture's row is longer
        self._transposed = size * c < columns
        if self._transposed:
            matrix = np.ones((numbers + ones, self.block * self.positions), dtype)
            self._source = windows.transpose(3, 4, 5, 0, 1, 2)
            self._target = matrix[:numbers].reshape(self._source.shape)
            self._matrix = matrix.T
        else:
            self._matrix = np.ones((self.block * self.positions, numbers + ones), dtype)
            self._source = windows
            self._target = self._matrix[:, :numbers].reshape(windows.shape)

    def blocks(self, x: Array) -> Iterator[tuple[slice, Array]]:
        """(which rows of all, the rows) block by block; the rows are overwritten by the next block."""
        for first in range(0, self.batch, self.block):
            pictures = x[first : first + self.block, self._from_rows, self._from_columns]
            n = len(pictures)
            self._interior[:n] = pictures
            if self._transposed:
                self._target[:, :, :, :n] = self._source[:, :, :, :n]
            else:
                self._target[:n] = self._source[:n]
            yield slice(first * self.positions, (first + n) * self.positions), self._matrix[: n * self.positions]


def _placement(count: int, offset: int, step: int, length: int) -> tuple[slice, slice]:
    """Which of `count` pixels at offset + i · step fall into a frame of this length, and where."""
    first = max(0, -(offset // step))
    last = min(count, (length - 1 - offset) // step + 1)
    start = offset + first * step
    return slice(first, last), slice(start, start + (last - first - 1) * step + 1, step)
