"""Labels of which a share was drawn anew: what a large network learns by heart, and nobody can learn to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.random import stream


def mislabelled(data: Dataset, share: float, rng: np.random.Generator) -> Dataset:
    """The data with this share of its labels drawn anew, each class as likely; some come out right by chance."""
    y = data.y.copy()
    redrawn = rng.permutation(len(y))[: round(share * len(y))]
    y[redrawn] = rng.integers(0, len(data.classes), len(redrawn))
    return replace(data, y=y)


class Labels:
    """The labels of a data set, of which a share is redrawn that may change while a network learns.

    A larger share redraws what a smaller one does, and more.
    """

    def __init__(self, data: Dataset, share: Callable[[], float], seed: int) -> None:
        self._data, self._share, self._seed = data, share, seed
        self._y, self._redrawn = data.y, 0.0

    def now(self) -> Array:
        """(samples,) with the share of this moment."""
        if (share := self._share()) != self._redrawn:
            self._y, self._redrawn = mislabelled(self._data, share, stream(self._seed, "labels")).y, share
        return self._y
