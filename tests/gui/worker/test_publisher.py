"""What is published while a run goes on: records that are read beside each other are of one tick."""

import pytest

from core.data.library import Library
from core.records import Text
from core.run.session import Session
from gui.worker.publisher import SHARE, Publisher
from tests.gui.fake_clock import FakeClock
from tests.gui.worker.watched import VIEW, costly


def test_that_pictures_of_one_round_are_of_one_tick_and_pay_for_it_together() -> None:
    clock, calls = FakeClock(), list[str]()
    experiment = costly(clock, calls)
    session = Session(experiment, experiment.preset().settings, Library())
    publisher = Publisher(clock)
    publisher.want(frozenset("abc"))
    rounds = []
    for step in (3, 9, 4000):
        session.run_to(step)
        publisher.publish_due(session, 0.0)
        assert publisher.latest is not None
        slots = publisher.latest.slots.values()
        texts = [record.text for slot in slots for record in slot.records.values() if isinstance(record, Text)]
        rounds.append({text.rpartition(" ")[2] for text in texts})
        for slot in slots:
            slot.taken = True
    session.close()
    assert rounds[0] == {"3"}
    assert rounds[1] == {"3"}  # not paid for yet
    assert rounds[2] == {"4000"}
    assert publisher.due - clock() >= 3 * VIEW / SHARE - 1e-9
    assert calls == list("abcabc")


def test_that_what_the_window_needs_to_take_pictures_in_is_paid_for_too() -> None:
    clock = FakeClock()
    experiment = costly(clock, [])
    session = Session(experiment, experiment.preset().settings, Library())
    publisher = Publisher(clock)
    publisher.want(frozenset("a"))
    session.run_to(1)
    publisher.publish_due(session, 0.0)
    due = publisher.due
    publisher.charge(0.002)
    publisher.charge(0.001)
    assert publisher.due == pytest.approx(due + 0.003 / SHARE)
    assert publisher.latest is not None
    publisher.latest.slots["a"].taken = True
    clock.advance(publisher.due - clock() + 0.001)
    session.run_to(2)
    publisher.publish_due(session, 0.0)
    assert publisher.due - clock() == pytest.approx(VIEW / SHARE)
    session.close()
