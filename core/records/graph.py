"""The record of a computation graph or a network: nodes in columns, edges with a value above and a gradient below."""

from __future__ import annotations

from dataclasses import dataclass

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
    """`above` is the value that flows forward, `below` the gradient that flows back; "" shows nothing yet.

    weight, where it is given, sets the line's width and its sign the colour.
    """

    source: str
    target: str
    above: str = ""
    below: str = ""
    active: bool = False
    weight: float | None = None


@dataclass(frozen=True, eq=False)
class Graph(Record):
    """Nodes and edges with their texts; `caption` is the sentence that narrates this step.

    selected: the id of the chosen node, or (source, target) of the chosen edge.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    caption: str = ""
    selected: str | tuple[str, str] | None = None

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

    def describe(self) -> str:
        label = {node.id: node.label for node in self.nodes}
        flows = [
            f"{label[e.source]} → {label[e.target]} {e.above}" + (f", gradient {e.below}" if e.below else "")
            for e in self.edges
            if e.above
        ]
        return " ".join([self.caption, "; ".join(flows)]).strip()
