"""A table made ready for a network: read, its task chosen, split, standardized; and what was done, to be shown."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.data.csv_cells import NUMBERS, ONE_HOT, UNUSED
from core.data.csv_table import CsvTable, Reading
from core.data.dataset import Dataset
from core.data.errors import DataFileError
from core.data.library import Library
from core.data.preprocessing import Preprocessing, standardize
from core.data.split import chosen, split
from core.experiments.playground.table_source import OWN, SEVERAL, STANDARDIZED, TableSource, path_of
from core.random import stream
from core.records import Table
from core.text import counted, one_line

FEWEST = 10  # rows that can be split
LONGEST = 30  # letters of a name
NAMED = 4  # columns, classes that a cell of the table names


class Prepared(NamedTuple):
    """train, validation, test: as the network gets them; raw: the test part as it was read. rows: of each test sample
    the row of the file, or its number in the built-in table. steps: what was done, line by line."""

    train: Dataset
    validation: Dataset
    test: Dataset
    raw: Dataset
    rows: Array
    steps: tuple[tuple[str, str], ...]

    def table(self) -> Table:
        """What was done to the data."""
        return Table(("", "what was done"), self.steps)


def prepared(library: Library, asked: TableSource) -> Reading[Prepared]:
    """60 % to learn from, 20 % to choose by, 20 % to measure with; standardized by figures of the training part.

    Raises DataFileError with one sentence where the file cannot be learnt from.
    """
    own, path = None, path_of(asked.file)
    if asked.data == OWN:
        own = yield from library.own_table(path, asked.target, asked.leave_out)
    whole = own.data if own is not None else library.table(asked.data)
    name = asked.data if own is None else one_line(path.name) + ("" if asked.file else ", an example")
    if len(whole) < FEWEST:
        raise DataFileError(f"{name} has {counted(len(whole), 'row')} to learn from; {FEWEST} or more are needed.")
    tasked = _with_task(replace(whole, name=name), asked.task)
    numbers = split(replace(tasked, x=np.arange(len(tasked))), stream(asked.seed, "split"))
    parts = [chosen(tasked, part.x[:]) for part in numbers]
    step = standardize(parts[0].x)
    train, validation, test = (_scaled(part, step, asked.scaling) for part in parts)
    rows = own.lines[numbers.test.x[:]] if own is not None else numbers.test.x[:] + 1
    sizes = f"{len(train):,} train, {len(validation):,} validate, {len(test):,} test"
    by = f"mean 0, spread 1, by the {len(train):,} training rows"
    steps = (
        ("rows", f"{len(whole):,}: {sizes}"),
        *_faults(own),
        (f"answer “{one_line(asked.target)}”" if own is not None else "answer", _counts(tasked)),
        *_column_steps(own, whole),
        (STANDARDIZED, by if asked.scaling == STANDARDIZED else "no: each column in its own unit"),
        *_unused(own),
    )
    return Prepared(train, validation, test, parts[-1], rows, steps)


def _scaled(part: Dataset, step: Preprocessing, scaling: str) -> Dataset:
    """In memory as the network gets it: a batch is then only picked."""
    whole = step.on(part) if scaling == STANDARDIZED else part
    return replace(whole, x=whole.x[:])


def _with_task(data: Dataset, task: str) -> Dataset:
    """With several classes, two are the first one and all others."""
    if task == SEVERAL or len(data.classes) == 2:
        return data
    first = data.classes[0]
    return replace(data, y=(data.y == 0).astype(np.int64), classes=(f"not {first}", first))


def _faults(own: CsvTable | None) -> list[tuple[str, str]]:
    """What was wrong with the first of the rows that are left out."""
    if own is None or not own.left_out:
        return []
    told = [*own.faults[:-1], own.faults[-1] + (f"; and {own.more:,} more" if own.more else "")]
    return [("" if i else f"{counted(own.left_out, 'row')} left out", one) for i, one in enumerate(told)]


def _counts(data: Dataset) -> str:
    counts = np.bincount(data.y, minlength=len(data.classes))
    told = [f"{one_line(name, LONGEST)} {count:,}" for name, count in zip(data.classes, counts, strict=True)]
    return _listed(told)


def _column_steps(own: CsvTable | None, whole: Dataset) -> list[tuple[str, str]]:
    """The columns that were numbers, and those that became some."""
    became = own.columns if own is not None else tuple((name, NUMBERS) for name in whole.columns)
    numbers = [one_line(name, LONGEST) for name, how in became if how == NUMBERS]
    texts = _with_notes(became, ONE_HOT)
    told = [(f"{counted(len(numbers), 'column')} of numbers", _listed(numbers))] if numbers else []
    return told + ([(f"{len(texts)} of texts, one-hot", _listed(texts))] if texts else [])


def _unused(own: CsvTable | None) -> list[tuple[str, str]]:
    unused = _with_notes(own.columns, UNUSED) if own is not None else []
    return [(f"{len(unused)} not used", _listed(unused))] if unused else []


def _with_notes(became: tuple[tuple[str, str], ...], way: str) -> list[str]:
    """The columns that went this way, each with what is said of it."""
    return [
        f"{one_line(name, LONGEST)} ({one_line(how.removeprefix(way))})" for name, how in became if how.startswith(way)
    ]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
