"""Shares of the samples, losses after updates, paths and weights."""

import numpy as np

from core.experiments.backpropagation.backprop_pass import LEARN, SHARED
from core.nn import Sigmoid
from core.records import Matrices
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID, LONG = "backprop-by-hand", 10_000


def values(run: Session, channel: str) -> list[float]:
    return [float(value) for value in run.series[Key(channel)].read()[3]]


def share() -> list[float]:
    """Of the second weight of the last layer: each sample's, and their sum."""
    shares = session(ID, "Book", 6).record(Key("shares"))
    assert isinstance(shares, Matrices)
    return [float(matrix.values[1, 0]) for matrix in shares.matrices]


def dead() -> list[float]:
    """The gradient of the silent unit, and its answers, the same for ever."""
    run = session(ID, "Book", 200)
    answers = [
        *(f"A1 {i},1" for i in (1, 2)),
    ]
    found = [np.abs(run.series[Key(*name.split())].read()[3]).max() for name in answers]
    assert max(found) == 0
    return [found[0], last(run, Key("dW1", "1,1"))]


def one_update(biases: str) -> float:
    return values(session(ID, "Quick", 16, biases=biases), "loss")[1]


def learnt() -> list[float]:
    quick = values(session(ID, "Quick", 16), "loss")
    return [*quick, LONG, last(session(ID, "10,000 updates", LONG), Key("loss")), one_update(LEARN), one_update(SHARED)]


def steepest() -> list[float]:
    sigmoid = Sigmoid()
    sigmoid.forward(np.zeros((1, 1)), training=True)
    return [float(sigmoid.backward(np.ones((1, 1)))[0, 0])]


def counts() -> list[float]:
    run = session(ID, "δ of 6-4-3-1", 0)
    return [last(run, Key("paths")), last(run, Key("weights"))]


FIGURES = (
    Figure("here −5.25 − 24.75 = −30", lambda: [share()[0], -share()[1], share()[2]]),
    Figure("answers 0 to both samples, so ReLU lets nothing back, and its weights have the gradient 0", dead),
    Figure(
        "after each update: 16.25, 10.44, 15.30, 7.81, 10.28, 5.47", lambda: values(session(ID, "Book", 54), "loss")
    ),
    Figure("a sigmoid's slope is at most a quarter", steepest),
    Figure(
        "from 0.29837 to 0.29103, 10,000 of them to 0.0000351. The textbook keeps the biases; with a bias for each unit"
        " one update reaches 0.28047, with one that a layer shares 0.28575",
        learnt,
    ),
    Figure(
        "72 paths lead from the inputs to the output, and the derivative is a sum over all of them. Going back"
        " from layer to layer adds them up on the way, so each of the 39 weights",
        counts,
    ),
    Figure(
        "it speaks of 4 neurons in the second hidden layer. "
        "The shapes (6, 4), (4, 3), (3, 1) hold here, so there are 3",
        lambda: [4, 6, 4, 4, 3, 3, 1, 3],
    ),
)
