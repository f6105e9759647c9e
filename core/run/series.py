"""Append-only logs: one writer, any number of readers.

Everything a reader needs hangs on one block object, and the block's length is published last, so a reader that takes
the block once never sees a half-written row. Past its capacity a log is compacted to half: scalars into buckets of 2^k
steps that keep minimum, maximum and last; samples by keeping every second one. So hours of a fast net stay small.
"""

from __future__ import annotations

import math
import threading

import numpy as np

from core.array import Array

PENDING = 256  # points of a series that wait at most before they are stored


class _Block:
    """Columns of rows with a published length."""

    __slots__ = ("columns", "length")

    def __init__(self, columns: tuple[Array, ...], length: int = 0) -> None:
        self.columns = columns
        self.length = length

    def grown(self, capacity: int) -> _Block:
        """Twice the room, but no more than the capacity; the same rows."""
        more = min(len(self.columns[0]), capacity - len(self.columns[0]))
        columns = tuple(np.concatenate([c, np.empty_like(c[:more])]) for c in self.columns)
        return _Block(columns, self.length)

    def read(self) -> tuple[Array, ...]:
        length = self.length
        return tuple(c[:length] for c in self.columns)


def _even(capacity: int) -> int:
    if capacity < 2 or capacity % 2:
        raise ValueError(f"rows are compacted in pairs, so the capacity must be even, not {capacity}")
    return capacity


class Series:
    """A scalar over steps: exact up to `capacity` points (even), then buckets of `resolution` points (a power of 2).

    A point is first put into two lists, which is all that an update of a tiny network waits for; they are moved into
    the arrays a few hundred points at a time, or when somebody reads, under a lock.
    """

    def __init__(self, capacity: int = 2**17) -> None:
        self.capacity = _even(capacity)
        self._resolution = 1
        self._count = 0  # points in the arrays
        self._block = self._empty(min(PENDING, capacity))
        self._steps: list[int] = []
        self._values: list[float] = []
        self._lock = threading.Lock()

    @staticmethod
    def _empty(rows: int) -> _Block:
        return _Block((np.empty(rows, np.int64), np.empty(rows), np.empty(rows), np.empty(rows)))

    def append(self, step: int, value: float) -> None:
        """Add a point; steps must not fall."""
        self._steps.append(step)
        self._values.append(value)  # last: a reader in between takes no step without its value
        if len(self._values) >= PENDING:
            self._store()

    def _store(self) -> None:
        """Move the points that wait in the lists into the arrays."""
        with self._lock:
            count = len(self._values)
            if count == 0:
                return
            steps, values = np.array(self._steps[:count], np.int64), np.array(self._values[:count], np.float64)
            del self._steps[:count], self._values[:count]
            while len(steps):
                if self._room == 0:
                    self._make_room()
                fitting = self._room
                self._add(steps[:fitting], values[:fitting])
                steps, values = steps[fitting:], values[fitting:]

    @property
    def _begun(self) -> int:
        """Points in the last bucket where it is not full, else 0."""
        return self._count % self._resolution

    @property
    def _room(self) -> int:
        """Points for which there is room in the arrays."""
        rows = len(self._block.columns[0]) - self._block.length
        return rows * self._resolution + -self._count % self._resolution

    def _add(self, steps: Array, values: Array) -> None:
        """Points that have room, each into the bucket that is open or the next one."""
        block = self._block
        columns = block.columns
        begun = self._begun
        firsts = np.arange(-begun, len(values), self._resolution).clip(0)  # of each bucket, among the points
        ends = np.append(firsts[1:], len(values)) - 1
        lows, highs = np.fmin.reduceat(values, firsts), np.fmax.reduceat(values, firsts)
        row = block.length
        if begun:
            row -= 1
            lows[0], highs[0] = np.fmin(columns[1][row], lows[0]), np.fmax(columns[2][row], highs[0])
        rows = slice(row, row + len(firsts))
        # the bounds first: whoever reads the last bucket meanwhile sees no last value outside them
        columns[1][rows], columns[2][rows] = lows, highs
        columns[0][rows], columns[3][rows] = steps[ends], values[ends]
        self._count += len(values)
        block.length = rows.stop

    def _make_room(self) -> None:
        if len(self._block.columns[0]) < self.capacity:
            self._block = self._block.grown(self.capacity)
            return
        steps, lows, highs, lasts = self._block.read()
        half = self._empty(self.capacity)
        pairs = len(steps) // 2
        half.columns[0][:pairs] = steps[1::2]
        half.columns[1][:pairs] = np.fmin(lows[0::2], lows[1::2])
        half.columns[2][:pairs] = np.fmax(highs[0::2], highs[1::2])
        half.columns[3][:pairs] = lasts[1::2]
        half.length = pairs
        self._resolution *= 2
        self._block = half

    @property
    def count(self) -> int:
        """Points ever appended."""
        return self._count + len(self._values)

    @property
    def resolution(self) -> int:
        """Points in each bucket."""
        self._store()
        return self._resolution

    def read(self) -> tuple[Array, Array, Array, Array]:
        """steps, lowest, highest and last value of each bucket; all three are equal while resolution is 1."""
        self._store()
        steps, lows, highs, lasts = self._block.read()
        return steps, lows, highs, lasts

    def first(self, count: int) -> Series:
        """What the series was after its first `count` points: these very points, or, past the exact length, the buckets
        that had been filled by then. It shares their memory and never changes."""
        self._store()
        found = Series(self.capacity)
        rows = min(count // self._resolution, self._block.length)
        found._block = _Block(tuple(column[:rows] for column in self._block.columns), rows)
        found._count, found._resolution = rows * self._resolution, self._resolution
        return found

    def at(self, step: int) -> float:
        """The value at that step, or the last one before it; nan where there is none."""
        steps, _, _, lasts = self.read()
        row = int(np.searchsorted(steps, step, side="right")) - 1
        return float(lasts[row]) if row >= 0 else math.nan

    def mean_before(self, step: int, points: int) -> float:
        """The mean of the last `points` values up to and including that step."""
        steps, _, _, lasts = self.read()
        end = int(np.searchsorted(steps, step, side="right"))
        rows = max(1, points // self.resolution)
        return float(np.mean(lasts[max(0, end - rows) : end])) if end else math.nan


class SampleLog:
    """Small arrays of one shape over steps. Past `capacity` rows (even) every second one is dropped, and so on."""

    def __init__(self, shape: tuple[int, ...], capacity: int = 512) -> None:
        self.shape = shape
        self.capacity = _even(capacity)
        self.stride = 1
        self._count = 0
        rows = min(32, capacity)
        self._block = _Block((np.empty(rows, np.int64), np.empty((rows, *shape))))

    def append(self, step: int, sample: Array) -> None:
        """Add a sample of the fixed shape, or leave it out where the log is thinned."""
        keep = self._count % self.stride == 0
        self._count += 1
        if not keep:
            return
        if self._block.length == len(self._block.columns[0]):
            self._make_room()
        block = self._block
        row = block.length
        block.columns[0][row] = step
        block.columns[1][row] = sample
        block.length = row + 1

    def _make_room(self) -> None:
        if self._block.length < self.capacity:
            self._block = self._block.grown(self.capacity)
            return
        steps, samples = self._block.read()
        kept = _Block((np.empty_like(self._block.columns[0]), np.empty_like(self._block.columns[1])))
        kept.length = len(steps[::2])
        kept.columns[0][: kept.length] = steps[::2]
        kept.columns[1][: kept.length] = samples[::2]
        self.stride *= 2
        self._block = kept

    def read(self) -> tuple[Array, Array]:
        """steps (times,), samples (times, *shape)."""
        steps, samples = self._block.read()
        return steps, samples
