"""Corrections of the perceptron's rule, and how many tables one neuron has."""

from itertools import product

import numpy as np

from core.experiments.neurons.circuits import ROWS, TARGETS
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import at_end, session
from tests.contracts.note_figures import Figure


def corrections(made: Session) -> list[float]:
    return list(made.series[Key("corrections")].read()[3])


def answered() -> np.ndarray:
    """(weights, rows): what one neuron answers, over a grid of weights that is fine enough for all it can."""
    w = np.array(list(product(np.arange(-3, 3.5, 0.5), repeat=3)))
    return np.asarray((ROWS @ w[:, :2].T + w[:, 2] >= 0).T)


def tables() -> list[float]:
    """All that four points can have; those of one neuron."""
    return [2.0 ** len(ROWS), len(np.unique(answered(), axis=0))]


def best_of_xor() -> list[float]:
    return [(answered() == np.array(TARGETS["XOR"])).sum(axis=1).max(), len(ROWS)]


def passes() -> list[float]:
    """The small rate, the sum, and the passes with that rate and with 1, up to the first without a correction."""
    slow = corrections(session("logic-gates", "Quick", 40, lr=0.1)).index(0)
    return [0.1, 0, slow + 1, corrections(at_end("logic-gates", "Quick")).index(0) + 1]


FIGURES = (
    Figure("it answers 1. Where", lambda: [1]),
    Figure("exactly 0 lies a straight line: on one side the answer is 1 (orange), on the other 0", lambda: [0, 1, 0]),
    Figure("takes 2, 3, 3, 2 and 1 corrections", lambda: corrections(at_end("logic-gates", "Quick"))[:5]),
    Figure("at most 3 of 4 rows are right", best_of_xor),
    Figure("Of the 16 tables that four points can have, one neuron can learn 14", tables),
    Figure(
        "With a rate of 0.1 sums that should be 0 are off by rounding, and AND is found in 4 passes instead of 6",
        passes,
    ),
)
