"""Your own table: a CSV file in which every row is a sample, one column the answer, and the others numbers or texts.

    data = read_csv(Path("flowers.csv"), label="species")       # numbers only
    table = read_table(Path("flowers.csv"), "species")          # texts too, and what was done to columns and rows

A cell that is missing or is no number is named by its row and column, counted as a spreadsheet does: row 1 is the
file's first line. Nothing is guessed into it; with `skip_bad_rows` such rows are left out and the note says how many.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

import numpy as np

from core.array import Array
from core.data.csv_cells import MOST_FAULTS, UNUSED, Cells
from core.data.csv_columns import Column, columns_of
from core.data.csv_rows import Rows, first_row, has_names, opened_rows, place_of, places_of
from core.data.dataset import Dataset
from core.data.errors import DataFileError
from core.text import counted, one_line

PORTION = 1000  # rows between two breaths, 10 ms

T = TypeVar("T")
Reading: TypeAlias = Generator[None, None, T]


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
        table = _to_end(_read(rows, name, label, features, header, numbers, {}))
    return _dataset(table, path, skip_bad_rows)


def read_table(path: Path, label: str = "", without: Sequence[str] = (), *, header: bool | None = None) -> CsvTable:
    """`reading_table` at one go."""
    return _to_end(reading_table(path, label, without, header=header))


def reading_table(
    path: Path, label: str = "", without: Sequence[str] = (), *, header: bool | None = None
) -> Reading[CsvTable]:
    """The classes of the label column, and all other columns that can be learnt from: numbers as they are; a column of
    a few texts as one column for each of them, 1 in the rows that say so and else 0 (one-hot).

    A large file takes seconds: this yields now and then, so that whoever reads can stop. Rows with a fault are left
    out. Not learnt from are columns of many texts, columns that are mostly empty, one that counts the rows, and those
    named in `without`.
    """
    name = one_line(path.name)
    kinds = {column.name: column for column in columns_of(path, header)}
    kinds |= {one: kinds[one]._replace(kind="unused", note="not wanted") for one in without if one in kinds}
    with opened_rows(path) as rows:
        table = yield from _read(rows, name, label or list(kinds)[-1], (), header, False, kinds)
    data = _dataset(table, path, skip_bad_rows=True)
    became = tuple((one, table.became(i, kinds)) for i, one in enumerate(table.columns))
    if not data.columns:
        why = [f'"{one_line(one)}" {how}' for one, how in became if how.startswith(UNUSED)]
        raise DataFileError(f"{name} has no column to learn from: {'; '.join(why[:MOST_FAULTS])}.")
    lines = np.frombuffer(table.lines, np.int64)
    return CsvTable(data, became, lines, table.bad_rows, tuple(table.described), table.more)


def _to_end(reading: Reading[T]) -> T:
    """What it returns, without a breath."""
    while True:
        try:
            next(reading)
        except StopIteration as end:
            found: T = end.value
            return found


def _dataset(table: Cells, path: Path, skip_bad_rows: bool) -> Dataset:
    name = one_line(path.name)
    if table.faults and not skip_bad_rows:
        raise DataFileError(f"{name}: {table.complaint()}")
    if not table.rows:
        raise DataFileError(f"{name} has no row without a fault: {table.complaint()}")
    notes = [f"{counted(table.bad_rows, 'row')} left out"] * bool(table.bad_rows)
    notes += ["one-hot"] * any(map(table.encoded, table.texts))
    y, classes = (table.measured(), ()) if table.numbers else table.classified(name)
    names, x = table.features()
    return Dataset(path.stem, x, y, classes, ", ".join(notes), names)


def _read(
    rows: Rows,
    name: str,
    label: str,
    features: Sequence[str],
    header: bool | None,
    numbers: bool,
    kinds: dict[str, Column],
) -> Reading[Cells]:
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
    table = Cells(columns, chosen, answer, numbers, [i for i in chosen if kinds and kinds[columns[i]].kind == "text"])
    if not header:
        table.take(number, first)
    for number, cells in rows:
        table.take(number, cells)
        if number % PORTION == 0:
            yield
    if not table.rows and not table.faults:
        raise DataFileError(f"{name} has names of columns and no rows below them.")
    return table
