"""Pooling: one number for each window, each channel by itself.

A square is taken apart: first along the height, where memory runs are long, then along the width. That makes 2 size
steps, not size².
"""

from abc import abstractmethod

import numpy as np

from core.nn.array import Array, Shape
from core.nn.layer import Layer


class Pool2d(Layer):
    """x (batch, height, width, c) -> (batch, rows, columns, c),  rows = ⌊(height + 2 padding − size) / stride⌋ + 1

    The stride is the size unless given. Windows may leave gaps or overlap; `edge` stands in the padding.
    """

    edge = 0.0

    def __init__(self, size: int = 2, stride: int | None = None, padding: int = 0) -> None:
        if size < 1 or padding < 0 or (stride is not None and stride < 1):
            raise ValueError(f"{type(self).__name__}: size and stride are 1 or more, padding is 0 or more")
        if 2 * padding > size:
            raise ValueError(f"{type(self).__name__}: padding {padding} is more than half of size {size}")
        self.size, self.stride, self.padding = size, stride, padding

    @abstractmethod
    def reduce(self, parts: list[Array], out: Array | None = None) -> Array:
        """One number of several, place by place."""

    @abstractmethod
    def hand_back(self, dy: Array, y: Array, parts: list[Array], dparts: list[Array]) -> None:
        """Add to dparts, or set them where windows do not overlap, what dy means for the parts that made y."""

    def output_shape(self, shape: Shape) -> Shape:
        name, step = type(self).__name__, self.stride or self.size
        if len(shape) != 4:
            raise ValueError(f"{name} expects (batch, height, width, channels), got {shape}")
        span = [length + 2 * self.padding - self.size for length in shape[1:3]]
        if min(span) < 0:
            raise ValueError(f"{name}'s {self.size}×{self.size} window does not fit into {shape}")
        return shape[0], span[0] // step + 1, span[1] // step + 1, shape[3]

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        p, (n, height, width, c) = self.padding, x.shape
        frame = n, height + 2 * p, width + 2 * p, c
        self.frame, self.dframe = np.full(frame if p else 0, self.edge, x.dtype), np.empty(frame if p else 0, x.dtype)
        self.tall = np.empty((n, self.y.shape[1], frame[2], c), x.dtype)  # pooled along the height
        self.dtall = np.empty_like(self.tall)
        step = self.stride or self.size
        tiled = step == self.size and frame[1:3] == (self.y.shape[1] * step, self.y.shape[2] * step)
        self.overlap, self.gaps = step < self.size, not tiled

    def forward(self, x: Array, training: bool = False) -> Array:
        p = self.padding
        if not training:
            _, rows, columns, _ = self.output_shape(x.shape)
            if p:
                x = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)), constant_values=self.edge)
            return self.reduce(self.parts(self.reduce(self.parts(x, 1, rows)), 2, columns))
        if x.shape != self.prepared:
            self.prepare(x)
        self.x = x
        if p:
            self.frame[:, p:-p, p:-p] = x
            self.x = self.frame
        self.reduce(self.parts(self.x, 1, self.y.shape[1]), self.tall)
        return self.reduce(self.parts(self.tall, 2, self.y.shape[2]), self.y)

    def backward(self, dy: Array) -> Array:
        _, rows, columns, _ = dy.shape
        p = self.padding
        dx = self.dframe if p else self.dx
        if self.gaps:
            self.dtall.fill(0)
            dx.fill(0)
        self.hand_back(dy, self.y, self.parts(self.tall, 2, columns), self.parts(self.dtall, 2, columns))
        self.hand_back(self.dtall, self.tall, self.parts(self.x, 1, rows), self.parts(dx, 1, rows))
        if p:
            self.dx[...] = dx[:, p:-p, p:-p]
        return self.dx

    def parts(self, x: Array, axis: int, count: int) -> list[Array]:
        """The first, second … number of every window along one axis, as views."""
        step = self.stride or self.size
        spans = [slice(i, i + step * (count - 1) + 1, step) for i in range(self.size)]
        return [x[:, span] if axis == 1 else x[:, :, span] for span in spans]


class MaxPool2d(Pool2d):
    """y = the largest number of the window; dy goes to where it was.

    Where several are largest, the first takes it, in the first column that has one (PyTorch: in the first row).
    """

    edge = -np.inf

    def reduce(self, parts: list[Array], out: Array | None = None) -> Array:
        if len(parts) == 1:
            return np.positive(parts[0], out)
        y = np.maximum(parts[0], parts[1], out=out)
        for part in parts[2:]:
            np.maximum(y, part, out=y)
        return y

    def hand_back(self, dy: Array, y: Array, parts: list[Array], dparts: list[Array]) -> None:
        left = dy  # a part that equals y takes what is left; what nobody took before is the last part's
        for part, dpart in zip(parts[:-1], dparts, strict=False):
            taken = np.multiply(left, part == y, out=None if self.overlap else dpart)
            left = np.subtract(left, taken, out=None if self.overlap else dparts[-1])
            if self.overlap:
                dpart += taken
        if self.overlap:
            dparts[-1] += left
        elif left is dy:  # windows of one number
            np.copyto(dparts[-1], dy)


class AvgPool2d(Pool2d):
    """y = the mean of the window;  every number of it gets dy / size². Padding counts as zeros."""

    def reduce(self, parts: list[Array], out: Array | None = None) -> Array:
        y = np.multiply(parts[0], 1 / self.size, out=out)
        for part in parts[1:]:
            y += part * (1 / self.size)
        return y

    def hand_back(self, dy: Array, y: Array, parts: list[Array], dparts: list[Array]) -> None:
        share = dy * (1 / self.size)
        for dpart in dparts:
            if self.overlap:
                dpart += share
            else:
                dpart[...] = share


class GlobalAvgPool(Layer):
    """y = the mean of each channel over all places        x (batch, …, c) -> (batch, c). Lin et al. 2013."""

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) < 3:
            raise ValueError(f"GlobalAvgPool expects (batch, places …, channels), got {shape}")
        return shape[0], shape[-1]

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self.output_shape(x.shape)
        elif x.shape != self.prepared:
            self.prepare(x)
        return np.mean(x, axis=tuple(range(1, x.ndim - 1)), out=self.y if training else None)

    def backward(self, dy: Array) -> Array:
        places = self.dx.reshape(len(dy), -1, dy.shape[-1])
        places[...] = (dy * (1 / places.shape[1]))[:, None]
        return self.dx
