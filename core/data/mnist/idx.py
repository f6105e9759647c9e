"""The IDX format of the MNIST files, plain or packed with gzip.

    magic   00 00 type dimensions        type 08: unsigned bytes, the only one used here
    sizes   one big-endian 32-bit number per dimension
    values  size₁ × size₂ × … bytes

Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
"""

import math
import os
import zlib
from pathlib import Path

import numpy as np

from core.array import Array
from core.data.errors import DataFileError
from core.data.reading import opened

GZIP_MAGIC = b"\x1f\x8b"
UNSIGNED_BYTES = 8
MOST_DIMENSIONS = 4
HEADER = 4 + 4 * MOST_DIMENSIONS  # bytes, at most
LARGEST = 2**26  # bytes; the largest MNIST file has 47 million, a packed bomb unpacks to more


def read_bytes(path: Path) -> bytes:
    """The content, unpacked if it is gzip (told by its first bytes, not by its name).

    The sizes in a plain file's header are compared with its length before the rest is read. Raises DataFileError.
    """
    with opened(path, LARGEST) as file:
        head = file.read(HEADER)
        packed = head.startswith(GZIP_MAGIC)
        if not packed:
            shape_of(head, os.fstat(file.fileno()).st_size, path.name)
        content = head + file.read(LARGEST)
    return unpack(content, path.name) if packed else content


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


def shape_of(head: bytes, length: int, name: str) -> tuple[int, ...]:
    """The sizes that the header of an IDX file gives. head: its first bytes; length: of the whole file.

    Raises DataFileError where the magic number, the sizes and the length do not agree.
    """
    if len(head) < 4 or head[:2] != b"\0\0":
        raise DataFileError(f"{name} is not an IDX file: its first bytes are wrong.")
    kind, dimensions = head[2], head[3]
    if kind != UNSIGNED_BYTES or not 1 <= dimensions <= MOST_DIMENSIONS:
        raise DataFileError(
            f"{name} holds type {kind} in {dimensions} dimensions; unsigned bytes (8) in 1 to 4 are read."
        )
    start = 4 + 4 * dimensions
    if len(head) < start:
        raise DataFileError(f"{name} is cut short: it ends inside its header.")
    shape = tuple(int(size) for size in np.frombuffer(head, ">u4", dimensions, 4))
    wanted, found = math.prod(shape), length - start
    if found != wanted:
        trouble = "is cut short" if found < wanted else "is too long"
        raise DataFileError(f"{name} {trouble}: {shape} needs {wanted:,} bytes after the header, found {found:,}.")
    if not wanted:  # beside a zero the other sizes may be anything, also what no array can have
        raise DataFileError(f"{name} holds nothing: its sizes are {shape}.")
    return shape


def decode(content: bytes, name: str) -> Array:
    """The array of an IDX file, uint8 and read-only, sharing the memory of `content`. Raises DataFileError."""
    shape = shape_of(content[:HEADER], len(content), name)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)
