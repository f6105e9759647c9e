"""A reader's own CSV file in the experiment that learns from it: how long until the first update, what an epoch costs,
and what the process needs, for a table such as Pima's and for a large one.

Reading is compared with Python's own csv module, which only parts the cells, in turn in the same process. The last
column is what the menu of the columns takes, on which a click waits.
"""

from __future__ import annotations

import csv
import multiprocessing
import statistics
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from core.data.csv_columns import columns_of
from core.data.csv_table import read_table
from core.data.library import Library
from core.experiments import catalog
from core.random import stream
from core.run.session import Session
from core.settings import with_value
from core.training.blas import set_blas_threads
from tests.benchmarks.sides import peak_memory

SIZES = ((768, 8), (100_000, 30))  # rows, columns beside the answer
ROUNDS = 3
EPOCHS = 3
PORTION = 1000  # rows that are made at a time
ID = "table-classifier"


class Figures(NamedTuple):
    """Seconds; peak: MB, first of the process before it reads, then of all."""

    bare: float
    read: float
    menu: float
    first: float
    epoch: float
    before: float
    peak: float


def write(path: Path, rows: int, columns: int) -> None:
    """Numbers of six digits, and an answer that follows from them. By portions: a process begins with the peak of the
    one that has started it."""
    rng = stream(0, "table")
    direction = rng.normal(size=columns)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"x{i}" for i in range(columns)), "answer"])
        for start in range(0, rows, PORTION):
            for row in rng.normal(size=(min(PORTION, rows - start), columns)):
                writer.writerow([*map("{:.5f}".format, row), "yes" if row @ direction > 0 else "no"])


def bare_reading(path: Path) -> float:
    start = perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        for _ in csv.reader(file):
            pass
    return perf_counter() - start


def our_reading(path: Path) -> float:
    start = perf_counter()
    read_table(path)
    return perf_counter() - start


def session_of(path: Path) -> Session:
    """The experiment with this file, at its first tick."""
    experiment = catalog()[ID]
    set_blas_threads(experiment.blas_threads)
    settings = with_value(experiment.preset().settings, "file", str(path))
    session = Session(experiment, settings, Library())
    session.run_to(0)
    return session


def measured(path: Path) -> Figures:
    before = peak_memory()
    start = perf_counter()
    columns_of(path)
    menu = perf_counter() - start
    start = perf_counter()
    session = session_of(path)
    first = perf_counter() - start
    start = perf_counter()
    while session.tick is None or session.tick.epoch < EPOCHS:
        session.advance()
    epoch = (perf_counter() - start) / EPOCHS
    peak = peak_memory()
    times = [(bare_reading(path), our_reading(path)) for _ in range(ROUNDS)]
    bare, read = (statistics.median(column) for column in zip(*times, strict=True))
    return Figures(bare, read, menu, first, epoch, before, peak)


def serve(path: Path, pipe: Connection) -> None:
    """A process of its own, so that its peak is of this table alone."""
    pipe.send(measured(path))


def report(sizes: tuple[tuple[int, int], ...] = SIZES) -> Iterator[str]:
    yield "A CSV file of one's own, learnt from in batches of 32 with all measurements"
    head = f"{'rows × columns':>16} {'file':>8} {'csv alone':>10} {'ours':>9} {'ratio':>6} {'to tick 0':>10}"
    yield f"{head} {'epoch':>9} {'updates':>8} {'peak':>7} {'of it the table':>16} {'menu':>7}"
    context = multiprocessing.get_context("spawn")
    for rows, columns in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "table.csv"
            write(path, rows, columns)
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(path, theirs), daemon=True)
            process.start()
            theirs.close()
            found: Figures = ours.recv()
            process.join()
            updates = -(-(rows - 2 * round(0.2 * rows)) // 32)
            yield (
                f"{f'{rows:,} × {columns}':>16} {path.stat().st_size / 1e6:5.1f} MB {found.bare:8.3f} s"
                f" {found.read:7.3f} s {found.read / found.bare:6.2f} {found.first:8.3f} s {found.epoch:7.3f} s"
                f" {updates:8,} {found.peak:4.0f} MB {found.peak - found.before:13.0f} MB {found.menu * 1e3:4.0f} ms"
            )
