"""Sequences of unequal length without their padding, which costs no computation then."""

from typing import NamedTuple

import numpy as np

from core.array import Array


class Step(NamedTuple):
    """One time step in one direction: its packed rows, and those rows of the previous step whose sequences continue."""

    rows: slice
    previous: slice
    continuing: int  # how many sequences do: the first rows of the step; the others start with it


class Packing:
    """The rows of (batch, time) that exist, time after time, the longest sequence first.

    lengths 4, 1, 2 are the rows   t = 0: a c b   t = 1: a c   t = 2: a   t = 3: a.   So at every time the active
    sequences are the first rows, and a step is one product over exactly these. Read backwards in time the same rows
    serve the other direction: there a sequence begins at its own end, not at the padding's.
    """

    def __init__(self, lengths: Array, time: int) -> None:
        if lengths.ndim != 1 or lengths.dtype.kind not in "iu":
            raise ValueError(f"lengths are whole numbers, one a sequence; got {lengths.dtype} {lengths.shape}")
        if not 1 <= lengths.min() <= lengths.max() <= time:
            raise ValueError(f"lengths lie between 1 and {time}, got {lengths.min()} … {lengths.max()}")
        self.order = np.argsort(-lengths.astype(np.int64), kind="stable")
        active = lengths[self.order] > np.arange(time)[:, None]
        times, ranks = np.nonzero(active)
        self.index = self.order[ranks] * time + times  # of each packed row in (batch · time)
        counts = [int(n) for n in active.sum(1) if n]
        self.starts = np.cumsum([0, *counts])
        rank = np.argsort(self.order)
        self.ends = (self.starts[lengths - 1] + rank, rank)  # where a sequence ends: forwards, backwards
        self.steps = (self._steps(counts, 1), self._steps(counts, -1))

    def __len__(self) -> int:
        return len(self.index)

    def _steps(self, counts: list[int], direction: int) -> list[Step]:
        steps, previous_start, previous_count = [], 0, 0
        for t in range(len(counts))[::direction]:
            start, continuing = int(self.starts[t]), min(counts[t], previous_count)
            previous = slice(previous_start, previous_start + continuing)
            steps.append(Step(slice(start, start + counts[t]), previous, continuing))
            previous_start, previous_count = start, counts[t]
        return steps


class BufferPool:
    """Named buffers that only grow, so sequences of changing length allocate nothing anew. A copy is an empty pool."""

    def __init__(self) -> None:
        self.arrays: dict[str, Array] = {}

    def rows(self, name: str, count: int, width: int, like: Array) -> Array:
        """A buffer (count, width) of the type of `like`; its contents are whatever was there."""
        array = self.arrays.get(name)
        if array is None or len(array) < count or array.shape[1] != width or array.dtype != like.dtype:
            array = self.arrays[name] = np.empty((count, width), like.dtype)
        return array[:count]

    def __reduce__(self) -> tuple[type["BufferPool"], tuple[()]]:
        return BufferPool, ()
