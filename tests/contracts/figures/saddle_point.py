"""When the noisy walkers leave, and how rare minima are."""

import numpy as np

from core.experiments import catalog
from core.experiments.loss_and_gradient.random_hessians import MATRICES, pivots
from core.experiments.loss_and_gradient.saddle_point import AWAY, NOISY, SaddleSettings
from core.random import stream
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure

ID = "saddle-point"


def leaves(preset: str) -> int:
    across = session(ID, preset, 150).series[Key("distance from the ridge", NOISY)].read()[3]
    return int(np.argmax(across > AWAY))


def share(n: int) -> float:
    return float(session(ID, "Book", 1000).series[Key("share", f"n = {n}")].read()[3][-1])


def alike() -> float:
    """Of 2 × 2 matrices whose entries on and off the diagonal have the same spread, in per cent."""
    a = stream(0, "alike").normal(size=(200_000, 2, 2))
    a[:, 1, 0] = a[:, 0, 1]
    return 100 * float((pivots(a) > 0).all(axis=1).mean())


def expected() -> list[float | None]:
    book = catalog()[ID].preset("Book").expected
    return [claim.value for claim in book if claim.variant in ("n = 4", "n = 5")]


FIGURES = (
    Figure("On the right 1,000 random", lambda: [MATRICES]),
    Figure("after 50 steps it has left by more than 1", lambda: [leaves("Quick"), AWAY]),
    Figure("leaves at step 100 (", lambda: [leaves("Hardly any noise")]),
    Figure("what grows by 1.2 at each step", lambda: [1 + 2 * SaddleSettings().lr]),
    Figure(
        "Half of the critical points of one number are minima, 15 per cent of those of two, 2.5 per cent of those of"
        " three, 0.25 per cent of four",
        lambda: [100 * share(2), 100 * share(3), 100 * share(4)],
    ),
    Figure("it is 12 per cent for two", lambda: [alike()]),
    Figure("for four and five: 0.0025 and 0.00015", expected),
)
