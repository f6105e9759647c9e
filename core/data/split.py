"""Cutting one data set into what is learned from, what chooses, and what measures."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.data.dataset import Dataset
from core.data.samples import Chosen


class Parts(NamedTuple):
    """No sample is in two of them. A part with a share of 0 is empty."""

    train: Dataset
    validation: Dataset  # chooses rates, sizes, when to stop
    test: Dataset  # looked at once, at the end


def split(data: Dataset, rng: np.random.Generator, shares: tuple[float, float, float] = (0.6, 0.2, 0.2)) -> Parts:
    """The samples in a random order (tables often come sorted by class), cut by shares that add up to 1.

    The parts of validation and test are rounded, training takes the rest: 150 samples give 90 + 30 + 30.
    Raises ValueError where the shares are not such, or leave nothing to learn from.
    """
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        raise ValueError(f"the shares of training, validation and test are 0 or more and add up to 1, got {shares}")
    validation, test = (round(len(data) * share) for share in shares[1:])
    first, second = len(data) - validation - test, len(data) - test
    if first < 1:
        raise ValueError(f"{len(data)} samples cut by {shares} leave none to learn from")
    order = rng.permutation(len(data))
    return Parts(*(chosen(data, rows) for rows in np.split(order, (first, second))))


def chosen(data: Dataset, rows: np.ndarray) -> Dataset:
    """These samples, in this order. Nothing is copied or made before it is asked for."""
    return replace(data, x=Chosen(data.x, rows), y=data.y[rows])
