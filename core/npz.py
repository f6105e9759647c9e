"""Reading .npz files that a stranger sent: no pickle is ever opened, and no more is unpacked than is bearable."""

from __future__ import annotations

import io
import tokenize
import zipfile
import zlib

import numpy as np

from core.array import Array

HEADER = 4096  # bytes of an array file before its numbers, at most
UNREADABLE = (  # what the standard library and NumPy raise on a file that is not what it says
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # also RecursionError, NotImplementedError
    LookupError,
    ArithmeticError,
    TypeError,
    ValueError,
    SyntaxError,
    tokenize.TokenError,
    MemoryError,
)


class NpzError(ValueError):
    """What is wrong with an array of the file, as a sentence that begins with the array's name."""


def read_array(archive: zipfile.ZipFile, name: str, limit: int) -> Array:
    """An array of the file, of at most `limit` bytes: its size is known from the archive's list, and a longer one is
    never unpacked."""
    entry = archive.getinfo(f"{name}.npy")
    if entry.file_size > limit + HEADER:
        raise NpzError(f"{name} would take {entry.file_size:,} bytes.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NpzError(f"{name} is packed in an unknown way.")
    with archive.open(entry) as packed:
        # so many and no more: a reader without a limit makes room for all the packed bytes that the list claims
        content = io.BytesIO(packed.read(entry.file_size))
    # the header is checked first: NumPy would allocate any shape that it claims
    if np.lib.format.read_magic(content) != (1, 0):
        raise NpzError(f"{name} is stored in an unknown way.")
    shape, _, dtype = np.lib.format.read_array_header_1_0(content)
    if dtype.hasobject or int(np.prod(shape, dtype=object)) * dtype.itemsize > limit:
        raise NpzError(f"{name} has shape {shape} of {dtype}.")
    content.seek(0)
    array: Array = np.load(content, allow_pickle=False)
    return array


def one_sentence(text: str) -> str:
    """Some of its words are the file's, which may be long and have line ends."""
    text = " ".join(text.split())
    return text if len(text) <= 300 else f"{text[:300]}…."
