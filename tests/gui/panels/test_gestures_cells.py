"""Numbers that are typed into cells."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.records import Matrix
from core.run.views import MatricesView, MatrixView
from core.settings import SetCell, SetValue
from tests.gui.panels.bench import Bench, Key, Shift
from tests.gui.panels.drawn import words
from tests.gui.panels.gesture_cases import CELLS, MATRICES, MATRIX, enter

EDIT = MatrixView(edit="cells")
Cell = tuple[str, int, int, int]


@pytest.fixture
def bench(qtbot: QtBot) -> Bench:
    made = Bench(qtbot, EDIT, MATRIX)
    made.panel.activateWindow()
    qtbot.waitExposed(made.panel)
    return made


def editor_of(bench: Bench) -> QLineEdit:
    found: list[QLineEdit] = bench.panel.findChildren(QLineEdit)
    assert len(found) == 1
    return found[0]


def open_cell(bench: Bench, cell: Cell) -> QLineEdit:
    bench.click(bench.place(bench.panel.cell_at, cell))
    return editor_of(bench)


def test_that_a_click_opens_an_editor_over_the_cell_with_its_number_selected(bench: Bench) -> None:
    at = bench.place(bench.panel.cell_at, ("", 0, 1, 1))
    editor = open_cell(bench, ("", 0, 1, 1))
    assert editor.isVisible()
    assert editor.hasFocus()
    assert editor.selectedText() == editor.text() == "5"
    assert editor.geometry().contains(bench.seen(at))
    assert bench.changes == []


def test_that_escape_gives_the_number_back_and_leaves_the_keys_to_the_window(bench: Bench) -> None:
    editor = open_cell(bench, ("", 0, 0, 0))
    QTest.keyClicks(editor, "17")
    QTest.keyClick(editor, Key.Key_Escape)
    assert not editor.isVisible()
    assert not bench.panel.hasFocus()
    assert bench.changes == []


def test_that_an_editor_opened_with_a_key_gives_the_focus_back_to_the_panel(bench: Bench) -> None:
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    bench.type(Key.Key_Return)
    assert editor_of(bench).hasFocus()
    enter(bench, "8")
    assert bench.panel.hasFocus()
    assert bench.changes == [SetCell("cells", 0, 0, 8.0)]


def test_that_a_digit_begins_to_edit_the_chosen_cell(bench: Bench) -> None:
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    bench.type(Key.Key_Right, Key.Key_Minus)
    assert editor_of(bench).text() == "-"
    enter(bench, "2.5")
    assert bench.changes == [SetCell("cells", 0, 1, -2.5)]


def test_that_tab_takes_the_number_and_goes_to_the_next_cell_and_round(bench: Bench) -> None:
    editor = open_cell(bench, ("", 0, 1, 1))
    for text in ("7", "9"):
        QTest.keyClicks(editor, text)
        QTest.keyClick(editor, Key.Key_Tab)
    assert bench.changes == [SetCell("cells", 1, 1, 7.0), SetCell("cells", 1, 2, 9.0)]
    assert editor.isVisible()
    assert editor.text() == "1"  # the first cell again
    QTest.keyClick(editor, Key.Key_Backtab, Shift)
    assert editor.text() == "9"
    assert len(bench.changes) == 2


def test_that_what_is_no_number_keeps_the_editor_open_and_is_explained_in_the_header(bench: Bench) -> None:
    editor = open_cell(bench, ("", 0, 0, 0))
    enter(bench, "1,5")
    assert editor.isVisible()
    assert bench.panel.theme.warning in editor.styleSheet()
    assert "A cell is a number such as 0.5, not '1,5'" in words(bench.panel)
    editor.selectAll()
    enter(bench, "1.5")
    assert not editor.isVisible()
    assert not any("such as" in text for text in words(bench.panel))
    assert bench.changes == [SetCell("cells", 0, 0, 1.5)]


@pytest.mark.parametrize("text", ["51", "nan", "-inf"])
def test_that_a_number_beyond_the_bounds_is_refused_by_the_receiver(bench: Bench, text: str) -> None:
    open_cell(bench, ("", 0, 0, 0))
    enter(bench, text)
    assert "none beyond ±50" in bench.refused[0]
    assert bench.settings.cells[0][0] == 1.0


def test_that_a_click_on_another_cell_takes_what_was_typed(bench: Bench) -> None:
    editor = open_cell(bench, ("", 0, 0, 0))
    QTest.keyClicks(editor, "6")
    open_cell(bench, ("", 0, 1, 2))
    assert bench.changes == [SetCell("cells", 0, 0, 6.0)]
    assert editor.text() == "6"
    bench.click(QPointF(bench.panel.area.right() - 2, bench.panel.area.bottom() - 2))
    assert not editor.isVisible()


def test_that_the_same_number_is_no_edit(bench: Bench) -> None:
    open_cell(bench, ("", 0, 0, 0))
    enter(bench, "1.0")
    assert bench.changes == []


def test_that_the_editor_stays_over_its_cell_and_goes_with_it(bench: Bench) -> None:
    editor = open_cell(bench, ("", 0, 1, 2))
    bench.panel.resize(500, 300)
    at = bench.place(bench.panel.cell_at, ("", 0, 1, 2))
    assert editor.geometry().contains(bench.seen(at))
    bench.panel.show_records({"": Matrix(CELLS[:1])})
    assert not editor.isVisible()


def test_that_arrow_keys_stay_in_matrices_that_can_be_edited(qtbot: QtBot) -> None:
    bench = Bench(qtbot, MatricesView(edit=(("W", "cells"),)), MATRICES)
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    bench.type(Key.Key_Left, Key.Key_Left, Key.Key_Return)
    enter(bench, "8")
    assert bench.changes == [SetCell("cells", 0, 0, 8.0)]
    bench.click(bench.place(bench.panel.cell_at, ("", 0, 1, 1)))
    assert not editor_of(bench).isVisible()


def test_that_a_cell_is_chosen_and_edited_by_the_same_click_and_the_same_keys(qtbot: QtBot) -> None:
    bench = Bench(qtbot, MatrixView(choose="index", edit="cells"), MATRIX)
    open_cell(bench, ("", 0, 1, 0))
    assert bench.changes == [SetValue("index", 3)]
    QTest.keyClick(editor_of(bench), Key.Key_Escape)
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    bench.type(Key.Key_Right, Key.Key_Return)
    enter(bench, "0")
    assert bench.changes[1:] == [SetValue("index", 4), SetCell("cells", 1, 1, 0.0)]


def test_that_undo_in_an_open_editor_is_the_editors(bench: Bench) -> None:
    used: list[Any] = []
    bench.panel.addAction("undo", QKeySequence("Ctrl+Z"), lambda: used.append(1))
    editor = open_cell(bench, ("", 0, 0, 0))
    QTest.keyClicks(editor, "7")
    QTest.keyClick(editor, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "1"
    assert used == []
