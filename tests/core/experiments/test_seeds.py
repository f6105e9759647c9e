"""Runs of several seeds in other processes."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import pickle
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import main
from core.data.library import Library
from core.experiments import catalog
from core.experiments.seeds import SeedError, SeedJob, SeedProcesses, following_seeds, why_no_seeds
from core.run.experiment import Experiment
from core.run.export import write_seeds
from core.run.seeds import Seeds, run_of, spread_of
from core.run.session import Session
from core.run.tick import DIVERGED, Key
from core.settings import get, with_value
from tests.seeded import NoisySettings, noisy

LOSS = Key("loss", "calm")


def session_of(experiment: Experiment = noisy, preset: str = "Quick", steps: int = 5, **changed: object) -> Session:
    settings = experiment.preset(preset).settings
    for path, value in changed.items():
        settings = with_value(settings, path, value)
    made = Session(experiment, settings, Library(), preset=experiment.preset(preset))
    made.run_to(steps)
    return made


def seeds_of(session: Session, count: int, steps: int = 40, processes: int = 2) -> Seeds:
    first = get(session.initial, "seed")
    with SeedProcesses(SeedJob.of(session, steps), following_seeds(first, count), processes) as running:
        return running.wait()


def export(path: Path, *arguments: object) -> list[list[str]]:
    assert main.main([*map(str, arguments), "--export", str(path)]) == 0
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def series(rows: list[list[str]], key: Key) -> tuple[np.ndarray, np.ndarray]:
    mine = [(int(step), float(value)) for step, channel, variant, value in rows if (channel, variant) == key]
    steps, values = zip(*mine, strict=True)
    return np.array(steps), np.array(values)


@pytest.mark.slow
@pytest.mark.parametrize(("id", "key"), [("optimizer-race", Key("loss", "Adam")), ("playground", Key("loss"))])
def test_that_a_band_is_that_of_the_exports_that_it_stands_for(id: str, key: Key, tmp_path: Path) -> None:
    one_by_one = [export(tmp_path / f"{seed}.csv", id, "--seed", seed, "--steps", 10) for seed in (4, 5, 6)]
    curves = [series(rows, key) for rows in one_by_one]
    seeds = seeds_of(session_of(catalog()[id], steps=0, seed=4), 3, steps=10)
    spread = spread_of([run.logs[key][:2] for run in seeds.runs])
    table = np.array([values for _, values in curves])
    assert np.array_equal(spread.steps, curves[0][0])
    assert np.array_equal(spread.low, table.min(axis=0))
    assert np.array_equal(spread.median, np.median(table, axis=0))
    assert np.array_equal(spread.high, table.max(axis=0))
    together = export(tmp_path / "all.csv", id, "--seed", 4, "--steps", 10, "--seeds", 3)
    assert together == [[str(seed), *row] for seed, rows in zip((4, 5, 6), one_by_one, strict=True) for row in rows]


def test_that_a_run_in_another_process_is_the_run_of_this_one() -> None:
    here = session_of(steps=40, seed=7)
    there = seeds_of(session_of(seed=7), 2).runs[0]
    mine = run_of(here, 7)
    assert (there.seed, there.step, there.events) == (7, 40, mine.events)
    assert str(there.verdicts) == str(mine.verdicts)  # as text: a nan is not equal to itself
    assert there.logs.keys() == mine.logs.keys()
    assert all(np.array_equal(there.logs[key].values, mine.logs[key].values) for key in mine.logs)


def test_that_live_changes_are_made_at_their_steps() -> None:
    session = session_of(steps=10)
    session.edit("rate", 3.0)
    session.run_to(15)
    first = seeds_of(session, 2).runs[0]
    session.run_to(40)
    assert np.array_equal(first.logs[LOSS].values, session.series[LOSS].read()[3])
    assert first.verdicts == ()


def test_that_results_are_in_the_order_of_the_seeds_whichever_process_was_faster() -> None:
    several, alone = seeds_of(session_of(), 5, processes=3), seeds_of(session_of(), 5, processes=1)
    assert several.numbers == alone.numbers == (0, 1, 2, 3, 4)
    for one, other in zip(several.runs, alone.runs, strict=True):
        assert np.array_equal(one.logs[LOSS].values, other.logs[LOSS].values)


def test_that_a_seed_that_diverges_or_ends_early_is_a_result() -> None:
    seeds = seeds_of(session_of(preset="Unlucky"), 3)
    assert [event.text for event in seeds.runs[1].events] == [DIVERGED]
    assert [run.step for run in seeds.runs] == [40, 40, 20]
    assert seeds.holding()[1] == (1, 3)
    spread = spread_of([run.logs[Key("loss", "wild")][:2] for run in seeds.runs])
    assert spread.curves[[8, 9, 20, 21, 40]].tolist() == [3, 2, 2, 1, 1]


def test_that_a_mistake_of_a_run_is_one_sentence() -> None:
    with pytest.raises(SeedError) as told:
        seeds_of(session_of(wrong=1), 3)
    assert str(told.value) == "seed 1 could not be run: ArithmeticError: the first step is wrong"


def test_that_missing_data_is_one_sentence(tmp_path: Path) -> None:
    session = session_of(catalog()["digits-mlp"], steps=0)
    job = SeedJob.of(Session(session.experiment, with_value(session.initial, "data", "MNIST"), Library()), 5)
    object.__setattr__(job, "cache_dir", tmp_path)
    with SeedProcesses(job, (0, 1), 1) as running, pytest.raises(SeedError, match="seed 0 could not be run: MNIST is"):
        running.wait()


def test_that_a_process_that_dies_is_one_sentence() -> None:
    with SeedProcesses(SeedJob.of(session_of(preset="Slow"), 4000), (0, 1), 1) as running:
        (child,) = _children()
        os.kill(child, 9)
        with pytest.raises(SeedError, match="seed 0 could not be run: its process ended unexpectedly"):
            running.wait()


def _children(count: int = 1) -> list[int]:
    """The processes of this one, once there are so many."""
    deadline = time.monotonic() + 60
    while len(found := multiprocessing.active_children()) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return [child.pid for child in found if child.pid is not None]


def test_that_closing_leaves_no_process_and_no_thread() -> None:
    threads = threading.active_count()
    running = SeedProcesses(SeedJob.of(session_of(preset="Slow"), 4000), following_seeds(0, 6), 2)
    children = _children(2)
    assert len(children) == 2
    assert running.poll() is None
    began = time.monotonic()
    running.close()
    assert time.monotonic() - began < 5
    for pid in children:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert threading.active_count() == threads


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="Windows has classes of priority")
def test_that_the_processes_let_others_go_first() -> None:
    with SeedProcesses(SeedJob.of(session_of(preset="Slow"), 4000), (0, 1), 1):
        (child,) = _children()
        deadline = time.monotonic() + 60
        while os.getpriority(os.PRIO_PROCESS, child) < 10 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert os.getpriority(os.PRIO_PROCESS, child) == 10
    assert os.getpriority(os.PRIO_PROCESS, 0) < 10


def test_that_a_job_knows_whose_it_is() -> None:
    session = session_of(steps=10)
    job = SeedJob.of(session, 40)
    assert pickle.loads(pickle.dumps(job)) == job
    session.edit("shown", 5)
    assert job.is_of(session)
    session.edit("rate", 2.0)
    assert not job.is_of(session)
    assert not job.is_of(session_of(seed=1))
    late = session_of(steps=40)
    late.edit("rate", 2.0)  # of the updates behind the last one that the seeds run
    assert job.is_of(late)


def test_that_seeds_follow_each_other_and_begin_again_at_the_end() -> None:
    assert following_seeds(3, 4) == (3, 4, 5, 6)
    assert following_seeds(2**31 - 2, 3) == (2**31 - 2, 2**31 - 1, 0)
    for count in (1, 65):
        with pytest.raises(ValueError, match="from 2 to 64 seeds"):
            following_seeds(0, count)


def test_that_an_experiment_without_chance_is_told() -> None:
    fixed = catalog()["shopping-graph"]
    assert why_no_seeds(fixed, fixed.preset().settings, 10) == "shopping-graph has no seed: nothing in it is random"
    assert "makes no steps" in why_no_seeds(noisy, NoisySettings(), 0)
    assert why_no_seeds(noisy, NoisySettings(), 1) == ""
    with pytest.raises(ValueError, match="has no seed"):
        SeedJob.of(Session(fixed, fixed.preset().settings, Library()), 10)


def test_that_an_export_as_json_tells_how_far_each_seed_came(tmp_path: Path) -> None:
    session, path = session_of(short=1), tmp_path / "all.json"
    write_seeds(session, seeds_of(session, 2), path)
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["columns"] == ["seed", "step", "channel", "variant", "value"]
    assert told["steps"] == {"0": 40, "1": 20}
    assert told["resolution"]["seed 1 loss calm"] == 1
    assert {row[0] for row in told["rows"]} == {0, 1}
