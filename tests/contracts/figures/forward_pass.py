"""Shapes, how many units change, and by how much."""

import numpy as np

from core.experiments.neurons.small_net import SIZES, SmallNet
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "forward-pass"


def measured(preset: str, name: str) -> float:
    return last(at_end(ID, preset), Key(name))


def changed() -> list[float]:
    return [measured("Quick", f"units changed, layer {i}") for i in (2, 3, 4)]


def shapes() -> list[float]:
    small = SmallNet(0, np.zeros(39))
    return [float(n) for w in small.matrices(small.net) for n in w.shape]


def shrinking() -> list[float]:
    """The weight, the unit behind it, and the output."""
    found = at_end(ID, "Quick").settings.nudges[0][1]
    return [found, *(measured("Quick", f"largest change, layer {i}") for i in (2, 4))]


def agreement() -> list[float]:
    """The small change, the per cent within which the slopes agree, and the change with which they do not."""
    ratio = measured("A very small change", "Δy/Δw ÷ ∂y/∂w")
    assert abs(ratio - 1) < 0.001
    assert abs(measured("Quick", "Δy/Δw ÷ ∂y/∂w") - 1) > 0.005
    return [0.001, 1, 0.1]


FIGURES = (
    Figure("has the shape (6, 4), $W_2$ (4, 3), $W_3$ (3, 1). With the biases these are 47", lambda: [*shapes(), 47]),
    Figure("changes exactly 1 unit", lambda: changed()[:1]),
    Figure("all 3 units of", lambda: changed()[1:2]),
    Figure("by 0.1 the weight moved, by 0.008 the unit, and by 0.00006 the output", shrinking),
    Figure("a slope of at most a quarter", lambda: [0.25]),
    Figure("With a change of 0.001 the two agree to 1 per cent and better; with 0.1 the curve", agreement),
    Figure("hidden layer of 4 units, but its weights have the shape (4, 3)", lambda: [4, *shapes()[2:4]]),
    Figure("How many of the 8 units", lambda: [sum(SIZES[1:])]),
    Figure("5: one of four", lambda: [sum(changed())]),
    Figure("shapes (6, 4), (4, 3) and (3, 1), and 47 parameters", lambda: [*shapes(), measured("Quick", "parameters")]),
)
