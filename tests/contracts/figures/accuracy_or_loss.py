"""Sizes of the reader, how many values loss and accuracy take, and the slope behind a step."""

import numpy as np

from core.data.library import Library
from core.experiments import catalog
from core.experiments.loss_and_gradient.accuracy_or_loss import CLASSES, DIGITS, HIDDEN_NEURONS, UPDATES
from core.experiments.loss_and_gradient.weight_sweep import SHIFTS
from core.nn import Step
from core.records import Curves
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID = "accuracy-or-loss"


def sizes() -> list[float]:
    return [Library().digits("pen digits").flat().train.x.shape[1], HIDDEN_NEURONS, CLASSES, UPDATES]


def losses() -> float:
    return last(session(ID, "Quick", 0), Key("different losses"))


def handful() -> list[float]:
    assert 2 <= last(session(ID, "Quick", 0), Key("different accuracies")) <= 7
    return [len(SHIFTS), losses()]


def expected() -> list[float]:
    claims = {claim.channel: claim for claim in catalog()[ID].preset("Quick").expected}
    most = claims["different accuracies"].at_most
    assert most is not None
    assert last(session(ID, "Quick", 0), Key("different accuracies")) <= most
    return [len(SHIFTS), losses(), most]


def flat() -> list[float]:
    first = session(ID, "A weight of the first layer", 0)
    assert last(first, Key("different accuracies")) <= 3
    return [last(session(ID, "A step instead of a sigmoid", 0), Key("largest slope of the loss"))]


def commonest_slope() -> float:
    """Of the accuracy from place to place."""
    curve = session(ID, "Quick", 0).record(Key("accuracy"))
    assert isinstance(curve, Curves)
    return float(np.median(np.abs(np.diff(curve.lines[""]) / np.diff(curve.x))))


FIGURES = (
    Figure("(784-100-10, sigmoid) has learnt for 300", sizes),
    Figure("moved by up to 2 in either direction", lambda: [SHIFTS.max()]),
    Figure("measured on 100 test digits at 401 places", lambda: [DIGITS, len(SHIFTS)]),
    Figure("401 places, 401 different losses, but", handful),
    Figure("is flat its slope is 0", lambda: [commonest_slope()]),
    Figure("only says 0 or 1", lambda: np.unique(Step().f(np.linspace(-3, 3, 99)))),
    Figure("Its slope is 0 everywhere", flat),
    Figure("moved by 0.01, and", lambda: [SHIFTS[1] - SHIFTS[0]]),
    Figure("over 401 places of the largest output weight 401 losses and at most 20 accuracies", expected),
)
