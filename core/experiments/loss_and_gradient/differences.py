"""Numerical derivatives of functions whose derivative is known: how wrong they are, and what they cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.nn import Linear, ReLU, count_parameters, numerical_gradient
from core.nn.mlp import mlp


class Function(NamedTuple):
    """f and its first three derivatives."""

    f: Callable[[Array], Array]
    d1: Callable[[Array], Array]
    d2: Callable[[Array], Array]
    d3: Callable[[Array], Array]


SINE, PARABOLA, EXPONENTIAL = "sin x", "0.01 x² + 0.1 x", "eˣ"
FUNCTIONS = {
    SINE: Function(np.sin, np.cos, lambda x: -np.sin(x), lambda x: -np.cos(x)),
    PARABOLA: Function(
        lambda x: np.asarray(x * x / x.dtype.type(100) + x / x.dtype.type(10)),
        lambda x: 0.02 * x + 0.1,
        lambda x: np.full_like(x, 0.02),
        np.zeros_like,
    ),
    EXPONENTIAL: Function(np.exp, np.exp, np.exp, np.exp),
}


class Rule(NamedTuple):
    """Which difference, in which type of number."""

    central: bool
    dtype: type[np.floating]


RULES = {
    "central float64": Rule(True, np.float64),
    "forward float64": Rule(False, np.float64),
    "central float32": Rule(True, np.float32),
    "forward float32": Rule(False, np.float32),
}
STEPS = 10.0 ** np.arange(-13, 0.01, 0.25)  # h, a quarter of a decade apart


def estimate(function: Function, rule: Rule, x: float, h: float) -> float:
    """f′(x) by that difference, by the code that checks the gradients of the networks."""
    at = np.array([x], rule.dtype)
    return float(numerical_gradient(lambda point: float(function.f(point)[0]), at, h, rule.central)[0])


def exact(function: Function, rule: Rule, x: float) -> float:
    """f′ at the number that x is in this type, computed in float64."""
    return float(function.d1(np.array([x], rule.dtype).astype(np.float64))[0])


def error(function: Function, rule: Rule, x: float, h: float) -> float:
    """How far the estimate is from f′(x)."""
    return abs(estimate(function, rule, x, h) - exact(function, rule, x))


def theory(function: Function, rule: Rule, x: float, h: Array) -> Array:
    """Truncation + rounding, its largest. central: h² |f‴|/6 + r/2h; forward: h |f″|/2 + r/h.

    r = ε (|f| + |x f′|): both values of f are rounded, and so are the places x ± h where they are taken.
    """
    at = np.array([x])
    f, d1, d2, d3 = (float(np.abs(one(at))[0]) for one in function)
    rounding = float(np.finfo(rule.dtype).eps) * (f + abs(x) * d1) / h
    return np.asarray(h**2 * d3 / 6 + rounding / 2 if rule.central else h * d2 / 2 + rounding)


def best_step(errors: Array) -> int:
    """The place in STEPS of the least error; of several that are alike, as float32 has them, the last."""
    return int(np.flatnonzero(errors <= errors.min() * (1 + 1e-9))[-1])


def order(function: Function, rule: Rule, x: float) -> float:
    """Decades of error for each decade of h, between 0.1 and 0.001: 1 or 2."""
    large, small = (error(function, rule, x, h) for h in (1e-1, 1e-3))
    return float(np.log10(large / small) / 2) if large and small else float("nan")


def passes(sizes: tuple[int, ...]) -> tuple[int, tuple[int, int, int]]:
    """Parameters of a network of these layers, and the forward passes for its gradient: by central differences two for
    each, by forward differences one for each and one more, by backpropagation 1 (and one pass back)."""
    layers = mlp(sizes, ReLU) if len(sizes) > 2 else [Linear(sizes[0], sizes[1])]
    n = count_parameters(layers)
    return n, (2 * n, n + 1, 1)
