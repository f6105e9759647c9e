"""Searching for settings: what executes a trial is lost, and the trial is run again."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any

import pytest

from core.training.parallel import Processes
from core.training.search import (
    Trial,
    search,
    successive_halving,
)
from tests.core.training import jobs
from tests.core.training.executors import Here, Never, real, trials


class WorkerLostError(Exception):
    """What another library's executor might say."""


class Losing(Here):
    """Loses its worker in the middle of the jobs of some trials, so many times each, and can still be used."""

    def __init__(self, losses: dict[int, int], error: Exception) -> None:
        super().__init__()
        self.losses, self.error = losses, error
        self.begun: list[int] = []

    def submit(self, job: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        number = args[-1].number
        self.begun.append(number)
        if not self.losses.get(number, 0):
            return super().submit(job, *args, **more)
        self.losses[number] -= 1
        future: Future[Any] = Future()
        future.set_exception(self.error)
        return future


every_loss = pytest.mark.parametrize(
    "error", [BrokenExecutor("a worker was lost"), WorkerLostError("a worker was lost")]
)


@every_loss
def test_that_a_lost_trial_is_run_again_and_keeps_its_place(error: Exception) -> None:
    executor = Losing({1: 1, 3: 2}, error)
    found = real(search(jobs.square, trials(5), executor, ahead=3))
    assert found == real(search(jobs.square, trials(5), Here()))
    assert sorted(executor.begun) == [0, 1, 1, 2, 3, 3, 3, 4]


@every_loss
def test_that_a_trial_lost_again_and_again_ends_the_search_in_a_sentence(error: Exception) -> None:
    executor = Losing({2: 1000}, error)
    run = search(jobs.square, trials(5), executor, ahead=3)
    with pytest.raises(RuntimeError, match="what executed trial 2 ended unexpectedly, 3 times") as told:
        real(run)
    assert str(error) in str(told.value)
    assert executor.begun.count(2) == 3


def test_that_halving_loses_no_trial_either() -> None:
    executor = Losing({1: 1, 6: 1}, WorkerLostError("gone"))
    found = real(successive_halving(jobs.learning, trials(8), budget=1, executor=executor))
    assert found == real(successive_halving(jobs.learning, trials(8), budget=1, executor=Here()))


def test_that_an_executor_that_takes_no_more_jobs_ends_the_search_in_a_sentence() -> None:
    class Broken(Here):
        def submit(self, job: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
            raise BrokenExecutor("a child process terminated abruptly")

    with pytest.raises(RuntimeError, match="has ended: a child process terminated abruptly"):
        real(search(jobs.square, trials(2), Broken()))


def test_that_an_executor_that_cancels_what_it_has_taken_ends_the_search_in_a_sentence() -> None:
    executor = Never()
    run = search(jobs.square, trials(5), executor, ahead=3)
    assert next(run) is None
    executor.futures[0].cancel()
    executor.futures[0].set_running_or_notify_cancel()
    with pytest.raises(RuntimeError, match="what executes the search has ended: trial 0 was cancelled"):
        real(run)
    assert all(future.cancelled() for future in executor.futures)
    assert len(executor.futures) == 3


def test_that_an_error_of_the_job_is_not_tried_again() -> None:
    executor = Here()
    with pytest.raises(ValueError, match="no such rate in trial 0"):
        real(search(jobs.fails, trials(3), executor, ahead=1))
    assert executor.submitted == 1


def test_that_a_process_that_ends_in_the_middle_of_a_job_is_replaced(tmp_path: Path) -> None:
    asked = [Trial(i, {"folder": tmp_path}) for i in range(4)]
    with Processes(2) as processes:
        assert [outcome.score for outcome in real(search(jobs.dies_once, asked, processes))] == [0, 1, 2, 3]
        assert len(multiprocessing.active_children()) <= 2


def test_that_a_process_that_is_killed_between_two_jobs_is_replaced() -> None:
    with Processes(1) as processes:
        (first,) = real(search(jobs.process_of, trials(1), processes))
        os.kill(int(first.score), signal.SIGKILL)
        (second,) = real(search(jobs.process_of, trials(1), processes))
    assert first.score != second.score


def test_that_a_job_that_ends_every_process_ends_the_search_in_a_sentence() -> None:
    with Processes(1) as processes, pytest.raises(RuntimeError, match="trial 0 ended unexpectedly, 3 times"):
        real(search(jobs.dies, trials(1), processes))
