"""Walking layers, counting what they learn, and placing it on one vector of values and one of gradients."""

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from core.array import Array
from core.nn.initializers import Initializer
from core.nn.layer import Layer, Parameter

Ties = dict[Layer, Layer]  # a layer's second occurrence -> the first


def walk(layers: Sequence[Layer]) -> Iterator[Layer]:
    """Every layer in order, each container before its children."""
    for layer in layers:
        yield layer
        for group in layer.children():
            yield from walk(group)


def size(parameter: Parameter) -> int:
    """How many numbers the array has."""
    return math.prod(parameter.shape)


def count_parameters(layers: Sequence[Layer]) -> int:
    """How many numbers these layers learn. Allocates nothing; a tied layer counts once."""
    total = 0
    for layer in set(walk(layers)):
        for name, parameter in layer.parameters().items():
            if not all(isinstance(length, int | np.integer) and length >= 1 for length in parameter.shape):
                wrong = f"{name} would have the shape {parameter.shape}"
                raise ValueError(f"{layer}: {wrong}; every size is 1 or more, a whole number")
            total += size(parameter)
    return total


def initial_values(layers: Sequence[Layer], init: Initializer, rng: np.random.Generator, dtype: np.dtype[Any]) -> Array:
    """The vector of values: weights drawn in the order of the layers, the other parameters at their start."""
    values, at = np.empty(count_parameters(layers), dtype), 0
    for layer in dict.fromkeys(walk(layers)):  # a tied layer is drawn once
        for name, parameter in layer.parameters().items():
            *leading, last = parameter.shape
            shape, fans = (*leading, last // parameter.blocks), (parameter.fan_in, parameter.fan_out)
            if parameter.kind == "weights":
                drawn = np.concatenate([init(shape, *fans, rng, dtype) for _ in range(parameter.blocks)], -1)
            else:
                drawn = np.full(parameter.shape, parameter.start)
            if drawn.shape != parameter.shape:
                raise ValueError(f"{layer}: {name} has the shape {parameter.shape}, its initializer gave {drawn.shape}")
            end = at + size(parameter)
            values[at:end] = drawn.reshape(-1)
            at = end
    return values


def tie_repeats(layers: list[Layer], seen: set[Layer], ties: Ties) -> None:
    """Replace each later occurrence of a layer, in place, by one tied to the first: shared weights, own caches."""
    for i, layer in enumerate(layers):
        if layer in seen:
            layers[i] = _copy_of(layer)
            ties.update(zip(walk([layers[i]]), walk([layer]), strict=True))
        else:
            seen.add(layer)
            for group in layer.children():
                tie_repeats(group, seen, ties)


def _copy_of(layer: Layer) -> Layer:
    """A copy that draws from the same random generators."""
    values = [value for part in walk([layer]) for value in vars(part).values()]
    return copy.deepcopy(layer, {id(value): value for value in values if isinstance(value, np.random.Generator)})


def check_unattached(layers: Sequence[Layer]) -> None:
    """ValueError where a layer is part of a network already."""
    for layer in walk(layers):
        if layer.attached:
            raise ValueError(f"this {type(layer).__name__} belongs to a network already; describe a new one")


def attach(layers: Sequence[Layer], values: Array, grads: Array, ties: Ties) -> list[tuple[Array, Array]]:
    """Give every layer its part of the vectors. For tied layers: pairs (gradient on the vector, what to add to it)."""
    at = 0
    parts: dict[Layer, tuple[Array, Array]] = {}
    sums = []
    for layer in walk(layers):
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
