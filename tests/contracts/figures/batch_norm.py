"""What is read with and without batch norm, by the spread of the first weights."""

from collections.abc import Sequence

import numpy as np

from core.experiments import catalog
from core.experiments.normalization_and_generalization.batch_norm_grid import BATCH_NORM, PLAIN, spreads
from core.run.tick import Key
from core.training import TRAINING_ACCURACY, cell
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "batch-norm"
SIX = spreads(6)


def read(row: str, sigma: str, preset: str = "Quick") -> float:
    return last(at_end(ID, preset), Key(TRAINING_ACCURACY, cell(row, sigma)))


def best() -> list[float]:
    sigma = max(SIX, key=lambda sigma: read(BATCH_NORM, sigma))
    return [float(sigma), read(BATCH_NORM, sigma), float(SIX[0]), read(BATCH_NORM, SIX[0])]


def guess() -> list[float]:
    return [float(np.mean([read(PLAIN, sigma) for sigma in SIX[2:]]))]


def eps() -> list[float]:
    return [catalog()[ID].preset(name).settings.eps for name in ("PyTorch's ε", "Quick")]  # type: ignore[attr-defined]


def expected() -> Sequence[float]:
    claims = catalog()[ID].preset("Book").expected
    least = sorted({claim.at_least for claim in claims if claim.at_least is not None})
    sixteen = spreads(16)
    return [*least, float(sixteen[5]), float(sixteen[9])]


def learning() -> list[float]:
    """The σ at which the plain network learns, and at which it diverges."""
    return [float(sigma) for sigma in SIX if read(PLAIN, sigma) > 0.25]


def diverging() -> list[float]:
    made = at_end(ID, "Quick")
    return [float(event.key.variant.split()[-1]) for event in made.events]


FIGURES = (
    Figure("back to mean 0 and spread 1.", lambda: [0, 1]),
    Figure("Without it only one does: $\\sigma$ 0.158", learning),
    Figure("At $\\sigma$ 1 the network", diverging),
    Figure("with 0.00001 in place of 0.0000001", eps),
    Figure(
        "it reads 0.55 of the training digits, the other 0.48", lambda: [read(PLAIN, SIX[1]), read(BATCH_NORM, SIX[1])]
    ),
    Figure("it stays at 0.10, a guess", guess),
    Figure("Best is $\\sigma$ 0.00398 with 0.94, at $\\sigma$ 1 it is 0.215", best, 0.005),
    Figure("Of six first spreads, from 1 to 0.0001", lambda: [float(SIX[0]), float(SIX[-1])]),
    Figure("at least 0.4 at nearly every $\\sigma$, and at least 0.9 from 0.0464 to\n0.00398.", expected),
)
