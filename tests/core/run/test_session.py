"""A session is its settings, its edits and its step: the same three give the same session again."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.data.library import Library
from core.records import Axes, PathMark, Plane, Ridge, Text
from core.run.expected import Expected
from core.run.frame import settled_frame
from core.run.session import Advance, Session
from core.run.tick import DIVERGED, Key, Lane, OverTime, Run, Start, Tick
from tests.core.run.walking import LOSS, SHOWN, SPREAD, Walk, experiment_of, losses, text, walk


def test_that_a_session_stands_before_its_first_tick_until_it_is_advanced(session: Session) -> None:
    assert (session.tick, session.step, session.series) == (None, 0, {})
    assert session.record(SHOWN) is None
    assert session.advance() is Advance.BREATH  # what is constant for the run
    assert session.data == "numbers · raw"
    assert session.advance() is Advance.BREATH
    assert session.advance() is Advance.TICK
    assert session.step == 0
    assert losses(session) == [1.0]


def test_that_run_to_stops_at_the_step_or_at_the_end(session: Session) -> None:
    session.run_to(5)
    assert (session.step, session.finished) == (5, False)
    session.run_to(999)
    assert (session.step, session.finished) == (20, True)
    assert session.advance() is Advance.END
    assert text(session.record(SHOWN)).endswith("digit 0")


def test_that_marks_and_data_are_kept(session: Session) -> None:
    session.run_to(12)
    assert [(mark.step, mark.key, mark.text) for mark in session.events] == [(10, LOSS, "half way")]
    assert session.data == "numbers · raw"


def test_that_samples_fill_a_ridge_whether_or_not_it_was_looked_at(session: Session) -> None:
    session.run_to(7)
    ridge = session.record(SPREAD)
    assert isinstance(ridge, Ridge)
    assert ridge.steps.tolist() == list(range(8))
    assert ridge.counts[:, 0, 0].tolist() == list(range(8))


def test_that_a_claim_of_divergence_is_held_against_the_events_of_the_run(library: Library) -> None:
    def run(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        yield Start()
        yield Tick(0, scalars={Key("loss"): 1e9}, events={Key("loss"): DIVERGED})

    preset = replace(walk.presets[0], expected=(Expected("loss", step=5, diverges=True),))
    made = Session(replace(walk, run=run), preset.settings, library, preset=preset)
    made.run_to(5)
    assert [verdict.holds for verdict in made.verdicts()] == [True]


def test_that_an_event_stands_at_the_step_of_its_own_lane(library: Library) -> None:
    def run(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        yield Start()
        yield Tick(12, lanes={"few": Lane(3, 1.0)}, events={Key("loss", "few"): DIVERGED, Key("loss", "many"): "ends"})

    made = Session(replace(walk, run=run), Walk(), library)
    made.run_to(12)
    assert [(event.key.variant, event.step) for event in made.events] == [("few", 3), ("many", 12)]


def test_that_looking_changes_nothing(library: Library, session: Session) -> None:
    blind = Session(walk, Walk(), library)
    while session.advance() is not Advance.END:
        settled_frame(session)
    blind.run_to(20)
    assert losses(session) == losses(blind)


def test_that_a_settled_frame_has_every_view_of_one_step(session: Session) -> None:
    session.run_to(6)
    frame = settled_frame(session)
    assert (frame.step, frame.epoch, frame.settled) == (6, 0.6, True)
    assert set(frame.records) == {SHOWN, SPREAD}


def test_that_an_exception_ends_the_session_and_its_views(library: Library) -> None:
    def broken(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        """Does it break?"""
        yield Start()
        yield Tick(0, views={SHOWN: lambda: Text("fine")})
        raise RuntimeError("it broke")

    made = Session(experiment_of(broken), Walk(), library)
    made.run_to(0)
    assert text(made.record(SHOWN)) == "fine"
    with pytest.raises(RuntimeError, match="it broke"):
        made.advance()
    assert made.failed
    assert made.record(SHOWN) is None
    assert made.advance() is Advance.END


def test_that_a_run_that_overflows_warns_nobody(library: Library) -> None:
    def hot(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        """Does it overflow?"""
        yield Start()
        x = np.array([1e308])
        for step in range(3):
            yield Tick(step, scalars={LOSS: float(x[0])})
            x = x * 10 - x * 10

    made = Session(experiment_of(hot), Walk(), library)
    made.run_to(9)
    assert losses(made)[0] == 1e308


def test_that_closing_closes_the_run(library: Library) -> None:
    closed = []

    def open_ended(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        """When does it end?"""
        yield Start()
        try:
            while True:
                yield Tick(0)
        finally:
            closed.append(True)

    made = Session(experiment_of(open_ended), Walk(), library)
    made.run_to(0)
    made.close()
    assert closed == [True]


def test_that_a_run_yields_one_start_before_its_first_tick(library: Library) -> None:
    def without(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        """Where is the start?"""
        yield Tick(0)

    def twice(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        """Which start?"""
        yield Start()
        yield Tick(0)
        yield Start()

    for run in (without, twice):
        made = Session(experiment_of(run), Walk(), library)
        with pytest.raises(TypeError, match="made must yield one Start, and before its first Tick"):
            made.run_to(9)
        assert made.failed


def test_that_any_record_is_filled_from_samples_whoever_looked(library: Library) -> None:
    def sampled(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
        """How far by now?"""
        yield Start()
        for step in range(9):
            samples = {SPREAD: np.array([step, step**2])} if step % 2 == 0 and step else {}
            path = OverTime(lambda steps, found: Plane(Axes((0, 9), (0, 99)), (PathMark(steps, found[:, 1]),)))
            yield Tick(step, samples=samples, views={SPREAD: path})

    made = Session(experiment_of(sampled), Walk(), library)
    made.run_to(1)
    assert made.record(SPREAD) is None  # nothing to show before the first sample
    made.run_to(6)
    record = made.record(SPREAD)
    assert isinstance(record, Plane)
    assert record.layers[0].x.tolist() == [2, 4, 6]  # type: ignore[union-attr]
    assert record.layers[0].y.tolist() == [4, 16, 36]  # type: ignore[union-attr]
