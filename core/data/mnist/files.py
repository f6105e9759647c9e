"""MNIST from a folder: the four files of Y. LeCun, C. Cortes, C. Burges (CC BY-SA 3.0), plain or packed with gzip.

A file counts as MNIST by the sha256 of its unpacked bytes, never by its name: other sets are handed round under
the same names, and a figure measured on them would be compared with the wrong expectation.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from core.data.dataset import Dataset
from core.data.errors import DataFileError, MissingData
from core.data.mnist.idx import decode, read_bytes
from core.data.samples import Bytes

NAME = "MNIST"
DIGITS = tuple("0123456789")


@dataclass(frozen=True)
class MnistFile:
    """One of the four files: its name, the sha256 of its unpacked bytes, and about how many bytes its download has."""

    name: str
    sha256: str
    packed_size: int

    def check(self, content: bytes) -> None:
        """Raises DataFileError where these unpacked bytes are not this file."""
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise DataFileError(f"{self.name} is not the original MNIST file: its checksum differs.")

    def spellings(self) -> tuple[str, ...]:
        """The names under which it is found: `…-idx3-ubyte` as published, `….idx3-ubyte` as some unpackers write it."""
        dotted = self.name.replace("-idx", ".idx")
        return self.name, f"{self.name}.gz", dotted, f"{dotted}.gz"


TRAIN_IMAGES = MnistFile(
    "train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 9_912_422
)
TRAIN_LABELS = MnistFile(
    "train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 28_881
)
TEST_IMAGES = MnistFile(
    "t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 1_648_877
)
TEST_LABELS = MnistFile(
    "t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 4_542
)
FILES = (TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)


def copies(folder: Path, file: MnistFile) -> Iterator[Path]:
    """Every path under which this file is in the folder: there may be a plain and a packed one."""
    for spelling in file.spellings():
        path = folder / spelling
        if os.path.isfile(path):  # unlike Path's it answers no where the folder cannot be looked into
            yield path


def find(folder: Path, file: MnistFile) -> Path | None:
    """The path of this file in the folder, under the first of its spellings that is there."""
    return next(copies(folder, file), None)


def missing_files(folder: Path, files: Sequence[MnistFile] = FILES) -> tuple[str, ...]:
    """The names of those of the files that the folder lacks; empty where MNIST can be opened."""
    return tuple(file.name for file in files if find(folder, file) is None)


def content(folder: Path, file: MnistFile) -> bytes:
    """The unpacked bytes of the first copy that is whole: a damaged one must not hide the one downloaded beside it.

    Raises MissingData where there is none, DataFileError where none is whole.
    """
    problem: Exception = MissingData(NAME, f"{file.name} is not in {folder}")
    for path in copies(folder, file):
        try:
            found = read_bytes(path)
            decode(found, path.name)  # a file cut short is told so before its checksum is
            file.check(found)
        except DataFileError as wrong:
            problem = wrong
        else:
            return found
    raise problem


def places(folder: Path) -> tuple[Path, ...]:
    """Where the files may be when somebody names this folder."""
    return folder, folder / "mnist"


def check_folder(folder: Path, files: Sequence[MnistFile] = FILES) -> None:
    """Read all of the files. Raises DataFileError with one sentence where one is absent or not whole."""
    lacking = {place: missing_files(place, files) for place in places(folder)}
    fewest = min(lacking.values(), key=len)
    problem = DataFileError(f"{folder} does not hold {', '.join(fewest)}.")
    for place in (place for place, names in lacking.items() if not names):
        try:
            for file in files:
                content(place, file)
        except DataFileError as wrong:
            problem = wrong
        else:
            return
    raise problem


@dataclass(frozen=True)
class MnistFolder:
    """The two parts of MNIST, each read when first asked for and kept as bytes; a failed read keeps nothing.

    Raises MissingData where a file is absent, DataFileError where one is damaged or not MNIST.
    """

    folder: Path
    files: Sequence[MnistFile] = FILES  # in the order of FILES

    @cached_property
    def train(self) -> Dataset:
        """60,000 digits in the original order, x (n, 28, 28, 1) in 0…1."""
        return self._part(*self.files[:2])

    @cached_property
    def test(self) -> Dataset:
        """10,000 digits in the original order, x (n, 28, 28, 1) in 0…1."""
        return self._part(*self.files[2:])

    def _part(self, images: MnistFile, labels: MnistFile) -> Dataset:
        pixels = decode(content(self.folder, images), images.name)
        answers = decode(content(self.folder, labels), labels.name)
        return Dataset(NAME, Bytes(pixels[..., np.newaxis]), answers.astype(np.int64), DIGITS, "/255")
