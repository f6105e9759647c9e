"""Many samples behind one interface: an array, or something that makes the rows when they are asked for.

An experiment only ever writes `x[indices]`, `len(x)` and `x.shape`, so a NumPy array is a `Samples` too.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from core.array import Array


class Samples(Protocol):
    """n samples of one shape; indexing by an int, a slice or an array of ints gives float32 rows."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, …): how many, and the shape of one."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: Any, /) -> Array: ...


@dataclass(frozen=True)
class Bytes:
    """x / 255 of stored uint8 pictures        pixels (n, …) uint8 -> rows (batch, …) float32 in 0…1"""

    pixels: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, …), that of the pixels."""
        return self.pixels.shape

    def __len__(self) -> int:
        return len(self.pixels)

    def __getitem__(self, rows: Any) -> Array:
        scaled: Array = np.multiply(self.pixels[rows], np.float32(1 / 255), dtype=np.float32)
        return scaled


@dataclass(frozen=True)
class Standardized:
    """(x − mean) / std, row by row as asked for."""

    samples: Samples
    mean: float
    std: float

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, …), as before."""
        return self.samples.shape

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, rows: Any) -> Array:
        return (self.samples[rows] - np.float32(self.mean)) / np.float32(self.std)


@dataclass(frozen=True)
class Flat:
    """Every sample as one row        (n, a, b, …) -> (n, a·b·…)"""

    samples: Samples

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, features)"""
        return len(self.samples), int(np.prod(self.samples.shape[1:]))

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, rows: Any) -> Array:
        taken = self.samples[rows]
        inner = len(self.samples.shape) - 1
        return taken.reshape(*taken.shape[: taken.ndim - inner], self.shape[1])


@dataclass(frozen=True)
class First:
    """The first `count` of other samples; nothing is copied or made before it is asked for."""

    samples: Samples
    count: int

    @property
    def shape(self) -> tuple[int, ...]:
        """(count, …)"""
        return self.count, *self.samples.shape[1:]

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: Any) -> Array:
        return self.samples[self._numbers[rows]]

    @cached_property
    def _numbers(self) -> Array:
        return np.arange(self.count)


@dataclass(frozen=True)
class Chosen:
    """Some of other samples, in the order of `numbers`; nothing is copied or made before it is asked for."""

    samples: Samples
    numbers: Array

    @property
    def shape(self) -> tuple[int, ...]:
        """(rows, …)"""
        return len(self.numbers), *self.samples.shape[1:]

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, rows: Any) -> Array:
        return self.samples[self.numbers[rows]]
