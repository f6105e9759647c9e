"""Deep stacks of one kind of layer, and what passes through them: signals forward, gradients back."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.array import Array
from core.experiments.backpropagation.stack_theory import Kind, foretold
from core.experiments.shared.spread import Spread
from core.nn import BatchNorm, CrossEntropy, Initializer, Layer, Linear, Network, Residual, Sequential
from core.random import stream
from core.records import Curves, CurvesGrid, Table

WIDTH, SAMPLES, CLASSES = 100, 200, 10
SMALLEST, LARGEST = 1e-40, 1e40  # what a plot shows of a gradient
FORWARD, BACKWARD = "std of h", "‖∂L/∂h‖"


class Passes(NamedTuple):
    """spread (depth,): std of h of every layer; gradient (depth,): ‖∂L/∂h‖ over the last layer's; theory: of both."""

    spread: Array
    gradient: Array
    theory: Spread

    @property
    def factor(self) -> float:
        """By what the gradient is multiplied at each layer on its way to the first, on average (geometric mean)."""
        return per_layer(self.gradient)

    @property
    def theory_factor(self) -> float:
        """The same, as foretold."""
        return per_layer(self.theory.backward)


def per_layer(gradient: Array) -> float:
    """(first / last)^(1 / (depth − 1))"""
    return float((gradient[0] / gradient[-1]) ** (1 / (len(gradient) - 1)))


def stack(kind: Kind, depth: int, init: Initializer, seed: int) -> Network:
    """depth × (Linear without bias, batch norm?, activation), each with a shortcut or not, and a layer of scores.

    In float64: float32 would end a gradient of 1e-40 at 0.
    """
    layers: list[Layer] = []
    for _ in range(depth):
        norm = [BatchNorm(WIDTH)] if kind.batch_norm else []
        body = [Linear(WIDTH, WIDTH, bias=False), *norm, type(kind.activation)()]
        layers.append(Sequential(body) if kind.scale is None else Residual(body, scale=kind.scale))
    return Network([*layers, Linear(WIDTH, CLASSES)], init, rng=stream(seed, "init"), dtype=np.float64)


def passes(kind: Kind, depth: int, init: Initializer, seed: int) -> Passes:
    """200 inputs of N(0, 1) forward, the gradient of the mean cross entropy with random classes back."""
    net = stack(kind, depth, init, seed)
    h = stream(seed, "data").normal(size=(SAMPLES, WIDTH))
    classes = stream(seed, "labels").integers(0, CLASSES, SAMPLES)
    spread, norms, loss = [], [], CrossEntropy()
    for layer in net.layers:
        h = layer.forward(h, training=True)
        spread.append(float(h.std()))
    loss.forward(h, classes)
    g = loss.backward()
    for layer in reversed(net.layers[1:]):
        g = layer.backward(g)
        norms.append(float(np.linalg.norm(g)))
    return Passes(np.array(spread[:-1]), np.array(norms[::-1]) / norms[0], foretold(kind, depth))


def shown(line: Array) -> Array:
    """What fits on a logarithmic axis."""
    return np.where((line > SMALLEST) & (line < LARGEST), line, np.nan)


def both_ways(found: dict[str, Passes]) -> CurvesGrid:
    """A plot for each net: signals and gradients, measured and foretold, on one axis that all plots share."""
    cells = []
    for one in found.values():
        lines = {
            FORWARD: shown(one.spread),
            BACKWARD: shown(one.gradient),
            f"{FORWARD}, theory": shown(one.theory.forward),
            f"{BACKWARD}, theory": shown(one.theory.backward),
        }
        x = np.arange(1, len(one.spread) + 1)
        cells.append(Curves(x, lines, "layer", dashed=tuple(lines)[2:], log_y=True))
    columns = len(cells) if len(cells) <= 3 else -(-len(cells) // 2)
    return CurvesGrid(tuple(cells), tuple(found), columns)


def gradient_curves(one: Passes) -> Curves:
    """The gradient's way back, to be laid over those of other nets."""
    lines = {"measured": shown(one.gradient), "theory": shown(one.theory.backward)}
    return Curves(
        np.arange(1, len(one.gradient) + 1),
        lines,
        "layer",
        f"{BACKWARD}, last layer = 1",
        dashed=("theory",),
        log_y=True,
    )


def factors(found: dict[str, Passes]) -> Table:
    """What each layer does to the gradient, and what is left of it at the first."""
    rows = []
    for name, one in found.items():
        left = f"× {one.gradient[0]:.2g}"
        rows.append((name, f"× {one.factor:.3g}", f"× {one.theory_factor:.3g}", left))
    return Table(("net", "a layer", "theory", "at layer 1"), tuple(rows))
