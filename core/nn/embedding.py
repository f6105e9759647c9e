"""Embedding: a row of numbers, learnt, for each symbol."""

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer, Parameter, slot


class Embedding(Layer):
    """y = W[x]        x (batch, …) symbols 0 … count − 1 -> y (batch, …, features);  W (count, features)

    The same as one-hot rows times W, without the product: dW[i] = Σ dy where x = i. dx = 0: a symbol has no slope.
    Symbols arrive in the network's float type, exact up to 2²⁴ in float32.
    """

    W: Array = slot()
    dW: Array = slot()

    def __init__(self, count: int, features: int) -> None:
        self.count, self.features = count, features

    def parameters(self) -> dict[str, Parameter]:
        return {"W": Parameter((self.count, self.features), self.count, self.features)}

    def output_shape(self, shape: Shape) -> Shape:
        return *shape, self.features

    def forward(self, x: Array, training: bool = False) -> Array:
        rounded = np.rint(x)
        valid = np.abs(x - rounded) < 0.01  # tolerates the small steps of finite differences; false for nan
        if not valid.all():
            raise ValueError(f"Embedding expects symbols, whole numbers; got {x[~valid][0]:g}")
        symbols = rounded.astype(np.intp)
        if symbols.size and not 0 <= symbols.min() <= symbols.max() < self.count:
            raise ValueError(f"Embedding knows symbols 0 … {self.count - 1}, got {symbols.min()} … {symbols.max()}")
        if training:
            if x.shape != self.prepared:
                self.prepare(x)
                self.dx.fill(0)
            self.symbols = symbols
        return np.take(self.W, symbols, 0, out=self.y if training else None)

    def backward(self, dy: Array) -> Array:
        self.dW[...] = 0
        np.add.at(self.dW, self.symbols, dy)
        return self.dx
