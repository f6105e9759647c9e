"""Sequences of unequal length as batches: one array, the ends filled up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from core.array import Array


class Padded(NamedTuple):
    """values (batch, time, …): the sequences, filled up at the end; lengths (batch,): how much of each is real."""

    values: Array
    lengths: Array

    @property
    def mask(self) -> Array:
        """(batch, time) True where a number is real."""
        real: Array = np.arange(self.values.shape[1]) < self.lengths[:, None]
        return real


def padded(sequences: Sequence[Array], filler: float = 0, time: int | None = None) -> Padded:
    """(time₁, …), (time₂, …) … -> values (batch, longest, …) in their own type, or (batch, `time`, …)

    Raises ValueError for no sequence, an empty one, one longer than `time`, or steps of unequal shape.
    """
    lengths = np.array([len(one) for one in sequences], np.int64)
    if not len(lengths) or lengths.min() < 1:
        raise ValueError("a batch of sequences needs at least one, and each at least one step")
    steps = {np.shape(one)[1:] for one in sequences}
    if len(steps) > 1:
        raise ValueError(f"the steps of all sequences have one shape, got {sorted(steps)}")
    longest = int(lengths.max()) if time is None else time
    if lengths.max() > longest:
        raise ValueError(f"a sequence of {lengths.max()} steps does not fit into {longest}")
    kind = np.result_type(*sequences)
    values = np.full((len(lengths), longest, *steps.pop()), filler, kind)
    for row, one in zip(values, sequences, strict=True):
        row[: len(one)] = one
    return Padded(values, lengths)


def unpadded(batch: Padded) -> list[Array]:
    """The sequences again."""
    return [row[:length] for row, length in zip(batch.values, batch.lengths, strict=True)]


def batches_by_length(lengths: Array, size: int, rng: np.random.Generator, pool: int = 20) -> Iterator[Array]:
    """Index arrays (size,) without end, sequences of similar length together, so that little is filled up.

    An epoch is shuffled, cut into pools of `pool` batches, each pool sorted by length and cut into batches, and these
    come in random order: every sequence once an epoch, the last batch possibly short. pool = 1 is a plain shuffle.
    """
    lengths = np.asarray(lengths)
    if not len(lengths) or size < 1 or pool < 1:
        raise ValueError(f"batches need sequences, a size and a pool of 1 or more, got {len(lengths)}, {size}, {pool}")
    return _by_length(lengths, size, rng, pool)


def _by_length(lengths: Array, size: int, rng: np.random.Generator, pool: int) -> Iterator[Array]:
    while True:
        order = rng.permutation(len(lengths))
        found: list[Array] = []
        for start in range(0, len(order), size * pool):
            part = order[start : start + size * pool]
            part = part[np.argsort(lengths[part], kind="stable")]
            found += [part[i : i + size] for i in range(0, len(part), size)]
        for i in rng.permutation(len(found)):
            yield found[i]
