"""A layer as a graph of matrices: values forward, gradients back, one node a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.records import Edge, Graph, Matrices, Matrix, Node, Table
from core.run import Expected, GraphView, Key, MatricesView, Pace, Preset, Run, Start, TableView, Tick, View, experiment
from core.settings import ChoiceField, Display, MatrixField, RangeField, Settings, Shown

NODES = ("X", "W", "XW", "ReLU")


@dataclass(frozen=True, kw_only=True)
class Layer(Settings):
    """The numbers of one layer, and which node is looked at."""

    weights: Annotated[tuple[tuple[float, ...], ...], MatrixField(2, 2, limit=9)] = ((1.0, 2.0), (-1.0, 0.0))
    scale: Annotated[float, RangeField(0.0, 4.0)] = 1.0
    chosen: Annotated[int, RangeField(0, 3), Display] = 2
    shown: Annotated[str, ChoiceField("numbers", "shapes"), Display] = "numbers"


def preset(name: str, settings: Layer, *expected: Expected) -> Preset:
    """Gone through node by node."""
    return Preset(name, settings, 4, expected, pace=Pace.STEPPED, steps_per_second=1.0)


@experiment(
    id="matrix-graph",
    chapter="Backpropagation",
    settings=Layer,
    presets=(
        preset("Quick", Layer()),
        preset("Book", Layer(scale=2.0), Expected("sum", step=4, value=16.0, tolerance=1e-12, source="by hand")),
    ),
    views=(
        View("graph", GraphView(choose_node="chosen"), "Values forward, gradients back"),
        View("node", MatricesView(edit=(("W", "weights"),)), "The matrices", "side", shown=Shown("shown", "numbers")),
        View("shapes", TableView(choose="chosen"), "The shapes", "side", shown=Shown("shown", "shapes")),
    ),
)
def matrix_graph(settings: Layer, now: Callable[[], Layer], library: Library) -> Run:
    """What shape has the gradient of a matrix?"""
    x = settings.scale * np.array([[1.0, 2.0], [3.0, 4.0]])
    w = np.array(settings.weights)
    z = x @ w
    y = np.maximum(z, 0)
    dz = (z > 0).astype(float)
    values = dict(zip(NODES, (x, w, z, y), strict=True))
    gradients = dict(zip(NODES, (dz @ w.T, x.T @ dz, dz, np.ones_like(y)), strict=True))
    yield Start("two samples of two features")
    for step in range(5):
        views = {
            Key("graph"): partial(graph, step, now),
            Key("node"): partial(matrices, values, gradients, step, now),
            Key("shapes"): partial(shapes, values, now),
        }
        yield Tick(step, total=4, scalars={Key("sum"): float(y.sum())} if step >= 2 else {}, views=views)


def graph(step: int, now: Callable[[], Layer]) -> Graph:
    """Inputs on the left; what is known by now has its name on the edge."""
    places = {"X": (0, 0), "W": (0, 1), "XW": (1, 0.5), "ReLU": (2, 0.5)}
    ends = (("X", "XW", 0, 4), ("W", "XW", 0, 4), ("XW", "ReLU", 1, 3))
    nodes = tuple(
        Node(id, id, *place, "input" if place[0] == 0 else "operation", "done" if step >= place[0] else "waiting")
        for id, place in places.items()
    )
    edges = tuple(
        Edge(a, b, a if step >= forward else "", f"∂L/∂{a}" if step >= back else "") for a, b, forward, back in ends
    )
    return Graph(nodes, edges, f"Step {step} of 4", selected=NODES[now().chosen])


def matrices(
    values: dict[str, np.ndarray], gradients: dict[str, np.ndarray], step: int, now: Callable[[], Layer]
) -> Matrices:
    """Every matrix so far; the chosen one with its gradient beneath each value once that is known."""
    chosen = NODES[now().chosen]
    terms = []
    for name, sign in zip(NODES[: 3 + (step >= 2)], ("", "×", "=", "→"), strict=False):
        known = gradients[name] if step == 4 and name == chosen else None
        terms += [sign] if sign else []
        terms.append(Matrix(values[name], title=name, gradients=known))
    return Matrices(tuple(terms), f"{chosen} is looked at.")


def shapes(values: dict[str, np.ndarray], now: Callable[[], Layer]) -> Table:
    """A gradient has the shape of what it is the gradient of."""
    rows = tuple((name, str(value.shape), str(value.shape)) for name, value in values.items())
    return Table(("matrix", "shape", "shape of its gradient"), rows, selected=now().chosen)
