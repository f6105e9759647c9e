"""Editors of numbers: the slider, the typed number, the arrow keys, and what is refused."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.settings import (
    FieldKind,
    LogRangeField,
    MatrixField,
    PointField,
    RangeField,
)
from gui.settings.number import NumberEditor, one_three_ten, positions
from gui.settings.point import PointEditor
from tests.gui.settings.editing import Make, type_in


def test_that_rates_step_one_three_ten() -> None:
    assert one_three_ten(1e-3, 1) == (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1)
    assert one_three_ten(0.02, 5) == (0.02, 0.03, 0.1, 0.3, 1.0, 3.0, 5)


def test_that_a_slider_stands_at_round_numbers_and_both_ends() -> None:
    assert positions(RangeField(0, 3)) == (0, 1, 2, 3)
    assert positions(RangeField(0.0, 1.0, 0.25)) == (0.0, 0.25, 0.5, 0.75, 1.0)
    fine = positions(RangeField(0.0, 0.999))
    assert (fine[0], fine[1], fine[-1]) == (0.0, 0.002, 0.999)
    assert len(fine) <= 600


def test_that_a_slider_and_a_typed_number_agree(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(LogRangeField(1e-3, 1), 0.1)
    assert isinstance(editor, NumberEditor)
    editor.slider.setValue(editor.slider.value() + 1)
    assert (editor.entry.text(), heard.values) == ("0.3", [0.3])
    type_in(qtbot, editor.entry, "0.011")
    assert heard.values == [0.3, 0.011]
    assert editor.values[editor.slider.value()] == 0.01
    assert editor.value == 0.011


def test_that_the_arrow_keys_step_a_number_along_the_grid(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(LogRangeField(1e-3, 1), 0.05)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(editor.entry, key)
    assert heard.values == [0.1, 0.3, 0.1, 0.03]


def test_that_a_range_too_wide_for_a_slider_is_typed(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(RangeField(0, 2**31 - 1), 7)
    assert editor.slider.isHidden()
    type_in(qtbot, editor.entry, "2000000000")
    qtbot.keyClick(editor.entry, Qt.Key.Key_Up)
    assert heard.values == [2_000_000_000, 2_000_000_001]


@pytest.mark.parametrize("text", ["fast", "11", "", "nan"])
def test_that_wrong_input_gets_a_sentence_and_the_old_value_stays(make: Make, qtbot: QtBot, text: str) -> None:
    editor, heard = make(LogRangeField(1e-4, 10), 0.05)
    type_in(qtbot, editor.entry, text or " ")
    assert heard.values == []
    assert editor.value == 0.05
    assert heard.sentence.startswith("rate must be a number from 0.0001 to 10, not")
    type_in(qtbot, editor.entry, "0.05")
    assert heard.sentence == ""
    assert heard.values == []


def test_that_escape_gives_the_old_text_back(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(RangeField(0, 9), 4)
    editor.entry.setFocus()
    editor.entry.selectAll()
    qtbot.keyClicks(editor.entry, "77")
    qtbot.keyClick(editor.entry, Qt.Key.Key_Escape)
    assert editor.entry.text() == "4"
    assert (heard.values, heard.sentence) == ([], "")
    assert not editor.entry.hasFocus()


def test_that_a_refused_text_keeps_the_focus_and_escape_gives_the_last_good_one_back(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(LogRangeField(1e-4, 10), 0.1)
    type_in(qtbot, editor.entry, "0,05")
    assert heard.sentence == "rate must be a number from 0.0001 to 10; write 0.05 with a point"
    assert editor.pending
    assert editor.entry.hasFocus()
    assert editor.entry.selectedText() == "0,05"
    qtbot.keyClick(editor.entry, Qt.Key.Key_Escape)
    assert (editor.entry.text(), heard.sentence, heard.values) == ("0.1", "", [])
    assert not editor.pending


@pytest.mark.parametrize("kind", [PointField(), MatrixField(1, 2)])
def test_that_a_comma_in_one_of_several_numbers_is_no_other_number(make: Make, qtbot: QtBot, kind: FieldKind) -> None:
    value = (1.0, 2.0) if isinstance(kind, PointField) else ((1.0, 2.0),)
    editor, heard = make(kind, value)
    entry = editor.entries[0] if isinstance(editor, PointEditor) else editor.cells[0, 0]
    type_in(qtbot, entry, "0,5")
    assert "write 0.5 with a point" in heard.sentence
    assert (heard.values, editor.value) == ([], value)
