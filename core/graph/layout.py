"""Where the nodes of a graph stand in a drawing: columns from left to right, rows from top to bottom."""

from __future__ import annotations

from core.graph.value import Value
from core.graph.walk import order


def places(root: Value) -> dict[Value, tuple[float, float]]:
    """(column, row) of every node, (0, 0) upper left.

    Inputs fill the first column in the order of writing. An operation stands one column behind the last of what it is
    made from, level with the operations among these, so that the main line runs straight and inputs join from the side.
    """
    found: dict[Value, tuple[float, float]] = {}
    rows = 0
    for node in order(root):
        if node.operation is None:
            found[node] = 0.0, float(rows)
            rows += 1
            continue
        level = [x for x in node.inputs if x.operation is not None] or list(node.inputs)
        column = 1 + max(found[x][0] for x in node.inputs)
        found[node] = column, sum(found[x][1] for x in level) / len(level)
    return found
