"""Trials per minute of processes and of Dask, with two of each on this computer: python -m tests.cluster"""

from __future__ import annotations

import sys
import time
from concurrent.futures import Executor

from core.training.cluster import cluster
from core.training.parallel import Processes
from tests.cluster.run import WORKERS, outcomes, two_workers

COUNT, EPOCHS, TURNS = 30, 50, 3


def per_minute(executor: Executor) -> float:
    begin = time.perf_counter()
    found = [outcome for outcome in outcomes(COUNT, EPOCHS, executor) if outcome is not None]
    return 60 * len(found) / (time.perf_counter() - begin)


def main() -> int:
    print(f"trials of {EPOCHS} epochs per minute, {WORKERS} at once, best of {TURNS} turns")
    with Processes(WORKERS) as processes, two_workers() as here, cluster(here.scheduler_address) as dask:
        for executor in (processes, dask):
            list(outcomes(2 * WORKERS, 1, executor))  # brings the workers up
        turns = [(per_minute(processes), per_minute(dask)) for _ in range(TURNS)]
    for name, figures in zip(("processes", "Dask"), zip(*turns, strict=True), strict=True):
        print(f"{name:10} {max(figures):6.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
