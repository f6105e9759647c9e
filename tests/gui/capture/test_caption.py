"""A caption says what a picture shows, and how to make it again."""

import json
import shlex

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments.playground.playground import playground
from core.run.session import Session
from core.settings import assign
from gui.capture.caption import Caption, CaptionStrip
from gui.look.theme import Theme
from gui.view_state import UNTOUCHED, PlotState, StageState
from tests.gui.captured import Example, example

LIGHT = Theme.named("light")


def test_that_a_caption_says_what_was_changed() -> None:
    settings = assign(assign(Example(seed=4), "surface=bowl"), "lr=0.3")
    session = Session(example, settings, Library())
    session.run_to(3)
    caption = Caption.of(session)
    session.close()
    assert (caption.title, caption.question) == ("Example", "Where does it go?")
    assert caption.facts == (*("preset Quick", "surface bowl", "lr 0.3", "seed 4", "step 3", "data: a grid · raw"),)


@pytest.mark.parametrize(
    ("assignments", "told"),
    [
        (["surface=bowl"], ("surface bowl",)),  # its start came along
        (["surface=bowl", "start=5"], ("surface bowl", "start 5")),
        (["surface=bowl", "start=1"], ("surface bowl", "start 1")),  # the preset's start, but not the bowl's
        (["start=5"], ("start 5",)),
    ],
)
def test_that_a_caption_tells_only_what_the_reader_has_changed(assignments: list[str], told: tuple[str, ...]) -> None:
    settings = Example()
    for text in assignments:
        settings = assign(settings, text)
    session = Session(example, settings, Library())
    caption = Caption.of(session)
    session.close()
    assert caption.facts[1:-2] == told
    assert caption.metadata["Changed"] == ", ".join(told)


def test_that_a_caption_says_what_was_changed_while_it_ran(session: Session) -> None:
    session.edit("lr", 0.01)
    assert "lr 0.05 → 0.01 at 20" not in Caption.of(session).facts  # no update has felt it yet
    session.run_to(25)
    caption = Caption.of(session)
    assert caption.facts[-1] == "lr 0.05 → 0.01 at 20"
    (edit,) = json.loads(caption.metadata["Edits"])
    assert edit == {"step": 20, "path": "lr", "old": "0.05", "new": "0.01"}
    assert "--set" not in caption.metadata["Command"]  # how the run began: the edits are the rest of it
    assert Caption.of(session, step=20).facts[-1] == "data: a grid · raw"


def test_that_a_caption_names_settings_as_the_form_does_and_its_metadata_by_their_paths() -> None:
    made = Session(playground, playground.preset("Quick").settings, Library())
    made.run_to(3)
    made.edit("nudges", ((16, 0.46),))
    made.edit("lr", 0.3)
    made.run_to(5)
    caption = Caption.of(made)
    made.close()
    assert caption.facts[-2:] == ("moved weights none → no. 17: 0.46 at 3", "learning rate 0.1 → 0.3 at 3")
    assert [edit["path"] for edit in json.loads(caption.metadata["Edits"])] == ["nudges", "lr"]
    begun = Session(playground, made.settings, Library())
    caption = Caption.of(begun)
    begun.close()
    assert caption.facts[1:3] == ("learning rate 0.3", "moved weights no. 17: 0.46")
    assert caption.metadata["Changed"] == "lr 0.3, nudges 16:0.46"


def test_that_many_live_changes_leave_a_short_caption_and_a_full_log(session: Session) -> None:
    for n in range(1, 8):
        session.edit("lr", n / 100)
        session.run_to(20 + n)
    caption = Caption.of(session)
    assert caption.facts[-4:] == (
        *("lr 0.04 → 0.05 at 24", "lr 0.05 → 0.06 at 25", "lr 0.06 → 0.07 at 26"),
        "and 4 more",
    )
    assert [edit["step"] for edit in json.loads(caption.metadata["Edits"])] == [20, 21, 22, 23, 24, 25, 26]


def test_that_a_caption_says_how_plots_are_seen(session: Session) -> None:
    loss = PlotState(x=(3.0, 12.5), log_y=False, hidden=frozenset({"wild"}))
    state = StageState(None, {"loss": loss, "paths": PlotState()})
    plain = Caption.of(session)
    caption = plain.with_state(state, {"loss": "Loss", "paths": "The way down"})
    assert caption.facts == (*plain.facts, "Loss: zoomed to x 3 … 12.5 · y linear · hidden: wild")
    assert StageState.from_json(json.loads(caption.metadata["View state"])).plots == {"loss": loss}
    assert plain.with_state(UNTOUCHED, {}) == plain


@pytest.mark.parametrize(
    "assignments", [[], ["lr=0.3"], ["surface=bowl"], ["surface=bowl", "start=1"], ["start=5", "seed=9"]]
)
def test_that_the_command_of_a_caption_gives_the_same_settings(assignments: list[str]) -> None:
    preset = example.preset("By the book")
    settings = preset.settings
    for text in assignments:
        settings = assign(settings, text)
    session = Session(example, settings, Library(), preset=preset)
    words = shlex.split(Caption.of(session).metadata["Command"])
    session.close()
    assert words[:4] == ["chalkgrad", "example", "--preset", "By the book"]
    again = example.preset(words[3]).settings
    for name, value in zip(words[4::2], words[5::2], strict=True):
        if name == "--set":
            again = assign(again, value)
        if name == "--seed":
            again = assign(again, f"seed={value}")
    assert again == settings


def test_that_a_long_caption_is_broken_between_its_facts(qtbot: QtBot) -> None:
    facts = tuple(f"setting {n} has a value" for n in range(20))
    strip = CaptionStrip(Caption("Title", "Question?", facts), LIGHT)
    qtbot.addWidget(strip)
    assert strip.heightForWidth(600) > strip.heightForWidth(4000) > 30
    text = "".join(label.text() for label in strip.findChildren(QLabel))
    assert "setting\N{NO-BREAK SPACE}7\N{NO-BREAK SPACE}has" in text
