"""A number or an array that remembers how it was made."""

from __future__ import annotations

from typing import Any, TypeAlias, Union

import numpy as np

from core.array import Array
from core.graph import operations as op
from core.graph import walk

Operand: TypeAlias = Union["Value", float, Array]


class Value:
    """A node of a computation graph: `data`, and after a backward walk `grad` = ∂root/∂data, of the same shape.

    An input has no operation. Any other node holds the operation and the values it was made from; `sent` are the
    gradients that its backward pass added to each of them, so a value that is used twice gets the sum of two of these.
    A constant is an input whose gradient nobody asks for.
    """

    __array_ufunc__ = None  # so that `array * value` is left to Value.__rmul__

    def __init__(
        self,
        data: Any,
        label: str = "",
        operation: op.Operation | None = None,
        inputs: tuple[Value, ...] = (),
        *,
        constant: bool = False,
    ) -> None:
        self.data: Array = np.array(data, dtype=np.float64)
        self.label = label
        self.operation = operation
        self.inputs = inputs
        self.grad: Array = np.zeros_like(self.data)
        self.sent: tuple[Array, ...] = ()
        self.constant = constant

    def __repr__(self) -> str:
        return f"Value({self.label or 'unnamed'}: {self.data}, grad {self.grad})"

    def named(self, label: str) -> Value:
        """The same value under a name."""
        self.label = label
        return self

    def backward(self) -> None:
        """Backpropagate from here: every node's `grad` becomes ∂self/∂node."""
        for _ in walk.backward(self):
            pass

    def __add__(self, other: Operand) -> Value:
        return apply(op.Add(), self, other)

    def __radd__(self, other: Operand) -> Value:
        return apply(op.Add(), other, self)

    def __sub__(self, other: Operand) -> Value:
        return apply(op.Subtract(), self, other)

    def __rsub__(self, other: Operand) -> Value:
        return apply(op.Subtract(), other, self)

    def __mul__(self, other: Operand) -> Value:
        return apply(op.Multiply(), self, other)

    def __rmul__(self, other: Operand) -> Value:
        return apply(op.Multiply(), other, self)

    def __truediv__(self, other: Operand) -> Value:
        return apply(op.Divide(), self, other)

    def __rtruediv__(self, other: Operand) -> Value:
        return apply(op.Divide(), other, self)

    def __matmul__(self, other: Operand) -> Value:
        return apply(op.MatMul(), self, other)

    def __rmatmul__(self, other: Operand) -> Value:
        return apply(op.MatMul(), other, self)

    def __neg__(self) -> Value:
        return apply(op.Subtract(), 0.0, self)

    def __pow__(self, exponent: float | np.integer[Any] | np.floating[Any]) -> Value:
        if not isinstance(exponent, int | float | np.integer | np.floating):
            raise TypeError("the exponent of a power is a plain number; write (b * a.log()).exp() for a to the power b")
        return apply(op.Power(float(exponent)), self)

    def exp(self) -> Value:
        """eˣ of each number"""
        return apply(op.Exp(), self)

    def log(self) -> Value:
        """ln x of each number"""
        return apply(op.Log(), self)

    def relu(self) -> Value:
        """max(0, x) of each number"""
        return apply(op.ReLU(), self)

    def sigmoid(self) -> Value:
        """1/(1 + e⁻ˣ) of each number"""
        return apply(op.Sigmoid(), self)

    def tanh(self) -> Value:
        """tanh x of each number"""
        return apply(op.Tanh(), self)

    def mean(self) -> Value:
        """Σ x / n over all numbers"""
        return apply(op.Mean(), self)

    def sum(self, axis: int | None = None) -> Value:
        """Σ x over one axis, or over all"""
        return apply(op.Sum(axis), self)


def apply(operation: op.Operation, *operands: Operand) -> Value:
    """The value that an operation makes from its operands; a plain number becomes an input named by itself."""
    inputs = tuple(x if isinstance(x, Value) else Value(x, f"{x:g}" if np.ndim(x) == 0 else "") for x in operands)
    return Value(operation.forward(*(x.data for x in inputs)), operation=operation, inputs=inputs)
