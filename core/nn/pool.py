"""Pooling: one number for each window, each channel by itself.

A square window is separable: first along the height, where memory runs are long, then along the width. That takes
2 size steps, not size². The backward pass, which reads more, does a few pictures at a time, so that they stay in a
cache.
"""

from abc import abstractmethod
from collections.abc import Iterator

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer

BLOCK_BYTES = 1024 * 1024  # of pictures pooled along the height


class Pool2d(Layer):
    """x (batch, height, width, c) -> (batch, rows, columns, c),  rows = ⌊(height + 2 padding − size) / stride⌋ + 1

    The stride is the size unless given. Windows may leave gaps or overlap; the padding is filled with
    `padding_value`.
    """

    padding_value = 0.0

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
    def derivatives(self, y: Array, parts: list[Array]) -> Iterator[Array | float]:
        """d y / d part for each of the parts that made y, one after the other."""

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
        padded = (n, height + 2 * p, width + 2 * p, c) if p else (0,)
        self.padded, self.dpadded = np.full(padded, self.padding_value, x.dtype), np.empty(padded, x.dtype)
        self.pooled = np.empty((n, self.y.shape[1], width + 2 * p, c), x.dtype)  # along the height
        block = max(1, min(n, BLOCK_BYTES // max(1, self.pooled[0].nbytes)))
        self.blocks = [slice(at, min(at + block, n)) for at in range(0, n, block)]
        self.dpooled, self.scratch = np.empty_like(self.pooled[:block]), np.empty(self.pooled[:block].size, x.dtype)
        self.masks = np.empty((2, self.scratch.size), bool)

    def forward(self, x: Array, training: bool = False) -> Array:
        p = self.padding
        if not training:
            _, rows, columns, _ = self.output_shape(x.shape)
            if p:
                x = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)), constant_values=self.padding_value)
            return self.reduce(self.parts(self.reduce(self.parts(x, 1, rows)), 2, columns))
        if x.shape != self.prepared:
            self.prepare(x)
        self.x = x
        if p:
            self.padded[:, p:-p, p:-p] = x
            self.x = self.padded
        self.reduce(self.parts(self.x, 1, self.y.shape[1]), self.pooled)
        return self.reduce(self.parts(self.pooled, 2, self.y.shape[2]), self.y)

    def backward(self, dy: Array) -> Array:
        p, dx = self.padding, self.dpadded if self.padding else self.dx
        for block in self.blocks:
            dpooled = self.dpooled[: block.stop - block.start]
            self.backward_along(dy[block], self.y[block], self.pooled[block], dpooled, 2)
            self.backward_along(dpooled, self.pooled[block], self.x[block], dx[block], 1)
        if p:
            self.dx[...] = dx[:, p:-p, p:-p]
        return self.dx

    def backward_along(self, dy: Array, y: Array, x: Array, dx: Array, axis: int) -> None:
        """One axis: the first `step` parts together are every pixel once, and set dx; later ones overlap and add."""
        count, step = y.shape[axis], self.stride or self.size
        covered = step * count if self.size >= step else 0
        np.moveaxis(dx, axis, 0)[covered:] = 0
        parts, dparts = self.parts(x, axis, count), self.parts(dx, axis, count)
        scratch = self.scratch[: dy.size].reshape(dy.shape)
        for i, (derivative, dpart) in enumerate(zip(self.derivatives(y, parts), dparts, strict=True)):
            if i < step:
                np.multiply(dy, derivative, dpart)
            else:
                np.add(dpart, np.multiply(dy, derivative, scratch), dpart)

    def parts(self, x: Array, axis: int, count: int) -> list[Array]:
        """The first, second … number of every window along one axis, as views."""
        step = self.stride or self.size
        spans = [slice(i, i + step * (count - 1) + 1, step) for i in range(self.size)]
        return [x[:, span] if axis == 1 else x[:, :, span] for span in spans]


class MaxPool2d(Pool2d):
    """y = the largest number of the window; dy goes to where it was.

    Where several are largest, the first takes it, in the first column that has one (PyTorch: in the first row).
    """

    padding_value = -np.inf

    def reduce(self, parts: list[Array], out: Array | None = None) -> Array:
        if len(parts) == 1:
            return np.positive(parts[0], out)
        y = np.maximum(parts[0], parts[1], out=out)
        for part in parts[2:]:
            np.maximum(y, part, out=y)
        return y

    def derivatives(self, y: Array, parts: list[Array]) -> Iterator[Array | float]:
        largest, unassigned = (mask[: y.size].reshape(y.shape) for mask in self.masks)
        unassigned.fill(True)
        for i, part in enumerate(parts[:-1]):
            np.equal(part, y, largest)
            if i:
                np.logical_and(largest, unassigned, largest)
            np.not_equal(largest, unassigned, unassigned)
            yield largest
        yield unassigned


class AvgPool2d(Pool2d):
    """y = the mean of the window;  every number of it gets dy / size². Padding counts as zeros."""

    def reduce(self, parts: list[Array], out: Array | None = None) -> Array:
        y = np.positive(parts[0], out)
        for part in parts[1:]:
            y += part
        return np.multiply(y, 1 / self.size, y)

    def derivatives(self, y: Array, parts: list[Array]) -> Iterator[Array | float]:
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
