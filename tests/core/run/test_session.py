"""A session is its settings, its edits and its step: the same three give the same session again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
import pytest

from core.data.library import Library
from core.records import Axes, PathMark, Plane, Record, Ridge, Text
from core.run.expected import Expected
from core.run.experiment import Experiment, Preset, experiment
from core.run.frame import events_of, settled_frame
from core.run.session import Advance, Edit, Session
from core.run.tick import DIVERGED, Key, Lane, OverTime, Run, Start, Tick
from core.run.views import RidgeView, TextView, View
from core.settings import Display, Live, LogRangeField, RangeField, SeededSettings, with_value

LOSS = Key("loss")
SHOWN = Key("shown")
SPREAD = Key("spread")


@dataclass(frozen=True)
class Rule:
    lr: Annotated[float, LogRangeField(1e-4, 10), Live] = 0.1


@dataclass(frozen=True, kw_only=True)
class Walk(SeededSettings):
    start: Annotated[float, RangeField(-9.0, 9.0)] = 1.0
    rule: Rule = Rule()
    digit: Annotated[int, RangeField(0, 9), Display] = 0
    steps: Annotated[int, RangeField(0, 1000)] = 20


@experiment(
    id="walk",
    chapter="Optimizers",
    settings=Walk,
    presets=(Preset("Quick", Walk(), steps=20),),
    views=(View("loss"), View("shown", TextView()), View("spread", RidgeView())),
)
def walk(settings: Walk, now: Callable[[], Walk], library: Library) -> Run:
    """Where does it go?"""
    yield Start("numbers · raw")
    x, noise = settings.start, np.random.default_rng(settings.seed)
    for step in range(settings.steps + 1):
        yield None
        here = x
        yield Tick(
            step,
            epoch=step / 10,
            scalars={LOSS: x * x},
            samples={SPREAD: np.array([step, 1.0])},
            views={
                SHOWN: lambda here=here: Text(f"{here:.3f} digit {now().digit}"),
                SPREAD: OverTime(lambda steps, counts: Ridge(("w",), np.array([0.0, 1.0, 2.0]), steps, counts)),
            },
            events={LOSS: "half way"} if step == 10 else {},
        )
        x -= now().rule.lr * (2 * x + noise.normal())


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def session(library: Library) -> Iterator[Session]:
    made = Session(walk, Walk(), library)
    yield made
    made.close()


def losses(session: Session) -> list[float]:
    return session.series[LOSS].read()[3].tolist()  # type: ignore[no-any-return]


def text(record: Record | None) -> str:
    assert isinstance(record, Text)
    return record.text


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


def test_that_a_live_edit_is_felt_by_the_next_update_and_logged(library: Library, session: Session) -> None:
    plain = Session(walk, Walk(), library)
    plain.run_to(6)
    session.run_to(5)
    session.edit("rule.lr", 0.5)
    assert losses(session) == losses(plain)[:6]
    session.run_to(6)
    assert losses(session)[6] != losses(plain)[6]
    assert session.edits == [Edit(5, "rule.lr", 0.1, 0.5)]
    assert session.initial.rule.lr == 0.1
    assert session.settings.rule.lr == 0.5


def test_that_a_session_replayed_from_settings_and_edits_is_the_same_session(session: Session) -> None:
    session.run_to(3)
    session.edit("rule.lr", 0.5)
    session.run_to(8)
    session.edit("rule.lr", 0.01)
    session.edit("digit", 4)
    session.run_to(20)
    again = session.clone()
    again.run_to(20)
    assert losses(again) == losses(session)
    assert again.edits == session.edits
    assert text(again.record(SHOWN)) == text(session.record(SHOWN))
    assert again.settings == session.settings


def test_that_a_replay_to_a_step_leaves_out_what_was_changed_after_it(session: Session) -> None:
    session.run_to(3)
    session.edit("rule.lr", 0.5)
    session.run_to(8)
    session.edit("rule.lr", 0.01)
    session.run_to(12)
    back = session.clone(8)
    back.run_to(8)
    assert losses(back) == losses(session)[:9]
    assert [edit.step for edit in back.edits] == [3]


def test_that_a_dragged_slider_is_one_change_and_back_is_none(session: Session) -> None:
    session.run_to(5)
    for rate in (0.2, 0.3, 0.4):
        session.edit("rule.lr", rate)
    assert session.edits == [Edit(5, "rule.lr", 0.1, 0.4)]
    session.edit("rule.lr", 0.1)
    assert session.edits == []


def test_that_an_edit_before_the_first_tick_is_a_setting(session: Session) -> None:
    session.edit("rule.lr", 0.5)
    assert session.edits == []
    assert session.initial.rule.lr == 0.5


def test_that_a_display_edit_shows_in_the_last_tick_and_changes_no_number(library: Library, session: Session) -> None:
    session.run_to(5)
    before = losses(session)
    session.edit("digit", 7)
    assert text(session.record(SHOWN)).endswith("digit 7")
    assert losses(session) == before
    assert session.edits == []
    plain = Session(walk, Walk(), library)
    for one in (plain, session):
        one.run_to(20)
    assert losses(session) == losses(plain)


def test_that_a_restart_field_needs_a_new_session(session: Session) -> None:
    session.run_to(2)
    with pytest.raises(ValueError, match="another start needs a new session"):
        session.edit("start", 3.0)
    assert session.settings.start == 1.0
    with pytest.raises(ValueError, match="start must be a number from -9 to 9"):
        session.edit("start", 99.0)


def test_that_settings_never_change_under_those_who_hold_them(session: Session) -> None:
    session.run_to(1)
    held = session.settings
    session.edit("rule.lr", 0.7)
    assert held.rule.lr == 0.1


@pytest.mark.parametrize(
    ("path", "value", "judged"), [("digit", 4, True), ("seed", 7, True), ("rule.lr", 0.5, False), ("start", 2.0, False)]
)
def test_that_only_a_setting_that_changes_figures_ends_the_comparison_with_the_book(
    library: Library, path: str, value: float, judged: bool
) -> None:
    preset = replace(walk.presets[0], expected=(Expected("loss", step=5, at_most=9.0),))
    made = Session(walk, with_value(preset.settings, path, value), library, preset=preset)
    made.run_to(6)
    assert bool(made.verdicts()) is judged
    made.close()


def test_that_a_digit_chosen_on_the_way_keeps_the_comparison_and_a_rate_ends_it(library: Library) -> None:
    preset = replace(walk.presets[0], expected=(Expected("loss", step=5, at_most=9.0),))
    made = Session(walk, preset.settings, library, preset=preset)
    made.run_to(6)
    made.edit("digit", 4)
    assert len(made.verdicts()) == 1
    made.edit("rule.lr", 0.5)
    assert made.verdicts() == ()
    made.close()


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


def test_that_an_edit_says_what_was_turned(session: Session) -> None:
    assert Edit(5, "rule.lr", 0.1, 0.5).text(Walk) == "rule lr 0.1 → 0.5"
    session.run_to(5)
    session.edit("rule.lr", 0.5)
    assert [mark.text for mark in events_of(session) if mark.key == Key("edit")] == ["rule lr 0.1 → 0.5"]


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

    made = Session(_experiment(broken), Walk(), library)
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

    made = Session(_experiment(hot), Walk(), library)
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

    made = Session(_experiment(open_ended), Walk(), library)
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
        made = Session(_experiment(run), Walk(), library)
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

    made = Session(_experiment(sampled), Walk(), library)
    made.run_to(1)
    assert made.record(SPREAD) is None  # nothing to show before the first sample
    made.run_to(6)
    record = made.record(SPREAD)
    assert isinstance(record, Plane)
    assert record.layers[0].x.tolist() == [2, 4, 6]  # type: ignore[union-attr]
    assert record.layers[0].y.tolist() == [4, 16, 36]  # type: ignore[union-attr]


def _experiment(run: object) -> Experiment:
    made: Experiment = experiment(
        id="made", chapter="Optimizers", settings=Walk, presets=(Preset("Quick", Walk(), steps=1),), views=()
    )(run)  # type: ignore[arg-type]
    return made
