"""Convolution: one small linear layer, slid over a picture."""

import numpy as np

from core.nn.array import Array, Shape
from core.nn.im2col import Windows
from core.nn.layer import Layer, Parameter, slot


class Conv2d(Layer):
    """y[n, i, j] = Σ x[n, i·stride …, j·stride …] W + b

    x (batch, height, width, c_in) -> y (batch, rows, columns, c_out);  W (size, size, c_in, c_out), b (c_out,)
    rows = ⌊(height + 2 padding − size) / stride⌋ + 1. What mathematicians call correlation: the kernel is not flipped.
    With every window a row of a matrix X, this is a linear layer: y = X W + b, dW = Xᵀ dy, db = Σ dy. The bias is one
    more weight, for one more input that is always 1. dx is a convolution of dy with the flipped kernel.
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

    def attach(self, values: Array, grads: Array) -> None:
        super().attach(values, grads)
        self.kernels = values.reshape(-1, self.c_out)  # W and b below it, as they lie in the vector
        self.dkernels = grads.reshape(-1, self.c_out)

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 4 or shape[-1] != self.c_in:
            raise ValueError(f"Conv2d expects (batch, height, width, {self.c_in} channels), got {shape}")
        span = [length + 2 * self.padding - self.size for length in shape[1:3]]
        if min(span) < 0:
            window = f"{self.size}×{self.size} window"
            raise ValueError(f"Conv2d's {window} does not fit into {shape}, padding {self.padding}")
        return shape[0], span[0] // self.stride + 1, span[1] // self.stride + 1, self.c_out

    def windows(self, x: Array) -> Windows:
        frame = x.shape[1] + 2 * self.padding, x.shape[2] + 2 * self.padding
        return Windows(
            x.shape, x.dtype, self.size, frame=frame, offset=self.padding, stride=self.stride, ones=self.bias
        )

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.unrolled = self.windows(x)
        self.dblock = np.empty_like(self.dkernels)
        self.flipped: Windows | None = None  # made by the first backward that needs it

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            y, unrolled = np.empty(self.output_shape(x.shape), x.dtype), self.windows(x)
        else:
            if x.shape != self.prepared:
                self.prepare(x)
            self.x, y, unrolled = x, self.y, self.unrolled
        flat = y.reshape(-1, self.c_out)
        for part, rows in unrolled.of(x):
            rows.dot(self.kernels, flat[part])
        return y

    def backward_parameters(self, dy: Array) -> None:
        flat = dy.reshape(-1, self.c_out)
        self.dkernels.fill(0)
        for part, rows in self.unrolled.of(self.x):
            self.dkernels += rows.T.dot(flat[part], self.dblock)

    def backward(self, dy: Array) -> Array:
        self.backward_parameters(dy)
        reach = self.size - 1
        if self.flipped is None:
            frame = self.x.shape[1] + reach, self.x.shape[2] + reach
            self.flipped = Windows(
                dy.shape, dy.dtype, self.size, frame=frame, offset=reach - self.padding, step=self.stride
            )
        kernels = self.W[::-1, ::-1].transpose(0, 1, 3, 2).reshape(-1, self.c_in)
        flat = self.dx.reshape(-1, self.c_in)
        for part, rows in self.flipped.of(dy):
            rows.dot(kernels, flat[part])
        return self.dx
