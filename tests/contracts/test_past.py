"""The past of every experiment: what was kept of a step, and what a recording plays, is what a run to it shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Experiment, Pace
from core.run.frame import Snapshot, keep_moment, settled_frame, snapshot, snapshot_at
from core.run.history import History
from core.run.recording import read_recording, record, write_recording
from core.run.session import Advance, Session
from tests.contracts.experiment_cases import MNIST, begin, every_experiment, fingerprint
from tests.contracts.searching import EXECUTOR

LIBRARY = Library(MNIST, executor=EXECUTOR)
KEPT = 2  # ticks until the step that is looked back at
AFTER = 2  # ticks after it


def assert_same(one: Snapshot, other: Snapshot) -> None:
    """To the last bit, but for times that were measured."""
    assert (one.step, one.settings, one.edits, one.data) == (other.step, other.settings, other.edits, other.data)
    mine, theirs = one.frame, other.frame
    assert (mine.epoch, dict(mine.lanes), list(mine.events)) == (theirs.epoch, dict(theirs.lanes), list(theirs.events))
    assert mine.series.keys() == theirs.series.keys()
    assert mine.records.keys() == theirs.records.keys()
    if one.experiment.measured:
        return
    for key, series in mine.series.items():
        for column, expected in zip(series.read(), theirs.series[key].read(), strict=True):
            np.testing.assert_array_equal(column, expected, err_msg=str(key))
    for key, shown in mine.records.items():
        assert fingerprint(shown) == fingerprint(theirs.records[key]), key


def ticks(session: Session, count: int) -> None:
    """Through so many ticks, or to the end, with everything kept of each."""
    while count and (moved := session.advance()) is not Advance.END:
        if moved is Advance.TICK:
            keep_moment(session)
            count -= 1


@every_experiment
def test_that_what_was_is_shown_as_it_was(experiment: Experiment, tmp_path: Path) -> None:
    if experiment.preset().pace is Pace.INSTANT:
        pytest.skip("it has no past")
    session = begin(experiment, LIBRARY)
    session.history = History()
    keep_moment(session)
    ticks(session, KEPT)
    step = session.step
    ticks(session, AFTER)
    kept = session.history.at(step)
    assert kept is not None
    fresh = begin(experiment, LIBRARY)
    fresh.run_to(step)
    there = snapshot(fresh)
    assert_same(snapshot_at(session, kept), there)

    file = tmp_path / "run.chalkrun"
    write_recording(file, record(session, settled_frame(session)))
    found = read_recording(file, catalog())
    played = Session(found.experiment, found.initial, LIBRARY, found.edits, found.preset)
    played.run_to(step)
    assert_same(snapshot(played)._replace(experiment=experiment, preset=there.preset), there)
    played.run_to(session.step)
    assert_same(snapshot(played)._replace(experiment=experiment, preset=there.preset), snapshot(session))
