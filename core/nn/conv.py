"""Convolution: one small linear layer, slid over a picture."""

import numpy as np

from core.nn.array import Array, Shape
from core.nn.im2col import pad, scatter, windows
from core.nn.layer import Layer, Parameter, slot


class Conv2d(Layer):
    """y[n, i, j] = Σ x[n, i·stride …, j·stride …] W + b

    x (batch, height, width, c_in) -> y (batch, rows, columns, c_out);  W (size, size, c_in, c_out), b (c_out,)
    rows = ⌊(height + 2 padding − size) / stride⌋ + 1. What mathematicians call correlation: the kernel is not flipped.
    """

    W: Array = slot()
    b: Array = slot()
    dW: Array = slot()
    db: Array = slot()

    def __init__(self, c_in: int, c_out: int, size: int, stride: int = 1, padding: int = 0, bias: bool = True) -> None:
        self.c_in, self.c_out, self.size = c_in, c_out, size
        self.stride, self.padding, self.bias = stride, padding, bias

    def parameters(self) -> dict[str, Parameter]:
        k = self.size
        weights = Parameter((k, k, self.c_in, self.c_out), k * k * self.c_in, k * k * self.c_out)
        return {"W": weights, "b": Parameter((self.c_out,), kind="bias")} if self.bias else {"W": weights}

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 4 or shape[-1] != self.c_in:
            raise ValueError(f"Conv2d expects (batch, height, width, {self.c_in} channels), got {shape}")
        span = [length + 2 * self.padding - self.size for length in shape[1:3]]
        if min(span) < 0:
            raise ValueError(
                f"Conv2d's {self.size}×{self.size} window does not fit into {shape}, padding {self.padding}"
            )
        return shape[0], span[0] // self.stride + 1, span[1] // self.stride + 1, self.c_out

    def forward(self, x: Array, training: bool = False) -> Array:
        shape = self.output_shape(x.shape)
        rows = windows(pad(x, self.padding), self.size, self.stride).reshape(-1, self.size**2 * self.c_in)
        y: Array = rows.dot(self.W.reshape(-1, self.c_out))
        if self.bias:
            y += self.b
        if training:
            self.x, self.rows = x, rows
        return y.reshape(shape)

    def backward_parameters(self, dy: Array) -> None:
        dy = dy.reshape(-1, self.c_out)
        self.dW.reshape(-1, self.c_out)[...] = self.rows.T.dot(dy)
        if self.bias:
            np.sum(dy, 0, out=self.db)

    def backward(self, dy: Array) -> Array:
        self.backward_parameters(dy)
        n, h, w, c = self.x.shape
        p = self.padding
        rows = dy.reshape(-1, self.c_out).dot(self.W.reshape(-1, self.c_out).T)
        rows = rows.reshape(*dy.shape[:3], self.size, self.size, c)
        return scatter(rows, (n, h + 2 * p, w + 2 * p, c), self.stride)[:, p : p + h, p : p + w]
