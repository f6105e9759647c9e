"""Layers written out as graphs of elementary operations, each beside the layer that does the same at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from core import nn
from core.array import Array
from core.experiments.shared.walkthrough import RESULT
from core.graph.value import Value
from core.random import stream

RELU, SIGMOID, AFFINE, LOSS, NORM = "ReLU", "sigmoid", "affine", "softmax with loss", "batch norm"
EPS = 1e-7
Place = tuple[float, float]


@dataclass(frozen=True)
class LayerGraph:
    """A layer as a graph. root: its output; arriving: ∂L/∂output, None where the output is the loss itself.

    places: (column, row) of every node in the drawing by its label; parts: the name of the box into which a node is
    folded half-way; constants: inputs that are part of an operation's sign and are not drawn. keeps: what the folded
    layer stores; formula: its backward pass, with the words that explain it. at_once: the output and the gradients of
    the inputs, as the course's own layer computes them.
    """

    root: Value
    arriving: Array | None
    places: Mapping[str, Place]
    keeps: str
    formula: str
    words: str
    at_once: Callable[[], tuple[Array, dict[str, Array]]]
    parts: Mapping[str, str] = field(default_factory=dict)
    constants: frozenset[str] = frozenset()


def relu(x: Array, t: Array, dy: Array) -> LayerGraph:
    """y = x · m, m = 1 where x > 0, else 0"""
    mask = Value(x > 0, "x > 0", constant=True)
    root = (Value(x, "x") * mask).named("y")

    return LayerGraph(
        root, dy, {"x": (0, 0), "x > 0": (0, 1), "y": (1, 0)}, "the mask",
        r"dx = dy \odot [x > 0]", "The mask is all that ReLU keeps: one bit for each number.",
        lambda: _at_once(nn.ReLU(), x, dy),
    )  # fmt: skip


def sigmoid(x: Array, t: Array, dy: Array) -> LayerGraph:
    """y = 1 / (1 + e⁻ˣ)"""
    minus = (Value(x, "x") * Value(-1.0, "−1", constant=True)).named("−x")
    power = minus.exp().named("e⁻ˣ")
    root = (Value(1.0, "1", constant=True) / (power + Value(1.0, "+1", constant=True)).named("1 + e⁻ˣ")).named("y")
    places = {"x": (0.0, 0.0), "−x": (1.0, 0.0), "e⁻ˣ": (2.0, 0.0), "1 + e⁻ˣ": (3.0, 0.0), "y": (4.0, 0.0)}
    return LayerGraph(
        root, dy, places, "y",
        r"dx = dy \odot y \, (1 - y)", "Four nodes become one product, and nothing but the output has to be kept.",
        lambda: _at_once(nn.Sigmoid(), x, dy),
        {"−x": "e⁻ˣ", "e⁻ˣ": "e⁻ˣ", "1 + e⁻ˣ": "1/(1 + ·)", "y": "1/(1 + ·)"}, frozenset({"−1", "1", "+1"}),
    )  # fmt: skip


WEIGHTS = np.array([[1.0, -1.0, 2.0], [1.0, 0.0, -1.0]])
BIASES = np.array([1.0, 2.0, 3.0])


def affine(x: Array, t: Array, dy: Array) -> LayerGraph:
    """y = x W + b, x (2, 2), W (2, 3), b (3,)"""
    product = (Value(x, "x") @ Value(WEIGHTS, "W")).named("x W")
    root = (product + Value(BIASES, "b")).named("y")

    def at_once() -> tuple[Array, dict[str, Array]]:
        layer = nn.Linear(2, 3)
        net = nn.Network([layer], rng=stream(0, "init"), dtype=np.float64)
        layer.W, layer.b = WEIGHTS, BIASES
        y = net.forward(x, training=True).copy()
        return y, {"x": net.backward(dy).copy(), "W": layer.dW.copy(), "b": layer.db.copy()}

    return LayerGraph(
        root, dy, {"x": (0, 0), "W": (0, 1), "b": (1, 2), "x W": (1, 0), "y": (2, 0)}, "x and W",
        r"dx = dy\,W^{T}, \quad dW = x^{T} dy, \quad db = \sum_{rows} dy",
        "b was added to every row, so its gradient is the sum of the rows.", at_once,
    )  # fmt: skip


def softmax_with_loss(x: Array, t: Array, dy: Array) -> LayerGraph:
    """L = −Σ t ln y, y = softmax(a)"""
    e = Value(x, "a").exp().named("eᵃ")
    y = (e / e.sum().named("S")).named("y")
    product = (Value(t, "t", constant=True) * y.log().named("ln y")).named("t ln y")
    root = (product.sum().named("Σ") * Value(-1.0, "−1", constant=True)).named("L")

    def at_once() -> tuple[Array, dict[str, Array]]:
        loss = nn.CrossEntropy()
        value = loss.forward(x[np.newaxis], t[np.newaxis])
        return np.array(value), {"a": loss.backward()[0].copy()}

    return LayerGraph(
        root, None,
        {"a": (0, 0), "eᵃ": (1.7, 0), "S": (2.5, 1), "y": (3.3, 0), "ln y": (4.4, 0), "t": (4.4, 1), "t ln y": (5.8, 0),
         "Σ": (7.1, 0), "L": (7.8, 0), RESULT: (8.6, 0)},
        "y and t", r"da = y - t", "Seven nodes become a difference. The loss was made so that it does.", at_once,
        {**dict.fromkeys(("eᵃ", "S", "y"), "softmax"), **dict.fromkeys(("ln y", "t ln y", "Σ", "L"), "cross entropy")},
        frozenset({"−1"}),
    )  # fmt: skip


def batch_norm(x: Array, t: Array, dy: Array) -> LayerGraph:
    """y = γ (x − μ)/√(σ² + ε) + β, μ and σ² over the batch: one feature of so many samples"""
    value = Value(x, "x")
    centred = (value - value.mean().named("μ")).named("x − μ")
    variance = (centred**2).named("(x − μ)²").mean().named("σ²")
    spread = ((variance + Value(EPS, "ε", constant=True)).named("σ² + ε") ** 0.5).named("√")
    hat = (centred / spread).named("norm")
    root = (hat * Value(1.0, "γ")).named("γ norm") + Value(0.0, "β")

    def at_once() -> tuple[Array, dict[str, Array]]:
        layer = nn.BatchNorm(1, EPS)
        net = nn.Network([layer], rng=stream(0, "init"), dtype=np.float64)
        y = net.forward(x[:, np.newaxis], training=True)[:, 0].copy()
        dx = net.backward(dy[:, np.newaxis])[:, 0].copy()
        return y, {"x": dx, "γ": layer.dgamma[0].copy(), "β": layer.dbeta[0].copy()}

    return LayerGraph(
        root.named("y"), dy,
        {"x": (0, 1), "μ": (1.7, 0), "x − μ": (2.5, 1), "(x − μ)²": (3.9, 0), "σ²": (5.3, 0), "σ² + ε": (6, 0),
         "√": (6.7, 0), "norm": (7.5, 1), "γ": (7.5, 0), "γ norm": (9.1, 1), "β": (9.1, 0), "y": (10.7, 1),
         RESULT: (12.3, 1)},
        "the normalized x and √(σ² + ε)",
        r"dx = \frac{dy - \overline{dy} - \hat x \; \overline{dy \, \hat x}}{\sqrt{\sigma^2 + \varepsilon}}",
        "With γ = 1. The two means are there because every x moves μ and σ too.", at_once,
        {**dict.fromkeys(("μ", "x − μ"), "centre"), **dict.fromkeys(("γ norm", "y"), "γ · + β"),
         **dict.fromkeys(("(x − μ)²", "σ²", "σ² + ε", "√", "norm"), "scale")},
        frozenset({"ε"}),
    )  # fmt: skip


def _at_once(layer: nn.Layer, x: Array, dy: Array) -> tuple[Array, dict[str, Array]]:
    """A layer without parameters, on one sample."""
    net = nn.Network([layer], rng=stream(0, "init"), dtype=np.float64)
    y = net.forward(x[np.newaxis], training=True)[0].copy()
    return y, {"x": net.backward(dy[np.newaxis])[0].copy()}


MAKERS: dict[str, Callable[[Array, Array, Array], LayerGraph]] = {
    RELU: relu, SIGMOID: sigmoid, AFFINE: affine, LOSS: softmax_with_loss, NORM: batch_norm,
}  # fmt: skip
