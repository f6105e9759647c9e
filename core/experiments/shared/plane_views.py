"""What a network makes of the plane: its answer at every point, and itself as a graph with each neuron's answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from core.data.toys import VIEW
from core.nn import Array, Network
from core.nn.activation import Activation, sigmoid
from core.records import Axes, Edge, FieldMark, Graph, Node, NodePicture, Plane, PointsMark, Record
from core.run import Key
from core.text import counted
from core.training import stages, weights

FIELD = 100  # points along an edge
PIXELS, COARSEST, FINEST = 115_000, 48, 96  # of all neurons' pictures; along the edge of one
ANSWER = "P"


class Place(NamedTuple):
    """Of a node: its column, from 0 for the inputs to the answer's, and its number in it from 0."""

    column: int
    number: int


class PlanePictures:
    """network: as it is now; sizes: of its layers, inputs first; features: its inputs (n, features) for points (n, 2);
    names: of these; chosen: the index of the node whose answer the plane shows, as `places` counts them."""

    def __init__(
        self,
        network: Callable[[], Network],
        sizes: tuple[int, ...],
        features: Callable[[Array], Array],
        names: tuple[str, ...],
        points: tuple[PointsMark, ...],
        chosen: Callable[[], int],
    ) -> None:
        self.network, self.points, self.chosen = network, points, chosen
        self.axes = Axes(*VIEW, equal=True)
        self.places = places(sizes)
        self.side = min(max(math.isqrt(PIXELS // len(self.places)), COARSEST), FINEST)
        self.field_inputs, self.picture_inputs = features(grid(FIELD)), features(grid(self.side))
        self.nodes = nodes(names, sizes)
        self.ids = {place: node.id for place, node in zip(self.places, self.nodes, strict=True)}
        self.ends = edge_ends(self.ids, sizes)

    def views(self) -> Mapping[Key, Callable[[], Record]]:
        """What each panel asks for."""
        return {Key("decision"): self.decision, Key("network"): self.graph}

    def decision(self) -> Plane:
        """P(class 1) over the plane, or what another node answers; the points on top."""
        column, number = self._chosen
        if (column, number) == self.places[0]:
            p = sigmoid(self.network().forward(self.field_inputs)).reshape(FIELD, FIELD)
            field = FieldMark(p, *VIEW, limits=(0, 1), scale="signed", centre=0.5, label="probability of orange")
        else:
            layer = self._answers(self.field_inputs)[column]
            limit = largest(layer)
            values, name = layer[:, number].reshape(FIELD, FIELD), self.ids[self._chosen]
            field = FieldMark(values, *VIEW, limits=(-limit, limit), scale="signed", label=name)
        return Plane(self.axes, (field, *self.points))

    def graph(self) -> Graph:
        """Weights as edges, and at each node what it answers, in the colours of its layer's largest answer."""
        every = np.concatenate([w.ravel() for w in weights(self.network()).values()])
        edges = tuple(Edge(*ends, weight=weight) for ends, weight in zip(self.ends, every.tolist(), strict=True))
        span = f"from {every.min():.2g} to {every.max():.2g}" if len(every) > 1 else f"of {every[0]:.2g}"
        summary = f"{counted(len(every), 'weight')} {span}".replace("-", "−")
        return Graph(self.nodes, edges, summary, self.ids[self._chosen], self._pictures())

    @property
    def _chosen(self) -> Place:
        """The last node where the network has not so many."""
        return self.places[min(self.chosen(), len(self.places) - 1)]

    def _pictures(self) -> dict[str, NodePicture]:
        answers = self._answers(self.picture_inputs)
        found = {}
        for column, layer in enumerate(answers):
            limit = largest(layer)
            for number, values in enumerate(pictures(layer, self.side)):
                is_p = column == len(answers) - 1
                scale = NodePicture(values, (0.0, 1.0), centre=0.5) if is_p else NodePicture(values, (-limit, limit))
                found[self.ids[Place(column, number)]] = scale
        return found

    def _answers(self, x: Array) -> list[Array]:
        """(points, nodes) for each column: the inputs, what leaves each activation, P."""
        net = self.network()
        *hidden, scores = stages(net, x)
        active = [y for layer, y in zip(net.layers, hidden, strict=False) if isinstance(layer, Activation)]
        return [x, *active, sigmoid(scores)]


def grid(side: int) -> Array:
    """The points (side², 2) of a square grid over the view, row by row from below."""
    x, y = np.meshgrid(np.linspace(*VIEW[0], side), np.linspace(*VIEW[1], side))
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def pictures(y: Array, side: int) -> Array:
    """Values at the grid's points (side², neurons) as pictures (neurons, side, side), the first row on top."""
    return y.T.reshape(-1, side, side)[:, ::-1]


def largest(values: Array) -> float:
    """The largest size; 1 where all are 0, so that there is a scale."""
    return float(np.abs(values).max()) or 1.0


def places(sizes: tuple[int, ...]) -> tuple[Place, ...]:
    """Every node of a network: the answer first, then column by column."""
    *before, _ = sizes
    others = (Place(column, number) for column, size in enumerate(before) for number in range(size))
    return (Place(len(before), 0), *others)


def nodes(names: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[Node, ...]:
    """In the order of `places`: a column per layer, each centred on the tallest."""
    return tuple(
        Node(
            *_names(names, sizes, place),
            x=place.column,
            y=(max(sizes) - sizes[place.column]) / 2 + place.number,
            kind="input" if place.column == 0 else "output" if place.column == len(sizes) - 1 else "neuron",
        )
        for place in places(sizes)
    )


def _names(names: tuple[str, ...], sizes: tuple[int, ...], place: Place) -> tuple[str, str]:
    """(id, label): hidden neurons have no label, there would be no room."""
    if place.column == len(sizes) - 1:
        return ANSWER, ANSWER
    if place.column == 0:
        return names[place.number], names[place.number].replace(" ", "\u00a0")
    return f"layer {place.column}, neuron {place.number + 1}", ""


def edge_ends(ids: Mapping[Place, str], sizes: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    """(source, target) of every weight, layer by layer, in each from the first input first."""
    return tuple(
        (ids[Place(column, i)], ids[Place(column + 1, j)])
        for column, shape in enumerate(pairwise(sizes))
        for i, j in np.ndindex(*shape)
    )
