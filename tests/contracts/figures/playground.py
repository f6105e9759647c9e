"""The plane that the points lie in."""

from core.records import Plane
from core.run.tick import Key
from tests.contracts.measured import session
from tests.contracts.note_figures import Figure


def plane() -> tuple[float, float]:
    record = session("playground", "Quick", 0).record(Key("decision"))
    assert isinstance(record, Plane)
    return record.axes.x


FIGURES = (Figure("as drawn, from −1.5 to 1.5", plane),)
