"""Your own table: a CSV file in which every row is a sample, one column the answer, and the others numbers.

    data = read_csv(Path("flowers.csv"), label="species")

A cell that is missing or is no number is named by its row and column, counted as a spreadsheet does: row 1 is the
file's first line. Nothing is guessed into it; with `skip_bad_rows` such rows are left out and the note says how many.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.data.errors import DataFileError

LARGEST = 100 * 2**20  # bytes: beyond that it is not a table for a lecture, and would fill the memory
MISSING = {"", "?", "na", "n/a", "nan", "null", "none", "-"}
DELIMITERS = ",;\t"
TOLD = 3  # bad cells that one sentence names


class Problem(NamedTuple):
    """What is wrong with one row, in a few words: `row 7, column "age" is missing`."""

    row: int
    text: str


class _Record(NamedTuple):
    row: int
    cells: list[str]


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
    unless given. header: whether the first line holds names; unless told, it does where none of its cells is a number.
    Columns without a name are called "1", "2" …  Classes may be text or numbers, and are sorted as what they are.
    Raises DataFileError with one sentence.
    """
    name = path.name
    records = _records(_text(path), name)
    columns, records = _named(records, header, name)
    answer = _column(columns, label, name) if label else len(columns) - 1
    chosen = [_column(columns, one, name) for one in features] or [i for i in range(len(columns)) if i != answer]
    if answer in chosen or not chosen:
        raise DataFileError(f'{name}: the label "{columns[answer]}" cannot be learned from; choose other columns.')
    x, answers, problems = _parsed(records, columns, chosen, answer, numbers)
    if problems and not skip_bad_rows:
        raise DataFileError(f"{name}: {_sentence(problems)}")
    if not len(x):
        raise DataFileError(f"{name} has no row without a fault: {_sentence(problems)}")
    skipped = len({problem.row for problem in problems})
    note = f"{skipped} row{'s' * (skipped > 1)} left out" if skipped else ""
    y, classes = (np.array(answers, np.float32), ()) if numbers else _classes(answers, columns[answer], name)
    return Dataset(path.stem, np.array(x, np.float32), y, classes, note, tuple(columns[i] for i in chosen))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise DataFileError(f"{path.name} is too large: tables of up to {LARGEST // 2**20} MB are read.")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataFileError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise DataFileError(f"{path.name} is not a text file in UTF-8; save it as “CSV UTF-8”.") from error


def _records(text: str, name: str) -> list[_Record]:
    """The rows that are not blank. The delimiter is the one that the first line has most of."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = csv.reader(io.StringIO(text), delimiter=delimiter, skipinitialspace=True, strict=True)
        records = [_Record(i, [" ".join(cell.split()) for cell in row]) for i, row in enumerate(rows, 1)]
    except csv.Error as error:
        raise DataFileError(f"{name} is not a table: {error}.") from error
    records = [record for record in records if any(record.cells)]
    if not records:
        raise DataFileError(f"{name} is empty.")
    return records


def _named(records: list[_Record], header: bool | None, name: str) -> tuple[list[str], list[_Record]]:
    """The names of the columns, and the rows below them."""
    first = records[0].cells
    if len(first) < 2:
        raise DataFileError(f"{name} has one column; a table needs one to learn from and one for the answer.")
    if header is None:
        header = not any(_number(cell) is not None for cell in first)
    columns = [(header and cell) or str(i) for i, cell in enumerate(first, 1)]
    twice = [column for column in columns if columns.count(column) > 1]
    if twice:
        raise DataFileError(f'{name} has two columns called "{twice[0]}".')
    if header and len(records) < 2:
        raise DataFileError(f"{name} has names of columns and no rows below them.")
    return columns, records[1:] if header else records


def _column(columns: list[str], wanted: str, name: str) -> int:
    if wanted not in columns:
        raise DataFileError(f'{name} has no column "{wanted}"; there are {", ".join(columns)}.')
    return columns.index(wanted)


def _parsed(
    records: list[_Record], columns: list[str], chosen: list[int], answer: int, numbers: bool
) -> tuple[list[list[float]], list[str], list[Problem]]:
    """The good rows' numbers and answers, and what is wrong with the others."""
    x, answers, problems = [], [], []
    for row, cells in records:
        if len(cells) != len(columns):
            found = f"{len(cells)} cell{'s' * (len(cells) != 1)}"
            problems.append(Problem(row, f"row {row} has {found}, the first has {len(columns)}"))
            continue
        must_be_numbers = [*chosen, answer] if numbers else chosen
        wrong = [Problem(row, _fault(row, columns[i], cells[i])) for i in must_be_numbers if _number(cells[i]) is None]
        if not numbers and cells[answer].lower() in MISSING:
            wrong.append(Problem(row, f'row {row}, column "{columns[answer]}" is missing'))
        problems += wrong
        if not wrong:
            x.append([float(cells[i]) for i in chosen])
            answers.append(cells[answer])
    return x, answers, problems


def _number(cell: str) -> float | None:
    """A number that float32 can hold, or None; Python's own 1_000 is none."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) <= float(np.finfo(np.float32).max) and "_" not in cell else None


def _fault(row: int, column: str, cell: str) -> str:
    where = f'row {row}, column "{column}"'
    if cell.lower() in MISSING:
        return f"{where} is missing"
    short = cell if len(cell) <= 20 else cell[:20] + "…"
    return f'{where}: "{short}" is not a number'


def _sentence(problems: list[Problem]) -> str:
    more = len(problems) - TOLD
    told = "; ".join(problem.text for problem in problems[:TOLD])
    return f"{told}; and {more} more." if more > 0 else f"{told}."


def _classes(answers: list[str], column: str, name: str) -> tuple[Array, tuple[str, ...]]:
    """Class indices and names. Where all are numbers, 2 comes before 10, and 1 and 1.0 are one class."""
    numbers = all(_number(answer) is not None for answer in answers)
    found, y = np.unique(np.array(answers, np.float64 if numbers else np.str_), return_inverse=True)
    classes = tuple(str(int(one)) if numbers and one == int(one) else str(one) for one in found)
    if len(classes) < 2:
        raise DataFileError(
            f'{name}: the label "{column}" is {classes[0]} in every row; there is nothing to tell apart.'
        )
    return y.astype(np.int64), classes
