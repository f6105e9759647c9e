"""Layers made of layers. Each lists its children; the Network allocates them all, however deeply nested."""

from collections.abc import Sequence

import numpy as np

from core.array import Array, Shape
from core.nn.layer import Layer


class Sequential(Layer):
    """y = layerₙ(… layer₁(x)): one after the other, as one layer"""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)

    def children(self) -> list[list[Layer]]:
        return [self.layers]

    def output_shape(self, shape: Shape) -> Shape:
        return chain_shape(self.layers, shape)

    def forward(self, x: Array, training: bool = False) -> Array:
        return chain(self.layers, x, training)

    def backward(self, dy: Array) -> Array:
        return chain_back(self.layers, dy)


class Residual(Layer):
    """y = scale · F(x) + S(x),  dx = scale · F′ dy + S′ dy        F: `layers`, S: `shortcut`, the identity if empty

    The shortcut passes dy back unchanged, so however small F′ is the gradient arrives; a projection (1×1 convolution)
    is for where F changes the shape. With scale 1 the signal's variance grows from block to block. He et al. 2015.
    """

    def __init__(self, layers: Sequence[Layer], shortcut: Sequence[Layer] = (), scale: float = 1.0) -> None:
        self.layers, self.shortcut, self.scale = list(layers), list(shortcut), scale

    def children(self) -> list[list[Layer]]:
        return [self.layers, self.shortcut]

    def output_shape(self, shape: Shape) -> Shape:
        branch, shortcut = chain_shape(self.layers, shape), chain_shape(self.shortcut, shape)
        if branch != shortcut:
            raise ValueError(f"Residual cannot add {branch} and its shortcut's {shortcut}; project the shortcut")
        return branch

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self.output_shape(x.shape)
        elif x.shape != self.prepared:
            self.prepare(x)
        y = np.multiply(chain(self.layers, x, training), self.scale, out=self.y if training else None)
        return np.add(y, chain(self.shortcut, x, training), y)

    def backward(self, dy: Array) -> Array:
        np.multiply(dy, self.scale, self.scaled)
        np.add(chain_back(self.layers, self.scaled), chain_back(self.shortcut, dy), self.dx)
        return self.dx

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.scaled = np.empty_like(self.y)  # not y itself, which the next layer still uses


class Concat(Layer):
    """y = [branch₁(x) branch₂(x) …] along the last axis,  dx = Σ branchᵢ′ dyᵢ        Inception: Szegedy et al. 2014."""

    def __init__(self, branches: Sequence[Sequence[Layer]]) -> None:
        self.branches = [list(branch) for branch in branches]

    def children(self) -> list[list[Layer]]:
        return self.branches

    def output_shape(self, shape: Shape) -> Shape:
        shapes = [chain_shape(branch, shape) for branch in self.branches]
        if len({shape[:-1] for shape in shapes}) != 1:
            raise ValueError(f"Concat's branches may differ in channels only, got {', '.join(map(str, shapes))}")
        return *shapes[0][:-1], sum(shape[-1] for shape in shapes)

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self.output_shape(x.shape)
        elif x.shape != self.prepared:
            self.prepare(x)
        parts = [chain(branch, x, training) for branch in self.branches]
        return np.concatenate(parts, -1, out=self.y if training else None)

    def backward(self, dy: Array) -> Array:
        self.dx.fill(0)
        ends = np.cumsum([chain_shape(branch, self.prepared)[-1] for branch in self.branches])
        for branch, part in zip(self.branches, np.split(dy, ends[:-1], -1), strict=True):
            self.dx += chain_back(branch, np.ascontiguousarray(part))
        return self.dx


def chain(layers: Sequence[Layer], x: Array, training: bool) -> Array:
    """Forward through one after the other."""
    for layer in layers:
        x = layer.forward(x, training)
    return x


def chain_back(layers: Sequence[Layer], dy: Array) -> Array:
    """Backward through all of them, the last first."""
    for layer in reversed(layers):
        dy = layer.backward(dy)
    return dy


def chain_shape(layers: Sequence[Layer], shape: Shape) -> Shape:
    """The shape behind the last; ValueError where one does not fit."""
    for layer in layers:
        shape = layer.output_shape(shape)
    return shape


CONTAINERS = (Sequential, Residual, Concat)  # each list of their children begins with the container's input
