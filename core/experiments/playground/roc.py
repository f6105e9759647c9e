"""How well scores part two classes, at every threshold at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.array import Array


class Roc(NamedTuple):
    """false, true (points,): the shares of the negatives and of the positives that score at or above a threshold, for
    a threshold that falls from above all scores to the lowest. area: under the curve; nan where a class is empty."""

    false: Array
    true: Array
    area: float


def roc(scores: Array, positive: Array) -> Roc:
    """The ROC curve of scores (n,) for samples that are positive (n,), or not.

    The area is P(score of a positive > score of a negative) + ½ P(equal): 1 parts them wholly, ½ is guessing. Equal
    scores make one slanted piece, since no threshold comes between them.
    T. Fawcett, *An introduction to ROC analysis*, 2006.
    """
    order = np.argsort(-scores, kind="stable")
    falling, hits = scores[order], positive[order].astype(np.float64)
    last = np.flatnonzero(np.append(np.diff(falling) != 0, True))  # of each group of equal scores
    found = np.concatenate(([0.0], np.cumsum(hits)[last]))
    wrong = np.concatenate(([0.0], np.cumsum(1 - hits)[last]))
    if not found[-1] or not wrong[-1]:
        return Roc(np.array([0.0, 1.0]), np.array([np.nan, np.nan]), float("nan"))
    false, true = wrong / wrong[-1], found / found[-1]
    return Roc(false, true, float(np.sum(np.diff(false) * (true[1:] + true[:-1]) / 2)))
