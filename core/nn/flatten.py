"""Layers that only change the shape."""

import math

from core.array import Array, Shape
from core.nn.layer import Layer


class Flatten(Layer):
    """(batch, …) -> (batch, product of the rest), in the order height, width, channel"""

    def output_shape(self, shape: Shape) -> Shape:
        return shape[0], math.prod(shape[1:])

    def forward(self, x: Array, training: bool = False) -> Array:
        y = x.reshape(self.output_shape(x.shape))
        if not training:
            return y.copy()
        self.prepared = x.shape
        return y

    def backward(self, dy: Array) -> Array:
        return dy.reshape(self.prepared)


class Reshape(Flatten):
    """(batch, …) -> (batch, *shape), the numbers in the same order"""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def output_shape(self, shape: Shape) -> Shape:
        if math.prod(shape[1:]) != math.prod(self.shape):
            raise ValueError(
                f"Reshape cannot make {self.shape} of {shape[1:]}: {math.prod(shape[1:])} numbers a sample"
            )
        return shape[0], *self.shape
