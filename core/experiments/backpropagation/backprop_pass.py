"""One pass forward and back through a small network, with all numbers that are written down when it is done by hand.

    forward    Zₗ = Aₗ₋₁ Wₗ + bₗ,  Aₗ = f(Zₗ),  A₀ = X, the last one is Y      rows are samples
    loss       ½ Σ (Y − T)², or the mean over samples of Σ (y − t)²
    back       δₗ = ∂L/∂Zₗ:   δ_last = ∂L/∂Y ⊙ f′,   δₗ = (δₗ₊₁ Wₗ₊₁ᵀ) ⊙ f′(Zₗ)
               ∂L/∂Wₗ = Aₗ₋₁ᵀ δₗ,   ∂L/∂bₗ = Σ_samples δₗ

All numbers come from the layers that the course trains its networks with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.array import Array
from core.nn import Activation, Layer, Linear, Network
from core.random import stream

KEPT, LEARN, SHARED = "are kept", "learn", "learn, one for a layer"


@dataclass(frozen=True)
class Pass:
    """All numbers of a pass, in lists with one array a layer. inputs: Aₗ₋₁ (samples, n_in); outputs: Zₗ; delta: ∂L/∂Zₗ;
    back: ∂L/∂Aₗ₋₁; slopes: f′(Zₗ), or nothing where there is no activation."""

    x: Array
    t: Array
    y: Array
    loss: float
    scale: float  # ∂L/∂Y = scale · (Y − T)
    inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]
    slopes: tuple[Array | None, ...]
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    delta: tuple[Array, ...]
    back: tuple[Array, ...]
    d_weights: tuple[Array, ...]
    d_biases: tuple[Array, ...]

    @property
    def depth(self) -> int:
        """Layers with weights."""
        return len(self.weights)

    def before(self, layer: int) -> str:
        """The name of what enters a layer, counted from 1."""
        return "X" if layer == 1 else f"A{layer - 1}"

    def sums(self, layer: int) -> str:
        """The name of A W + b: without an activation the answer itself."""
        return "Y" if self.slopes[layer - 1] is None else f"Z{layer}"

    def after(self, layer: int) -> str:
        """The name of what leaves a layer, behind its activation."""
        return "Y" if layer == self.depth else f"A{layer}"

    def leaving(self, layer: int) -> Array:
        """What leaves a layer, behind its activation."""
        return self.y if layer == self.depth else self.inputs[layer]

    def d_leaving(self, layer: int) -> Array:
        """∂L with respect to what leaves a layer."""
        return self.scale * (self.y - self.t) if layer == self.depth else self.back[layer]

    def share(self, layer: int, sample: int) -> Array:
        """What one sample adds to the gradients of a layer: ∂L/∂W, and beneath it ∂L/∂b (n_in + 1, n_out)."""
        a, delta = self.inputs[layer - 1][sample], self.delta[layer - 1][sample]
        return np.vstack([np.outer(a, delta), delta]) + 0.0


class HandNetwork:
    """A network whose numbers are given: weights (n_in, n_out) and biases (1, n_out), layer by layer.

    half: L is ½ Σ (Y − T)², else the mean over samples of Σ (y − t)².
    """

    def __init__(
        self, weights: Sequence[Array], biases: Sequence[Array], f: Callable[[], Layer] | None, last: bool, half: bool
    ) -> None:
        layers: list[Layer] = []
        for i, w in enumerate(weights):
            layers.append(Linear(*w.shape))
            if f is not None and (last or i + 1 < len(weights)):
                layers.append(f())
        self.net = Network(layers, rng=stream(0, "init"), dtype=np.float64)
        self.linear = [layer for layer in self.net if isinstance(layer, Linear)]
        for layer, w, b in zip(self.linear, weights, biases, strict=True):
            layer.W, layer.b = w, b.reshape(-1)
        self.half = half

    def loss(self, x: Array, t: Array) -> float:
        """L of a pass forward alone."""
        return self._scale(x) / 2 * float(np.sum((self.net.forward(x) - t) ** 2))

    def _scale(self, x: Array) -> float:
        return 1.0 if self.half else 2 / len(x)

    def run(self, x: Array, t: Array) -> Pass:
        """Forward and back; the gradients stay in the network for its update."""
        entering, gradients = [x], []
        for layer in self.net:
            entering.append(layer.forward(entering[-1], training=True).copy())
        y, scale = entering[-1], self._scale(x)
        gradients.append(scale * (y - t))
        for layer in reversed(self.net.layers):
            gradients.append(layer.backward(gradients[-1]) + 0.0)  # −0 becomes 0
        gradients.reverse()  # gradients[i]: with respect to what enters layer i
        places = [i for i, layer in enumerate(self.net) if isinstance(layer, Linear)]
        return Pass(
            x, t, y, scale / 2 * float(np.sum((y - t) ** 2)), scale,
            inputs=tuple(entering[i] for i in places),
            outputs=tuple(entering[i + 1] for i in places),
            slopes=tuple(self._slope(i + 1) for i in places),
            weights=self.weights,
            biases=self.biases,
            delta=tuple(gradients[i + 1] for i in places),
            back=tuple(gradients[i] for i in places),
            d_weights=tuple(layer.dW + 0.0 for layer in self.linear),
            d_biases=tuple(layer.db[np.newaxis] + 0.0 for layer in self.linear),
        )  # fmt: skip

    def _slope(self, place: int) -> Array | None:
        """f′ at its last input, by the layer's own backward pass."""
        layer = self.net[place] if place < len(self.net) else None
        return layer.backward(np.ones_like(layer.y)).copy() if isinstance(layer, Activation) else None

    def update(self, lr: float, biases: str = LEARN) -> None:
        """W ← W − η ∂L/∂W, and b likewise: each for itself, all of a layer as one, or not at all."""
        for layer in self.linear:
            layer.W = layer.W - lr * layer.dW
            if biases != KEPT:
                layer.b = layer.b - lr * (layer.db.sum() if biases == SHARED else layer.db)

    @property
    def depth(self) -> int:
        """Layers with weights."""
        return len(self.linear)

    @property
    def weights(self) -> tuple[Array, ...]:
        """Copies, layer by layer."""
        return tuple(layer.W.copy() for layer in self.linear)

    @property
    def biases(self) -> tuple[Array, ...]:
        """Copies (1, n_out), layer by layer."""
        return tuple(layer.b[np.newaxis].copy() for layer in self.linear)

    def arrays(self) -> dict[str, Array]:
        """ "W1", "b1", "W2" … as they are now."""
        pairs = enumerate(zip(self.weights, self.biases, strict=True), 1)
        return {name: array for i, (w, b) in pairs for name, array in ((f"W{i}", w), (f"b{i}", b))}

    @property
    def paths(self) -> int:
        """Ways from an input to an output along the weights."""
        return math.prod([layer.n_in for layer in self.linear]) * self.linear[-1].n_out

    @property
    def weight_count(self) -> int:
        """Weights, without the biases."""
        return sum(layer.W.size for layer in self.linear)
