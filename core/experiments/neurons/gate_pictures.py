"""What the pictures of a neuron and of a circuit have in common: the plane, the fields, the truth table's names."""

from __future__ import annotations

import numpy as np

from core.array import Array
from core.experiments.neurons.circuits import BY_HAND, INPUTS, ROWS, Circuit, answers, boundary, edges_of
from core.records import Axes, Edge, EllipseMark, FieldMark, Graph, LinesMark, Node, NodePicture, Plane, PointsMark
from core.text import number_text

VIEW = (-0.5, 1.5)
FINE, COARSE = 161, 64  # points along an edge of the plane; of a node's picture
LINES = (2, 5, 6)  # colours that are not those of the two classes


def grid(side: int) -> Array:
    """The points (side², 2) of a square grid over the view, row by row from below."""
    x, y = np.meshgrid(np.linspace(*VIEW, side), np.linspace(*VIEW, side))
    return np.stack([x.ravel(), y.ravel()], axis=1)


FINE_GRID, COARSE_GRID = grid(FINE), grid(COARSE)


def signed(number: float) -> str:
    """Three digits at most, with a true minus."""
    return number_text(float(f"{number:.3g}")).replace("-", "−")


def plane(field: Array, lines: tuple[LinesMark, ...], targets: Array, right: Array) -> Plane:
    """field (FINE²,): the answer at every point; the four points in the colour of their target, a ring around those
    that are answered wrongly."""
    rings = tuple(
        EllipseMark.of_axes((float(x), float(y)), (0.12, 0.12), name="answered wrongly") for x, y in ROWS[~right]
    )
    values = field.reshape(FINE, FINE).astype(np.float32)
    ground = FieldMark(values, VIEW, VIEW, (0, 1), "signed", 0.5, "answer")
    points = PointsMark(ROWS[:, 0], ROWS[:, 1], targets.astype(np.int64), name="wanted", sizes=np.full(4, 4.0))
    return Plane(Axes(VIEW, VIEW, *INPUTS, equal=True), (ground, *lines, points, *rings))


def neuron_plane(w: Array, targets: Array, right: Array) -> Plane:
    """One neuron cuts the plane along one line. w: w₁, w₂, b."""
    field = (FINE_GRID @ w[:2] + w[2] >= 0).astype(float)
    return plane(field, (LinesMark(*boundary(w.tolist(), VIEW)),), targets, right)


def circuit_plane(circuit: Circuit, added: Array, shown: str, targets: Array, right: Array) -> Plane:
    """The answer of one gate, and the lines of those that look at the inputs themselves."""
    weights = np.array([weight for _, _, weight in edges_of(circuit)]) + added
    first = [(i, gate) for i, gate in enumerate(circuit.gates) if gate.inputs == INPUTS]
    lines = tuple(
        LinesMark(
            *boundary((*weights[2 * i : 2 * i + 2].tolist(), BY_HAND[gate.kind][2]), VIEW),
            gate.name,
            gate.kind == "AND",
            color,
        )
        for (i, gate), color in zip(first, LINES, strict=False)
    )
    return plane(answers(circuit, FINE_GRID, added)[shown], lines, targets, right)


def neuron_graph(w: Array, caption: str) -> Graph:
    """x₁, x₂ and the constant 1, whose weight is the bias."""
    places = zip((*INPUTS, "1"), (0, 1, 2), ("w₁", "w₂", "b"), w.tolist(), strict=True)
    nodes, edges = [Node("y", "step", 1, 1, "neuron"), Node("answer", "y", 2, 1, "output")], []
    for name, row, letter, weight in places:
        nodes.append(Node(name, name, 0, row, "input"))
        edges.append(Edge(name, "y", f"{letter} = {signed(weight)}", weight=weight))
    return Graph(tuple(nodes), (*edges, Edge("y", "answer", " ")), caption)


def circuit_graph(circuit: Circuit, added: Array, shown: str, caption: str) -> Graph:
    """Every gate with what it answers over the whole plane."""
    found = answers(circuit, COARSE_GRID, added)
    order = (*(gate.name for gate in circuit.gates), *INPUTS)
    lowest = max(gate.row for gate in circuit.gates)
    places = {gate.name: (gate.column, gate.row) for gate in circuit.gates}
    places |= dict(zip(INPUTS, ((0, 0.0), (0, lowest)) if lowest < 3 else ((0, 0.5), (0, lowest - 0.5)), strict=True))
    nodes = tuple(Node(name, name, *places[name], "input" if name in INPUTS else "neuron") for name in order)
    edges = tuple(
        Edge(source, target, signed(weight + more), weight=weight + more)
        for (source, target, weight), more in zip(edges_of(circuit), added.tolist(), strict=True)
    )
    return Graph(nodes, edges, caption, shown, {name: picture(found[name], name in INPUTS) for name in order})


def picture(values: Array, is_input: bool) -> NodePicture:
    """(COARSE²,) with the first row below; the inputs themselves on the scale of the view."""
    limits = (-0.5, 1.5) if is_input else (0.0, 1.0)
    return NodePicture(values.reshape(COARSE, COARSE)[::-1], limits, centre=0.5)
