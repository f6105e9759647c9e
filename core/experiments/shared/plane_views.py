"""What a network makes of the plane: its answer at every point, each neuron's, and its weights as a graph."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core.data.toys import VIEW
from core.nn import Array, Network
from core.nn.activation import Activation, sigmoid
from core.records import Axes, Edge, FieldMark, Graph, ImageGrid, Node, Plane, PointsMark, Record
from core.run import Key
from core.text import counted
from core.training import stages, weights

FIELD, THUMBNAIL = 100, 30  # points along an edge


class PlanePictures:
    """features: the network's inputs (n, features) for points (n, 2); inputs: their names."""

    def __init__(
        self, net: Network, features: Callable[[Array], Array], inputs: tuple[str, ...], points: tuple[PointsMark, ...]
    ) -> None:
        self.net, self.inputs, self.points = net, inputs, points
        self.axes = Axes(*VIEW, equal=True)
        self.field_inputs, self.thumbnail_inputs = features(grid(FIELD)), features(grid(THUMBNAIL))
        self.matrices = tuple(weights(net).values())
        self.nodes = nodes(inputs, tuple(w.shape[1] for w in self.matrices))

    def views(self) -> Mapping[Key, Callable[[], Record]]:
        """What each panel asks for."""
        return {Key("decision"): self.decision, Key("neurons"): self.neurons, Key("weights"): self.graph}

    def decision(self) -> Plane:
        """P(class 1) over the plane, the points on top."""
        p = sigmoid(self.net.forward(self.field_inputs)).reshape(FIELD, FIELD)
        field = FieldMark(p, *VIEW, limits=(0, 1), scale="signed", centre=0.5, label="probability of orange")
        return Plane(self.axes, (field, *self.points))

    def neurons(self) -> ImageGrid:
        """Each neuron's response over the plane: a row per layer, inputs first, the network's score last."""
        x = self.thumbnail_inputs
        *hidden, scores = stages(self.net, x)
        active = [y for layer, y in zip(self.net.layers, hidden, strict=False) if isinstance(layer, Activation)]
        groups = tuple(pictures(y) for y in (x, *active, scores))
        return ImageGrid(
            labels=("inputs", *(f"layer {i}" for i in range(1, len(active) + 1)), "score"),
            groups=groups,
            limits=tuple((-float(top), float(top)) for top in (np.abs(g).max() or 1.0 for g in groups)),
            scale="signed",
            captions=(self.inputs, *(("",) * len(g) for g in groups[1:])),
        )

    def graph(self) -> Graph:
        """Neurons as nodes, weights as edges."""
        edges = tuple(
            Edge(f"{depth}.{i}", f"{depth + 1}.{j}", weight=float(w[i, j]))
            for depth, w in enumerate(self.matrices)
            for i, j in np.ndindex(*w.shape)
        )
        every = [edge.weight or 0.0 for edge in edges]
        summary = f"{counted(len(edges), 'weight')} from {min(every):.2g} to {max(every):.2g}".replace("-", "−")
        return Graph(self.nodes, edges, summary)


def grid(side: int) -> Array:
    """The points (side², 2) of a square grid over the view, row by row from below."""
    x, y = np.meshgrid(np.linspace(*VIEW[0], side), np.linspace(*VIEW[1], side))
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def pictures(y: Array) -> Array:
    """Values at the grid's points (side², neurons) as pictures (neurons, side, side), the first row on top."""
    return y.T.reshape(-1, THUMBNAIL, THUMBNAIL)[:, ::-1]


def nodes(inputs: tuple[str, ...], sizes: tuple[int, ...]) -> tuple[Node, ...]:
    """A column per layer, each centred on the tallest."""
    columns = (len(inputs), *sizes)
    return tuple(
        Node(
            f"{depth}.{i}",
            inputs[i].replace(" ", "\u00a0") if depth == 0 else "P" if depth == len(sizes) else "",
            x=depth,
            y=(max(columns) - count) / 2 + i,
            kind="input" if depth == 0 else "output" if depth == len(sizes) else "neuron",
        )
        for depth, count in enumerate(columns)
        for i in range(count)
    )
