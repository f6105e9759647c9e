"""Training steps of our core beside PyTorch's and scikit-learn's, in turn in one run: the ratio is what counts.

GEMM: the FLOPs of a step's matrix products ÷ what this machine would multiply in its time, measured in the same
process and rounds on 1024³. A share of 1 would be products alone, as fast as the largest ones.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

from tests.benchmarks import sides
from tests.benchmarks.cases import CASES, Case
from tests.benchmarks.sides import Side

ROUNDS = 5


class Times(NamedTuple):
    """One figure for each round."""

    ours: list[float]
    theirs: dict[str, list[float]]
    gemm: list[float]


def opponents(case: Case) -> list[str]:
    """The libraries that are installed and have the net."""
    found = [name for name in sides.LIBRARIES if sides.installed(name)]
    if "scikit-learn" in found:
        from tests.benchmarks import sklearn_twin

        if not sklearn_twin.has(case):
            found.remove("scikit-learn")
    return found


def measured(case: Case) -> Times:
    with ExitStack() as stack:
        ours = stack.enter_context(Side(case))
        others = {name: stack.enter_context(Side(case, name)) for name in opponents(case)}
        times = Times([], {name: [] for name in others}, [])
        for turn in range(ROUNDS + 1):
            now = ours.ask("step"), {name: side.ask("step") for name, side in others.items()}, ours.ask("gemm")
            if turn:  # the first round warms up
                times.ours.append(now[0])
                times.gemm.append(now[2])
                for name, seconds in now[1].items():
                    times.theirs[name].append(seconds)
    return times


def compared(ours: list[float], theirs: list[float]) -> str:
    """Their time, our time ÷ theirs, and the smallest and largest of its rounds."""
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    spread = f"{ratios[0]:.2f} … {ratios[-1]:.2f}"
    return f"{readable(statistics.median(theirs)):>9} {statistics.median(ratios):6.2f} {spread:>13}"


def readable(seconds: float) -> str:
    return f"{1e3 * seconds:.2f} ms" if seconds >= 1e-3 else f"{1e6 * seconds:.1f} µs"


def lines(case: Case) -> Iterator[str]:
    times = measured(case)
    ours = statistics.median(times.ours)
    share = case.flops() / (ours * statistics.median(times.gemm))
    beside = compared(times.ours, times.theirs["PyTorch"]) if "PyTorch" in times.theirs else f"{'absent':>30}"
    yield f"{case.name:46} {readable(ours):>9} {1 / ours:8,.0f} {share:5.0%} {beside} {case.goal:5.1f}"
    if "scikit-learn" in times.theirs:
        yield f"{'  beside scikit-learn':46} {'':24} {compared(times.ours, times.theirs['scikit-learn'])}"


def report() -> Iterator[str]:
    yield "Training step, all in turn, medians of the rounds"
    yield f"{'net':46} {'ours':>9} {'steps/s':>8} {'GEMM':>5} {'PyTorch':>9} {'ratio':>6} {'spread':>13} {'goal':>5}"
    for case in CASES:
        yield from lines(case)
