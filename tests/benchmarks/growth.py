"""Does the cost of a step grow as the work does? Twice the batch, or twice the layers, may take twice as long.

One thread and its processor time, because the question is how much work there is and not how well it is shared out.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from time import process_time

from core.nn import ReLU
from core.nn.mlp import mlp
from core.optim import SGD
from tests.benchmarks.cases import Case
from tests.benchmarks.sides import our_steps, step_time
from tests.benchmarks.training import readable

ROUNDS, SECONDS = 7, 0.1
BATCHES = (32, 64, 128, 256, 512, 1024)
DEPTHS = (1, 2, 4, 8, 16)


def by_batch(batch: int) -> Case:
    return Case(f"batch {batch}", lambda: mlp((784, 100, 10), ReLU), lambda: SGD(0.01), batch, (784,), 0, threads=1)


def by_depth(depth: int) -> Case:
    return Case(f"depth {depth}", lambda: mlp((100,) * (depth + 1), ReLU), lambda: SGD(0.01), 100, (100,), 0, threads=1)


def measured(cases: Mapping[int, Case]) -> dict[int, float]:
    """Processor seconds of a step, in turn."""
    running = {amount: our_steps(case) for amount, case in cases.items()}
    times: dict[int, list[float]] = {amount: [] for amount in cases}
    for turn in range(ROUNDS + 1):
        for amount, steps in running.items():
            seconds = step_time(steps, SECONDS, process_time)
            if turn:
                times[amount].append(seconds)
    return {amount: statistics.median(seconds) for amount, seconds in times.items()}


def table(title: str, unit: str, cases: Mapping[int, Case]) -> Iterator[str]:
    yield title
    yield f"{unit + 's':>8} {'step':>10} {'each ' + unit:>12} {'÷ the half':>11} {'goal':>6}"
    times = measured(cases)
    for amount, seconds in times.items():
        grown = f"{seconds / times[amount // 2]:11.2f} {'≤ 2':>6}" if amount // 2 in times else ""
        yield f"{amount:8} {readable(seconds):>10} {readable(seconds / amount):>12} {grown}".rstrip()


def report() -> Iterator[str]:
    yield from table("Cost against batch size: 784-100-10", "sample", {n: by_batch(n) for n in BATCHES})
    yield ""
    yield from table("Cost against depth: layers of 100, batch 100", "layer", {n: by_depth(n) for n in DEPTHS})
