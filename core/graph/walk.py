"""Walking a graph node by node.

Forward, a node comes after everything it is made from. Backward the order is reversed, so when a node's turn comes
every user of it has already sent its share, and the sum of these shares is the whole gradient.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from core.graph.operations import unbroadcast

if TYPE_CHECKING:
    from core.graph.value import Value


def order(root: Value) -> tuple[Value, ...]:
    """Every node that the root is made from, inputs first, the root last; each once, in the order of writing."""
    found: list[Value] = []
    entered: set[Value] = set()
    todo = [(root, False)]
    while todo:
        node, finished = todo.pop()
        if finished:
            found.append(node)
        elif node not in entered:
            entered.add(node)
            todo.append((node, True))
            todo.extend((made_from, False) for made_from in reversed(node.inputs))
    return tuple(found)


def forward(root: Value) -> Iterator[Value]:
    """Compute every operation anew from the inputs as they are now, and yield its node."""
    for node in order(root):
        if node.operation is not None:
            node.data = node.operation.forward(*(x.data for x in node.inputs))
            yield node


def backward(root: Value) -> Iterator[Value]:
    """Send gradients from the root to the inputs, and yield each node after it has sent them.

    Yields the root first, with its own gradient ∂root/∂root = 1 and nothing sent yet.
    """
    nodes = order(root)
    for node in nodes:
        node.grad = np.zeros_like(node.data)
        node.sent = ()
    root.grad = np.ones_like(root.data)
    yield root
    for node in reversed(nodes):
        if node.operation is None:
            continue
        gradients = node.operation.backward(node.grad, node.data, *(x.data for x in node.inputs))
        node.sent = tuple(unbroadcast(g, x.data.shape) for g, x in zip(gradients, node.inputs, strict=True))
        for made_from, gradient in zip(node.inputs, node.sent, strict=True):
            made_from.grad = made_from.grad + gradient
        yield node
