"""The operations into which a pass by hand is cut, in their order, and how far the walk through them has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.experiments.backpropagation.backprop_pass import HandNetwork, Pass
from core.nn import numerical_gradient, relative_error
from core.run import Key

AFFINE, ACTIVATION, LOSS, OUTPUT_DELTA, WEIGHTS, BACK, DELTA, UPDATE = range(8)


class Operation(NamedTuple):
    """What is computed in a step of the walk, and for which layer, counted from 1."""

    kind: int
    layer: int


@dataclass(frozen=True)
class Moment:
    """How far the walk has come: the operations of this pass that are done, the last of them at work.

    updates: those before this pass; updated: weights and biases after the update, once that is done; errors: of the
    gradients, against finite differences; opening: the sentence where no operation is at work.
    """

    done: Pass
    operations: frozenset[Operation] = frozenset()
    active: Operation | None = None
    updates: int = 0
    lr: float = 0.0
    updated: tuple[tuple[Array, ...], tuple[Array, ...]] | None = None
    errors: dict[str, float] = field(default_factory=dict)
    opening: str = ""

    def has(self, kind: int, layer: int) -> bool:
        """Whether that has been computed in this pass."""
        return Operation(kind, layer) in self.operations

    def has_delta(self, layer: int) -> bool:
        """Whether ∂L/∂Z of that layer is known."""
        return self.has(OUTPUT_DELTA if layer == self.done.depth else DELTA, layer)

    def at(self, kind: int, layer: int | None = None) -> bool:
        """Whether that is at work, in any layer or in this one."""
        return self.active is not None and self.active.kind == kind and layer in (None, self.active.layer)


def operations(done: Pass) -> Iterator[Operation]:
    """The walk through one pass, and the update at its end."""
    for layer in range(1, done.depth + 1):
        yield Operation(AFFINE, layer)
        if done.slopes[layer - 1] is not None:
            yield Operation(ACTIVATION, layer)
    yield Operation(LOSS, done.depth)
    yield Operation(OUTPUT_DELTA, done.depth)
    for layer in range(done.depth, 0, -1):
        yield Operation(WEIGHTS, layer)
        if layer > 1:
            yield Operation(BACK, layer)
            yield Operation(DELTA, layer - 1)
    yield Operation(UPDATE, done.depth)


def figures(done: Pass, operation: Operation) -> dict[Key, float]:
    """The numbers that an operation has just found, by array and place: Key("W2", "1,1")."""
    kind, layer = operation
    i = layer - 1
    if kind == LOSS:
        return {Key("loss"): done.loss}
    found = {
        AFFINE: {f"Z{layer}": done.outputs[i]},
        ACTIVATION: {f"A{layer}": done.leaving(layer)},
        WEIGHTS: {f"dW{layer}": done.d_weights[i], f"db{layer}": done.d_biases[i]},
        BACK: {f"d{done.before(layer)}": done.back[i]},
    }.get(kind, {f"δ{layer}": done.delta[i]})
    return entries(found)


def entries(arrays: dict[str, Array]) -> dict[Key, float]:
    """Every number of some matrices by its place, rows and columns counted from 1."""
    return {
        Key(name, f"{row + 1},{column + 1}"): float(value)
        for name, array in arrays.items()
        for (row, column), value in np.ndenumerate(array)
    }


def errors(network: HandNetwork, done: Pass) -> dict[str, float]:
    """How far each gradient of the last pass is from central differences, ‖a − b‖ / max(‖a‖, ‖b‖): of "W1", "b1" …"""

    def loss_with(values: Array) -> Callable[[Array], float]:
        def loss(changed: Array) -> float:
            original = values.copy()
            values[...] = changed
            found = network.loss(done.x, done.t)
            values[...] = original
            return found

        return loss

    return {
        f"{name}{i}": relative_error(gradient, numerical_gradient(loss_with(values), values))
        for i, layer in enumerate(network.linear, 1)
        for name, values, gradient in (("W", layer.W, layer.dW), ("b", layer.b, layer.db))
    }
