"""How long `core` takes to import beyond NumPy, in fresh interpreters (goal: 0.3 s)."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUNS = 7
GOAL = 0.3
PARTS = {
    "core.nn, core.optim": "import core.nn, core.optim",
    "and data, run: all that trains": "import core.nn, core.optim, core.data.library, core.training.train",
    "every module of core": (
        "import core, importlib, pkgutil\n"
        "for module in pkgutil.walk_packages(core.__path__, 'core.'): importlib.import_module(module.name)"
    ),
}


def seconds(statements: str) -> tuple[float, float]:
    """By the clock, and of the processor: beside other load only the second says what the import costs."""
    code = (
        "from time import perf_counter, process_time; import numpy\nstart, busy = perf_counter(), process_time()\n"
        f"{statements}\nprint(perf_counter() - start, process_time() - busy)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    wall, busy = map(float, done.stdout.split())
    return wall, busy


def report() -> Iterator[str]:
    yield "Import beyond NumPy, fresh interpreters, warm disk"
    yield f"{'what':46} {'median':>9} {'processor':>9} {'goal':>8}"
    for name, statements in PARTS.items():
        times = [seconds(statements) for _ in range(RUNS + 1)][1:]  # the first one warms the disk's cache
        clock, busy = (statistics.median(column) for column in zip(*times, strict=True))
        yield f"{name:46} {clock:7.3f} s {busy:7.3f} s {f'≤ {GOAL} s':>8}"
