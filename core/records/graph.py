"""The record of a computation graph or a network: nodes in columns, edges with a value above and a gradient below."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from core.array import Array, Interval
from core.records.record import Part, Record


@dataclass(frozen=True)
class Node(Part):
    """x, y are in columns and rows (0, 0 is upper left); state: "waiting", "active" or "done"; kind draws its shape."""

    id: str
    label: str
    x: float
    y: float
    kind: str = "operation"  # or "input", "output", "neuron"
    state: str = "done"
    note: str = ""  # shown beneath the node


@dataclass(frozen=True)
class Edge(Part):
    """`above` is the value that flows forward, `below` the gradient that flows back; "" shows nothing yet. room: a text
    as long as any that will stand there, so that nothing moves when it comes; "" for a number of four digits.

    weight, where it is given, sets the line's width and its sign the colour; a text then stands on the line.
    active: at work now; of edges with weights those that are not are pale then.
    """

    source: str
    target: str
    above: str = ""
    below: str = ""
    room: str = ""
    active: bool = False
    weight: float | None = None


@dataclass(frozen=True, eq=False)
class NodePicture(Part):
    """What a node answers at every point of a plane: values (height, width), the first row on top.

    As in a FieldMark, scale "signed" is a diverging map centred on `centre`; limits are the values at its ends.
    """

    values: Array
    limits: Interval
    scale: str = "signed"
    centre: float = 0.0
    SCALES: ClassVar[tuple[str, ...]] = ("grey", "signed", "sequential")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.values.ndim != 2 or not self.values.size:
            raise ValueError(f"a node's picture has rows and columns; this one has shape {self.values.shape}")
        if self.scale not in self.SCALES:
            raise ValueError(f"the scale of a node's picture is one of {', '.join(self.SCALES)}, not {self.scale!r}")


@dataclass(frozen=True, eq=False)
class Graph(Record):
    """Nodes and edges with their texts; `caption` is the sentence that narrates this step.

    selected: the id of the chosen node, or (source, target) of the chosen edge. pictures: by the id of the node in
    whose place each is drawn; the node's label stands beside it then.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    caption: str = ""
    selected: str | tuple[str, str] | None = None
    pictures: dict[str, NodePicture] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        ids = [node.id for node in self.nodes]
        if twice := [one for one in dict.fromkeys(ids) if ids.count(one) > 1]:
            raise ValueError(f"two nodes of a graph are called {twice[0]!r}")
        known = set(ids)
        for edge in self.edges:
            if not {edge.source, edge.target} <= known:
                raise ValueError(f"the edge from {edge.source!r} to {edge.target!r} leads to a node that is not there")
        ends = {(edge.source, edge.target) for edge in self.edges}
        if self.selected is not None and self.selected not in known and self.selected not in ends:
            raise ValueError(f"there is no node or edge {self.selected!r} to choose")
        if strangers := [id for id in self.pictures if id not in known]:
            raise ValueError(f"there is a picture of {strangers[0]!r}, which is no node of this graph")

    def describe(self) -> str:
        label = {node.id: node.label for node in self.nodes}
        flows = [
            f"{label[e.source]} → {label[e.target]} {e.above}" + (f", gradient {e.below}" if e.below else "")
            for e in self.edges
            if e.above
        ]
        shown = [
            f"{id} from {picture.values.min():.3g} to {picture.values.max():.3g}"
            for id, picture in self.pictures.items()
        ]
        chosen = [f"chosen: {self.selected}"] if self.pictures and isinstance(self.selected, str) else []
        return " ".join([self.caption, "; ".join(flows + shown + chosen)]).strip()
