"""One pass forward and one back through five layers: what the experiment on initialization measures."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.spread import slope
from core.nn import Activation, Initializer, Layer, Linear, Network
from core.random import stream

SAMPLES, WIDTH, DEPTH = 1000, 100, 5
LAYERS = tuple(f"layer {i}" for i in range(1, DEPTH + 1))
SATURATED = 0.01  # of the largest slope: σ beyond ±6, tanh beyond ±3


class Response(NamedTuple):
    """An activation, the range of its histogram, and whether it has a ceiling to pile up at."""

    make: Callable[[], Activation]
    low: float
    high: float
    bounded: bool = False


BOUNDED = {"sigmoid": (0, 1), "tanh": (-1, 1), "hard tanh": (-1, 1), "softsign": (-1, 1)}
RANGES = {**BOUNDED, "ReLU": (0, 3), "softplus": (0, 3), "identity": (-3, 3)}
RESPONSES = {
    name: Response(make, *RANGES.get(name, (-1, 3)), bounded=name in BOUNDED) for name, make in ACTIVATIONS.items()
}


class Signals(NamedTuple):
    """What one network carries: per layer its outputs h (samples, width), the share of them that are saturated, and
    the gradients ∂L/∂h (samples, width)."""

    outputs: tuple[Array, ...]
    saturated: tuple[float, ...]
    gradients: tuple[Array, ...]


def signals(init: Initializer, response: Response, seed: int) -> Signals:
    """One pass forward and one back. The same seed gives every initializer the same inputs and the same draws."""
    layers: list[Layer] = [layer for _ in LAYERS for layer in (Linear(WIDTH, WIDTH, bias=False), response.make())]
    net = Network(layers, init, rng=stream(seed, "init"))
    h = stream(seed, "data").normal(size=(SAMPLES, WIDTH)).astype(net.dtype)
    g = stream(seed, "gradient").normal(size=(SAMPLES, WIDTH)).astype(net.dtype)
    outputs, saturated, gradients = [], [], []
    for layer in net.layers:
        z, h = h, layer.forward(h, training=True)
        if isinstance(layer, Activation):
            outputs.append(h.copy())
            saturated.append(saturation(response, z))
    for layer in reversed(net.layers):
        if isinstance(layer, Activation):
            gradients.append(g.copy())
        g = layer.backward(g)
    return Signals(tuple(outputs), tuple(saturated), tuple(gradients[::-1]))


def saturation(response: Response, z: Array) -> float:
    """The share of inputs at which a bounded activation has lost 99 % of its slope; 0 for one without a ceiling."""
    if not response.bounded:
        return 0.0
    steepest = slope(response.make(), np.zeros(1))[0]
    return float(np.mean(slope(response.make(), z) < SATURATED * steepest))


def deviations(arrays: tuple[Array, ...]) -> Array:
    """The standard deviation of each array."""
    return np.array([a.std(dtype=np.float64) for a in arrays])


def zero_share(h: Array) -> float:
    """The share of outputs that are exactly 0."""
    return float(np.mean(h == 0))
