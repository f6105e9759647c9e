"""Walking a graph node by node.

Forward the order is topological: a node comes after everything it is made from. Backward it is reversed, so when it is
a node's turn every user of it has added its part, and the sum of these parts is the whole gradient.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.array import Array
from core.graph.operations import unbroadcast

if TYPE_CHECKING:
    from core.graph.value import Value


def order(root: Value) -> tuple[Value, ...]:
    """Every node that the root is made from, inputs first, the root last; each once, in the order of writing."""
    ordered: list[Value] = []
    visited: set[Value] = set()
    stack = [(root, False)]
    while stack:
        node, inputs_done = stack.pop()
        if inputs_done:
            ordered.append(node)
        elif node not in visited:
            visited.add(node)
            stack.append((node, True))
            stack.extend((x, False) for x in reversed(node.inputs))
    return tuple(ordered)


def forward(root: Value) -> Iterator[Value]:
    """Compute every operation anew from the inputs as they are now, and yield its node."""
    for node in order(root):
        if node.operation is not None:
            node.data = node.operation.forward(*(x.data for x in node.inputs))
            yield node


def backward(root: Value, gradient: Array | None = None) -> Iterator[Value]:
    """Send gradients from the root to the inputs, and yield each node after it has sent them.

    Yields the root first, with its own gradient and nothing sent yet: ∂root/∂root = 1, or the `gradient` that comes
    from behind where the root is a layer's output and not yet the loss.
    """
    nodes = order(root)
    for node in nodes:
        node.grad = np.zeros_like(node.data)
        node.sent = ()
    root.grad = np.ones_like(root.data) if gradient is None else np.array(gradient, np.float64)
    yield root
    for node in reversed(nodes):
        if node.operation is None:
            continue
        gradients = node.operation.backward(node.grad, node.data, *(x.data for x in node.inputs))
        node.sent = tuple(unbroadcast(g, x.data.shape) for g, x in zip(gradients, node.inputs, strict=True))
        for x, gradient in zip(node.inputs, node.sent, strict=True):
            x.grad = x.grad + gradient
        yield node
