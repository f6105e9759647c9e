"""Errors of narrow, wide and deep networks, over seeds where the note says so."""

from functools import cache

import numpy as np

from core.experiments.neurons.curve_fits import POINTS, TARGETS, X, drawing_net
from core.experiments.neurons.function_fitting import ERROR
from core.run.tick import Key
from tests.contracts.measured import at_end, last, session
from tests.contracts.note_figures import Figure

ID = "function-fitting"


def end(preset: str, name: str) -> float:
    return last(at_end(ID, preset), Key(ERROR, name))


@cache
def median(name: str) -> float:
    """Of five seeds, at the end of Book."""
    runs = (session(ID, "Book", 3000, networks=(name,), seed=seed) for seed in range(5))
    return float(np.median([last(run, Key(ERROR, name)) for run in runs]))


def flat() -> list[float]:
    """One unit, and the line 0."""
    return [median("1 unit"), float(np.mean(TARGETS["sine"](X) ** 2))]


def medians() -> list[float]:
    return [median("1 unit"), 1, median("5 units"), 5, median("30 units"), 30]


def about_as_good() -> list[float]:
    one, many = (end("Width is not everything", name) for name in ("1 unit", "100 units"))
    assert 0.5 * one < many < one
    return [one]


def parameters() -> list[float]:
    deep, wide = (drawing_net(name, "tanh", 0).parameter_count for name in ("8 and 8 units", "30 units"))
    assert end("Depth", "30 units") > 3 * end("Depth", "8 and 8 units")
    return [8, deep, 30, wide]


FIGURES = (
    Figure("learn the same 200 points", lambda: [POINTS]),
    Figure("error of 0.42, nearly the 0.50 of a flat line", flat, 0.01),
    Figure("from 0.42 with 1 unit to 0.013 with 5 and 0.0007 with 30 units", medians),
    Figure("with an error of 0.013", about_as_good),
    Figure("two layers of 8 units have 97 parameters, one layer of 30 has 91", parameters),
)
