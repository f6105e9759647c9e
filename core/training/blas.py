"""How many threads the matrix products may use: a constant of each experiment.

A product split over two threads adds in another order than one thread does, and its last bits differ; so the number is
set when an experiment is loaded, never taken from the machine.
"""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def set_blas_threads(threads: int) -> None:
    """From now on, in every thread. Call it between two runs, never beside a running product."""
    threadpool_limits(threads, user_api="blas")
