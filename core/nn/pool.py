"""Pooling: one number for each window."""

import numpy as np

from core.nn.array import Array, Shape
from core.nn.im2col import scatter, windows
from core.nn.layer import Layer


class MaxPool2d(Layer):
    """y = the largest number of each size × size window, each channel by itself; dy goes to where it was.

    x (batch, height, width, c) -> (batch, rows, columns, c),  rows = ⌊(height − size) / stride⌋ + 1.
    Where several are largest, the first takes the gradient (row by row).
    """

    def __init__(self, size: int = 2, stride: int | None = None) -> None:
        self.size, self.stride = size, stride

    def output_shape(self, shape: Shape) -> Shape:
        return pooled_shape(shape, self.size, self.stride or self.size, "MaxPool2d")

    def forward(self, x: Array, training: bool = False) -> Array:
        shape = self.output_shape(x.shape)
        flat = windows(x, self.size, self.stride or self.size).reshape(*shape[:3], -1, shape[3])
        if training:
            self.prepared, self.where = x.shape, flat.argmax(3)[:, :, :, None]
        y: Array = flat.max(3)
        return y

    def backward(self, dy: Array) -> Array:
        n, rows, columns, c = dy.shape
        spread = np.zeros((n, rows, columns, self.size**2, c), dy.dtype)
        np.put_along_axis(spread, self.where, dy[:, :, :, None], 3)
        spread = spread.reshape(n, rows, columns, self.size, self.size, c)
        return scatter(spread, self.prepared, self.stride or self.size)


def pooled_shape(shape: Shape, size: int, stride: int, name: str) -> Shape:
    if len(shape) != 4:
        raise ValueError(f"{name} expects (batch, height, width, channels), got {shape}")
    if min(shape[1:3]) < size:
        raise ValueError(f"{name}'s {size}×{size} window does not fit into {shape}")
    return shape[0], (shape[1] - size) // stride + 1, (shape[2] - size) // stride + 1, shape[3]
