"""How far the boundary has crept, and what the mean does to it."""

import numpy as np

from core.data.library import Library
from core.experiments import catalog
from core.records import Table
from core.run.session import Session
from core.run.tick import Key
from tests.contracts.measured import at_end, last, session
from tests.contracts.note_figures import Figure

ID = "logistic-regression"
BOUNDARY = Key("boundary")


def crept() -> list[float]:
    return [1000, last(at_end(ID, "Quick"), BOUNDARY), 5000, last(at_end(ID, "Book"), BOUNDARY)]


def longer() -> list[float]:
    """The expectations, which the run behind CHALKGRAD_LONG and a unit test compare with the run."""
    claims = catalog()[ID].preset("Much longer").expected[1:]
    found = [number for claim in claims for number in (claim.value or 0.0, claim.step)]
    return [*found, last(at_end(ID, "Quick"), Key("limit"))]


def quarter() -> list[float]:
    """Of the rate: with the mean and a quarter of the updates of the sum, the same way."""
    mean, summed = at_end(ID, "Mean instead of sum"), session(ID, "Quick", 250)
    assert abs(last(mean, BOUNDARY) - last(summed, BOUNDARY)) < 0.01
    return [1 / len(summed.settings.points), 1000, 250]


def told_apart() -> list[float]:
    """Between these lies the boundary of the four points, at the latest after Quick."""
    table = at_end(ID, "Quick").record(Key("points"))
    assert isinstance(table, Table)
    shares = np.abs([float(row[3].replace("−", "-")) for row in table.rows])
    assert shares[1:3].sum() > 0.75 * shares.sum()
    return [2.0, 3.0]


def claimed() -> list[float]:
    claim = catalog()[ID].preset("Book").expected[0]
    made = Session(catalog()[ID], catalog()[ID].preset("Book").settings, Library())
    made.run_to(5000)
    assert claim.value is not None
    assert abs(last(made, BOUNDARY) - claim.value) <= claim.tolerance
    return [claim.tolerance, claim.value]


FIGURES = (
    Figure("where that is one half lies", lambda: [0.5]),
    Figure(
        "After 1,000 updates (Quick) the boundary stands at 2.28, after 5,000 (Book) at 2.43.",
        crept,
    ),
    Figure("2.465 after 20,000 and 2.479 after 100,000.", lambda: longer()[:4]),
    Figure("2.5 is never reached", lambda: longer()[4:]),
    Figure("the gradient is a quarter as large, so 1,000 updates come no further than 250", quarter),
    Figure("Any boundary between 2 and 3", told_apart),
    Figure("within 0.005 of 2.429", claimed),
)
