"""Edits of a session: live ones are felt, logged and replayed, those of display change no number."""

from dataclasses import replace

import pytest

from core.data.library import Library
from core.run.expected import Expected
from core.run.frame import events_of
from core.run.session import Edit, Session
from core.run.tick import Key
from core.settings import with_value
from tests.core.run.walking import SHOWN, Walk, losses, text, walk


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


def test_that_an_edit_says_what_was_turned(session: Session) -> None:
    assert Edit(5, "rule.lr", 0.1, 0.5).text(Walk) == "rule lr 0.1 → 0.5"
    session.run_to(5)
    session.edit("rule.lr", 0.5)
    assert [mark.text for mark in events_of(session) if mark.key == Key("edit")] == ["rule lr 0.1 → 0.5"]
