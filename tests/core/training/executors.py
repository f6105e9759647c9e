"""Executors that a search is tested with, and its outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from typing import Any

from core.training.search import (
    LogUniform,
    Outcome,
    Space,
    Trial,
)

SPACE: Space = {"lr": LogUniform(1e-6, 1e-2), "decay": LogUniform(1e-8, 1e-4)}


class Here(Executor):
    """Runs a job when it is submitted, and counts."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, job: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        self.submitted += 1
        future: Future[Any] = Future()
        future.set_result(job(*args, **more))
        return future


class Never(Executor):
    """Takes jobs and begins none."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, job: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


def real(outcomes: Iterator[Outcome | None]) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome is not None]


def trials(count: int) -> list[Trial]:
    return [Trial(i, {"lr": 0.1 * i}) for i in range(count)]
