"""Pooling: one number for each window."""

import numpy as np

from core.nn.array import Array, Shape
from core.nn.layer import Layer


class MaxPool2d(Layer):
    """y = the largest number of each size × size window, each channel by itself; dy goes to where it was.

    x (batch, height, width, c) -> (batch, rows, columns, c),  rows = ⌊(height − size) / stride⌋ + 1.
    The largest of a square is the largest of its columns' largest, so both passes take the height first, where memory
    runs are long, then the width: 2 size steps, not size². Where several are largest, the first takes the gradient, in
    the first column that has one (PyTorch: in the first row).
    """

    def __init__(self, size: int = 2, stride: int | None = None) -> None:
        self.size, self.stride = size, stride

    def output_shape(self, shape: Shape) -> Shape:
        return pooled_shape(shape, self.size, self.stride or self.size, "MaxPool2d")

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        n, rows, _, c = self.y.shape
        self.tall = np.empty((n, rows, x.shape[2], c), x.dtype)  # the largest along the height
        self.dtall = np.empty_like(self.tall)

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            rows, columns = self.output_shape(x.shape)[1:3]
            return largest(self.parts(largest(self.parts(x, 1, rows)), 2, columns))
        if x.shape != self.prepared:
            self.prepare(x)
        self.x = x
        largest(self.parts(x, 1, self.y.shape[1]), self.tall)
        return largest(self.parts(self.tall, 2, self.y.shape[2]), self.y)

    def backward(self, dy: Array) -> Array:
        rows, columns = dy.shape[1:3]
        if (self.stride or self.size) != self.size or self.dx.shape[1:3] != (rows * self.size, columns * self.size):
            self.dtall.fill(0)  # windows leave gaps or overlap
            self.dx.fill(0)
        self.hand_back(dy, self.y, self.parts(self.tall, 2, columns), self.parts(self.dtall, 2, columns))
        self.hand_back(self.dtall, self.tall, self.parts(self.x, 1, rows), self.parts(self.dx, 1, rows))
        return self.dx

    def parts(self, x: Array, axis: int, count: int) -> list[Array]:
        """The first, second … number of every window along one axis, as views."""
        step = self.stride or self.size
        spans = [slice(i, i + step * (count - 1) + 1, step) for i in range(self.size)]
        return [x[:, span] if axis == 1 else x[:, :, span] for span in spans]

    def hand_back(self, dy: Array, y: Array, parts: list[Array], dparts: list[Array]) -> None:
        """Each part that equals y takes what is left of dy; what nobody took before is the last part's."""
        overlap = (self.stride or self.size) < self.size
        left = dy
        for part, dpart in zip(parts[:-1], dparts, strict=False):
            taken = np.multiply(left, part == y, out=None if overlap else dpart)
            left = np.subtract(left, taken, out=None if overlap else dparts[-1])
            if overlap:
                dpart += taken
        if overlap:
            dparts[-1] += left
        elif left is dy:  # windows of one number
            np.copyto(dparts[-1], dy)


def largest(parts: list[Array], out: Array | None = None) -> Array:
    """The largest of several arrays, number by number."""
    if len(parts) == 1:
        return np.positive(parts[0], out)
    y = np.maximum(parts[0], parts[1], out=out)
    for part in parts[2:]:
        np.maximum(y, part, out=y)
    return y


def pooled_shape(shape: Shape, size: int, stride: int, name: str) -> Shape:
    if len(shape) != 4:
        raise ValueError(f"{name} expects (batch, height, width, channels), got {shape}")
    if min(shape[1:3]) < size:
        raise ValueError(f"{name}'s {size}×{size} window does not fit into {shape}")
    return shape[0], (shape[1] - size) // stride + 1, (shape[2] - size) // stride + 1, shape[3]
