"""Sequences of unequal length without their padding: only rows that are there are computed."""

from typing import NamedTuple

import numpy as np

from core.array import Array


class Step(NamedTuple):
    """One time step in one direction: its packed rows, and those of the step before it that go on."""

    here: slice
    source: slice
    kept: int  # how many go on: the first `kept` rows here; the others begin here


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
        there = lengths[self.order] > np.arange(time)[:, None]
        when, who = np.nonzero(there)
        self.index = self.order[who] * time + when  # of each packed row in (batch · time)
        counts = [int(n) for n in there.sum(1) if n]
        self.starts = np.cumsum([0, *counts])
        rank = np.argsort(self.order)
        self.ends = (self.starts[lengths - 1] + rank, rank)  # where a sequence ends: forwards, backwards
        self.steps = (self._steps(counts, 1), self._steps(counts, -1))

    def __len__(self) -> int:
        return len(self.index)

    def _steps(self, counts: list[int], direction: int) -> list[Step]:
        steps, before, went = [], 0, 0
        for t in range(len(counts))[::direction]:
            at, kept = int(self.starts[t]), min(counts[t], went)
            steps.append(Step(slice(at, at + counts[t]), slice(before, before + kept), kept))
            before, went = at, counts[t]
        return steps


class BufferPool:
    """Named buffers that grow when they must and are kept: sequences of changing length allocate nothing anew."""

    def __init__(self) -> None:
        self.held: dict[str, Array] = {}

    def rows(self, name: str, count: int, width: int, like: Array) -> Array:
        """A buffer (count, width) of the type of `like`; its contents are whatever was there."""
        held = self.held.get(name)
        if held is None or len(held) < count or held.shape[1] != width or held.dtype != like.dtype:
            held = self.held[name] = np.empty((count, width), like.dtype)
        return held[:count]
