"""Named random streams: one seed, many independent generators."""

import zlib

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """A generator that depends on the seed and the name alone: `stream(0, "init")`, `stream(0, "dropout")`.

    Streams with different names are independent, so adding dropout to one variant does not reshuffle its data.
    The name enters by its CRC-32, which is the same on every platform and in every run (Python's `hash` is not).
    """
    if seed < 0:
        raise ValueError(f"a seed is 0 or larger, got {seed}")
    return np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32(name.encode())]))
