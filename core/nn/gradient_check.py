"""Is my backward right? The slope by two forward passes, and how far backward is from it."""

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.nn.losses import Loss
from core.nn.network import Network


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5, central: bool = True) -> Array:
    """∂f/∂xᵢ ≈ (f(x + h eᵢ) − f(x − h eᵢ)) / 2h, error ~ h²; forward differences (f(x + h eᵢ) − f(x)) / h, error ~ h.

    Needs two passes a number (forward: one, and one more), which is why nobody trains with it.
    """
    x = x.copy()
    slopes = np.zeros_like(x)
    here = 0.0 if central else f(x)
    flat, out = x.reshape(-1), slopes.reshape(-1)
    for i, value in enumerate(flat.copy()):
        flat[i] = value + h
        ahead = f(x)
        if central:
            flat[i] = value - h
            here = f(x)
        out[i] = (ahead - here) / (2 * h if central else h)
        flat[i] = value
    return slopes


def relative_error(a: Array, b: Array) -> float:
    """‖a − b‖ / max(‖a‖, ‖b‖): one figure an array, because entries near 0 have no relative error to speak of."""
    size = max(float(np.linalg.norm(a)), float(np.linalg.norm(b)))
    return float(np.linalg.norm(a - b)) / size if size else 0.0


def gradient_check(net: Network, loss: Loss, x: Array, targets: Array, h: float = 1e-5) -> dict[str, float]:
    """The relative error of backward for every parameter array and for the input, "x". Below 1e-7 in float64 is right.

    Works on replicas: the network's gradients, statistics and random stream stay as they are. Kinks nearer than h give
    false alarms. Whole numbers, such as symbols for an Embedding, have no slope: then there is no "x".
    """
    probe = net.replica()
    loss.forward(probe.forward(x, training=True), targets)
    dx = probe.backward(loss.backward())
    found = probe.gradients() | ({"x": dx} if x.dtype.kind == "f" else {})
    errors = {}
    for name, gradient in found.items():
        given = x if name == "x" else net.parameters()[name]

        def value(changed: Array, name: str = name) -> float:
            return _loss_at(net, loss, changed if name == "x" else x, targets, name, changed)

        errors[name] = relative_error(gradient, numerical_gradient(value, given, h))
    return errors


def _loss_at(net: Network, loss: Loss, x: Array, targets: Array, name: str, changed: Array) -> float:
    """The loss with one parameter array changed for a moment."""
    if name == "x":
        return loss.forward(net.replica().forward(x, training=True), targets)
    view = net.parameters()[name]
    kept = view.copy()
    view[...] = changed
    result = loss.forward(net.replica().forward(x, training=True), targets)
    view[...] = kept
    return result
