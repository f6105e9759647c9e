"""What the deep linear network is worth, and the bent ones."""

from core.experiments.neurons.linear_collapse import ACCURACY, AS_SET, RELU
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import at_end, last
from tests.contracts.note_figures import Figure

ID = "linear-collapse"


def accuracy(made: Session, name: str) -> list[float]:
    return list(made.series[Key(ACCURACY, name)].read()[3])


def numbers() -> list[float]:
    """Parameters of the ten layers; of one."""
    width, hidden = 8, 9
    return [3 * width + (hidden - 1) * (width + 1) * width + width + 1, 3]


def bounds() -> list[float]:
    """Two bounds that hold in Quick, and the step from which on the second does."""
    quick = at_end(ID, "Quick")
    steps = list(quick.series[Key(ACCURACY, RELU)].read()[0])
    assert max(accuracy(quick, AS_SET)) < 0.75
    assert min(y for step, y in zip(steps, accuracy(quick, RELU), strict=True) if step >= 200) > 0.95
    return [0.75, 0.95, 200]


def small_bend() -> list[float]:
    end = at_end(ID, "A small bend is enough")
    return [end.settings.slope, 1, 0, last(end, Key(ACCURACY, AS_SET))]


FIGURES = (
    Figure("about half of them", lambda: accuracy(at_end(ID, "Quick"), AS_SET)[-1:], 0.1),
    Figure("So 609 numbers have learnt what 3 numbers say", numbers),
    Figure("never comes above 0.75. ReLU is above 0.95 before step 200", bounds),
    Figure("a slope of 0.8 instead of 1 below 0, ten times in a row, reads 0.99 of the points", small_bend),
    Figure("609 numbers to learn", lambda: numbers()[:1]),
    Figure("About half.", lambda: accuracy(at_end(ID, "Quick"), AS_SET)[-1:], 0.1),
    Figure("at most 0.75 without and at least 0.95 with", lambda: bounds()[:2]),
)
