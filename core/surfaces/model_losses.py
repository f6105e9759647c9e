"""Losses of models with two parameters: the surface an optimizer really walks on when it learns.

The surface's x is the weight w, its y the bias b.
"""

import numpy as np

from core.array import Array
from core.surfaces.surface import Domain, Point, Surface

LINE_POINTS: tuple[Point, ...] = ((0.0, 1.2), (1.0, 2.7), (2.0, 5.4), (3.0, 6.6), (4.0, 9.3))
CLASS_POINTS: tuple[Point, ...] = (
    (-3, 0),
    (-2, 0),
    (-1.5, 0),
    (-1, 1),
    (0, 0),
    (0.5, 1),
    (1, 0),
    (2, 1),
    (2.5, 1),
    (3, 1),
)


def line_fit_loss(points: tuple[Point, ...] = LINE_POINTS) -> Surface:
    """Mean of (w x + b − y)² over the points; the minimum is the least-squares line.

    Raises ValueError unless two points differ in x.
    """
    px, py = _columns(points)
    if len(np.unique(px)) < 2:
        raise ValueError("a line needs at least two points with different x")

    def f(w: Array, b: Array) -> Array:
        mean: Array = np.mean((_affine(w, b, px) - py) ** 2, axis=-1)
        return mean

    def gradient(w: Array, b: Array) -> tuple[Array, Array]:
        residual = _affine(w, b, px) - py
        return 2 * np.mean(residual * px, axis=-1), 2 * np.mean(residual, axis=-1)

    slope, offset = np.polyfit(px, py, 1)
    minimum = float(slope), float(offset)
    view, start = _around(minimum, 4.0)
    return Surface("line-fit loss", "mean of (w·xᵢ + b − yᵢ)²", f, gradient, view, start, (minimum,))


def logistic_loss(points: tuple[Point, ...] = CLASS_POINTS) -> Surface:
    """Mean of softplus(z) − y z with z = w x + b: the cross entropy of σ(z) with labels y in {0, 1}.

    Without overlap between the classes the loss has no minimum (w grows for ever), and `minima` is empty.
    Raises ValueError unless both labels occur.
    """
    px, labels = _columns(points)
    if set(labels.tolist()) != {0.0, 1.0}:
        raise ValueError("the logistic loss needs points of both classes, labelled 0 and 1")

    def f(w: Array, b: Array) -> Array:
        z = _affine(w, b, px)
        mean: Array = np.mean(np.logaddexp(0, z) - labels * z, axis=-1)
        return mean

    def gradient(w: Array, b: Array) -> tuple[Array, Array]:
        difference = _sigmoid(_affine(w, b, px)) - labels
        return np.mean(difference * px, axis=-1), np.mean(difference, axis=-1)

    minima = (_newton(px, labels),) if _overlap(px, labels) else ()
    view, start = _around(minima[0] if minima else (0.0, 0.0), 5.0)
    return Surface("logistic loss", "mean of −ln p(yᵢ), p(1) = σ(w·xᵢ + b)", f, gradient, view, start, minima)


def _columns(points: tuple[Point, ...]) -> tuple[Array, Array]:
    table = np.array(points, dtype=np.float64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _affine(w: Array, b: Array, px: Array) -> Array:
    """w x + b for every point, points last: (…,) -> (…, points)"""
    z: Array = np.asarray(w)[..., None] * px + np.asarray(b)[..., None]
    return z


def _sigmoid(z: Array) -> Array:
    """1/(1 + e^{−z}) as ½(1 + tanh(z/2)), which cannot overflow."""
    p: Array = 0.5 * (1 + np.tanh(0.5 * z))
    return p


def _overlap(px: Array, labels: Array) -> bool:
    ones, zeros = px[labels == 1], px[labels == 0]
    return bool(zeros.max() > ones.min() and ones.max() > zeros.min())


def _newton(px: Array, labels: Array) -> Point:
    """The minimum by Newton's method with step halving: the loss is convex, with one minimum where classes overlap."""
    design = np.stack([px, np.ones_like(px)], axis=1)
    w = np.zeros(2)

    def loss(at: Array) -> float:
        z = design @ at
        return float(np.mean(np.logaddexp(0, z) - labels * z))

    for _ in range(50):
        p = _sigmoid(design @ w)
        step = np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (p - labels))
        while loss(w - step) > loss(w) and np.abs(step).max() > 1e-12:
            step /= 2
        w -= step
    return float(w[0]), float(w[1])


def _around(centre: Point, half: float) -> tuple[Domain, Point]:
    (w, b) = (round(value, 1) for value in centre)
    return ((w - half, w + half), (b - half, b + half)), (w - 0.75 * half, b + 0.5 * half)
