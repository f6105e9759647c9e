"""How x moves in the neuron that is shown first, and what is read by which statistics."""

from core.records import Table
from core.run.tick import Key
from tests.contracts.measured import last, session
from tests.contracts.note_figures import Figure

ID = "batch-norm-inside"
ACCURACY, BY_BATCHES = Key("test accuracy"), Key("test accuracy by batches")


def row(step: int, name: str, preset: str = "Quick") -> list[float]:
    table = session(ID, preset, step).record(Key("numbers"))
    assert isinstance(table, Table)
    return next([float(cell) for cell in cells] for first, *cells in table.rows if first == name)


def moved() -> list[float]:
    (mean, spread), (later, wider) = row(1, "x"), row(300, "x")
    return [mean, later, 300, spread, wider]


def normalized() -> list[float]:
    return row(300, "normalized")


def early() -> list[float]:
    run = session(ID, "Quick", 10)
    return [10, last(run, ACCURACY), last(run, BY_BATCHES)]


def pairs() -> list[float]:
    two = session(ID, "Batches of two", 300)
    return [-1, 1, 300, last(two, ACCURACY)]


FIGURES = (
    Figure("has mean 0 and standard deviation 1 in every batch", normalized),
    Figure("goes from −0.20 to −0.76 in 300 updates, and its spread from 0.42 to 0.66.", moved),
    Figure(
        "After 10 updates evaluation reads 0.52 of the test digits, with the statistics of each test batch it is 0.59",
        early,
    ),
    Figure("the normalized values are −1 and +1, whatever the digits are", lambda: pairs()[:2]),
    Figure("After 300 updates it reads 0.45 of the test digits", lambda: pairs()[2:]),
)
