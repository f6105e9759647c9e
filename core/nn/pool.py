"""Pooling: one number for each window, each channel by itself.

A square is taken apart: first along the height, where memory runs are long, then along the width. That makes 2 size
steps, not size². The way back, which has more to look at, goes a few pictures at a time, so that they stay in a cache.
"""

from abc import abstractmethod
from collections.abc import Iterator

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer

BLOCK_BYTES = 1024 * 1024  # of pictures pooled along the height


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
    def shares(self, y: Array, parts: list[Array]) -> Iterator[Array | float]:
        """dy times what each of the parts that made y gets, one after the other."""

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
        block = max(1, min(n, BLOCK_BYTES // max(1, self.tall[0].nbytes)))
        self.blocks = [slice(at, min(at + block, n)) for at in range(0, n, block)]
        self.dtall, self.work = np.empty_like(self.tall[:block]), np.empty(self.tall[:block].size, x.dtype)
        self.marks = np.empty((2, self.work.size), bool)

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
        p, dx = self.padding, self.dframe if self.padding else self.dx
        for block in self.blocks:
            dtall = self.dtall[: block.stop - block.start]
            self.hand_back(dy[block], self.y[block], self.tall[block], dtall, 2)
            self.hand_back(dtall, self.tall[block], self.x[block], dx[block], 1)
        if p:
            self.dx[...] = dx[:, p:-p, p:-p]
        return self.dx

    def hand_back(self, dy: Array, y: Array, x: Array, dx: Array, axis: int) -> None:
        """Along one axis: the first `step` parts together meet every pixel once, and set it; later ones overlap."""
        count, step = y.shape[axis], self.stride or self.size
        unmet = step * count if self.size >= step else 0
        np.moveaxis(dx, axis, 0)[unmet:] = 0
        parts, dparts = self.parts(x, axis, count), self.parts(dx, axis, count)
        work = self.work[: dy.size].reshape(dy.shape)
        for i, (share, dpart) in enumerate(zip(self.shares(y, parts), dparts, strict=True)):
            if i < step:
                np.multiply(dy, share, dpart)
            else:
                np.add(dpart, np.multiply(dy, share, work), dpart)

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

    def shares(self, y: Array, parts: list[Array]) -> Iterator[Array | float]:
        here, free = (mark[: y.size].reshape(y.shape) for mark in self.marks)
        free.fill(True)
        for i, part in enumerate(parts[:-1]):
            np.equal(part, y, here)
            if i:
                np.logical_and(here, free, here)
            np.not_equal(here, free, free)
            yield here
        yield free


class AvgPool2d(Pool2d):
    """y = the mean of the window;  every number of it gets dy / size². Padding counts as zeros."""

    def reduce(self, parts: list[Array], out: Array | None = None) -> Array:
        y = np.positive(parts[0], out)
        for part in parts[1:]:
            y += part
        return np.multiply(y, 1 / self.size, y)

    def shares(self, y: Array, parts: list[Array]) -> Iterator[Array | float]:
        yield from [1 / self.size] * len(parts)


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
