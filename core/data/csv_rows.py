"""The rows of a CSV file, one after another, and what a cell may be."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, TypeAlias

import numpy as np

from core.data.errors import DataFileError
from core.data.reading import opened
from core.text import one_line

LARGEST = 64 * 2**20  # bytes, some seconds of reading: beyond that it is not a table for a lecture
MISSING = {"", "?", "na", "n/a", "nan", "null", "none", "-"}
DELIMITERS = ",;\t"
LISTED = 10  # columns that one sentence names
HUGE = float(np.finfo(np.float32).max)

Rows: TypeAlias = Iterator[tuple[int, list[str]]]  # number and cells


@contextmanager
def opened_rows(path: Path) -> Iterator[Rows]:
    """The rows of the file that are not blank, counted as a spreadsheet does. Raises DataFileError with one sentence,
    also while they are read."""
    name = one_line(path.name)
    try:
        with opened(path, LARGEST) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
            yield _rows(file)
    except UnicodeDecodeError as error:
        raise DataFileError(f"{name} is not a text file in UTF-8; save it as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise DataFileError(f"{name} is not a table: {error}.") from error


def _rows(file: TextIO) -> Rows:
    """The delimiter is the one that the first line has most of."""
    delimiter = max(DELIMITERS, key=file.readline().count)
    file.seek(0)
    rows = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
    return ((number, cells) for number, cells in enumerate(rows, 1) if any(map(str.strip, cells)))


def first_row(rows: Rows, name: str) -> tuple[int, list[str]]:
    """Its number and cells."""
    number, first = next(rows, (0, []))
    if not first:
        raise DataFileError(f"{name} is empty.")
    return number, first


def has_names(first: list[str]) -> bool:
    """Whether the first row holds the names of the columns: it does where none of its cells is a number."""
    return not any(as_number(cell) is not None for cell in first)


def places_of(cells: list[str], header: bool, name: str) -> dict[str, int]:
    """The number of each column, by its name."""
    if len(cells) < 2:
        raise DataFileError(f"{name} has one column; a table needs one to learn from and one for the answer.")
    places: dict[str, int] = {}
    for i, cell in enumerate(cells):
        column = (header and tidy(cell)) or str(i + 1)
        if column in places:
            raise DataFileError(f'{name} has two columns called "{one_line(column)}".')
        places[column] = i
    return places


def place_of(places: dict[str, int], column: str, name: str) -> int:
    """The number of the column; DataFileError names those that there are."""
    if column not in places:
        listed = ", ".join(one_line(one) for one in list(places)[:LISTED])
        more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
        raise DataFileError(f'{name} has no column "{one_line(column)}"; there are {listed}{more}.')
    return places[column]


def tidy(cell: str) -> str:
    """Without what cannot be seen: spaces around it, two of them, line breaks."""
    return " ".join(cell.split())


def is_missing(cell: str) -> bool:
    """Whether nothing stands in the cell, or one of the words for it."""
    return tidy(cell).lower() in MISSING


def as_number(cell: str) -> float | None:
    """A number that float32 can hold, or None; Python's own 1_000 is none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) <= HUGE and "_" not in cell else None
