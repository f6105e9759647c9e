"""Every claim of every preset, run in full and printed beside what was measured (`make expected`).

The last column is what an update has cost, in milliseconds: `contracts/costs.py` records those of the experiments whose
claims take long. Presets that need MNIST are left out, with a word, where it is not on this computer. Ids of
experiments as arguments choose among them.
"""

from __future__ import annotations

import sys
from time import perf_counter

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Experiment, Preset
from core.run.session import Session
from core.training.blas import set_blas_threads
from tests.contracts.experiment_cases import MNIST, needs_mnist

HEAD = ("experiment, preset", "what", "expected", "measured", "", "ms")
WIDTHS = (36, 44, 28, 14, 5, 8)


def line(cells: tuple[str, ...]) -> str:
    return " ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip()


def check(experiment: Experiment, preset: Preset, library: Library) -> int:
    """Print the claims of one preset; how many of them do not hold."""
    name = f"{experiment.id}, {preset.name}"
    if needs_mnist(preset.settings) and not library.has("MNIST"):
        print(line((name, "needs MNIST", "", "", "", "")), flush=True)
        return 0
    set_blas_threads(experiment.blas_threads)
    session = Session(experiment, preset.settings, library, preset=preset)
    session.run_to(0)
    furthest, start = max(one.step for one in preset.expected), perf_counter()
    session.run_to(furthest)
    cost = 1000 * (perf_counter() - start) / max(furthest, 1)
    verdicts = session.verdicts()
    session.close()
    for verdict in verdicts:
        measured = verdict.measured_text or f"{verdict.measured:.6g}"
        holds = {True: "holds", False: "FAILS", None: "never"}[verdict.holds]
        print(line((name, verdict.what, verdict.expected, measured, holds, f"{cost:.3g}")), flush=True)
    return sum(not verdict.holds for verdict in verdicts)


def main() -> int:
    library = Library(MNIST if MNIST.is_dir() else None)
    chosen = [one for one in catalog().values() if not sys.argv[1:] or one.id in sys.argv[1:]]
    print(line(HEAD))
    wrong = sum(check(one, preset, library) for one in chosen for preset in one.presets if preset.expected)
    print("every claim holds" if not wrong else f"{wrong} claims do not hold")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
