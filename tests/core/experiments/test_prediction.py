"""The question of a note: how it is written, and what is said of one that is not."""

from __future__ import annotations

import pytest

from core.experiments.notes import read_note
from core.experiments.prediction import Drawing, Prediction, is_prediction, read_prediction

CHOICE = """
Which one is fastest?

- [ ] SGD
- [x] Adam
"""


def test_that_a_question_has_its_answers_and_the_right_one() -> None:
    assert read_prediction(CHOICE) == Prediction("Which one is fastest?", ("SGD", "Adam"), 1)


def test_that_a_curve_to_draw_names_its_channel_and_its_axes() -> None:
    found = read_prediction("How does it fall?\n\ndraws: test loss, x 0…300, y −1…2.5")
    assert found == Prediction("How does it fall?", drawing=Drawing("test loss", (0.0, 300.0), (-1.0, 2.5)))


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("", r"begins with its question"),
        ("A statement.\n- [x] a\n- [ ] b", r"begins with its question"),
        ("What is $h$?\n- [x] a\n- [ ] b", r"plain text, without formulas"),
        ("What?\n- [x] a", r"2 to 4 answers, not 1"),
        ("What?\n- [x] a\n- [ ] b\n- [ ] c\n- [ ] d\n- [ ] e", r"2 to 4 answers, not 5"),
        ("What?\n- [ ] a\n- [ ] b", r"exactly one answer .* not 0"),
        ("What?\n- [x] a\n- [x] b", r"exactly one answer .* not 2"),
        ("What?\n- [y] a\n- [ ] b", r"an answer is written .* not '- \[y\] a'"),
        ("What?\n- [x] a\n  and on\n- [ ] b", r"an answer is written .* not 'and on'"),
        ("What?\ndraws: loss, x 0…300", r"a curve to draw is written"),
        ("What?\ndraws: loss, x 3…0, y 0…1", r"ranges of a curve to draw ascend"),
        ("What?\ndraws: loss, x 0…3, y 1…1", r"ranges of a curve to draw ascend"),
    ],
)
def test_that_what_is_written_otherwise_is_refused_in_a_sentence(section: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_prediction(section)


def test_that_a_section_is_known_by_its_answers_whatever_its_heading() -> None:
    assert is_prediction(CHOICE)
    assert is_prediction("Quoi?\n\ndraws: loss, x 0…1, y 0…1")
    assert not is_prediction("- a list\n- of things to see")


def test_that_a_note_is_read_without_what_it_asks() -> None:
    text = f"# Title\nWhy?\n\n## What to look for\n- this\n\n## Avant\n{CHOICE}\n## Source\nA book.\n"
    note = read_note(text)
    assert note.prediction == read_prediction(CHOICE)
    assert (note.look_for, note.source) == ("- this", "A book.")
    assert "Adam" not in note.body
    assert "Avant" not in note.body
    assert read_note(text.replace(f"## Avant\n{CHOICE}\n", "")).prediction is None


def test_that_a_note_asks_once() -> None:
    with pytest.raises(ValueError, match="asks for one prediction, not 2"):
        read_note(f"# Title\nWhy?\n\n## One\n{CHOICE}\n## Two\n{CHOICE}\n## Source\nA book.\n")
