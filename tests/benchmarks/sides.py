"""A process of its own for each side of a comparison, so that two thread pools never fight for the same cores.

Whenever it is asked, it trains for a while and answers with a figure; between two questions it does nothing.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import statistics
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from importlib.util import find_spec
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any, Self

import numpy as np

from core.nn import Network
from core.random import stream
from core.training.blas import set_blas_threads
from core.training.parallel import DataParallel
from core.training.train import train
from tests.benchmarks.cases import Case, case_of

LIBRARIES = {"PyTorch": "torch", "scikit-learn": "sklearn"}
SECONDS = 0.25  # of each side in each round
GEMM = 1024


def installed(library: str) -> bool:
    return find_spec(LIBRARIES[library]) is not None


def our_steps(case: Case) -> Iterator[Any]:
    """A step of ours is a tick of `core.training.train`: loss, its check for divergence and the tick are included."""
    set_blas_threads(1 if case.split else case.threads)
    net = Network(case.layers(), rng=stream(0, "init"))
    with DataParallel(net, case.threads) if case.split else nullcontext(net) as trained:
        yield from train(trained, case.loss(), case.optimizer(), itertools.repeat(case.data()), 100)


def steps_of(who: str, case: Case) -> Iterator[Any]:
    if who == "PyTorch":
        from tests.benchmarks import torch_twin

        return torch_twin.steps(case)
    if who == "scikit-learn":
        from tests.benchmarks import sklearn_twin

        return sklearn_twin.steps(case)
    return our_steps(case)


def step_time(steps: Iterator[Any], seconds: float = SECONDS, clock: Callable[[], float] = perf_counter) -> float:
    """Seconds of a step: the median of those that fit into so much time, so what else the machine did is left out."""
    times = []
    start = now = clock()
    while now - start < seconds:
        next(steps)
        before, now = now, clock()
        times.append(now - before)
    return statistics.median(times)


def gemm_rate(case: Case) -> float:
    """FLOP/s of a large product on all of the case's threads."""
    set_blas_threads(case.threads)
    a, b, c = (np.ones((GEMM, GEMM), np.float32) for _ in range(3))
    best = float("inf")
    for _ in range(5):
        start = perf_counter()
        np.dot(a, b, c)
        best = min(best, perf_counter() - start)
    set_blas_threads(1 if case.split else case.threads)
    return 2 * GEMM**3 / best


def peak_memory() -> float:
    """The most memory that this process ever had, in MB; not a number on Windows, which has no such count."""
    if find_spec("resource") is None:
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in bytes on macOS, elsewhere in kB
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def step_allocation(steps: Iterator[Any]) -> float:
    """The most that a step has at once beyond what was there before it, in kB: what NumPy and Python asked for."""
    gc.collect()
    tracemalloc.start()
    largest = 0
    for _ in range(4):
        next(steps)  # between two steps the last tick is alive; so it is in what was there before
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        next(steps)
        largest = max(largest, tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    return largest / 1e3


def serve(name: str, threads: int, who: str, pipe: Connection) -> None:
    """What the process does, until nobody asks any more."""
    case = replace(case_of(name), threads=threads)
    steps = steps_of(who, case)
    answers: dict[str, Callable[[], float]] = {
        "step": lambda: step_time(steps),
        "gemm": lambda: gemm_rate(case),
        "peak": peak_memory,
        "allocation": lambda: step_allocation(steps),
    }
    with suppress(EOFError):
        while True:
            pipe.send(answers[pipe.recv()]())


class Side:
    """One side of a comparison: "ours", or a library; on other threads than the case's where given."""

    def __init__(self, case: Case, who: str = "ours", threads: int | None = None) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        told = case.name, threads or case.threads, who, theirs
        self.process = context.Process(target=serve, args=told, daemon=True)
        self.process.start()
        theirs.close()  # so that its end is an EOFError here, not silence

    def ask(self, what: str) -> float:
        """ "step": seconds; "gemm": FLOP/s; "peak": MB so far; "allocation": kB in a step."""
        self.pipe.send(what)
        return float(self.pipe.recv())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pipe.close()
        self.process.join()
