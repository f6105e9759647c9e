"""Errors, orders, best steps and passes."""

import numpy as np

from core.experiments.loss_and_gradient.differences import FUNCTIONS, RULES, SINE, error, estimate, exact
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID, CENTRAL, FORWARD = "numerical-gradient", "central float64", "forward float64"


def book(channel: str, rule: str = "") -> float:
    return last(session(ID, "Book", 0), Key(channel, rule))


def right_side() -> list[float]:
    errors = [book(f"error at h = {h:g}", CENTRAL) for h in (0.1, 0.01, 0.001)]
    np.testing.assert_allclose(errors, [9.0e-4, 9.0e-6, 9.0e-8], rtol=0.01)
    np.testing.assert_allclose([book("log₁₀ of the best h", rule) for rule in (CENTRAL, FORWARD)], [-5, -8], atol=0.5)
    return [book("order", FORWARD), book("order", CENTRAL)]


def too_small() -> list[float]:
    made = session(ID, "Too small", 0)
    return [last(made, Key("estimate", rule)) for rule in ("central float32",)]


def smaller() -> list[float]:
    """The two steps of the question, of which the second gives the larger error."""
    large, small = (error(FUNCTIONS[SINE], RULES[CENTRAL], 1.0, h) for h in (1e-5, 1e-8))
    assert small > large
    return [1e-5, 1e-8]


def parabola() -> list[float]:
    found = [last(session(ID, f"Parabola at {x}", 0), Key("estimate", CENTRAL)) for x in (5, 10)]
    np.testing.assert_allclose(found, [0.2, 0.3], atol=1e-11)
    assert exact(FUNCTIONS[SINE], RULES[CENTRAL], 0.0) == 1
    assert abs(estimate(FUNCTIONS[SINE], RULES[CENTRAL], 0.0, 1e-5) - 1) < 1e-9
    return found


FIGURES = (
    Figure("have slopes 1 (forward) and 2 (central)", right_side, 0.05),
    Figure("for $h$ = 0.1, and", lambda: [0.1]),
    Figure(
        "comes out is 0. The best step is near 0.006",
        lambda: [*too_small(), 10 ** book("log₁₀ of the best h", "central float32")],
    ),
    Figure("a net 784-50-10 needs 79,520 forward passes", lambda: [784, 50, 10, book("passes, central, 784-50-10")]),
    Figure("the digit reader 1,150,100", lambda: [book("passes, central, digits-mlp")]),
    Figure("from 0.00001 to 0.00000001", smaller),
    Figure("at 5 and 10 are 0.2 and 0.3", lambda: [5, 10, *parabola()]),
)
