"""Walking layers, counting what they learn, and placing it on one vector of values and one of gradients."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from core.array import Array
from core.nn.layer import Layer, Parameter

Ties = dict[Layer, Layer]  # a layer's second occurrence -> the first


def walk(layers: Sequence[Layer]) -> Iterator[Layer]:
    """Every layer in order, each container before what it holds."""
    for layer in layers:
        yield layer
        for group in layer.inside():
            yield from walk(group)


def size(parameter: Parameter) -> int:
    """How many numbers the array has."""
    return math.prod(parameter.shape)


def count_parameters(layers: Sequence[Layer]) -> int:
    """How many numbers these layers learn. Allocates nothing; a tied layer counts once."""
    total = 0
    for layer in set(walk(layers)):
        for name, parameter in layer.parameters().items():
            if min(parameter.shape) < 1:
                raise ValueError(f"{layer}: {name} would have the shape {parameter.shape}; every size is 1 or more")
            total += size(parameter)
    return total


def separate(layers: list[Layer], seen: set[Layer], ties: Ties) -> None:
    """Replace each later occurrence of a layer, in place, by one tied to the first: shared weights, own caches."""
    for i, layer in enumerate(layers):
        if layer in seen:
            layers[i] = layer.clone({})
            ties.update(zip(walk([layers[i]]), walk([layer]), strict=True))
        else:
            seen.add(layer)
            for group in layer.inside():
                separate(group, seen, ties)


def attach(layers: Sequence[Layer], values: Array, grads: Array, ties: Ties) -> list[tuple[Array, Array]]:
    """Give every layer its part of the vectors. For tied layers: pairs (gradient on the vector, what to add to it)."""
    at = 0
    parts: dict[Layer, tuple[Array, Array]] = {}
    sums = []
    for layer in walk(layers):
        if layer.attached:
            raise ValueError(f"this {type(layer).__name__} belongs to a network already; describe a new one")
        if layer in ties:
            value, gradient = parts[ties[layer]]
            own = np.zeros_like(gradient)
            layer.attach(value, own)
            sums.append((gradient, own))
        else:
            end = at + sum(size(parameter) for parameter in layer.parameters().values())
            parts[layer] = values[at:end], grads[at:end]
            layer.attach(*parts[layer])
            at = end
    return sums
