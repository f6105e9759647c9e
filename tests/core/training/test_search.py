"""Searching for settings, in this process, in threads, and in spawned processes."""

from __future__ import annotations

import math
import multiprocessing
import pickle
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from core.random import stream
from core.training.parallel import Processes
from core.training.search import (
    Among,
    LogUniform,
    Outcome,
    Outcomes,
    Score,
    Trial,
    Uniform,
    grid_trials,
    random_trials,
    search,
    successive_halving,
)
from tests.core.training import jobs
from tests.core.training.executors import SPACE, Here, Never, real, trials


def test_that_random_trials_are_log_uniform_and_repeat_with_the_seed() -> None:
    drawn = random_trials(SPACE, 2000, stream(0, "search"))
    assert drawn == random_trials(SPACE, 2000, stream(0, "search"))
    rates = np.log10([trial.settings["lr"] for trial in drawn])
    assert -6 <= rates.min() < -5.99 < -2.01 < rates.max() <= -2
    np.testing.assert_allclose(np.histogram(rates, 4, (-6, -2))[0] / 2000, 0.25, atol=0.03)
    assert abs(np.corrcoef(rates, np.log10([trial.settings["decay"] for trial in drawn]))[0, 1]) < 0.06


def test_that_a_grid_has_every_combination() -> None:
    grid = grid_trials({"lr": LogUniform(1e-3, 1e-1), "p": Uniform(0, 1), "name": Among(("a", "b"))}, 3)
    assert [trial.number for trial in grid] == list(range(18))
    assert sorted({round(trial.settings["lr"], 9) for trial in grid}) == [0.001, 0.01, 0.1]
    assert [tuple(trial.settings.values())[1:] for trial in grid[:3]] == [(0, "a"), (0, "b"), (0.5, "a")]
    assert len(grid_trials(SPACE, {"lr": 5, "decay": 2})) == 10


def test_that_outcomes_come_in_the_order_of_the_trials() -> None:
    """Each job ends only once the trial after it has ended."""
    ended = [threading.Event() for _ in range(5)]

    def last_first(trial: Trial) -> float:
        if trial.number < 4:
            ended[trial.number + 1].wait()
        ended[trial.number].set()
        return trial.number

    with ThreadPoolExecutor(5) as threads:
        run = search(last_first, trials(5), threads, ahead=5)
        assert [outcome.trial.number for outcome in real(run)] == [0, 1, 2, 3, 4]


def test_that_the_outcomes_do_not_depend_on_the_executor() -> None:
    drawn = random_trials({"lr": LogUniform(1e-2, 1)}, 6, stream(0, "search"))
    here = real(search(jobs.Training(seed=0), drawn, Here()))
    with Processes(2) as processes:
        assert real(search(jobs.Training(seed=0), drawn, processes)) == here
    assert len({outcome.score for outcome in here}) == 6


def test_that_an_outcome_has_the_curve_of_its_job_from_another_process_too() -> None:
    asked = [trial._replace(budget=2) for trial in trials(3)]
    with Processes(1) as processes:
        outcomes = real(search(jobs.learning, asked, processes))
    assert [outcome.score for outcome in outcomes] == [0.2, 1.2, 2.2]
    assert [outcome.curve for outcome in outcomes] == [(0.1, 0.2), (1.1, 1.2), (2.1, 2.2)]


def test_that_a_score_without_a_curve_has_an_empty_one() -> None:
    assert [outcome.curve for outcome in real(search(jobs.square, trials(2), Here()))] == [(), ()]


def test_that_a_curve_is_of_plain_numbers_whatever_the_job_made_it_of() -> None:
    def job(_: Trial) -> Score:
        return Score(np.float32(0.5), (np.float32(0.25), np.float32(0.5)))

    (outcome,) = real(search(job, trials(1), Here()))
    assert outcome == Outcome(trials(1)[0], 0.5, (0.25, 0.5))
    assert type(outcome.curve[0]) is float


def test_that_halving_has_the_curves_of_every_round() -> None:
    outcomes = real(successive_halving(jobs.learning, trials(4), budget=1, executor=Here()))
    assert [len(outcome.curve) for outcome in outcomes] == [1, 1, 1, 1, 2, 2, 4]


def test_that_processes_are_spawned_and_work_side_by_side(tmp_path: Path) -> None:
    met = [Trial(i, {"folder": tmp_path}) for i in range(4)]
    with Processes(2) as processes:
        pids = {outcome.score for outcome in real(search(jobs.meet, met, processes))}
        assert len(pids) == 2
        assert all(type(child).__name__ == "SpawnProcess" for child in multiprocessing.active_children())


def test_that_only_a_few_trials_are_handed_over_ahead() -> None:
    executor = Here()
    run = search(jobs.square, trials(50), executor, ahead=3)
    next(run)
    assert executor.submitted == 3
    next(run)
    assert executor.submitted == 4


def test_that_a_search_breathes_while_it_waits() -> None:
    breaths, released = 0, threading.Event()

    def wait(_: Trial) -> float:
        return float(released.wait())

    with ThreadPoolExecutor(1) as thread:
        for outcome in search(wait, trials(1), thread):
            breaths += outcome is None
            if breaths == 5:
                released.set()
    assert breaths >= 5


def test_that_closing_cancels_what_has_not_begun() -> None:
    executor = Never()
    run = search(jobs.square, trials(10), executor, ahead=3)
    assert next(run) is None
    run.close()
    assert [future.cancelled() for future in executor.futures] == [True] * 3


def test_that_closing_ends_the_search_s_own_processes_in_the_middle_of_a_job() -> None:
    before = threading.active_count()
    run = search(jobs.never_ends, trials(8))
    assert next(run) is None
    deadline = time.monotonic() + 20
    while not multiprocessing.active_children() and time.monotonic() < deadline:
        next(run)
    run.close()
    while (multiprocessing.active_children() or threading.active_count() > before) and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert not multiprocessing.active_children()
    assert threading.active_count() == before


def test_that_what_a_job_raises_is_raised_here() -> None:
    with ThreadPoolExecutor(1) as thread, pytest.raises(ValueError, match="no such rate in trial 0"):
        real(search(jobs.fails, trials(3), thread))


def test_that_a_job_that_cannot_be_sent_is_told() -> None:
    with Processes(1) as processes, pytest.raises((AttributeError, pickle.PicklingError), match="lambda"):
        real(search(lambda trial: trial.number, trials(1), processes))


def test_that_waiting_for_the_end_lets_jobs_finish() -> None:
    processes = Processes(1)
    future = processes.submit(jobs.square, Trial(0, {"lr": 0.3}))
    processes.shutdown()
    assert future.result(0) == 0
    with pytest.raises(RuntimeError, match="after shutdown"):
        processes.submit(jobs.square, Trial(0, {"lr": 0.3}))


def test_that_a_search_within_one_of_its_processes_has_the_same_outcomes() -> None:
    """Which may have no processes of its own."""
    with Processes(1) as processes:
        assert processes.submit(jobs.searched, 4).result() == jobs.searched(4)


def test_that_a_result_that_cannot_be_sent_is_told() -> None:
    with Processes(1) as processes:
        with pytest.raises(TypeError, match="the result of a job cannot be sent"):
            real(search(jobs.unsendable, trials(1), processes))
        assert real(search(jobs.square, trials(1), processes))  # and the process goes on


def test_that_a_trial_that_overflows_is_no_warning() -> None:
    with ThreadPoolExecutor(1) as thread, warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [outcome.score for outcome in real(search(jobs.overflows, trials(1), thread))] == [math.inf]


def test_that_an_outcome_has_the_other_figures_of_its_score() -> None:
    (outcome,) = real(search(lambda _: Score(0.5, (0.5,), (np.float32(0.25),)), trials(1), Here()))
    assert outcome.others == (0.25,)


def rounds(run: Outcomes) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for outcome in real(run):
        found.setdefault(outcome.trial.budget, []).append(outcome.trial.number)
    return list(found.values())


def test_that_halving_keeps_the_best_and_trains_them_longer() -> None:
    outcomes = real(successive_halving(jobs.budget_counts, trials(9), budget=1, factor=3, executor=Here()))
    assert [outcome.trial.budget for outcome in outcomes] == [1] * 9 + [3] * 3 + [9]
    assert rounds(successive_halving(jobs.budget_counts, trials(9), 1, 3, Here())) == [
        [0, 1, 2, 3, 4, 5, 6, 7, 8],
        [0, 7, 8],  # trial 0 flatters itself until it is trained for longer
        [0],
    ]
    assert rounds(successive_halving(jobs.budget_counts, trials(8), 2, 2, Here()))[-1] == [7]


def test_that_a_diverged_trial_is_the_worst() -> None:
    assert rounds(successive_halving(jobs.no_number, trials(6), 1, 2, Here()))[1] == [0, 2, 4]
    scores = math.nan, 1, 2, 2, -math.inf
    ranked = sorted([Outcome(Trial(i, {}), s) for i, s in enumerate(scores)], key=lambda o: o.rank)
    assert [outcome.trial.number for outcome in ranked] == [2, 3, 1, 4, 0]


@pytest.mark.parametrize("wrong", [{"budget": 0}, {"budget": 1, "factor": 1}])
def test_that_a_halving_without_end_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="halving takes"):
        next(successive_halving(jobs.square, trials(2), executor=Here(), **wrong))
