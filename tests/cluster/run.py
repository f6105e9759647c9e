"""The same trials for whatever executes them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TypeVar

from distributed import LocalCluster

from core.data.library import Library
from core.data.split import split
from core.experiments.normalization_and_generalization.search_job import Digits, Training, in_memory
from core.random import stream
from core.training.search import LogUniform, Outcomes, Trial, random_trials, search

T = TypeVar("T")
WORKERS = 2


def value_of(generator: Generator[None, None, T]) -> T:
    """What it returns, past its breaths."""
    while True:
        try:
            next(generator)
        except StopIteration as end:
            return end.value


def job(epochs: int) -> Training:
    """As that of the experiment's preset Book, on pen digits."""
    digits = Library().digits("pen digits", 500, 1000).flat()
    parts = split(digits.train, stream(0, "split"), (0.8, 0.2, 0.0))
    inputs = (value_of(in_memory(part)) for part in (parts.train, parts.validation, digits.test))
    return Training(Digits(*inputs), (100,) * 6, epochs, 0)


def trials(count: int) -> list[Trial]:
    space = {"lr": LogUniform(1e-6, 1e-2), "decay": LogUniform(1e-8, 1e-4)}
    return random_trials(space, count, stream(0, "search"))


def outcomes(count: int, epochs: int, executor: Executor | None = None) -> Outcomes:
    return search(job(epochs), trials(count), executor)


@contextmanager
def two_workers() -> Iterator[LocalCluster]:
    """Each with one thread, as the README has them begun."""
    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, processes=True, dashboard_address=None) as here:
        yield here
