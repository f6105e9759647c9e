"""Random numbers that depend on (seed, row, column) alone, for any rows in any order.

An ordinary generator gives its numbers in a sequence, so the thousandth picture would need the 999 before it. Here each
number is the hash of its own address, and a block of pictures is one array expression.

Source: the mixing steps of SplitMix64, G. Steele, D. Lea, C. Flood,
"Fast splittable pseudorandom number generators" (2014).
"""

import numpy as np

from core.array import Array

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def bits(seed: int, rows: Array, columns: int) -> Array:
    """64 random bits for each row and column        rows (n,) integers ≥ 0 -> (n, columns) uint64"""
    key = _mix(np.array([seed % 2**64], np.uint64) + _GOLDEN)
    row = _mix(np.asarray(rows).astype(np.uint64) * _GOLDEN + key)
    return _mix(row[:, None] + _GOLDEN * np.arange(1, columns + 1, dtype=np.uint64))


def uniform(seed: int, rows: Array, columns: int) -> Array:
    """Uniform on [0, 1)        (n, columns) float32"""
    numbers: Array = (bits(seed, rows, columns) >> np.uint64(40)).astype(np.float32) * np.float32(2**-24)
    return numbers


def bell(seed: int, rows: Array, columns: int) -> Array:
    """Mean 0, standard deviation 1, never beyond ±2√3: the sum of four uniforms of 16 bits        (n, columns) float32

    Bounded on purpose (no wild picture among ten thousand), and without log or cos the same bits on every machine.
    """
    quarters = bits(seed, rows, columns)[..., None].view(np.uint16)
    total = quarters.sum(axis=-1, dtype=np.int64)
    numbers: Array = (total - 2 * 65535).astype(np.float32) * np.float32(3**0.5 / 65535)
    return numbers


def _mix(z: Array) -> Array:
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    mixed: Array = z ^ (z >> np.uint64(31))
    return mixed
