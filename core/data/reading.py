"""Opening a file that somebody has chosen: a regular file of a bearable size, or one sentence."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from core.data.errors import DataFileError
from core.text import one_line


@contextmanager
def opened(path: Path, largest: int) -> Iterator[BinaryIO]:
    """The file, open for reading. largest: bytes that it may have.

    Raises DataFileError where there is no such file, where it is larger, or where reading it fails.
    """
    name = one_line(path.name or str(path))
    try:
        _check(path, name, largest)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise DataFileError(f"{name} cannot be read: {error.strerror or error}.") from error


def _check(path: Path, name: str, largest: int) -> None:
    try:
        about = path.stat()  # before it is opened: opening a FIFO would wait for someone to write into it
    except ValueError:  # a NUL in the name
        raise DataFileError(f"{name} cannot be read: no file has such a name.") from None
    if stat.S_ISDIR(about.st_mode):
        raise DataFileError(f"{name} cannot be read: it is a folder.")
    if not stat.S_ISREG(about.st_mode):
        raise DataFileError(f"{name} cannot be read: it is a pipe or a device, not a file.")
    if about.st_size > largest:
        raise DataFileError(f"{name} is too large: files of up to {largest // 2**20} MB are read.")
