"""Sessions that were left are kept: the last few, and no more than a bound of memory."""

import numpy as np

from core.data.library import Library
from core.run.session import Session
from core.settings import Settings
from gui.worker.parking import ParkedSessions
from tests.core.run.test_memory import MEGABYTE, holding


def parked(id: str, megabytes: int) -> Session:
    made = Session(holding(np.zeros(megabytes * MEGABYTE, np.uint8)), Settings(), Library())
    object.__setattr__(made.experiment, "id", id)
    made.run_to(1)
    return made


def test_that_the_oldest_makes_room_where_all_together_hold_too_much() -> None:
    sessions = ParkedSessions(most=9, most_bytes=10 * MEGABYTE)
    first, second, third = (parked(id, 4) for id in "abc")
    assert sessions.put(first, False) == []
    assert sessions.put(second, False) == []
    assert sessions.put(third, False) == [first]
    assert sessions.take("a") is None
    assert sessions.take("c") == (third, False, 4 * MEGABYTE)


def test_that_one_that_holds_too_much_alone_is_not_kept() -> None:
    sessions = ParkedSessions(most=9, most_bytes=10 * MEGABYTE)
    large = parked("large", 12)
    assert sessions.put(large, False) == [large]


def test_that_an_experiment_has_one_place() -> None:
    sessions = ParkedSessions()
    first, again = parked("a", 1), parked("a", 1)
    sessions.put(first, False)
    assert sessions.put(again, True) == [first]
    assert sessions.take("a") == (again, True, MEGABYTE)
    assert sessions.take("a") is None
