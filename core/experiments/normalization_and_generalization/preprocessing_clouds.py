"""Raw, centred, standardized, turned, whitened: what each does to two columns and to all."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.array import Array, Interval
from core.data.dataset import Dataset
from core.data.preprocessing import Preprocessing, centre, pca, standardize, whiten
from core.records import Axes, EllipseMark, LinesMark, Plane, PointsMark

RAW, CENTRED, STANDARDIZED, TURNED, WHITENED = "raw", "centred", "standardized", "PCA", "whitened"

ROUNDING = 1e-15
ASPECT = 1.4  # of a panel


def untouched(x: Array) -> Preprocessing:
    """y = x"""
    ones = np.ones(x.shape[1])
    return Preprocessing(RAW, np.zeros(x.shape[1]), ones, ones)


STEPS: dict[str, Callable[[Array], Preprocessing]] = {
    RAW: untouched,
    CENTRED: centre,
    STANDARDIZED: standardize,
    TURNED: pca,
    WHITENED: whiten,
}


class Spectrum(NamedTuple):
    """λ_max and λ_min of YᵀY / n, which decide how fast descent may and must go."""

    largest: float
    smallest: float

    @property
    def usable(self) -> float:
        """2 / λ_max: the rate above which descent on squared errors diverges."""
        return 2 / self.largest

    @property
    def condition(self) -> float:
        """λ_max / λ_min: about as many updates need the slowest direction."""
        return self.largest / self.smallest


def spectrum(y: Array) -> Spectrum:
    """Of samples (n, features), in float64."""
    eigenvalues = np.linalg.eigvalsh(y.T @ y / len(y))
    return Spectrum(float(eigenvalues[-1]), float(eigenvalues[0]))


def samples(data: Dataset) -> Array:
    """All of them at once (n, features), in float64."""
    return np.asarray(data.x[np.arange(len(data))], dtype=np.float64)


def cloud(data: Dataset, name: str, columns: tuple[str, str]) -> Plane:
    """Two columns, preprocessed as if there were no others, with the ellipse of two standard deviations."""
    pair = samples(data)[:, [data.columns.index(column) for column in columns]]
    line = name == WHITENED and columns[0] == columns[1]  # has one direction without spread
    y = (whiten(pair, eps=ROUNDING * pair.var()) if line else STEPS[name](pair))(pair)
    (x0, x1), (y0, y1) = view_of(y)
    labels = ("1st direction", "2nd direction") if name in (TURNED, WHITENED) else columns
    origin = LinesMark(np.array([x0, x1, np.nan, 0, 0]), np.array([0, 0, np.nan, y0, y1]), dashed=True)
    ellipse = EllipseMark(y.mean(0), np.cov(y.T), deviations=2.0, name="2 standard deviations")
    points = PointsMark(y[:, 0], y[:, 1], data.y, name="training sample")
    return Plane(Axes((x0, x1), (y0, y1), *labels, equal=True), (origin, points, ellipse))


def view_of(y: Array) -> tuple[Interval, Interval]:
    """Room for all of (n, 2) and the origin, as wide to the height as panels are: the origin is in the middle unless
    everything lies to one side of it."""
    largest = np.abs(y).max(0)
    low, high = np.where(y.min(0) < 0, -largest, 0), np.where(y.max(0) > 0, largest, 0)
    middle, half = (low + high) / 2, 0.55 * (high - low)
    half_height = max(float(half[1]), float(half[0]) / ASPECT)
    x, y_middle = (float(m) for m in middle)
    return (x - ASPECT * half_height, x + ASPECT * half_height), (y_middle - half_height, y_middle + half_height)
