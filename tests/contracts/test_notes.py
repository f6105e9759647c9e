"""Every experiment has a note that a lecturer can read from, and every formula in it can be set."""

import re
from importlib.resources import files

import pytest
from ziamath import zmath

from core.experiments import catalog
from core.experiments.notes import load_note, read_note
from core.run.views import CurvesView

IDS = list(catalog())
FOLDER = files("resources") / "notes" / "en"
_INLINE = re.compile(r"(?<!\$)\$([^$\n]+)\$(?!\$)")
_DISPLAYED = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)


def text(id: str) -> str:
    return (FOLDER / f"{id}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("id", IDS)
def test_that_a_note_has_a_title_a_question_a_formula_what_to_look_for_and_its_source(id: str) -> None:
    note = read_note(text(id))
    assert note.title
    assert note.question.endswith("?")
    assert note.formula
    assert note.look_for.count("\n- ") + note.look_for.startswith("- ") >= 3
    assert len(note.source) > 20
    assert load_note(id) == note


@pytest.mark.parametrize("id", IDS)
def test_that_every_formula_of_a_note_can_be_set(id: str) -> None:
    found = _DISPLAYED.findall(text(id)) + _INLINE.findall(_DISPLAYED.sub("", text(id)))
    assert found
    for formula in found:
        assert zmath.Latex(formula.strip()).svg().startswith("<svg"), formula


@pytest.mark.parametrize("id", IDS)
def test_that_every_dollar_of_a_note_is_closed(id: str) -> None:
    left = _INLINE.sub("", _DISPLAYED.sub("", text(id)))
    assert "$" not in left


def test_that_no_note_is_without_its_experiment() -> None:
    assert {file.name for file in FOLDER.iterdir()} <= {f"{id}.md" for id in IDS}


@pytest.mark.parametrize("id", IDS)
def test_that_a_note_asks_a_question_that_its_run_answers(id: str) -> None:
    prediction = read_note(text(id)).prediction
    assert prediction is not None
    if prediction.drawing is not None:
        views = [view for view in catalog()[id].views if isinstance(view.options, CurvesView)]
        assert prediction.drawing.channel in [channel for view in views for channel in view.channels]
