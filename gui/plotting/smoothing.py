"""The bold line over a noisy one: a trailing, bias-corrected exponential mean, which never shows what is yet to come.

    v ← β v + (1 − β) x,  drawn as v / (1 − βᵗ)    after t values x; the first one is drawn as it is
    β = 1 − 2 / (n + 1)                            for a smoothing of n steps

With this β the values in the mean are on average β / (1 − β) = (n − 1) / 2 steps old, as they are in the plain mean of
the last n values: n says how far the line lags behind. The correction is that of Kingma & Ba 2015, section 3.
"""

from __future__ import annotations

import math

import numpy as np

from core.array import Array


class TrailingMean:
    """Goes on from call to call, so that a line that grows costs what is new in it.

    A value that is not finite is a gap: there is no mean at it, and behind it the mean begins anew. Where a series has
    been compacted into buckets of 2^k steps, x is the last value of each, and β to the power of the steps between two
    of them takes the place of β.
    """

    def __init__(self, smooth: int) -> None:
        self._beta = 1 - 2 / (smooth + 1)
        self._step, self._mean, self._weight = 0, 0.0, 0.0  # at the last row that is kept

    def over(self, steps: Array, values: Array, keep: int) -> Array:
        """The mean at each row. The next call goes on behind the first `keep` of them."""
        finite, gaps = np.isfinite(values), np.diff(steps, prepend=self._step)
        # w ← β w + 1 is the sum of all weights, (1 − βᵗ) / (1 − β), and a new value has 1 / w of the mean.
        if len(values) and finite.all() and self._weight and (gaps == gaps[0]).all():
            beta = self._beta ** float(gaps[0])
            powers = beta ** np.arange(1, len(values) + 1)
            weight = self._weight * powers + (1 - powers) / (1 - beta)
        else:
            weight = linear_recurrence(np.where(finite, self._beta**gaps, 0.0), finite.astype(float), self._weight)
        share = np.divide(1.0, weight, out=np.zeros(len(values)), where=finite)
        added = np.where(finite, values, 0.0) * share
        mean = linear_recurrence(np.where(finite, 1 - share, 0.0), added, self._mean)
        if keep:
            self._step, self._mean, self._weight = int(steps[keep - 1]), float(mean[keep - 1]), float(weight[keep - 1])
        return np.where(finite, mean, np.nan)


def linear_recurrence(decay: Array, added: Array, before: float) -> Array:
    """a[i] = decay[i] a[i−1] + added[i] with a[−1] = before, in about 2 √n operations on √n numbers each: within blocks
    side by side, then from block to block."""
    n = len(added)
    width = max(math.isqrt(n), 1)
    blocks = -(-n // width)
    a, d = np.zeros((2, blocks * width))
    a[:n], d[:n] = added, decay
    # One row for each place in a block: rows are then contiguous, which is several times as fast.
    a, d = a.reshape(blocks, width).T.copy(), d.reshape(blocks, width).T.copy()
    for i in range(1, width):
        a[i] += d[i] * a[i - 1]
        d[i] *= d[i - 1]  # from here on: the share of what comes from the block before
    carried = np.zeros(blocks)
    for block, (end, share) in enumerate(zip(a[-1].tolist(), d[-1].tolist(), strict=True)):
        carried[block] = before
        before = end + share * before
    a += d * carried
    return a.T.reshape(-1)[:n]
