"""The IDX format of the MNIST files, plain or packed with gzip.

    magic   00 00 type dimensions        type 08: unsigned bytes, the only one used here
    sizes   one big-endian 32-bit number per dimension
    values  size₁ × size₂ × … bytes

Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
"""

import zlib
from pathlib import Path

import numpy as np

from core.array import Array

GZIP_MAGIC = b"\x1f\x8b"
UNSIGNED_BYTES = 8
LARGEST = 2**28  # unpacked bytes; the largest MNIST file has 47 million, a packed bomb has more


class DataFileError(ValueError):
    """One sentence that names the file and what is wrong with it."""


def read_bytes(path: Path) -> bytes:
    """The content, unpacked if it is gzip (told by its first bytes, not by its name)."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataFileError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return unpack(content, path.name) if content.startswith(GZIP_MAGIC) else content


def unpack(packed: bytes, name: str) -> bytes:
    """The bytes inside a gzip file. Raises DataFileError where it is damaged or cut short."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(packed, LARGEST)
    except zlib.error as error:
        raise DataFileError(f"{name} is damaged: it is not a whole gzip file.") from error
    if unpacker.unconsumed_tail:
        raise DataFileError(f"{name} is not an MNIST file: it unpacks to more than {LARGEST:,} bytes.")
    if not unpacker.eof:
        raise DataFileError(f"{name} is cut short: the packed file ends too early.")
    return content


def decode(content: bytes, name: str) -> Array:
    """The array of an IDX file, uint8 and read-only, sharing the memory of `content`.

    Raises DataFileError where the magic number, the sizes or the length do not agree.
    """
    if len(content) < 4 or content[:2] != b"\0\0":
        raise DataFileError(f"{name} is not an IDX file: its first bytes are wrong.")
    kind, dimensions = content[2], content[3]
    if kind != UNSIGNED_BYTES or not 1 <= dimensions <= 4:
        raise DataFileError(
            f"{name} holds type {kind} in {dimensions} dimensions; unsigned bytes (8) in 1 to 4 are read."
        )
    start = 4 + 4 * dimensions
    if len(content) < start:
        raise DataFileError(f"{name} is cut short: it ends inside its header.")
    shape = tuple(int(size) for size in np.frombuffer(content, ">u4", dimensions, 4))
    wanted, found = int(np.prod(shape, dtype=object)), len(content) - start
    if found != wanted:
        trouble = "is cut short" if found < wanted else "is too long"
        raise DataFileError(f"{name} {trouble}: {shape} needs {wanted:,} bytes after the header, found {found:,}.")
    return np.frombuffer(content, np.uint8, offset=start).reshape(shape)
