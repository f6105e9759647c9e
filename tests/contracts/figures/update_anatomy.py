"""The steps of Momentum, Adam and AdaGrad, taken apart."""

import numpy as np

from core.experiments.optimizers.update_anatomy import AnatomySettings
from core.experiments.optimizers.update_stages import take
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure

ID = "update-anatomy"


def steps(preset: str, until: int, channel: str = "update") -> np.ndarray:
    """(updates, 2)"""
    series = session(ID, preset, until).series
    return np.array([series[Key(channel, name)].read()[3] for name in "xy"]).T


def reversal() -> list[float]:
    """The velocity's share, and the first update at whose start y has crossed the valley, in which y still falls."""
    y = session(ID, "Quick", 15).series[Key("point", "y")].read()[3]
    crossed = int(np.argmax(y < 0)) + 1
    assert steps("Quick", 15)[crossed - 1, 1] < 0
    return [AnatomySettings().momentum.beta, crossed]


def first_of_adam() -> list[float]:
    first = np.abs(steps("Book", 5)[0])
    assert abs(first[0] - first[1]) < 1e-6
    x, y = AnatomySettings().start
    return [first[0], abs(2 * y / (x / 10))]


def uncorrected() -> list[float]:
    raw, right = steps("No bias correction", 12), steps("Book", 15)
    return [raw[0, 0] / right[0, 0], 1 / 3, raw[2, 0], right[2, 0]]


def empty() -> list[float]:
    optimizer = AnatomySettings(optimizer="Adam").made()
    return [float(np.abs(take(optimizer, np.zeros(2), np.ones(2)).before["m"]).max())]


def shrinking() -> list[float]:
    at = [1, 10, 100, 1000]
    found = steps("AdaGrad runs dry", 1000)[:, 0]
    return [*(found[i - 1] for i in at), *at]


FIGURES = (
    Figure("the velocity keeps 0.9 of what it was. In update 5 the", reversal),
    Figure("the first step is 0.3 in both directions, although the gradient is 5.7 times", first_of_adam),
    Figure("3.16 times as long, and the third step is 1.45 where it should be 0.299", uncorrected),
    Figure("both means begin at 0, but", empty),
    Figure("both running means begin at 0. How", empty),
    Figure("the steps are 0.1, 0.0316, 0.01 and 0.0032 at updates 1, 10, 100 and 1000", shrinking),
    Figure("1.18 along x and 0.363 along y", lambda: list(steps("AdaGrad settles", 30, "rate")[-1])),
)
