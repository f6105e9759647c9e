"""What a second thread is worth: for a split batch, and for BLAS, beside what it is worth for a large product alone."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from tests.benchmarks.cases import CASES, Case
from tests.benchmarks.sides import Side
from tests.benchmarks.training import readable

ROUNDS = 5


def chosen() -> list[Case]:
    """The largest multilayer perceptron, whose threads are BLAS's, and what splits its batch."""
    return [CASES[0], *(case for case in CASES if case.split)]


def line(case: Case) -> str:
    with Side(case, threads=1) as one, Side(case, threads=2) as two:
        times = []
        for turn in range(ROUNDS + 1):
            now = one.ask("step"), two.ask("step"), two.ask("gemm") / one.ask("gemm")
            if turn:
                times.append(now)
    single, double, product = (statistics.median(column) for column in zip(*times, strict=True))
    speed = statistics.median(a / b for a, b, _ in times)
    how = "batch split" if case.split else "BLAS"
    return (
        f"{case.name.strip():46} {how:>11} {readable(single):>10} {readable(double):>10} {speed:6.2f}× {product:10.2f}×"
    )


def report() -> Iterator[str]:
    yield "From 1 thread to 2"
    yield f"{'net':46} {'threads of':>11} {'1 thread':>10} {'2 threads':>10} {'faster':>7} {'1024³ GEMM':>11}"
    for case in chosen():
        yield line(case)
