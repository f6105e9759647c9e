"""Walking layers, counting what they learn, and placing it on one vector of values and one of gradients."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from core.nn.array import Array
from core.nn.layer import Layer, Parameter

Ties = dict[Layer, Layer]  # a layer's second occurrence -> the first


def walk(layers: Sequence[Layer]) -> Iterator[Layer]:
    """Every layer in order, each container before what it holds."""
    for layer in layers:
        yield layer
        for group in layer.groups():
            yield from walk(group)


def size(parameter: Parameter) -> int:
    return math.prod(parameter.shape)


def count_parameters(layers: Sequence[Layer]) -> int:
    """How many numbers these layers learn. Allocates nothing; a tied layer counts once."""
    return sum(size(p) for layer in set(walk(layers)) for p in layer.parameters().values())


def separate(layers: list[Layer], seen: set[Layer], ties: Ties) -> None:
    """Replace each later occurrence of a layer, in place, by one tied to the first: shared weights, own caches."""
    for i, layer in enumerate(layers):
        if layer in seen:
            layers[i] = layer.again({})
            ties.update(zip(walk([layers[i]]), walk([layer]), strict=True))
        else:
            seen.add(layer)
            for group in layer.groups():
                separate(group, seen, ties)


def attach(layers: Sequence[Layer], values: Array, grads: Array, ties: Ties) -> list[tuple[Array, Array]]:
    """Give every layer its views. Returns, for tied layers, pairs (gradient on the vector, gradient to add to it)."""
    at = 0
    sums = []
    for layer in walk(layers):
        if layer.attached:
            raise ValueError(f"this {type(layer).__name__} belongs to a network already; describe a new one")
        for name, parameter in layer.parameters().items():
            if layer in ties:
                first = ties[layer].__dict__
                bind(layer, name, first[name], np.zeros_like(first[name]))
                sums.append((first["d" + name], layer.__dict__["d" + name]))
            else:
                end = at + size(parameter)
                bind(layer, name, values[at:end].reshape(parameter.shape), grads[at:end].reshape(parameter.shape))
                at = end
        layer.attach(values.dtype)
    return sums


def bind(layer: Layer, name: str, value: Array, gradient: Array) -> None:
    """Past the layer's slots, which would copy."""
    own: dict[str, Any] = layer.__dict__
    own[name] = value
    own["d" + name] = gradient
