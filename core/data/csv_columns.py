"""What each column of a CSV file holds, judged by some of its rows: numbers, a few different texts, or nothing to use.

    for column in columns_of(Path("flowers.csv")):
        print(column.name, column.kind, column.note)

It is fast enough for a menu of the columns: a long file is looked into at places spread over it, since tables often
come sorted by class.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from core.data.csv_rows import as_number, first_row, has_names, is_missing, opened_rows, places_of, tidy
from core.data.errors import DataFileError
from core.text import counted, one_line

MOST_TEXTS = 12  # different texts of a column that is turned into one column for each
MOST_CLASSES = 30  # that a confusion matrix can show
FIRST, SPREAD, LINES = 1000, 20, 25  # rows at the beginning; places further on, and lines at each
COUNTED = 10  # numbers, each one more than the last, from which on a column is taken for a count of the rows
ANSWERS = ("target", "class", "label", "outcome", "answer", "species", "diagnosis", "survived", "y")

Kind = Literal["number", "text", "unused"]


class Column(NamedTuple):
    """values: how many different ones were met. note: why the column is not learnt from."""

    name: str
    kind: Kind
    values: int
    note: str = ""

    @property
    def could_be_classes(self) -> bool:
        """Whether it has as many values as a target may have."""
        return 2 <= self.values <= MOST_CLASSES


def columns_of(path: Path, header: bool | None = None) -> tuple[Column, ...]:
    """The columns in their order. Raises DataFileError with one sentence where the file is no table."""
    try:
        about = path.stat()
        stamp = about.st_mtime_ns, about.st_size
    except (OSError, ValueError):
        stamp = 0, 0  # reading says what is wrong
    return _columns_of(path, header, stamp)


@lru_cache(maxsize=8)
def _columns_of(path: Path, header: bool | None, stamp: tuple[int, int]) -> tuple[Column, ...]:
    """stamp: time and size, by which a file that was saved again is told from the one before."""
    name = one_line(path.name)
    with opened_rows(path) as rows:
        _, first = first_row(rows, name)
        named = has_names(first) if header is None else header
        places = places_of(first, named, name)
        begin = [] if named else [first]
        found = [*begin, *(cells for _, cells in islice(rows, FIRST))]
        longer = len(found) >= FIRST
    if not found:
        raise DataFileError(f"{name} has names of columns and no rows below them.")
    if longer:
        found += _spread(path, delimiter_of(path))
    whole = [cells for cells in found if len(cells) == len(places)]
    return tuple(_column(one, [cells[i] for cells in whole]) for one, i in places.items())


def delimiter_of(path: Path) -> str:
    """The one that the first line has most of."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        line = file.readline()
    return max(",;\t", key=line.count)


def _spread(path: Path, delimiter: str) -> Iterator[list[str]]:
    """Rows from places spread over the file; where a cell holds a line break, a row may come out torn."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        for i in range(1, SPREAD + 1):
            file.seek(size * i // (SPREAD + 1))
            file.readline()
            text = b"".join(islice(file, LINES)).decode("utf-8", errors="replace")
            try:
                yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
            except csv.Error:
                continue


def _column(name: str, cells: list[str]) -> Column:
    there = [tidy(cell) for cell in cells if not is_missing(cell)]
    different = len(set(there))
    numbers = [value for cell in there if (value := as_number(cell)) is not None]
    if len(there) < len(cells) / 2:
        return Column(name, "unused", different, "most cells are empty")
    if len(numbers) > len(there) / 2:
        if len(numbers) >= COUNTED and all(b - a == 1 for a, b in pairwise(numbers[:FIRST])):
            return Column(name, "unused", different, "counts the rows")
        return Column(name, "number", different)
    if sum(map(_has_decimal_comma, there)) > len(there) / 2:
        return Column(name, "unused", different, "decimal commas; save it with decimal points")
    if different > MOST_TEXTS:
        return Column(name, "unused", different, f"{counted(different, 'different text')} or more")
    return Column(name, "text", different)


def _has_decimal_comma(cell: str) -> bool:
    """Whether it is a number as much of Europe writes it: 0,25."""
    return cell.count(",") == 1 and as_number(cell.replace(",", ".")) is not None


def likely_answer(columns: tuple[Column, ...]) -> Column:
    """The column that looks most like the answer: one that is called so, else the last one that could be classes."""
    fitting = [column for column in columns if column.could_be_classes]
    called = [column for column in fitting if column.name.lower() in ANSWERS]
    return next(iter([*called, *fitting[::-1]]), columns[-1])
