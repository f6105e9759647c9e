"""Editors that are more than a line: a matrix, a drawing, a file."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from core.settings import FileField, MatrixField, PixelsField
from gui.settings.file import FileEditor
from gui.settings.matrix import MatrixEditor
from gui.settings.pixels import PixelsEditor
from tests.gui.settings.editing import Make, type_in


def test_that_a_cell_of_a_matrix_is_typed_or_stepped(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(MatrixField(2, 2, limit=9), ((1.0, 2.0), (3.0, 4.0)))
    assert isinstance(editor, MatrixEditor)
    type_in(qtbot, editor.cells[0, 1], "-2.5")
    qtbot.keyClick(editor.cells[1, 1], Qt.Key.Key_Up)
    assert heard.values == [((1.0, -2.5), (3.0, 4.0)), ((1.0, -2.5), (3.0, 5.0))]
    type_in(qtbot, editor.cells[0, 0], "many")
    assert heard.sentence == "rate must be a number from -9 to 9, not 'many'"
    type_in(qtbot, editor.cells[0, 0], "10")
    assert heard.sentence.startswith("rate must be 2 rows of 2 numbers")
    assert editor.value[0][0] == 1.0


def test_that_a_drawing_is_one_edit_a_stroke(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(PixelsField(28), b"")
    assert isinstance(editor, PixelsEditor)
    pad = editor.pad
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 30))
    qtbot.mouseMove(pad, QPoint(40, 130))
    pad.stroke(QPointF(40, 30), QPointF(40, 130))
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 130))
    assert len(heard.values) == 1
    drawn = heard.values[0]
    column = [drawn[row * 28 + 6] for row in range(28)]
    assert column[4] == column[12] == column[21] == 255
    assert column[0] == column[27] == 0
    editor.clear.click()
    assert heard.values[1:] == [b""]


def test_that_the_right_button_rubs_out(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(PixelsField(28), b"\xff" * 784)
    qtbot.mouseClick(editor.pad, Qt.MouseButton.RightButton, pos=QPoint(87, 87))
    assert heard.values[0][14 * 28 + 14] == 0
    assert heard.values[0][0] == 255


def test_that_a_drawing_is_shown_as_it_was_drawn(make: Make) -> None:
    editor, _ = make(PixelsField(4), b"")
    value = bytes(range(0, 256, 16))
    editor.show_value(value)
    assert editor.pad.to_bytes() == value


def test_that_a_file_is_typed_or_chosen(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("1,2")
    editor, heard = make(FileField((".csv",)), "")
    assert isinstance(editor, FileEditor)
    type_in(qtbot, editor.entry, str(tmp_path / "no.csv"))
    assert "must be an existing file (.csv)" in heard.sentence
    type_in(qtbot, editor.entry, str(table))
    assert heard.values == [str(table)]
    editor.browse.click()
    assert editor.dialog is not None
    assert editor.dialog.isVisible()  # opened, not executed: this line was reached
    editor.dialog.reject()
    editor.show_value("")
    editor.dialog.fileSelected.emit(str(table))
    assert heard.values == [str(table), str(table)]
