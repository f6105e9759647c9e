"""Losses and slopes at a prediction, and how far the two neurons have come."""

import numpy as np

from core.experiments.loss_and_gradient.loss_values import BCE, CE, HALF, LOSSES, Sample, loss_and_slope, pairs
from core.nn.activation import Sigmoid
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure


def book(preset: str) -> list[float]:
    made = session("losses", preset, 0)
    return [float(made.series[Key("L(y)", CE)].read()[3][-1]), made.settings.prediction]


def output(name: str, step: int, preset: str = "Learning slowdown") -> float:
    return float(session("losses", preset, 300).series[Key("output", name)].read()[3][step])


def gradients(row: int) -> list[float]:
    return [float(g) for g in pairs(np.array([0.3, 0.2, 0.5]), right=1)[row].gradient]


def largest_square() -> list[float]:
    """Of the squares of a prediction between 0 and 1."""
    y = np.array([0.0, 1.0])
    return [1.0, 0.0, float(loss_and_slope("MSE (sum)", y, Sample(1.0))[0].max())]


def steepest() -> list[float]:
    sigmoid = Sigmoid()
    sigmoid.forward(np.zeros((1, 1)), training=True)
    flat = Sigmoid()
    flat.forward(np.full((1, 1), 9.0), training=True)
    return [float(one.backward(np.ones((1, 1)))[0, 0]) for one in (sigmoid, flat)]


def alike_from() -> list[float]:
    """From so far on the slope of smooth L1 is that of MAE, for the target 1."""
    y = np.linspace(1, 3, 201)
    same = loss_and_slope("MAE", y, Sample(1.0))[1] == loss_and_slope("smooth L1", y, Sample(1.0))[1]
    return [float(y[1:][same[1:]][0])]


def domain() -> list[float]:
    """Of those losses that take probabilities."""
    y = np.linspace(-2, 3, 501)
    fine = [y[np.isfinite(loss_and_slope(name, y, Sample(1.0))[0])] for name in LOSSES if LOSSES[name].probability]
    return [float(min(one.min() for one in fine)), float(max(one.max() for one in fine))]


FIGURES = (
    Figure("so live between 0 and 1 only", domain, 0.011),
    Figure("never above a quarter and nearly 0 where", steepest),
    Figure("from 1 towards 0: squares stay below 1", largest_square),
    Figure("0.51 at $y = 0.6$, 2.30 at $y = 0.1$", lambda: [book("Book")[0], book("Book, hardly seen")[0]]),
    Figure("Drag it beyond 2", alike_from),
    Figure(
        "begin at 0.98 and should say 0. After 150 updates cross entropy says 0.03; squares still say 0.93",
        lambda: [output(BCE, 0), 0.0, 150, output(BCE, 150), output(HALF, 150)],
    ),
    Figure(
        "squares arrive at 0.09 after 300 updates, cross entropy at 0.01.",
        lambda: [
            output(HALF, 300, "Learning slowdown, milder start"),
            300,
            output(BCE, 300, "Learning slowdown, milder start"),
        ],
    ),
    Figure("answers 0.98 and should answer 0.", lambda: [output(BCE, 0), 0.0]),
    Figure(
        "after 300 updates: 0.203 with squares and 0.012 with cross entropy",
        lambda: [300, output(HALF, 300), output(BCE, 300)],
    ),
)
