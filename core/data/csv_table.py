"""Your own table: a CSV file in which every row is a sample, one column the answer, and the others numbers or texts.

    data = read_csv(Path("flowers.csv"), label="species")       # numbers only
    table = read_table(Path("flowers.csv"), label="species")    # and what was done to each column, and to bad rows

A cell that is missing or is no number is named by its row and column, counted as a spreadsheet does: row 1 is the
file's first line. Nothing is guessed into it; with `skip_bad_rows` such rows are left out and the note says how many.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.array import Array
from core.data.csv_columns import MOST_CLASSES, MOST_TEXTS, Column, columns_of
from core.data.csv_rows import (
    HUGE,
    MISSING,
    Rows,
    as_number,
    first_row,
    has_names,
    is_missing,
    opened_rows,
    place_of,
    places_of,
    tidy,
)
from core.data.dataset import Dataset
from core.data.errors import DataFileError
from core.text import counted, one_line

NUMBERS, ONE_HOT, UNUSED, ANSWER = "numbers", "one-hot: ", "left out: ", "the answer"  # what became of a column
MOST_FAULTS = 3  # bad cells that one sentence names


@dataclass(frozen=True)
class CsvTable:
    """A table as it was read.

    columns: each column of the file, and what became of it. lines (n,): the row of the file that each sample was.
    left_out: how many rows have a fault; faults: the first ones; more: how many there are besides.
    """

    data: Dataset
    columns: tuple[tuple[str, str], ...]
    lines: Array
    left_out: int
    faults: tuple[str, ...]
    more: int


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
    with opened_rows(path) as rows:
        table = _read(rows, name, label, features, header, numbers, {})
    return _dataset(table, path, skip_bad_rows)


def read_table(path: Path, label: str = "", *, header: bool | None = None) -> CsvTable:
    """The classes of the label column, and all other columns that can be learnt from: numbers as they are; a column of
    a few texts as one column for each of them, 1 in the rows that say so and else 0 (one-hot).

    Rows with a fault are left out. Not learnt from are columns of many texts, columns that are mostly empty, and one
    that counts the rows.
    """
    name = one_line(path.name)
    kinds = {column.name: column for column in columns_of(path, header)}
    with opened_rows(path) as rows:
        table = _read(rows, name, label or list(kinds)[-1], (), header, False, kinds)
    data = _dataset(table, path, skip_bad_rows=True)
    became = tuple((one, table.became(i, kinds)) for i, one in enumerate(table.columns))
    lines = np.frombuffer(table.lines, np.int64)
    return CsvTable(data, became, lines, table.bad_rows, tuple(table.described), table.more)


def _dataset(table: _Table, path: Path, skip_bad_rows: bool) -> Dataset:
    name = one_line(path.name)
    if table.faults and not skip_bad_rows:
        raise DataFileError(f"{name}: {table.complaint()}")
    if not table.rows:
        raise DataFileError(f"{name} has no row without a fault: {table.complaint()}")
    notes = [f"{counted(table.bad_rows, 'row')} left out"] * bool(table.bad_rows)
    notes += ["one-hot"] * any(map(table.encoded, table.texts))
    y, classes = (table.measured(), ()) if table.numbers else table.classified(name)
    names, x = table.features()
    if not names:
        raise DataFileError(f"{name} has no column of numbers, or of a few texts, beside the label.")
    return Dataset(path.stem, x, y, classes, ", ".join(notes), names)


def _read(
    rows: Rows,
    name: str,
    label: str,
    features: Sequence[str],
    header: bool | None,
    numbers: bool,
    kinds: dict[str, Column],
) -> _Table:
    number, first = first_row(rows, name)
    header = has_names(first) if header is None else header
    places = places_of(first, header, name)
    columns = list(places)
    answer = place_of(places, label, name) if label else len(columns) - 1
    usable = [i for i, one in enumerate(columns) if i != answer and (not kinds or kinds[one].kind != "unused")]
    chosen = [place_of(places, one, name) for one in features] or usable
    if answer in chosen or (not chosen and not kinds):
        raise DataFileError(
            f'{name}: the label "{one_line(columns[answer])}" cannot be learned from; choose other columns.'
        )
    table = _Table(columns, chosen, answer, numbers, [i for i in chosen if kinds and kinds[columns[i]].kind == "text"])
    if not header:
        table.take(number, first)
    for number, cells in rows:
        table.take(number, cells)
    if not table.rows and not table.faults:
        raise DataFileError(f"{name} has names of columns and no rows below them.")
    return table


class _Table:
    """The rows without a fault, in 4 bytes a number, and what is wrong with the others. Rows are taken one by one: a
    table as Python's own numbers and strings would take a hundred times the memory of its file."""

    def __init__(self, columns: list[str], chosen: list[int], answer: int, numbers: bool, texts: list[int]) -> None:
        self.columns, self.chosen, self.answer, self.numbers = columns, chosen, answer, numbers
        self.rows = self.bad_rows = self.faults = 0
        self.lines = array("q")  # numbers of the rows
        self.texts: dict[int, dict[str, int]] = {i: {} for i in texts}  # by column: each text and its code
        self.described: list[str] = []
        self._must_be_numbers = [i for i in (*chosen, *[answer] * numbers) if i not in self.texts]
        self._values = array("f")  # row by row: the numbers, then the codes of the texts
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
            answer = tidy(answer)
        if values is None or (not self.numbers and answer.lower() in MISSING):
            self._reject(self._wrong(number, cells))
            return
        self.rows += 1
        self.lines.append(number)
        self._values.extend(values)
        if self.texts:
            self._values.extend(self._encoded(cells))
        if not self.numbers:
            self._codes.append(self._answers.setdefault(answer, len(self._answers)))

    def _parsed(self, cells: list[str]) -> list[float] | None:
        """The numbers in the cells that must be some; None where one is none, or a text is missing."""
        wanted = self._must_be_numbers
        try:
            found = [x for i in wanted if -HUGE <= (x := float(cells[i])) <= HUGE and "_" not in cells[i]]
        except ValueError:
            return None
        there = len(found) == len(wanted) and not any(is_missing(cells[i]) for i in self.texts)
        return found if there else None

    def _encoded(self, cells: list[str]) -> list[int]:
        """The code of the text in each column of texts; of those beyond the most that are encoded, one for all."""
        codes = []
        for i, known in self.texts.items():
            text = tidy(cells[i])
            if text not in known and len(known) <= MOST_TEXTS:
                known[text] = len(known)
            codes.append(known.get(text, MOST_TEXTS))
        return codes

    def _wrong(self, number: int, cells: list[str]) -> list[str]:
        """What is wrong with the row; in words only as far as they are told."""
        bad = [i for i in self._must_be_numbers if as_number(cells[i]) is None]
        bad += [i for i in self.texts if is_missing(cells[i])]
        if not self.numbers and is_missing(cells[self.answer]):
            bad.append(self.answer)
        described = len(self.described)
        return [
            _fault(number, self.columns[i], tidy(cells[i])) if described + n < MOST_FAULTS else ""
            for n, i in enumerate(bad)
        ]

    def _reject(self, wrong: list[str]) -> None:
        self.bad_rows += 1
        self.faults += len(wrong)
        self.described += wrong[: MOST_FAULTS - len(self.described)]

    def complaint(self) -> str:
        """The first faults, and how many there are more."""
        sentence = "; ".join(self.described)
        return f"{sentence}; and {self.more} more." if self.more else f"{sentence}."

    @property
    def more(self) -> int:
        """Faults beyond the first."""
        return self.faults - len(self.described)

    def features(self) -> tuple[tuple[str, ...], Array]:
        """Names, and x (rows, features): each chosen column, or one for each of its texts."""
        matrix, numbers = self._matrix(), [i for i in self.chosen if i not in self.texts]
        if not self.texts:
            return tuple(self.columns[i] for i in numbers), matrix[:, : len(numbers)]
        names: list[str] = []
        parts: list[Array] = []
        for i in self.chosen:
            if i not in self.texts:
                names.append(self.columns[i])
                parts.append(matrix[:, numbers.index(i)])
                continue
            codes = matrix[:, len(self._must_be_numbers) + list(self.texts).index(i)]
            for text in self.encoded(i):
                names.append(f"{self.columns[i]} = {text}")
                parts.append((codes == self.texts[i][text]).astype(np.float32))
        x = np.stack(parts, axis=1) if parts else np.zeros((self.rows, 0), np.float32)
        return tuple(names), x

    def encoded(self, i: int) -> list[str]:
        """The texts of the column that get a column each; none where there are too many."""
        texts = self.texts[i]
        return sorted(texts) if len(texts) <= MOST_TEXTS else []

    def became(self, i: int, kinds: dict[str, Column]) -> str:
        """What was done to the column, in a few words."""
        if i == self.answer:
            return ANSWER
        if i not in self.texts:
            note = kinds[self.columns[i]].note
            return UNUSED + note if note else NUMBERS
        texts = self.encoded(i)
        return ONE_HOT + ", ".join(texts) if texts else f"{UNUSED}more than {MOST_TEXTS} texts"

    def measured(self) -> Array:
        """The answers as numbers."""
        return self._matrix()[:, len(self._must_be_numbers) - 1]

    def _matrix(self) -> Array:
        width = len(self._must_be_numbers) + len(self.texts)
        return np.frombuffer(self._values, np.float32).reshape(self.rows, width)

    def classified(self, name: str) -> tuple[Array, tuple[str, ...]]:
        """Class indices and names. Where all are numbers, 2 comes before 10, and 1 and 1.0 are one class."""
        numbers = all(as_number(answer) is not None for answer in self._answers)
        meant: list[Any] = [float(answer) if numbers else answer for answer in self._answers]
        place = {one: i for i, one in enumerate(sorted(set(meant)))}
        classes = tuple(str(int(one)) if numbers and one == int(one) else str(one) for one in place)
        label = one_line(self.columns[self.answer])
        if len(classes) > MOST_CLASSES:
            raise DataFileError(
                f'{name}: the label "{label}" has {len(classes):,} different values, too many for classes (at most'
                f" {MOST_CLASSES}); choose another column."
            )
        if len(classes) < 2:
            raise DataFileError(
                f'{name}: the label "{label}" is {one_line(classes[0])} in every row; there is nothing to tell apart.'
            )
        y = np.array([place[one] for one in meant], np.int64)
        return y[np.frombuffer(self._codes, np.int64)], classes


def _fault(row: int, column: str, cell: str) -> str:
    where = f'row {row}, column "{one_line(column)}"'
    return f"{where} is missing" if cell.lower() in MISSING else f'{where}: "{one_line(cell, 20)}" is not a number'
