"""What is published while a run goes on: records that are read beside each other are of one tick."""

from core.data.library import Library
from core.records import Text
from core.run.session import Session
from gui.worker.publisher import SHARE, Publisher
from tests.gui.fake_clock import FakeClock
from tests.gui.worker.test_player import VIEW, costly


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
