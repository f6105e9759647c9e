"""What a training process needs, and what a step asks for once it is warm (goal: next to nothing).

The peak is of the whole process: interpreter, library, data, network. The allocation is ours alone, PyTorch's cannot be
seen from Python: the most that a step has at once beyond what was there before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.nn import count_parameters
from tests.benchmarks import sides
from tests.benchmarks.cases import CASES
from tests.benchmarks.sides import Side


def report() -> Iterator[str]:
    yield "Memory of a training process"
    yield f"{'net':46} {'parameters':>10} {'our peak':>9} {'PyTorch':>9} {'allocated in a step':>20}"
    for case in CASES:
        with Side(case) as ours:
            ours.ask("step")
            peak, allocated = ours.ask("peak"), ours.ask("allocation")
        other = "absent"
        if sides.installed("PyTorch"):
            with Side(case, "PyTorch") as theirs:
                theirs.ask("step")
                other = f"{theirs.ask('peak'):.0f} MB"
        parameters = count_parameters(case.layers())
        yield f"{case.name:46} {parameters:10,} {peak:6.0f} MB {other:>9} {allocated:17,.1f} kB"
