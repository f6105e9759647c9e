"""What the course's rate reaches, what ten times the rate does, and what a threshold does without it."""

import numpy as np

from core.data.tables import table
from core.records import Matrix
from core.run.tick import Key
from tests.contracts.measured import at_end, last, session
from tests.contracts.note_figures import Figure

ID = "table-classifier"
EPOCH = 11  # updates
AREA = Key("area under the ROC curve")


def right(preset: str) -> float:
    return last(at_end(ID, preset), Key("test accuracy"))


def moved() -> list[float]:
    """The threshold, how many are right with it, of how many."""
    threshold = 0.65
    confusion = session(ID, "Book", 1100, threshold=threshold).record(Key("confusion"))
    assert isinstance(confusion, Matrix)
    return [threshold, np.trace(confusion.values), confusion.values.sum()]


def losses() -> list[float]:
    """The mean of the first epoch, and of the last."""
    loss = at_end(ID, "Book").series[Key("loss")]
    return [loss.mean_before(EPOCH, EPOCH), loss.mean_before(100 * EPOCH, EPOCH)]


def epochs() -> list[float]:
    tick = at_end(ID, "Book").tick
    assert tick is not None
    return [tick.epoch]


def parts() -> list[float]:
    return [60, 20, 20]


FIGURES = (
    Figure("60, 20 and 20 per cent", parts),
    Figure("63 per cent are benign", lambda: [100 * np.mean(table("breast cancer").y)]),
    Figure("the accuracy is 0.61", lambda: [right("Book")]),
    Figure("share\n  is 0.61", lambda: [last(at_end(ID, "Book"), Key("the majority's share"))]),
    Figure("come from 0.64 to 0.61", losses),
    Figure("100 epochs. In the end", epochs),
    Figure("after 100 epochs. What", epochs),
    Figure("an area of 0.98", lambda: [last(at_end(ID, "Book"), AREA)]),
    Figure("threshold to 0.65, and 105 of 114 are right", moved),
    Figure("0.99 on the test rows", lambda: [right("Quick")]),
    Figure("ROC curve is 0.50", lambda: [last(at_end(ID, "Raw columns"), AREA)]),
    Figure("are few, 114: one more mistake moves the accuracy by almost 0.01", lambda: [moved()[2], 1 / moved()[2]]),
    Figure("an accuracy of 0.61 after", lambda: [right("Book")]),
)
