"""Which samples make the next update: endless generators of index arrays.

Both are in use and they are not the same: with replacement, an epoch of n / size updates leaves out about 37 % of the
samples and repeats others; shuffled, every sample is used exactly once.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from core.array import Array

Last = Literal["short", "drop"]


def batches(
    n: int,
    size: int,
    rng: np.random.Generator,
    *,
    with_replacement: bool = False,
    shuffled: bool = True,
    last: Last = "short",
) -> Iterator[Array]:
    """Index arrays (size,) without end.

    With replacement: each index is uniform on 0…n − 1, independent of all others.
    Shuffled: a new permutation each epoch; not shuffled: 0…n − 1 each epoch, and nothing is drawn.
    `last` says whether the remainder of an epoch is a short batch or dropped.
    Raises ValueError where no batch could be made.
    """
    if n < 1 or size < 1:
        raise ValueError(f"batches need at least one sample and a size of at least 1, got n = {n} and size = {size}")
    if with_replacement:
        return _drawn(n, size, rng)
    if last == "drop" and size > n:
        raise ValueError(f"a batch of {size} cannot be filled from {n} samples")
    return _in_epochs(n, size, rng if shuffled else None, last)


def updates_per_epoch(n: int, size: int, *, with_replacement: bool = False, last: Last = "short") -> float:
    """n / size, rounded up where the last short batch counts as an update, down where it is dropped.

    With replacement nothing is ever "used up" and the textbook's n / size stays a fraction.
    """
    if with_replacement:
        return n / size
    return float(n // size if last == "drop" else -(-n // size))


def _drawn(n: int, size: int, rng: np.random.Generator) -> Iterator[Array]:
    while True:
        yield rng.integers(0, n, size)


def _in_epochs(n: int, size: int, rng: np.random.Generator | None, last: Last) -> Iterator[Array]:
    stop = n - n % size if last == "drop" else n
    while True:
        order = np.arange(n) if rng is None else rng.permutation(n)
        for start in range(0, stop, size):
            yield order[start : min(start + size, n)]
