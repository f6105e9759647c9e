"""The positions of the nodes of a graph in a drawing: columns from left to right, rows from top to bottom."""

from __future__ import annotations

from core.graph.value import Value
from core.graph.walk import order


def places(root: Value) -> dict[Value, tuple[float, float]]:
    """(column, row) of every node, (0, 0) upper left.

    Inputs fill the first column in the order of writing. An operation comes one column after the last of its
    inputs, level with the operations among these, so that the main line runs straight and inputs join from the side.
    """
    positions: dict[Value, tuple[float, float]] = {}
    rows = 0
    for node in order(root):
        if node.operation is None:
            positions[node] = 0.0, float(rows)
            rows += 1
            continue
        level = [x for x in node.inputs if x.operation is not None] or list(node.inputs)
        column = 1 + max(positions[x][0] for x in node.inputs)
        positions[node] = column, sum(positions[x][1] for x in level) / len(level)
    return positions
