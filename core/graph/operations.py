"""The operations of a graph: what each computes, and the gradients of its inputs.

`forward(*inputs)` gives the output. `backward(dz, z, *inputs)` gives one gradient per input, where dz = ∂L/∂z is
the gradient of the output; each is dz times the local derivative, which is the chain rule. All arrays are float64.
Where an input was broadcast, its gradient is summed back to its shape by `unbroadcast`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.array import Array

Gradients = tuple[Array, ...]


def unbroadcast(gradient: Array, shape: tuple[int, ...]) -> Array:
    """Sum over the axes along which NumPy had repeated an array of `shape`: each copy counts."""
    extra = gradient.ndim - len(shape)
    repeated = tuple(i for i, n in enumerate(shape) if n == 1 and gradient.shape[extra + i] != 1)
    summed = gradient.sum(axis=(*range(extra), *(extra + i for i in repeated)), keepdims=True)
    return np.asarray(summed.reshape(shape))


class Operation:
    """Base of all operations. `symbol` names it in a drawing, `rule` says in words what its backward pass does."""

    symbol: ClassVar[str] = ""
    rule: ClassVar[str] = ""

    def forward(self, *inputs: Array) -> Array:
        """z from the inputs; raises ValueError where their shapes do not fit."""
        raise NotImplementedError

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        """∂L/∂input for each input, from dz = ∂L/∂z; each has the shape that broadcasting gave the input."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """What is written in the node of a drawing."""
        return self.symbol

    def written(self, *inputs: str) -> str:
        """The operation on these texts: `2 × 100`, `exp(3)`."""
        return f"{self.name}({', '.join(inputs)})" if len(inputs) == 1 else f" {self.symbol} ".join(inputs)


class Add(Operation):
    """z = a + b      ∂z/∂a = 1, ∂z/∂b = 1"""

    symbol = "+"
    rule = "a sum passes the gradient on unchanged"

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        return np.asarray(a + b)

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return dz, dz


class Subtract(Operation):
    """z = a − b      ∂z/∂a = 1, ∂z/∂b = −1"""

    symbol = "−"
    rule = "a difference passes the gradient on, with the sign turned for what is taken away"

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        return np.asarray(a - b)

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return dz, -dz


class Multiply(Operation):
    """z = a b      ∂z/∂a = b, ∂z/∂b = a"""

    symbol = "×"
    rule = "a product sends each input the gradient times the other input"

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        return np.asarray(a * b)

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        a, b = inputs
        return dz * b, dz * a


class Divide(Operation):
    """z = a / b      ∂z/∂a = 1/b, ∂z/∂b = −z/b"""

    symbol = "÷"
    rule = "a quotient sends the gradient divided by the divisor, and −z/b of it to the divisor"

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        return np.asarray(a / b)

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        _, b = inputs
        return dz / b, -dz * z / b


@dataclass(frozen=True)
class Power(Operation):
    """z = aⁿ for a fixed exponent      ∂z/∂a = n aⁿ⁻¹"""

    exponent: float
    symbol = "^"
    rule = "a power sends the gradient times the exponent times the power one lower"

    @property
    def name(self) -> str:
        return {2.0: "( )²", 3.0: "( )³", 0.5: "√"}.get(self.exponent, f"( )^{self.exponent:g}")

    def written(self, *inputs: str) -> str:
        return f"{inputs[0]}²" if self.exponent == 2 else f"{inputs[0]}^{self.exponent:g}"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(inputs[0] ** self.exponent)

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        if self.exponent == 0:
            return (np.zeros_like(z),)  # 0 · a⁻¹ is 0 for a = 0 too
        return (dz * self.exponent * inputs[0] ** (self.exponent - 1),)


class Exp(Operation):
    """z = eᵃ      ∂z/∂a = z"""

    symbol = "exp"
    rule = "the exponential sends the gradient times its own output"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.exp(inputs[0]))

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return (dz * z,)


class Log(Operation):
    """z = ln a      ∂z/∂a = 1/a"""

    symbol = "ln"
    rule = "the logarithm sends the gradient divided by its input"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.log(inputs[0]))

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return (dz / inputs[0],)


class MatMul(Operation):
    """z = a b      ∂L/∂a = dz bᵀ, ∂L/∂b = aᵀ dz      a (m, n), b (n, p) -> z (m, p)"""

    symbol = "·"
    rule = "a matrix product sends each side the gradient times the other side, transposed"

    def forward(self, *inputs: Array) -> Array:
        a, b = inputs
        if a.ndim != 2 or b.ndim != 2:
            raise ValueError(f"a matrix product takes two matrices, not shapes {a.shape} and {b.shape}")
        if a.shape[1] != b.shape[0]:
            raise ValueError(f"a matrix product takes (m, n) and (n, p), not shapes {a.shape} and {b.shape}")
        return np.asarray(a @ b)

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        a, b = inputs
        return dz @ b.T, a.T @ dz


class ReLU(Operation):
    """z = max(0, a)      ∂z/∂a = 1 where a > 0, else 0 (also at 0)"""

    symbol = "ReLU"
    rule = "ReLU lets the gradient through where its input was positive"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.maximum(inputs[0], 0.0))

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return (dz * (inputs[0] > 0),)


class Sigmoid(Operation):
    """z = 1/(1 + e⁻ᵃ)      ∂z/∂a = z (1 − z)"""

    symbol = "σ"
    rule = "the sigmoid sends the gradient times z (1 − z), never more than a quarter of it"

    def forward(self, *inputs: Array) -> Array:
        # ½(1 + tanh(a/2)) is the same and cannot overflow
        return np.asarray(0.5 * (1 + np.tanh(0.5 * inputs[0])))

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return (dz * z * (1 - z),)


class Tanh(Operation):
    """z = tanh a      ∂z/∂a = 1 − z²"""

    symbol = "tanh"
    rule = "tanh sends the gradient times 1 − z²"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(np.tanh(inputs[0]))

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return (dz * (1 - z**2),)


@dataclass(frozen=True)
class Sum(Operation):
    """z = Σ a over one axis, or over all      ∂z/∂aᵢ = 1"""

    axis: int | None = None
    symbol = "Σ"
    rule = "a sum over an axis gives every term a copy of the gradient"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(inputs[0].sum(axis=self.axis))

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        expanded = dz if self.axis is None else np.expand_dims(dz, self.axis)
        return (np.broadcast_to(expanded, inputs[0].shape).copy(),)


class Mean(Operation):
    """z = Σ a / n over all numbers      ∂z/∂aᵢ = 1/n"""

    symbol = "mean"
    rule = "a mean gives every term the gradient divided by their number"

    def forward(self, *inputs: Array) -> Array:
        return np.asarray(inputs[0].mean())

    def backward(self, dz: Array, z: Array, *inputs: Array) -> Gradients:
        return (np.full(inputs[0].shape, dz / inputs[0].size),)
