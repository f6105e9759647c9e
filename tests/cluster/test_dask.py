"""A search on a real Dask cluster of two processes gives what it gives on processes, and loses no trial."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask is not installed; `make cluster` does that")

import dask
from distributed import Client, LocalCluster

import main
from core.training.cluster import ClusterError, cluster
from core.training.search import Outcome, Outcomes, Trial, search, successive_halving
from tests.cluster import run
from tests.core.training import jobs

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # what Dask itself warns of is Dask's

COUNT, EPOCHS = 12, 25


@pytest.fixture(scope="module")
def on_processes() -> list[Outcome]:
    return real(run.outcomes(COUNT, EPOCHS))


@pytest.fixture
def here() -> Iterator[LocalCluster]:
    with run.two_workers() as found:
        yield found


def real(outcomes: Outcomes) -> list[Outcome]:
    return [outcome for outcome in outcomes if outcome is not None]


def worker_processes(address: str) -> dict[str, int]:
    with Client(address, set_as_default=False) as client:
        return client.run(os.getpid)


def test_that_the_outcomes_are_those_of_processes(here: LocalCluster, on_processes: list[Outcome]) -> None:
    with cluster(here.scheduler_address) as executor:
        found = real(run.outcomes(COUNT, EPOCHS, executor))
    assert found == on_processes
    assert all(isinstance(outcome.trial, Trial) for outcome in found)


def test_that_halving_has_the_outcomes_of_processes(here: LocalCluster) -> None:
    asked = run.trials(8)
    with cluster(here.scheduler_address) as executor:
        there = real(successive_halving(run.job(1), asked, 1, executor=executor))
    assert there == real(successive_halving(run.job(1), asked, 1))


def test_that_a_worker_killed_in_the_middle_loses_no_trial(here: LocalCluster, on_processes: list[Outcome]) -> None:
    before = worker_processes(here.scheduler_address)
    found: list[Outcome] = []
    with cluster(here.scheduler_address) as executor:
        for outcome in run.outcomes(COUNT, EPOCHS, executor):
            found += [] if outcome is None else [outcome]
            if len(found) == 2 and before:
                os.kill(before.popitem()[1], signal.SIGKILL)
                before = {}
    assert found == on_processes


def test_that_a_job_that_kills_every_worker_ends_in_one_sentence() -> None:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        run.two_workers() as here,
        cluster(here.scheduler_address) as executor,
        pytest.raises(RuntimeError, match="what executed trial 0 ended unexpectedly, 3 times") as told,
    ):
        real(search(jobs.dies, run.trials(1), executor))
    assert "\n" not in str(told.value)


def test_that_what_a_job_raises_is_raised_here(here: LocalCluster) -> None:
    with cluster(here.scheduler_address) as executor, pytest.raises(ValueError, match="no such rate in trial 0"):
        real(search(jobs.fails, run.trials(3), executor))


def test_that_a_cluster_that_ends_in_the_middle_ends_the_search() -> None:
    begin = time.monotonic()
    with run.two_workers() as here, cluster(here.scheduler_address) as executor:
        outcomes = run.outcomes(200, 20, executor)
        while next(outcomes) is None:
            pass
        here.close()
        with pytest.raises(RuntimeError, match="what executes the search has ended"):
            real(outcomes)
    assert time.monotonic() - begin < 120


def test_that_the_command_line_searches_on_the_cluster(here: LocalCluster, tmp_path: Path) -> None:
    given = ["hyperparameter-search", "--preset", "Quick", "--steps", "6", "--export"]
    assert main.main([*given, str(tmp_path / "processes.csv")]) == 0
    assert main.main([*given, str(tmp_path / "dask.csv"), "--cluster", here.scheduler_address]) == 0
    assert (tmp_path / "dask.csv").read_bytes() == (tmp_path / "processes.csv").read_bytes()
    with Client(here.scheduler_address, set_as_default=False) as client:
        assert len(client.scheduler_info()["workers"]) == run.WORKERS
        others = client.run_on_scheduler(lambda dask_scheduler: [c for c in dask_scheduler.clients if "Client-" in c])
        assert others == [client.id]  # ours has been closed


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler answers"),
        ("nonsense", "an address like tcp://host:8786"),
        ("http://127.0.0.1:80", "an address like tcp://host:8786"),
    ],
)
def test_that_a_wrong_address_is_one_sentence(address: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    begin = time.monotonic()
    arguments = ["hyperparameter-search", "--export", "x.csv", "--cluster", address]
    assert main.main(arguments) == 2
    assert time.monotonic() - begin < 8
    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1


def test_that_a_worker_is_no_scheduler(here: LocalCluster) -> None:
    address = next(iter(worker_processes(here.scheduler_address)))
    with pytest.raises(ClusterError, match="no Dask scheduler, but another worker"), cluster(address):
        pass
