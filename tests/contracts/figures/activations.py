"""Values and slopes of the functions, and what they make of a signal."""

from collections.abc import Sequence

import numpy as np

from core.experiments.neurons.activation_values import FLAT, Function
from core.experiments.neurons.activations import SAMPLES
from core.run.tick import Key
from tests.contracts.measured import at_end, last, session
from tests.contracts.note_figures import Figure

ID = "activations"


def function(name: str) -> Function:
    return Function.named(name, 0.01)


def measured(preset: str, channel: str, name: str) -> float:
    return last(at_end(ID, preset), Key(channel, name))


def slope(name: str, z: float) -> float:
    return float(function(name).slope(np.array([z]))[0])


def steepest() -> Sequence[float]:
    return [slope("sigmoid", 0), slope("tanh", 0)]


def ten_sigmoids() -> list[float]:
    assert slope("sigmoid", 0) ** 10 < 1e-6
    return []


def relu() -> list[float]:
    """Its answer to half of N(0, 1), which share that is, and of how much it lets through."""
    half = measured("Book", "saturated", "ReLU")
    return [0, half, 1 - half]


def leaves_nothing() -> list[float]:
    far = session(ID, "Book", 0, mu=-4.0)
    assert last(far, Key("saturated", "ReLU")) > 0.999
    return [-4]


def line() -> list[float]:
    end = at_end(ID, "Softmax on a line")
    return [last(end, Key("neighbours")), end.settings.points, last(end, Key("last"))]


def expected() -> list[float]:
    one, two = function("sigmoid").f(np.array([1.0, 2.0]))
    return [one, two, two, slope("sigmoid", 6), 6, slope("tanh", 3), 3]


FIGURES = (
    Figure("a signal of 10,000 numbers", lambda: [SAMPLES]),
    Figure("below 1 per cent of its steepest", lambda: [100 * FLAT]),
    Figure("beyond about ± 6, for tanh beyond ± 3", lambda: [function(n).steep[1] for n in ("sigmoid", "tanh")], 0.02),
    Figure("slope is 0.25 at most, tanh's is 1", steepest),
    Figure("a third of it meets a flat part of tanh", lambda: [measured("Quick", "saturated", "tanh")], 0.02),
    Figure(
        "0.50 for the sigmoid, 0 for tanh", lambda: [measured("Book", "mean out", n) for n in ("sigmoid", "tanh")], 0.02
    ),
    Figure("answers exactly 0 to half of the signal, and lets the other half through", relu, 0.02),
    Figure("to −4: nearly nothing", leaves_nothing),
    Figure("The step is flat everywhere: its slope is 0", lambda: [slope("step", 0)]),
    Figure("each point is 1.106 times the one before; the last of 100 gets 0.096", line),
    Figure("the step answers 1 to 0 (a text", lambda: [float(function("step").f(np.zeros(1))[0]), 0]),
    Figure('slope at 0 is 0. "Outputs between 0 and 1" is true', lambda: [0, slope("ReLU", 0), 0, 1]),
    Figure("About 0.4.", lambda: [measured("Book", "mean out", "ReLU")]),
    Figure(
        "$\\sigma(1)$ 0.73106, $\\sigma(2)$ 0.88080 (a course text prints 0.880, cut off), slopes 0.00247 of the"
        " sigmoid at 6 and 0.00987 of tanh at 3",
        expected,
        0.00081,
    ),
)
