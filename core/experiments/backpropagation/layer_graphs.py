"""Layers as graphs of elementary operations, and the same layers folded into one node with a formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Self, TypeAlias

import numpy as np

from core.data.library import Library
from core.experiments.backpropagation.folding import Folded, comparison, formula
from core.experiments.backpropagation.layers_as_graphs import AFFINE, LOSS, MAKERS, NORM, RELU, SIGMOID, LayerGraph
from core.experiments.shared.walkthrough import Moment, moments
from core.graph.walk import order
from core.records import Graph, Record
from core.run import Expected, GraphView, Key, Pace, Preset, Run, Start, TableView, TextView, Tick, View, experiment
from core.settings import ChoiceField, Display, Label, MatrixField, RangeField, Settings

Numbers: TypeAlias = tuple[tuple[float, ...], ...]
APART = "folded − node by node"
# By the layer: x, and what comes back from the layers behind, or for the loss the targets
GIVEN: dict[str, tuple[Numbers, Numbers]] = {
    RELU: (((1.0, -0.5), (-2.0, 3.0)), ((1.0, 1.0), (1.0, 1.0))),
    SIGMOID: (((0.0, 2.0),), ((1.0, 1.0),)),
    AFFINE: (((1.0, 2.0), (3.0, 4.0)), ((1.0, 0.0, -1.0), (0.0, 2.0, 1.0))),
    LOSS: ((tuple(float(v) for v in np.log([0.3, 0.2, 0.5])),), ((0.0, 1.0, 0.0),)),
    NORM: (((1.0, 2.0, 3.0, 4.0),), ((1.0, 0.0, 0.0, 0.0),)),
}


def size(which: int, axis: int) -> Callable[[Any], int]:
    """The shape that a layer gives x or what arrives from behind."""
    return lambda settings: np.shape(GIVEN[settings.layer][which])[axis]


@dataclass(frozen=True, kw_only=True)
class LayerSettings(Settings):
    """Which layer, its numbers, and how far its graph is folded."""

    layer: Annotated[str, ChoiceField(*MAKERS)] = LOSS
    folded: Annotated[int, RangeField(0, 2), Display, Label("folded", "0: node by node, 1: in parts, 2: one node")] = 0
    x: Annotated[Numbers, MatrixField(size(0, 0), size(0, 1), 100.0), Label("input")] = GIVEN[LOSS][0]
    arriving: Annotated[Numbers, MatrixField(size(1, 0), size(1, 1), 100.0), Label("∂L/∂y from behind, or targets")] = (
        GIVEN[LOSS][1]
    )

    def following(self, path: str, before: Self) -> Self:
        """Another layer brings its numbers along."""
        return self if path != "layer" else replace(self, x=GIVEN[self.layer][0], arriving=GIVEN[self.layer][1])

    def graph(self) -> LayerGraph:
        """The layer as a graph. A single row is a vector."""
        x, arriving = (np.array(numbers) for numbers in (self.x, self.arriving))
        if len(x) == 1:
            x, arriving = x[0], arriving[0]
        return MAKERS[self.layer](x, arriving, arriving)


def of(layer: str, **changed: Any) -> LayerSettings:
    """A layer with its own numbers."""
    return replace(replace(LayerSettings(), layer=layer).following("layer", LayerSettings()), **changed)


def steps(layer: str) -> int:
    """Of the whole walk: every operation forward, the turn, and every operation back."""
    return 2 * sum(node.operation is not None for node in order(of(layer).graph().root)) + 1


def walk(name: str, layer: str, **expected: tuple[float, ...]) -> Preset:
    """Node by node, forward and back. expected: numbers at the end, of values and, after d_, of gradients."""
    end = steps(layer)
    claims = [
        Expected("gradient" if label.startswith("d_") else "value", f"{label.removeprefix('d_')} {i}", end,
                 value=value, tolerance=1e-5 if layer == NORM else 1e-12, source="worked out by hand")
        for label, values in expected.items()
        for i, value in enumerate(values, 1)
    ]  # fmt: skip
    claims.append(Expected(APART, "", end, at_most=1e-12, source="the layer of the course"))
    return Preset(name, of(layer), end, tuple(claims), pace=Pace.STEPPED, steps_per_second=1.0)


@experiment(
    id="layer-graphs",
    chapter="Backpropagation",
    order=20,
    settings=LayerSettings,
    presets=(
        walk("Quick", SIGMOID),
        walk("Book", LOSS, y=(0.3, 0.2, 0.5), d_a=(0.3, -0.8, 0.5)),
        walk("ReLU", RELU, d_x=(1, 0, 0, 1)),
        walk("Affine", AFFINE),
        walk(
            "Batch norm",
            NORM,
            norm=(-1.34164, -0.44721, 0.44721, 1.34164),
            d_x=(0.26833, -0.35777, -0.08944, 0.17889),
            d_γ=(-1.34164,),
            d_β=(1.0,),
        ),
    ),
    views=(
        View("graph", GraphView(), "Values forward, gradients back: fold it with the slider", weight=1.0),
        View("formula", TextView(), "Folded into one node, the way back is", "below"),
        View("comparison", TableView(), "Node by node, and by the formula", "below", weight=1.3),
    ),
)
def run(settings: LayerSettings, now: Callable[[], LayerSettings], library: Library) -> Run:
    """Where do the layer formulas come from?

    A layer is a few elementary operations. Each knows its own derivative and keeps what that needs. Multiplied out, the
    derivatives along the graph are the formula that stands in every layer's backward.
    """
    yield Start(f"{settings.layer}, numbers given")
    layer = settings.graph()
    total = 2 * sum(node.operation is not None for node in order(layer.root)) + 1
    for step, moment in enumerate(moments(layer.root, layer.arriving)):
        scalars = measured(moment)
        if step == total:
            scalars[Key(APART)] = distance(moment, layer)
        views: dict[Key, Callable[[], Record]] = {
            Key("graph"): partial(drawn, moment, layer, now),
            Key("formula"): partial(formula, layer),
            Key("comparison"): partial(comparison, moment, layer),
        }
        yield Tick(step, total=total, scalars=scalars, views=views)


def drawn(moment: Moment, layer: LayerGraph, now: Callable[[], LayerSettings]) -> Graph:
    """The graph at the level of folding that the slider says."""
    return Folded(moment, layer, now().layer, now().folded).graph()


def measured(moment: Moment) -> dict[Key, float]:
    """Every number of all values and gradients that are known by now, those of an array counted from 1."""
    found: dict[Key, float] = {}
    for node in order(moment.root):
        if moment.has_value(node):
            found |= {Key("value", f"{node.label} {i}"): float(v) for i, v in enumerate(np.ravel(node.data), 1)}
        if moment.has_gradient(node):
            found |= {Key("gradient", f"{node.label} {i}"): float(v) for i, v in enumerate(np.ravel(node.grad), 1)}
    return found


def distance(moment: Moment, layer: LayerGraph) -> float:
    """The largest difference of output and gradients, node by node and by the layer that does it at once."""
    output, gradients = layer.at_once()
    nodes = {node.label: node.grad for node in order(moment.root)}
    apart = [np.abs(moment.root.data - output), *(np.abs(nodes[name] - g) for name, g in gradients.items())]
    return max(float(np.max(one)) for one in apart)
