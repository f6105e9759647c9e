"""Probabilities, the largest entries of the Jacobian, and where the exponentials end."""

import numpy as np

from core.experiments.neurons.softmax_values import TYPES, jacobian, largest_exponent, naive
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "softmax"


def p(preset: str) -> list[float]:
    end = at_end(ID, preset)
    return [last(end, Key("p", str(i))) for i in range(1, len(end.settings.logits[0]) + 1)]


def overflows() -> list[float]:
    """The shifts at which a logit of 0 is lost."""
    assert np.isnan(naive(np.array([100.0, 99.0]), np.float32)).any()
    return [100, largest_exponent(TYPES["float64"]) + 1]


def largest() -> list[float]:
    """Half of everything for one class gives the largest entry; a sure softmax the least."""
    return [jacobian(np.zeros(2), 1.0).max(), np.abs(jacobian(np.array([50.0, 0.0]), 1.0)).max()]


def expected() -> list[float]:
    return [2, 1, 0.1, *p("Book"), *(largest_exponent(dtype) for dtype in TYPES.values())]


def step_of_one() -> list[float]:
    first, second, _ = p("Book")
    return [1, first / second]


FIGURES = (
    Figure("the largest exponential is then exactly 1", lambda: [np.exp(0.0)]),
    Figure(r"a logit that is 1 lower has a share that is $e \approx 2.718$", step_of_one),
    Figure("towards 0 the largest takes all (*Cold*: 0.993)", lambda: [0, max(p("Cold"))]),
    Figure("(*Hot*: from 0.17 to 0.24)", lambda: [min(p("Hot")), max(p("Hot"))]),
    Figure("Each row sums to 0.", lambda: [last(at_end(ID, "Quick"), Key("largest row sum of the Jacobian"))]),
    Figure("is above a quarter, and where one class has everything, all are nearly 0", largest),
    Figure("to a shift of 100: the naive softmax is lost in float32; near 710", overflows),
    Figure("the exponentials become 0, and 0 / 0 is no number", lambda: [np.exp(np.float32(-150)), 0, 0]),
    Figure("that was rounded to 0", lambda: [np.exp(np.float32(-150))]),
    Figure(
        "for the logits 2, 1 and 0.1 the probabilities 0.6590, 0.2424 and 0.0986; the largest whole exponents 88 in"
        " float32 and 709 in float64",
        expected,
    ),
)
