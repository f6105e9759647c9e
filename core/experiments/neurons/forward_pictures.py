"""What the experiment on the forward pass shows: the diagram, the products, and the sizes of the change."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.array import Array
from core.experiments.neurons.small_net import FIRST, SIZES, SmallNet, ends
from core.records import Bars, Edge, Graph, Matrices, Matrix, Node, NodePicture, Region, Table

VALUES, SYMBOLS = "values", "symbols"
LETTERS = ("x", "a", "h", "y")
SUB = "₁₂₃₄₅₆"
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
LAYERS = ("input", "layer 2", "layer 3", "output")


def unit_id(layer: int, unit: int) -> str:
    """x₁ … x₆, a₁ … a₄, h₁ … h₃, y."""
    return LETTERS[layer] + (SUB[unit] if SIZES[layer] > 1 else "")


def diagram(small: SmallNet, edge: int, labels: str) -> Graph:
    """A square for each unit in the colour of its change, on the scale of its layer; the weights as lines, pale where
    the change does not pass."""
    change, nodes, edges, pictures = small.change, [], [], {}
    for layer, (values, moved) in enumerate(zip(small.after, change, strict=True)):
        limit = float(np.abs(moved).max()) or 1.0
        for unit, (value, delta) in enumerate(zip(values.tolist(), moved.tolist(), strict=True)):
            id = unit_id(layer, unit)
            text = id if labels == SYMBOLS else _value(value, delta, layer)
            nodes.append(Node(id, text, layer, (max(SIZES) - SIZES[layer]) / 2 + unit, "neuron"))
            pictures[id] = NodePicture(np.full((2, 2), delta), (-limit, limit))
    weights = np.concatenate([w.ravel() for w in small.matrices(small.moved)])
    for i, weight in enumerate(weights.tolist()):
        layer, source, target = ends(i)
        passes = bool(change[layer][source]) or bool(small.added[i])
        edges.append(Edge(unit_id(layer, source), unit_id(layer + 1, target), active=passes, weight=weight))
    layer, source, target = ends(edge)
    chosen = unit_id(layer, source), unit_id(layer + 1, target)
    caption = "x (6,)  ·  W₁ (6, 4)  →  a (4,)  ·  W₂ (4, 3)  →  h (3,)  ·  W₃ (3, 1)  →  y (1,)"
    return Graph(tuple(nodes), tuple(edges), caption, chosen, pictures)


def _value(value: float, delta: float, layer: int) -> str:
    change = f" ({_signed(delta)})" if delta else ""
    return f"{value:.2f}".replace("-", "−") + (change if layer else "")


def _signed(delta: float) -> str:
    """One digit: +0.008, or +6×10⁻⁵ where that is shorter."""
    if abs(delta) >= 1e-3:
        return f"{delta:+.1g}".replace("-", "−")
    digit, _, power = f"{delta:+.0e}".partition("e")
    return f"{digit}×10{str(int(power)).translate(RAISED)}".replace("-", "−")


def bars(small: SmallNet) -> Bars:
    """max |Δ| of each layer on a logarithmic axis, where the input, which does not change, has no bar."""
    sizes = np.array([[np.abs(moved).max() for moved in small.change]])
    return Bars(LAYERS, ("largest |Δ|",), sizes, "largest |Δ|", log=True)


def table(small: SmallNet, edge: int) -> Table:
    """The chosen weight, the output, and the slope between them, twice."""
    layer, source, target = ends(edge)
    name = f"W{SUB[layer]}[{source}, {target}]"
    weight = small.matrices(small.net)[layer][source, target]
    delta, moved = float(small.added[edge]), float(small.change[-1][0])
    rows = (
        (f"w = {name}", f"{_number(weight)} → {_number(weight + delta)}"),
        ("output y", f"{small.before[-1][0]:.6f} → {small.after[-1][0]:.6f}"),
        ("Δy / Δw", _number(moved / delta) if delta else "–"),
        ("∂y/∂w, by backpropagation", _number(float(small.slopes[edge]))),
    )
    return Table(("quantity", "value"), rows)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def products(small: SmallNet, edge: int, labels: str) -> Matrices:
    """x W₁ → a, a W₂ → h, h W₃ → y, with their shapes; in symbols only these."""
    terms: list[Matrix | str] = [_row(small, 0)]
    for layer, w in enumerate(small.matrices(small.moved)):
        added = small.added[FIRST[layer] : FIRST[layer + 1]].reshape(w.shape)
        title = f"W{SUB[layer]} {w.shape}"
        terms += ["×", _matrix(w, title, added), "→", _row(small, layer + 1)]
    if labels == SYMBOLS:
        caption = "a = σ(x W₁ + b₁),   h = σ(a W₂ + b₂),   y = σ(h W₃ + b₃):   " + _shapes()
    else:
        caption = "Each arrow adds the biases, here 0, and applies the sigmoid."
    return Matrices(tuple(terms), caption)


def _shapes() -> str:
    return "  ".join(f"({a}, {b})" for a, b in pairwise(SIZES))


def _row(small: SmallNet, layer: int) -> Matrix:
    return _matrix(
        small.after[layer][np.newaxis], f"{LETTERS[layer]} (1, {SIZES[layer]})", small.change[layer][np.newaxis]
    )


def _matrix(values: Array, title: str, moved: Array) -> Matrix:
    regions = tuple(Region(int(i), int(j)) for i, j in np.argwhere(moved != 0))
    return Matrix(values, title=title, format="{:.2f}", signed=True, regions=regions)
