"""Targets to draw, networks of one input that draw them, and what each of their units adds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.experiments.shared.activations import ACTIVATIONS
from core.nn import Linear, Network, normal
from core.nn.mlp import mlp
from core.random import stream

POINTS = 200
X = np.linspace(-1.0, 1.0, POINTS)
NETS: dict[str, tuple[int, ...]] = {
    "1 unit": (1,),
    "2 units": (2,),
    "5 units": (5,),
    "10 units": (10,),
    "30 units": (30,),
    "100 units": (100,),
    "8 and 8 units": (8, 8),
}
OWN = "own curve"
TARGETS: dict[str, Callable[[Array], Array]] = {
    "sine": lambda x: np.sin(2 * np.pi * x),
    "step": lambda x: (x >= 0).astype(float),
    "saw": lambda x: 2 * (x % 1) - 1,
}
Knots = tuple[tuple[float, float], ...]


def target(name: str, knots: Knots) -> Array:
    """The target at X: one of those with a formula, or straight lines from knot to knot, level before and behind."""
    if name != OWN:
        return TARGETS[name](X)
    inside = sorted(knots) or [(0.0, 0.0)]
    return np.interp(X, *np.array(inside, dtype=np.float64).T)


def drawing_net(name: str, activation: str, seed: int) -> Network:
    """1-w-1: weights N(0, 1), the biases of the first layer U(−1, 1) so that the bends lie within the picture, the
    others 0."""
    sizes = NETS[name]
    net = Network(mlp((1, *sizes, 1), ACTIVATIONS[activation]), normal(1.0), rng=stream(seed, "init"))
    first = net.layers[0]
    if isinstance(first, Linear):
        first.b = stream(seed, "biases").uniform(-1.0, 1.0, sizes[0])
    return net


def fit(net: Network) -> Array:
    """The network at X."""
    return np.asarray(net.forward(X[:, np.newaxis].astype(np.float32))[:, 0], dtype=np.float64)


def shares(net: Network) -> Array:
    """(points, units): what each unit of the last hidden layer adds to the answer, vᵢ hᵢ(x); with the last bias they
    sum to it."""
    h = X[:, np.newaxis].astype(np.float32)
    *hidden, last = net.layers
    for layer in hidden:
        h = layer.forward(h)
    if not isinstance(last, Linear):
        raise TypeError(f"the network ends in {type(last).__name__}, not in a Linear layer")
    return np.asarray(h * last.W[:, 0], dtype=np.float64)


def error(net: Network, wanted: Array) -> float:
    """Mean squared error over all points."""
    return float(np.mean((fit(net) - wanted) ** 2))
