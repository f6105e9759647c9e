"""The network 6-4-3-1, one input, and what becomes of every unit when weights are moved."""

from __future__ import annotations

import copy
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from core.array import Array
from core.nn import Linear, Network, Sigmoid, normal
from core.random import stream

SIZES = (6, 4, 3, 1)
EDGES = sum(a * b for a, b in pairwise(SIZES))
FIRST = tuple(accumulate((a * b for a, b in pairwise(SIZES)), initial=0))  # edge of each layer, and the end


class SmallNet:
    """Weights N(0, 1), biases 0, a sigmoid behind every layer, the last one too. added (edges,): what is added to the
    weights; edges are counted layer by layer, in each the weights from the first unit first."""

    def __init__(self, seed: int, added: Array) -> None:
        self.net = Network(
            [part for a, b in pairwise(SIZES) for part in (Linear(a, b), Sigmoid())],
            normal(1.0),
            rng=stream(seed, "init"),
            dtype=np.float64,
        )
        self.x = stream(seed, "input").standard_normal((1, SIZES[0]))
        self.added = added
        self.moved = copy.deepcopy(self.net)
        self.moved.values[np.flatnonzero(self.net.mask("weights"))] += added

    def units(self, net: Network) -> list[Array]:
        """(units,) for each layer: the input, and what leaves each sigmoid."""
        layers, y = [self.x[0]], self.x
        for layer in net.layers:
            y = layer.forward(y)
            if isinstance(layer, Sigmoid):
                layers.append(y[0])
        return layers

    @cached_property
    def before(self) -> list[Array]:
        """Of the weights as drawn."""
        return self.units(self.net)

    @cached_property
    def after(self) -> list[Array]:
        """Of the moved weights."""
        return self.units(self.moved)

    @property
    def change(self) -> list[Array]:
        """after − before of each layer."""
        return [new - old for old, new in zip(self.before, self.after, strict=True)]

    def matrices(self, net: Network) -> list[Array]:
        """W of each layer, (6, 4) (4, 3) (3, 1)."""
        return [layer.W.copy() for layer in net.layers if isinstance(layer, Linear)]

    @cached_property
    def slopes(self) -> Array:
        """∂y/∂w (edges,) by backpropagation, at the weights as drawn."""
        self.net.forward(self.x, training=True)
        self.net.zero_grads()
        self.net.backward(np.ones((1, 1)))
        return np.asarray(self.net.grads[self.net.mask("weights")])


def ends(edge: int) -> tuple[int, int, int]:
    """(layer of its source, unit there, unit in the next layer) of an edge."""
    layer = next(i for i, first in enumerate(FIRST[1:]) if edge < first)
    source, target = divmod(edge - FIRST[layer], SIZES[layer + 1])
    return layer, source, target
