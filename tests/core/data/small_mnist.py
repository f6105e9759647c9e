"""Four files in MNIST's format, with a few digits of noise."""

import gzip
import hashlib
from pathlib import Path

import numpy as np

from core.data.mnist import files

TRAIN, TEST = 20, 10


def idx(values: np.ndarray) -> bytes:
    """An array of uint8 as an IDX file, by the format's definition."""
    return bytes([0, 0, 8, values.ndim]) + np.array(values.shape, ">u4").tobytes() + values.tobytes()


def _contents() -> dict[str, bytes]:
    rng = np.random.default_rng(0)
    shapes = [(TRAIN, 28, 28), (TRAIN,), (TEST, 28, 28), (TEST,)]
    return {
        file.name: idx(rng.integers(0, 10, shape, np.uint8)) for file, shape in zip(files.FILES, shapes, strict=True)
    }


CONTENTS = _contents()
PACKED = {f"{name}.gz": gzip.compress(content) for name, content in CONTENTS.items()}
FILES = tuple(
    files.MnistFile(name, hashlib.sha256(content).hexdigest(), len(PACKED[f"{name}.gz"]))
    for name, content in CONTENTS.items()
)


def write(folder: Path) -> Path:
    """The four files, packed, in a new folder."""
    folder.mkdir(parents=True)
    for name, packed in PACKED.items():
        (folder / name).write_bytes(packed)
    return folder


def damage(folder: Path) -> None:
    """Cut the first of the files short."""
    path = folder / next(iter(PACKED))
    path.write_bytes(path.read_bytes()[:-20])
