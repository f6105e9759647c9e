"""Activations: one function applied to every number, in order of difficulty.

Each says f(x) in `f` and f′(x) dy in `df`; at a kink the textbook's value holds. `out` is a buffer for the
result, or None for a fresh array, as in NumPy.
"""

from abc import abstractmethod
from functools import cache
from typing import Any

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer


class Activation(Layer):
    """y = f(x),  dx = f′(x) dy        any shape"""

    x: Array

    @abstractmethod
    def f(self, x: Array, out: Array | None = None) -> Array:
        """f(x)."""

    @abstractmethod
    def df(self, dy: Array, dx: Array) -> Array:
        """f′(x) dy into dx, from the x and the y of the last training forward."""

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            return self.f(x)
        if x.shape != self.prepared:
            self.prepare(x)
        self.x = x
        return self.f(x, self.y)

    def backward(self, dy: Array) -> Array:
        return self.df(dy, self.dx)


class Step(Activation):
    """y = 1 if x ≥ 0 else 0,  dx = 0: nothing can be learnt through it."""

    def f(self, x: Array, out: Array | None = None) -> Array:
        y: Array = np.heaviside(x, x.dtype.type(1), out)  # nan where x is
        return y

    def df(self, dy: Array, dx: Array) -> Array:
        dx.fill(0)
        return dx


class Identity(Activation):
    """y = x,  dx = dy"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        return np.positive(x, out)

    def df(self, dy: Array, dx: Array) -> Array:
        return np.positive(dy, dx)


class Sigmoid(Activation):
    """y = σ(x) = 1 / (1 + e⁻ˣ),  dx = y (1 − y) dy"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        return sigmoid(x, out)

    def df(self, dy: Array, dx: Array) -> Array:
        np.multiply(self.y, self.y, dx)
        np.subtract(self.y, dx, dx)
        return np.multiply(dx, dy, dx)


class Tanh(Activation):
    """y = tanh x,  dx = (1 − y²) dy"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        return np.tanh(x, out)

    def df(self, dy: Array, dx: Array) -> Array:
        np.multiply(self.y, self.y, dx)
        np.multiply(dx, dy, dx)
        return np.subtract(dy, dx, dx)


class ReLU(Activation):
    """y = max(x, 0),  dx = dy where x > 0, else 0"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        # a row of zeros rather than a 0: between two arrays NumPy compares eight numbers at a time, with a scalar one
        return np.maximum(x, np.zeros(x.shape[1:], x.dtype), out=out)

    def df(self, dy: Array, dx: Array) -> Array:
        return np.multiply(dy, np.greater(self.y, 0, self.mask), dx)

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.mask = np.empty(x.shape, bool)


class LeakyReLU(Activation):
    """y = x if x > 0 else α x,  dx = dy where x > 0, else α dy        0 ≤ α < 1"""

    def __init__(self, alpha: float = 0.01) -> None:
        if not 0 <= alpha < 1:
            raise ValueError(f"LeakyReLU's slope below 0 lies from 0 up to but not 1, got {alpha}")
        self.alpha = alpha

    def f(self, x: Array, out: Array | None = None) -> Array:
        y = np.multiply(x, self.alpha, out)
        return np.maximum(x, y, out=y)

    def df(self, dy: Array, dx: Array) -> Array:
        np.multiply(dy, self.alpha, dx)
        np.copyto(dx, dy, where=self.x > 0)
        return dx


class HardTanh(Activation):
    """y = x cut off at ±1,  dx = dy where −1 ≤ x ≤ 1, else 0        (PyTorch: 0 at ±1 too)"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        return np.clip(x, -1, 1, out)

    def df(self, dy: Array, dx: Array) -> Array:
        return np.multiply(dy, np.abs(self.x) <= 1, dx)


class Softsign(Activation):
    """y = x / (1 + |x|),  dx = dy / (1 + |x|)²"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        denominator = np.abs(x)
        denominator += 1
        return np.divide(x, denominator, out)

    def df(self, dy: Array, dx: Array) -> Array:
        np.abs(self.x, dx)
        dx += 1
        np.multiply(dx, dx, dx)
        return np.divide(dy, dx, dx)


class ELU(Activation):
    """y = x if x > 0 else α (eˣ − 1),  dx = dy where x > 0, else α eˣ dy = (y + α) dy. Clevert et al. 2015."""

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def f(self, x: Array, out: Array | None = None) -> Array:
        y = np.minimum(x, 0, out=out)  # eˣ of a large x would overflow
        np.expm1(y, y)
        y *= self.alpha
        np.copyto(y, x, where=x > 0)
        return y

    def df(self, dy: Array, dx: Array) -> Array:
        np.add(self.y, self.alpha, dx)
        np.copyto(dx, 1, where=self.x > 0)
        return np.multiply(dx, dy, dx)


class SiLU(Activation):
    """y = x σ(x), also called swish,  dx = (σ + y (1 − σ)) dy. Elfwing et al. 2017."""

    def f(self, x: Array, out: Array | None = None) -> Array:
        y = sigmoid(x, out)
        return np.multiply(x, y, y)

    def df(self, dy: Array, dx: Array) -> Array:
        s = sigmoid(self.x, dx)
        s += self.y - self.y * s
        return np.multiply(s, dy, dx)


class Softplus(Activation):
    """y = ln(1 + eˣ),  dx = σ(x) dy"""

    def f(self, x: Array, out: Array | None = None) -> Array:
        return np.logaddexp(x, 0, out)

    def df(self, dy: Array, dx: Array) -> Array:
        return np.multiply(sigmoid(self.x, dx), dy, dx)


def sigmoid(x: Array, out: Array | None = None) -> Array:
    """1 / (1 + e⁻ˣ). x is cut off where e⁻ˣ would overflow; the value there is the smallest the type can hold."""
    least, one = _sigmoid_constants(x.dtype, x.shape[-1:])
    y: Array = np.maximum(x, least, out=out)
    np.negative(y, y)
    np.exp(y, y)
    np.add(y, one, y)
    np.reciprocal(y, y)
    return y


@cache
def _sigmoid_constants(dtype: np.dtype[Any], row: Shape) -> tuple[Array, Array]:
    """As arrays of the type: NumPy takes half a microsecond to make one of a Python number, and takes the maximum of
    two rows eight numbers at a time, of a row and a number one by one."""
    return np.full(row, 1 - np.log(np.finfo(dtype).max), dtype), np.array(1, dtype)
