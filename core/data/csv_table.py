"""Your own table: a CSV file in which every row is a sample, one column the answer, and the others numbers.

    data = read_csv(Path("flowers.csv"), label="species")

A cell that is missing or is no number is named by its row and column, counted as a spreadsheet does: row 1 is the
file's first line. Nothing is guessed into it; with `skip_bad_rows` such rows are left out and the note says how many.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeAlias

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.data.errors import DataFileError
from core.data.reading import opened
from core.text import one_line

LARGEST = 32 * 2**20  # bytes, some seconds of reading: beyond that it is not a table for a lecture
MISSING = {"", "?", "na", "n/a", "nan", "null", "none", "-"}
DELIMITERS = ",;\t"
MOST_FAULTS = 3  # bad cells that one sentence names
LISTED = 10  # columns that one sentence names
HUGE = float(np.finfo(np.float32).max)

Rows: TypeAlias = Iterator[tuple[int, list[str]]]  # number and cells


def read_csv(
    path: Path,
    label: str = "",
    features: Sequence[str] = (),
    *,
    header: bool | None = None,
    numbers: bool = False,
    skip_bad_rows: bool = False,
) -> Dataset:
    """x (n, features) float32; y (n,) class indices, or with `numbers` float32: what the label column measures.

    label: the name of the answer's column; the last one unless given. features: the columns to learn from; all others
    unless given. header: whether the first line holds names; unless given, it does where none of its cells is a number.
    Columns without a name are called "1", "2" …  Classes may be text or numbers, and are sorted as what they are.
    Raises DataFileError with one sentence.
    """
    name = one_line(path.name)
    try:
        with opened(path, LARGEST) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
            table = _read(_rows(file), name, label, features, header, numbers)
    except UnicodeDecodeError as error:
        raise DataFileError(f"{name} is not a text file in UTF-8; save it as “CSV UTF-8”.") from error
    except csv.Error as error:
        raise DataFileError(f"{name} is not a table: {error}.") from error
    if table.faults and not skip_bad_rows:
        raise DataFileError(f"{name}: {table.complaint()}")
    if not table.rows:
        raise DataFileError(f"{name} has no row without a fault: {table.complaint()}")
    note = f"{table.bad_rows} row{'s' * (table.bad_rows > 1)} left out" if table.bad_rows else ""
    y, classes = (table.measured(), ()) if numbers else table.classified(name)
    return Dataset(path.stem, table.x(), y, classes, note, tuple(table.columns[i] for i in table.chosen))


def _rows(file: TextIO) -> Rows:
    """The rows that are not blank. The delimiter is the one that the first line has most of."""
    delimiter = max(DELIMITERS, key=file.readline().count)
    file.seek(0)
    rows = csv.reader(file, delimiter=delimiter, skipinitialspace=True, strict=True)
    return ((number, cells) for number, cells in enumerate(rows, 1) if any(map(str.strip, cells)))


def _read(rows: Rows, name: str, label: str, features: Sequence[str], header: bool | None, numbers: bool) -> _Table:
    number, first = next(rows, (0, []))
    if not first:
        raise DataFileError(f"{name} is empty.")
    if header is None:
        header = not any(_number(cell) is not None for cell in first)
    places = _places(first, header, name)
    columns = list(places)
    answer = _place(places, label, name) if label else len(columns) - 1
    chosen = [_place(places, one, name) for one in features] or [i for i in range(len(columns)) if i != answer]
    if answer in chosen or not chosen:
        raise DataFileError(
            f'{name}: the label "{one_line(columns[answer])}" cannot be learned from; choose other columns.'
        )
    table = _Table(columns, chosen, answer, numbers)
    if not header:
        table.take(number, first)
    for number, cells in rows:
        table.take(number, cells)
    if not table.rows and not table.faults:
        raise DataFileError(f"{name} has names of columns and no rows below them.")
    return table


def _places(cells: list[str], header: bool, name: str) -> dict[str, int]:
    """The number of each column, by its name."""
    if len(cells) < 2:
        raise DataFileError(f"{name} has one column; a table needs one to learn from and one for the answer.")
    places: dict[str, int] = {}
    for i, cell in enumerate(cells):
        column = (header and _tidy(cell)) or str(i + 1)
        if column in places:
            raise DataFileError(f'{name} has two columns called "{one_line(column)}".')
        places[column] = i
    return places


def _place(places: dict[str, int], column: str, name: str) -> int:
    if column not in places:
        listed = ", ".join(one_line(one) for one in list(places)[:LISTED])
        more = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
        raise DataFileError(f'{name} has no column "{one_line(column)}"; there are {listed}{more}.')
    return places[column]


class _Table:
    """The rows without a fault, in 4 bytes a number, and what is wrong with the others. Rows are taken one by one: a
    table as Python's own numbers and strings would take a hundred times the memory of its file."""

    def __init__(self, columns: list[str], chosen: list[int], answer: int, numbers: bool) -> None:
        self.columns, self.chosen, self.answer, self.numbers = columns, chosen, answer, numbers
        self.rows = self.bad_rows = self.faults = 0
        self._described: list[str] = []
        self._must_be_numbers = [*chosen, answer] if numbers else chosen
        self._values = array("f")
        self._codes = array("q")  # of the answers, in the order in which they were met
        self._answers: dict[str, int] = {}

    def take(self, number: int, cells: list[str]) -> None:
        """Keep the row, or what is wrong with it."""
        if len(cells) != len(self.columns):
            found = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            self._reject([f"row {number} has {found}, the first has {len(self.columns)}"])
            return
        values, answer = self._parsed(cells), cells[self.answer]
        if not self.numbers and answer not in self._answers:
            answer = _tidy(answer)
        if values is None or (not self.numbers and answer.lower() in MISSING):
            self._reject(self._wrong(number, cells))
            return
        self.rows += 1
        self._values.extend(values)
        if not self.numbers:
            self._codes.append(self._answers.setdefault(answer, len(self._answers)))

    def _parsed(self, cells: list[str]) -> list[float] | None:
        """The numbers in the cells that must be some; None where one is none."""
        wanted = self._must_be_numbers
        try:
            found = [x for i in wanted if -HUGE <= (x := float(cells[i])) <= HUGE and "_" not in cells[i]]
        except ValueError:
            return None
        return found if len(found) == len(wanted) else None

    def _wrong(self, number: int, cells: list[str]) -> list[str]:
        """What is wrong with the row; in words only as far as they are told."""
        bad = [i for i in self._must_be_numbers if _number(cells[i]) is None]
        if not self.numbers and _tidy(cells[self.answer]).lower() in MISSING:
            bad.append(self.answer)
        described = len(self._described)
        return [
            _fault(number, self.columns[i], _tidy(cells[i])) if described + n < MOST_FAULTS else ""
            for n, i in enumerate(bad)
        ]

    def _reject(self, wrong: list[str]) -> None:
        self.bad_rows += 1
        self.faults += len(wrong)
        self._described += wrong[: MOST_FAULTS - len(self._described)]

    def complaint(self) -> str:
        """The first faults, and how many there are more."""
        sentence, more = "; ".join(self._described), self.faults - len(self._described)
        return f"{sentence}; and {more} more." if more else f"{sentence}."

    def x(self) -> Array:
        """(rows, chosen columns)"""
        return self._matrix()[:, : len(self.chosen)]

    def measured(self) -> Array:
        """The answers as numbers."""
        return self._matrix()[:, -1]

    def _matrix(self) -> Array:
        return np.frombuffer(self._values, np.float32).reshape(self.rows, len(self._must_be_numbers))

    def classified(self, name: str) -> tuple[Array, tuple[str, ...]]:
        """Class indices and names. Where all are numbers, 2 comes before 10, and 1 and 1.0 are one class."""
        numbers = all(_number(answer) is not None for answer in self._answers)
        meant: list[Any] = [float(answer) if numbers else answer for answer in self._answers]
        place = {one: i for i, one in enumerate(sorted(set(meant)))}
        classes = tuple(str(int(one)) if numbers and one == int(one) else str(one) for one in place)
        if len(classes) < 2:
            label = one_line(self.columns[self.answer])
            raise DataFileError(
                f'{name}: the label "{label}" is {one_line(classes[0])} in every row; there is nothing to tell apart.'
            )
        y = np.array([place[one] for one in meant], np.int64)
        return y[np.frombuffer(self._codes, np.int64)], classes


def _tidy(cell: str) -> str:
    return " ".join(cell.split())


def _number(cell: str) -> float | None:
    """A number that float32 can hold, or None; Python's own 1_000 is none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) <= HUGE and "_" not in cell else None


def _fault(row: int, column: str, cell: str) -> str:
    where = f'row {row}, column "{one_line(column)}"'
    return f"{where} is missing" if cell.lower() in MISSING else f'{where}: "{one_line(cell, 20)}" is not a number'
