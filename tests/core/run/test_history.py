"""What is kept of a run's past, and what is dropped when it is too much."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.library import Library
from core.records import Matrix, Text
from core.run.frame import keep_moment, settled_frame, snapshot, snapshot_at
from core.run.history import History, Moment, moment_bytes
from core.run.series import Series
from core.run.session import Session
from core.run.tick import Key
from tests.gui.specimens import VALUE, wave


def moment(step: int, size: int = 0) -> Moment:
    return Moment(step, step / 10, {}, {}, (), {Key("picture"): Matrix(np.zeros((1, 1 + size)))})


def test_that_multiples_of_the_interval_are_kept() -> None:
    history = History(5)
    assert [step for step in range(12) if history.wants(step)] == [0, 5, 10]
    assert [history.next_after(step) for step in (0, 4, 5, 9)] == [5, 5, 10, 10]
    history.keep(moment(5))
    assert not history.wants(5)
    assert history.at(5) is not None
    assert history.at(6) is None
    assert (history.before(5), history.before(9)) == (None, history.at(5))


def test_that_too_many_moments_leave_every_second_one() -> None:
    history = History(1, most=4)
    for step in range(5):
        history.keep(moment(step))
    assert (history.interval, history.steps) == (2, (0, 2, 4))
    for step in (6, 8):
        assert history.wants(step)
        history.keep(moment(step))
    assert (history.interval, history.steps) == (4, (0, 4, 8))


def test_that_the_memory_is_bounded() -> None:
    each = moment_bytes(moment(0, 1000))
    assert each == pytest.approx(8000, rel=0.15)
    history = History(1, most=1000, most_bytes=10 * each)
    for step in range(100):
        if history.wants(step):
            history.keep(moment(step, 1000))
        assert history.nbytes <= 10 * each
    assert history.interval == 16
    assert history.nbytes == len(history.steps) * each


def test_that_one_moment_stays_however_large_it_is() -> None:
    history = History(1, most_bytes=10)
    history.keep(moment(0, 1000))
    assert history.steps == (0,)


def test_that_texts_count_too() -> None:
    words = Moment(0, 0.0, {}, {}, (), {Key("words"): Text("a" * 5000)})
    assert moment_bytes(words) > 5000


@pytest.mark.parametrize("capacity", [1000, 64])
def test_that_the_first_points_of_a_series_are_those_it_had(capacity: int) -> None:
    series, others = Series(capacity), {}
    values = np.random.default_rng(0).normal(size=300)
    for step, value in enumerate(values.tolist()):
        series.append(step, value)
        if step + 1 in (1, 7, 64, 200):
            copy = Series(capacity)
            for i in range(step + 1):
                copy.append(i, float(values[i]))
            others[step + 1] = copy
    for count, copy in others.items():
        first = series.first(count)
        if series.resolution == 1:
            assert first.count == count
            for mine, theirs in zip(first.read(), copy.read(), strict=True):
                np.testing.assert_array_equal(mine, theirs)
        else:
            assert first.count == count // series.resolution * series.resolution
            assert first.read()[0].tolist() == [step for step in range(count) if (step + 1) % series.resolution == 0]


def test_that_the_first_points_stay_as_they_are_when_more_come() -> None:
    series = Series()
    for step in range(300):
        series.append(step, float(step))
    first = series.first(100)
    for step in range(300, 2000):
        series.append(step, -1.0)
    assert first.read()[3].tolist() == [float(step) for step in range(100)]


def run_to(step: int, *keeping: int) -> Session:
    session = Session(wave, wave.preset().settings, Library())
    while session.tick is None or session.step < step:
        session.advance()
        if session.tick is not None and session.step in keeping and session.history.wants(session.step):
            keep_moment(session)
    return session


def test_that_a_moment_shows_the_session_as_it_stood() -> None:
    session = run_to(6, 0, 3)
    session.edit("rate", 4.0)
    session.run_to(20)
    kept = session.history.at(3)
    assert kept is not None
    then, now = snapshot_at(session, kept), snapshot(run_to(3))
    assert (then.step, then.settings, then.edits, then.data) == (now.step, now.settings, (), now.data)
    assert then.frame.series[VALUE].read()[3].tolist() == now.frame.series[VALUE].read()[3].tolist()
    assert {k: r.describe() for k, r in then.frame.records.items()} == {
        k: r.describe() for k, r in now.frame.records.items()
    }
    assert snapshot(session).edits == tuple(session.edits)
    assert snapshot(session).settings == session.settings


def test_that_a_snapshot_does_not_change_when_the_run_goes_on() -> None:
    session = run_to(5)
    then = snapshot(session)
    session.run_to(30)
    assert (then.step, then.frame.series[VALUE].count) == (5, 6)


def test_that_a_setting_for_display_makes_what_was_kept_useless() -> None:
    session = run_to(6, 0, 3)
    session.edit("rate", 2.0)
    assert session.history.steps == (0, 3)
    session.edit("bars", 7)
    assert session.history.steps == ()
    assert settled_frame(session).records[Key("bars")].describe()
