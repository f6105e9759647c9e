"""Convolution as a matrix product: every window unrolled into a row."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from core.nn.array import Array, Shape


def pad(x: Array, padding: int) -> Array:
    """Zeros around height and width."""
    return np.pad(x, ((0, 0), (padding, padding), (padding, padding), (0, 0))) if padding else x


def windows(x: Array, size: int, stride: int) -> Array:
    """A view (batch, rows, columns, size, size, channel) of x (batch, height, width, channel)."""
    view = sliding_window_view(x, (size, size), axis=(1, 2))[:, ::stride, ::stride]
    result: Array = view.transpose(0, 1, 2, 4, 5, 3)
    return result


def scatter(windows_gradient: Array, shape: Shape, stride: int) -> Array:
    """The transpose of `windows`: add every window's numbers back where they came from."""
    rows, columns, size = windows_gradient.shape[1:4]
    dx = np.zeros(shape, windows_gradient.dtype)
    for i in range(size):
        for j in range(size):
            dx[:, i : i + stride * rows : stride, j : j + stride * columns : stride] += windows_gradient[:, :, :, i, j]
    return dx
