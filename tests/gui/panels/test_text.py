"""Text is wrapped and as large as it fits; its formula stands below."""

import pytest
from pytestqt.qtbot import QtBot

from core.records import Text
from core.run.views import TextView, View
from gui.look.theme import Theme
from gui.panels.text import TextPanel
from tests.gui.panels.drawn import image, texts, words

RULE = Text("Each factor receives the gradient that arrives times the other factor.", r"\frac{\partial L}{\partial x}")


def panel_of(qtbot: QtBot, size: tuple[int, int], **records: Text) -> TextPanel:
    panel = TextPanel(View("rule", TextView()), Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(tuple(records) if len(records) > 1 else ())
    panel.resize(*size)
    panel.show_records(records if len(records) > 1 else {"": next(iter(records.values()))})
    return panel


def test_that_all_words_are_drawn_within_the_panel(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, (260, 260), rule=RULE)
    lines = [one for one in texts(panel) if one.text != panel.title]
    assert " ".join(line.text for line in lines) == RULE.text
    assert len(lines) > 1
    assert all(line.x >= 12 and line.y < 250 for line in lines)


def test_that_the_type_is_smaller_in_a_smaller_panel(qtbot: QtBot) -> None:
    large, small = (texts(panel_of(qtbot, size, rule=RULE))[-1].size for size in ((700, 400), (200, 180)))
    assert large > small >= 9  # points: 12 pixels


def test_that_the_formula_stands_below_the_text(qtbot: QtBot) -> None:
    with_formula, without = panel_of(qtbot, (500, 300), rule=RULE), panel_of(qtbot, (500, 300), rule=Text(RULE.text))
    first, second = image(with_formula), image(without)
    differs = [y for y in range(300) if any(first.pixel(x, y) != second.pixel(x, y) for x in range(500))]
    assert differs
    assert min(differs) > max(one.y for one in texts(without))


def test_that_a_formula_that_cannot_be_set_is_shown_as_it_is_written(qtbot: QtBot) -> None:
    assert r"\frac{" in words(panel_of(qtbot, (500, 300), rule=Text("Look:", r"\frac{")))


def test_that_texts_of_variants_stand_below_their_names(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, (500, 300), SGD=Text("Straight downhill."), Adam=Text("Scaled."))
    at = {one.text: one.y for one in texts(panel)}
    assert at["SGD"] < at["Straight downhill."] < at["Adam"] < at["Scaled."]


@pytest.mark.parametrize("text", ["", "one\ntwo\n\nthree"])
def test_that_lines_are_kept(qtbot: QtBot, text: str) -> None:
    panel = panel_of(qtbot, (500, 300), rule=Text(text))
    assert [one for one in words(panel) if one != panel.title] == [line for line in text.split("\n") if line]


def test_that_a_text_without_room_is_cut_after_a_word(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, (260, 120), rule=Text("word " * 300, "w"))
    lines = [one for one in texts(panel) if one.text != panel.title]
    assert lines[-1].text.endswith("word …")
    assert max(line.y for line in lines) < 110
