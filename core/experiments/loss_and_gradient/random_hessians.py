"""How often is a critical point a minimum? Random symmetric matrices in place of its second derivatives, counted."""

from __future__ import annotations

import math

import numpy as np

from core.array import Array
from core.records import Curves, Histograms

LARGEST = 6  # numbers that a function depends on, at most
MATRICES = 1000  # at a step
EXACT = (1 / 2, (2 - math.sqrt(2)) / 4, (math.pi - 2 * math.sqrt(2)) / (4 * math.pi))
EDGES = np.linspace(-5, 5, 51)


class RandomHessians:
    """H = (A + Aᵀ)/2, A of N(0, 1): the Gaussian orthogonal ensemble. The upper left n × n corner of such a matrix is
    one of size n, so that every draw is one of each size."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.drawn = 0
        self.minima = np.zeros(LARGEST, np.int64)
        self.last = np.zeros((0, LARGEST, LARGEST))

    def draw(self) -> None:
        """One lot more."""
        a = self.rng.normal(size=(MATRICES, LARGEST, LARGEST))
        self.last = (a + a.swapaxes(1, 2)) / 2
        self.drawn += MATRICES
        self.minima += np.cumprod(pivots(self.last) > 0, axis=1).sum(axis=0)

    @property
    def shares(self) -> Array:
        """(sizes,): of all so far, those whose eigenvalues are all positive: a minimum."""
        return self.minima / self.drawn

    def curves(self) -> Curves:
        """The shares by size, what is known exactly, and what as many tosses of a coin would give."""
        sizes = np.arange(1, LARGEST + 1)
        counted = np.where(self.minima > 0, self.shares, np.nan)
        exact = np.array([*EXACT, *[np.nan] * (LARGEST - len(EXACT))])
        lines = {"counted": counted, "exact": exact, "coin tosses": 0.5**sizes}
        return Curves(sizes, lines, "n, size of the Hessian", "share of minima", ("exact", "coin tosses"), log_y=True)

    def eigenvalues(self, n: int) -> Histograms:
        """Of the matrices of size n drawn last: half of them are negative, and they keep apart."""
        found = np.linalg.eigvalsh(self.last[:, :n, :n])
        positive = int((found > 0).all(axis=1).sum())
        name = f"n = {n}"
        return Histograms.of({name: found}, EDGES, "eigenvalue", (f"{positive} of {MATRICES} all positive",))


def pivots(matrices: Array) -> Array:
    """(matrices, n): the pivots of elimination without exchange. Those of a corner are the first ones, and a symmetric
    matrix has positive eigenvalues alone where all its pivots are positive (Sylvester)."""
    rest, found = matrices.copy(), []
    for _ in range(matrices.shape[1]):
        pivot = rest[:, 0, 0]
        found.append(pivot.copy())
        row = rest[:, 0, 1:]
        rest = rest[:, 1:, 1:] - row[:, :, np.newaxis] * row[:, np.newaxis, :] / pivot[:, np.newaxis, np.newaxis]
    return np.stack(found, axis=1)
