"""Is my backward right? The gradient by finite differences, and how far backward is from it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.nn.losses import Loss
from core.nn.network import Network

FLOOR = 1e-3  # times the loss: slopes below it are compared by their distance, which two passes know to 1e-11 of it


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5, central: bool = True) -> Array:
    """∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / 2h, error ~ h²; forward differences (f(x + h eᵢ) − f(x)) / h, error ~ h.

    Needs two passes a number (forward: one, and one more), which is why nobody trains with it. Integers become floats.
    """
    x = np.array(x, x.dtype if x.dtype.kind == "f" else np.float64, order="C")
    gradient = np.zeros_like(x)
    below = 0.0 if central else f(x)
    flat, out = x.reshape(-1), gradient.reshape(-1)
    for i, value in enumerate(flat.copy()):
        flat[i] = value + h
        above = f(x)
        if central:
            flat[i] = value - h
            below = f(x)
        out[i] = (above - below) / (2 * h if central else h)
        flat[i] = value
    return gradient


def relative_error(a: Array, b: Array, floor: float = 0.0) -> float:
    """‖a − b‖ / max(‖a‖, ‖b‖, floor): one number for an array, because entries near 0 have no meaningful error of their
    own. An array that is all rounding has none either: below `floor` it is the distance that counts."""
    size = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)), floor)
    return float(np.linalg.norm(a - b)) / size if size else 0.0


class Comparison(NamedTuple):
    """The gradient of one array by backward and by central differences, entry by entry, and their relative error."""

    name: str
    backward: Array
    numerical: Array
    error: float


def gradient_check(net: Network, loss: Loss, x: Array, targets: Array, h: float = 1e-5) -> dict[str, float]:
    """The relative error of backward for every parameter array and for the input, "x". Below 1e-7 in float64 is right.

    Arrays whose gradient is 0 but for rounding, such as a bias before batch norm, read as right too: see FLOOR.
    Works on replicas: the network's gradients, statistics and random stream stay as they are. Kinks nearer than h give
    false alarms. Whole numbers, such as symbols for an Embedding, have no slope: then there is no "x".
    """
    return {one.name: one.error for one in compared(net, loss, x, targets, h)}


def compared(
    net: Network, loss: Loss, x: Array, targets: Array, h: float = 1e-5, most: int = 0
) -> Iterator[Comparison]:
    """What `gradient_check` compares, one array after the other. most: entries of each array, evenly spread over it,
    that are enough, since each costs two passes; 0 for all."""
    probe = net.replica()
    floor = FLOOR * max(1.0, abs(loss.forward(probe.forward(x, training=True), targets)))
    dx = probe.backward(loss.backward())
    gradients = probe.gradients() | ({"x": dx} if x.dtype.kind == "f" else {})
    for name, gradient in gradients.items():
        start = x if name == "x" else net.parameters()[name]
        count = start.size if most == 0 else min(most, start.size)
        entries = np.linspace(0, start.size - 1, count).astype(int)

        def value(part: Array, name: str = name, start: Array = start, entries: Array = entries) -> float:
            changed = start.copy()
            changed.reshape(-1)[entries] = part
            return _loss_at(net, loss, changed if name == "x" else x, targets, name, changed)

        backward = gradient.reshape(-1)[entries]
        numerical = numerical_gradient(value, start.reshape(-1)[entries], h)
        yield Comparison(name, backward, numerical, relative_error(backward, numerical, floor))


def _loss_at(net: Network, loss: Loss, x: Array, targets: Array, name: str, changed: Array) -> float:
    """The loss with one parameter array changed for this evaluation."""
    if name == "x":
        return loss.forward(net.replica().forward(x, training=True), targets)
    view = net.parameters()[name]
    original = view.copy()
    view[...] = changed
    result = loss.forward(net.replica().forward(x, training=True), targets)
    view[...] = original
    return result
