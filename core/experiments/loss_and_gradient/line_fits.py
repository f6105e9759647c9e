"""Lines through points: the best one by each loss without any training, and how large a rate may be."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import combinations

import numpy as np

from core.array import Array
from core.nn import MAE, MSE, SmoothL1
from core.nn.losses import Loss

Points = tuple[tuple[float, float], ...]
SQUARED, ABSOLUTE, SMOOTH = "MSE", "MAE", "smooth L1"
LINE_LOSSES: dict[str, Callable[[str], Loss]] = {
    SQUARED: MSE,
    ABSOLUTE: MAE,
    SMOOTH: lambda reduction: SmoothL1(reduction=reduction),
}
ITERATIONS = 500
TINY = 1e-12


@lru_cache(maxsize=64)
def best_line(name: str, points: Points) -> tuple[float, float]:
    """w, b of the line with the least loss. MSE: the normal equations. MAE: of all lines through two of the points the
    best, for one of them is. Smooth L1: least squares again and again, each point weighted with 1 / max(1, |d|)."""
    x, y = np.array(points).T
    if name == ABSOLUTE and len(np.unique(x)) > 1:
        lines = [_through(points[i], points[j]) for i, j in combinations(range(len(points)), 2) if x[i] != x[j]]
        return min(lines, key=lambda line: float(np.abs(line[0] * x + line[1] - y).sum()))
    w, b = _weighted(x, y, np.ones_like(x))
    for _ in range(ITERATIONS if name == SMOOTH else 0):
        w, b = _weighted(x, y, 1 / np.maximum(1, np.abs(w * x + b - y)))
    return w, b


def _through(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    w = (other[1] - one[1]) / (other[0] - one[0])
    return w, one[1] - w * one[0]


def _weighted(x: Array, y: Array, weights: Array) -> tuple[float, float]:
    """Least squares; of several solutions the shortest (w, b)."""
    root = np.sqrt(weights)
    design = np.stack([x, np.ones_like(x)], axis=1) * root[:, None]
    (w, b), *_ = np.linalg.lstsq(design, y * root, rcond=None)
    return float(w), float(b)


def curvatures(points: Points, reduction: str) -> tuple[float, float]:
    """Eigenvalues of the Hessian of the squared error by w and b, the smaller first: 2 XᵀX, with the mean 2 XᵀX / n.
    Gradient descent diverges at rates above 2 / the larger."""
    x = np.array(points)[:, 0]
    design = np.stack([x, np.ones_like(x)], axis=1)
    hessian = 2 * design.T @ design / (len(x) if reduction == "mean" else 1)
    low, high = np.linalg.eigvalsh(hessian)
    return float(low), float(high)
