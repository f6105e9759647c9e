"""The graph of a layer with its nodes apart, folded into parts, or folded into one node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.array import Array
from core.experiments.backpropagation.layers_as_graphs import LayerGraph
from core.experiments.shared.walkthrough import RESULT, Moment, name, number
from core.graph import operations as op
from core.graph.value import Value
from core.graph.walk import order
from core.records import Edge, Graph, Node, Table, Text

APART, PARTS, ONE = range(3)
KEPT: dict[type[object], str] = {
    op.Multiply: "both inputs", op.Divide: "z, divisor", op.Exp: "its output", op.Log: "its input",
    op.MatMul: "both inputs", op.Power: "its input",
}  # fmt: skip


def kept(node: Value, constants: frozenset[str]) -> str:
    """What an operation stores for the way back: sums and differences nothing, a product with a constant neither."""
    scaled = isinstance(node.operation, op.Multiply) and any(x.label in constants for x in node.inputs)
    return "keeps " + ("nothing" if scaled else KEPT.get(type(node.operation), "nothing"))


def short(value: Array) -> str:
    """Two digits and no zero before the point: on an edge there is little room."""
    rows = (" ".join(_digits(one) for one in row) for row in np.atleast_2d(value))
    return "; ".join(rows)


def room(value: Value) -> str:
    """As long as the value, or as its gradient, which has as many numbers."""
    return max(short(value.data), f"← {short(np.full_like(value.data, -0.99))}", key=len)


def _digits(value: float) -> str:
    text = f"{value + 0.0:.2g}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


@dataclass(frozen=True)
class Folded:
    """A moment of the walk through the nodes, seen at a level of folding."""

    moment: Moment
    layer: LayerGraph
    layer_name: str
    level: int

    def box(self, node: Value) -> str:
        """The id of the drawn node in which a node is."""
        if node.operation is None or self.level == APART:
            return node.label
        return self.layer_name if self.level == ONE else self.layer.parts.get(node.label, node.label)

    @property
    def members(self) -> dict[str, list[Value]]:
        """The nodes in each drawn one; constants belong to an operation's sign and are not drawn."""
        found: dict[str, list[Value]] = {}
        for node in order(self.moment.root):
            if node.label not in self.layer.constants:
                found.setdefault(self.box(node), []).append(node)
        return found

    def graph(self) -> Graph:
        """The drawing, with the sentence of the moment."""
        places = self._places()
        nodes = [self._node(id, inside, places[id]) for id, inside in self.members.items()]
        root = self.moment.root
        column, row = places[self.box(root)]
        end = self.layer.places.get(RESULT, (column + 1, row)) if self.level == APART else (column + 1, row)
        nodes.append(Node(RESULT, name(root), *end, "output", self._state([root])))
        return Graph(tuple(nodes), (*self._edges(), self._last()), self.moment.caption)

    def _places(self) -> dict[str, tuple[float, float]]:
        """Level by level: as the layer says; where several are one box, in their middle; one box behind its inputs."""
        at = self.layer.places
        if self.level == ONE:
            inputs = [id for id, inside in self.members.items() if inside[0].operation is None]
            middle = (len(inputs) - 1) / 2
            return {id: (0.0, float(i)) for i, id in enumerate(inputs)} | {self.layer_name: (1.0, middle)}
        middles = {id: np.mean([at[node.label] for node in inside], axis=0) for id, inside in self.members.items()}
        if self.level == APART:
            return {id: (float(column), float(row)) for id, (column, row) in middles.items()}
        first = next(id for id in middles if id in ("x", "a"))
        boxes = [first, *(id for id, inside in self.members.items() if inside[0].operation is not None)]
        aside = [id for id in middles if id not in boxes]
        before = float(max(len(boxes) - 2, 1))
        return {id: (float(i), 0.0) for i, id in enumerate(boxes)} | {
            id: (before, float(i)) for i, id in enumerate(aside, 1)
        }

    def _node(self, id: str, inside: list[Value], place: tuple[float, float]) -> Node:
        first = inside[0]
        if first.operation is None:
            return Node(id, first.label, *place, "input")
        label = self._sign(first) if self.level == APART else id
        known = all(self.moment.has_value(node) for node in inside)
        note = (
            kept(first, self.layer.constants)
            if self.level == APART
            else f"keeps {self.layer.keeps}"
            if self.level == ONE
            else ""
        )
        return Node(id, label, *place, "operation", self._state(inside), note if known else "")

    def _sign(self, node: Value) -> str:
        """The operation, with its constant."""
        constants = [x.label for x in node.inputs if x.label in self.layer.constants]
        sign = node.operation.name if node.operation is not None else ""
        return f"{sign} {constants[0].strip('+')}" if constants and sign != "÷" else "1 ÷" if constants else sign

    def _state(self, inside: list[Value]) -> str:
        if self.moment.active in inside:
            return "active"
        return "done" if all(self.moment.has_value(node) for node in inside) else "waiting"

    def _edges(self) -> Iterator[Edge]:
        """Every value that goes from one drawn node to another, with the sum of what the users in there send back."""
        users: dict[tuple[str, str, Value], list[Value]] = {}
        for user in order(self.moment.root):
            for value in user.inputs:
                if value.label not in self.layer.constants and self.box(value) != self.box(user):
                    users.setdefault((self.box(value), self.box(user), value), []).append(user)
        for (source, target, value), using in users.items():
            sent = all(user in self.moment.sent for user in using)
            yield Edge(
                source, target,
                above=short(value.data) if self.moment.has_value(value) else "",
                below=short(self._gradient(value, using)) if sent and not value.constant else "",
                room=room(value),
                active=self.moment.active in using and (not self.moment.returning or sent),
            )  # fmt: skip

    def _gradient(self, value: Value, using: list[Value]) -> Array:
        """Of the one node, what the layer's own formula gives; else what the operations have sent."""
        if self.level == ONE:
            return self.layer.at_once()[1].get(value.label, value.grad)
        shares = [sent for user in using for x, sent in zip(user.inputs, user.sent, strict=True) if x is value]
        return np.asarray(sum(shares[1:], shares[0]))

    def _last(self) -> Edge:
        moment, root = self.moment, self.moment.root
        return Edge(
            self.box(root), RESULT,
            above=short(root.data) if moment.has_value(root) else "",
            below=short(root.grad) if moment.returning else "",
            room=room(root),
            active=moment.returning and not moment.sent,
        )  # fmt: skip


def comparison(moment: Moment, layer: LayerGraph) -> Table:
    """The gradient of each input by the nodes and by the folded formula, and how far they are apart."""
    gradients = layer.at_once()[1]
    rows = []
    for node in order(moment.root):
        if node.label in gradients:
            known = moment.has_gradient(node)
            apart = float(np.abs(node.grad - gradients[node.label]).max())
            shown = (
                (number(node.grad), number(gradients[node.label]), f"{apart:.0e}" if apart else "0")
                if known
                else ("", "", "")
            )
            rows.append((f"∂L/∂{node.label}", *shown))
    return Table(("gradient", "node by node", "folded", "apart"), tuple(rows))


def formula(layer: LayerGraph) -> Text:
    """The backward pass of the folded node."""
    return Text(f"{layer.words} It keeps {layer.keeps}.", layer.formula)
