"""Trials per minute of processes and of Dask, with two of each on this computer: python -m tests.cluster"""

from __future__ import annotations

import sys
import time
from concurrent.futures import Executor

from core.training.cluster import cluster
from core.training.parallel import Processes
from tests.cluster.run import WORKERS, outcomes, two_workers

COUNT, EPOCHS = 60, 50


def per_minute(executor: Executor) -> float:
    """After a few that bring the workers up."""
    list(outcomes(2 * WORKERS, 1, executor))
    begin = time.perf_counter()
    found = [outcome for outcome in outcomes(COUNT, EPOCHS, executor) if outcome is not None]
    return 60 * len(found) / (time.perf_counter() - begin)


def main() -> int:
    print(f"trials of {EPOCHS} epochs per minute, {WORKERS} at once")
    with Processes(WORKERS) as processes:
        print(f"processes   {per_minute(processes):6.0f}", flush=True)
    with two_workers() as here, cluster(here.scheduler_address) as executor:
        print(f"Dask        {per_minute(executor):6.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
