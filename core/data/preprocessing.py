"""Preprocessing: what is done to the numbers before a network sees them, and how to undo it.

    train = parts.train
    step = zca(train.x, eps=0.1)                                # fitted on the training part, and only there
    train, test = step.on(train), step.on(parts.test)           # the very same formula for every part

All of these are y = (x − μ) W with a W that is found once: the test part never has statistics of its own. Variances and
covariances are sums over n − 1, the estimate from a sample; a sum over n (or none: the data's singular values as they
are) gives a "whitened" covariance that is not I.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.data.samples import Samples

PORTION = 1000  # samples worked on at a time: 60,000 digits in float64 would be 376 MB


@dataclass(frozen=True, eq=False)
class Preprocessing:
    """y = (x − μ) W,  x = y W⁻¹ + μ        x (n, features) -> y (n, k);  W (features, k), or (features,): a diagonal

    `back` is W⁻¹, or where k < features the best there is: the nearest x that the kept directions can make.
    """

    note: str
    mean: Array
    forward: Array
    back: Array

    def __call__(self, x: Array) -> Array:
        """y, in the type of x, computed in float64. Pictures are taken as rows."""
        return _product(_rows(x, len(self.mean), self.note) - self.mean, self.forward).astype(_kind(x), copy=False)

    def inverse(self, y: Array) -> Array:
        """x again, as rows."""
        undone = _product(_rows(y, self.forward.shape[-1], self.note), self.back) + self.mean
        return undone.astype(_kind(y), copy=False)

    def on(self, data: Dataset) -> Dataset:
        """The data set with this done to its samples as they are asked for, and told in its note."""
        note = f"{data.note}, {self.note}" if data.note else self.note
        return replace(data, x=Preprocessed(data.x, self), note=note)


@dataclass(frozen=True)
class Preprocessed:
    """Samples with a preprocessing done to each as it is asked for; pictures stay pictures where they can."""

    samples: Samples
    step: Preprocessing

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, …): as before where the number of features is, else (n, k)."""
        features = self.step.forward.shape[-1]
        same = features == int(np.prod(self.samples.shape[1:]))
        return self.samples.shape if same else (len(self.samples), features)

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, rows: Any) -> Array:
        taken = self.samples[rows]
        one = self.samples.shape[1:]
        outside = taken.shape[: taken.ndim - len(one)]
        return self.step(taken.reshape(-1, *one)).reshape(*outside, *self.shape[1:])


def centre(x: Samples) -> Preprocessing:
    """y = x − μ: every feature has mean 0"""
    mean = _mean(x)
    ones = np.ones_like(mean)
    return Preprocessing("centred", mean, ones, ones)


def standardize(x: Samples) -> Preprocessing:
    """y = (x − μ) / σ: every feature has mean 0 and variance 1; one that never changes is only centred"""
    mean = _mean(x)
    squares = sum(((portion - mean) ** 2).sum(0) for portion in _portions(x))
    sigma = np.sqrt(squares / _degrees(x))
    sigma = np.where(sigma > 1e-12 * np.abs(mean), sigma, 1.0)  # what rounding leaves of a constant is no spread
    return Preprocessing("standardized", mean, 1 / sigma, sigma)


def pca(x: Samples, components: int | None = None) -> Preprocessing:
    """y = (x − μ) U: turned so that the covariance is diagonal, the largest variance first; all, or the first few"""
    mean, axes, _ = principal_axes(x)
    k = _checked(components, len(mean))
    kept = axes[:, :k]
    return Preprocessing("PCA" if k == len(mean) else f"PCA, {k} components", mean, kept, kept.T)


def whiten(x: Samples, eps: float = 0.0, components: int | None = None) -> Preprocessing:
    """y = (x − μ) U / √(λ + ε): PCA with every direction brought to variance 1, so the covariance is I (for ε = 0)

    ε, in units of x², keeps directions of almost no variance, which are noise, from being blown up.
    """
    mean, axes, variances = principal_axes(x)
    k = _checked(components, len(mean))
    spread = _spread(variances[:k], eps)
    kept = axes[:, :k]
    note = "whitened" if k == len(mean) else f"whitened, {k} components"
    return Preprocessing(_with(note, eps), mean, kept / spread, (kept * spread).T)


def zca(x: Samples, eps: float = 0.0) -> Preprocessing:
    """y = (x − μ) U diag(1/√(λ + ε)) Uᵀ: whitened, then turned back, so that a picture still looks like itself

    Of all whitenings the one that changes x least. Bell & Sejnowski 1997.
    """
    mean, axes, variances = principal_axes(x)
    spread = _spread(variances, eps)
    return Preprocessing(_with("ZCA", eps), mean, (axes / spread) @ axes.T, (axes * spread) @ axes.T)


def principal_axes(x: Samples) -> tuple[Array, Array, Array]:
    """μ (features,), U (features, features) with an axis in each column, λ (features,) from large to small:

    (x − μ)ᵀ (x − μ) / (n − 1) = U diag(λ) Uᵀ. The largest number of each axis is positive, so that the picture is the
    same everywhere.
    """
    mean = _mean(x)
    products = sum((portion - mean).T @ (portion - mean) for portion in _portions(x))
    variances, axes = np.linalg.eigh(products / _degrees(x))
    variances, axes = np.maximum(variances[::-1], 0), axes[:, ::-1]
    axes = axes * np.sign(axes[np.abs(axes).argmax(0), np.arange(len(mean))])
    return mean, axes, variances


def _rows(x: Array, features: int, note: str) -> Array:
    if int(np.prod(x.shape[1:])) != features:
        raise ValueError(f"{note}: {features} features are expected, got {x.shape}")
    return x.reshape(len(x), -1).astype(np.float64)


def _product(rows: Array, weights: Array) -> Array:
    return rows * weights if weights.ndim == 1 else rows @ weights


def _kind(x: Array) -> np.dtype[Any]:
    return x.dtype if x.dtype.kind == "f" else np.dtype(np.float64)


def _portions(x: Samples) -> Iterator[Array]:
    for start in range(0, len(x), PORTION):
        portion = x[start : start + PORTION]
        yield portion.reshape(len(portion), -1).astype(np.float64)


def _mean(x: Samples) -> Array:
    _degrees(x)
    mean: Array = sum(portion.sum(0) for portion in _portions(x)) / len(x)
    return mean


def _degrees(x: Samples) -> int:
    if len(x) < 2:
        raise ValueError(f"preprocessing is fitted to 2 samples or more, got {len(x)}")
    return len(x) - 1


def _checked(components: int | None, features: int) -> int:
    k = features if components is None else components
    if not 1 <= k <= features:
        raise ValueError(f"PCA keeps 1 to {features} components, got {k}")
    return k


def _spread(variances: Array, eps: float) -> Array:
    """√(λ + ε), or ValueError where there is nothing to divide by."""
    flat = int(np.sum(variances <= 1e-12 * variances[0]))
    if flat and eps <= 0:
        raise ValueError(
            f"whitening divides by the spread, and {flat} of {len(variances)} directions have none; give an eps above 0"
        )
    return np.sqrt(variances + eps)


def _with(note: str, eps: float) -> str:
    return f"{note} (ε = {eps:g})" if eps else note
