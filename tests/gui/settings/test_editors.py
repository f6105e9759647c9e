"""One editor for each kind of setting, driven by real keys and clicks."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from core.settings import (
    ChoiceField,
    ChoiceFromField,
    FieldKind,
    FileField,
    FlagField,
    IntsField,
    LogRangeField,
    ManyField,
    ManyFromField,
    MatrixField,
    PixelsField,
    PointField,
    PointsField,
    RangeField,
    SparseField,
    TextField,
)
from gui.settings.choice import ChoiceEditor, ChoiceFromEditor, FlagEditor, ManyEditor, ManyFromEditor
from gui.settings.editor import SmallButton
from gui.settings.editors import EDITORS
from gui.settings.ints import IntsEditor
from gui.settings.matrix import MatrixEditor
from gui.settings.number import NumberEditor
from gui.settings.point import PointEditor
from gui.settings.text import TextEditor
from tests.gui.settings.editing import Make, type_in

CASES: list[tuple[FieldKind, Any, Any]] = [
    (RangeField(0, 9), 1, 5),
    (LogRangeField(1e-4, 10), 0.1, 0.003),
    (ChoiceField("a", "b"), "a", "b"),
    (ChoiceFromField(lambda _: ("a", "b")), "a", "b"),
    (FlagField(), False, True),
    (ManyField("a", "b"), ("a",), ("a", "b")),
    (TextField(), "x", "y"),
    (IntsField(1, 9), (1,), (2, 3)),
    (PointField(), (0.0, 0.0), (1.5, -2.0)),
    (PointsField(), (), ((1.0, 2.0),)),
    (MatrixField(2, 2), ((0.0, 0.0), (0.0, 0.0)), ((1.0, 0.0), (0.0, 1.0))),
    (PixelsField(4), b"", bytes(range(16))),
    (FileField(), "", ""),
    (SparseField(9), (), ((2, 0.5),)),
    (ManyFromField(lambda _: ("a", "b")), (), ("b",)),
]


def test_that_every_kind_has_an_editor() -> None:
    def leaves(kind: type[FieldKind]) -> set[type[FieldKind]]:
        return {one for sub in kind.__subclasses__() for one in {sub, *leaves(sub)}}

    assert set(EDITORS) == leaves(FieldKind) == {type(kind) for kind, _, _ in CASES}


@pytest.mark.parametrize(("kind", "default", "other"), CASES, ids=lambda v: type(v).__name__)
def test_that_showing_a_value_emits_nothing(make: Make, kind: FieldKind, default: Any, other: Any) -> None:
    editor, heard = make(kind, default)
    editor.show_value(other)
    assert editor.value == other
    assert (heard.values, heard.sentences) == ([], [])


@pytest.mark.parametrize(("kind", "default", "other"), CASES, ids=lambda v: type(v).__name__)
def test_that_an_offered_value_is_emitted_once(make: Make, kind: FieldKind, default: Any, other: Any) -> None:
    editor, heard = make(kind, default)
    assert editor.offer(other)
    assert editor.offer(other)
    assert heard.values == ([other] if other != default else [])


def test_that_the_names_of_a_choice_follow_other_settings(make: Make) -> None:
    editor, heard = make(ChoiceFromField(lambda _: ()), "")
    assert isinstance(editor, ChoiceFromEditor)
    for options in (("petal", "sepal"), ("alcohol",)):
        editor.bind(ChoiceField(*options))
        editor.show_value(options[-1])
        assert editor.combo.currentText() == options[-1]
    assert heard.values == []
    editor.bind(ChoiceField("a", "b"))
    editor.combo.activated.emit(1)
    assert heard.values == ["b"]
    assert not editor.offer("c")


def test_that_a_choice_that_is_in_both_menus_stays_chosen(make: Make) -> None:
    editor, _ = make(ChoiceFromField(lambda _: ()), "")
    assert isinstance(editor, ChoiceFromEditor)
    editor.bind(ChoiceField("petal", "kind"))
    editor.show_value("kind")
    editor.bind(ChoiceField("alcohol", "ash", "kind"))
    assert editor.combo.currentText() == "kind"


def test_that_names_are_checked_in_a_list_that_follows_other_settings(make: Make) -> None:
    kind = ManyFromField(lambda names: names)
    editor, heard = make(kind, ())
    assert isinstance(editor, ManyFromEditor)
    assert editor.boxes == []
    editor.bind(kind.bound(("a", "b", "c")))
    editor.boxes[2].click()
    editor.boxes[0].click()
    assert heard.values == [("c",), ("a", "c")]
    editor.bind(kind.bound(("b", "c & d", "c")))
    editor.show_value(("c",))
    assert [(box.text(), box.isChecked()) for box in editor.boxes] == [("b", False), ("c && d", False), ("c", True)]
    assert len(heard.values) == 2
    editor.bind(kind.bound(tuple(f"column {i}" for i in range(300))))
    assert editor.sizeHint().height() < 300


def test_that_a_matrix_of_free_size_grows_and_shrinks_by_buttons(make: Make) -> None:
    editor, heard = make(MatrixField((1, 2), (1, 3)), ((1.0, 2.0),))
    assert isinstance(editor, MatrixEditor)
    buttons = {button.text(): button for button in editor.findChildren(SmallButton)}
    for sign in ("+ row", "+ column", "− row", "− column"):
        buttons[sign].click()
    assert heard.values == [
        ((1.0, 2.0), (0.0, 0.0)),
        ((1.0, 2.0, 0.0), (0.0, 0.0, 0.0)),
        ((1.0, 2.0, 0.0),),
        ((1.0, 2.0),),
    ]
    assert [place for place, cell in editor.cells.items() if not cell.isHidden()] == [(0, 0), (0, 1)]
    buttons["− row"].click()
    assert editor.value == ((1.0, 2.0),)
    assert "must be 1 to 2 rows" in heard.sentences[-1]


def test_that_a_choice_is_made_by_name(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(ChoiceField("pen digits", "UCI digits", "MNIST"), "pen digits")
    assert isinstance(editor, ChoiceEditor)
    qtbot.keyClick(editor.combo, Qt.Key.Key_Down)
    assert heard.values == ["UCI digits"]
    assert editor.combo.currentText() == "UCI digits"


def test_that_a_long_name_has_the_whole_width_and_no_half_letters(make: Make) -> None:
    short, _ = make(ChoiceField("valley", "bowl"), "bowl")
    editor, _ = make(ChoiceField("apples alone", "apples and oranges"), "apples and oranges")
    assert (short.wide, editor.wide) == (False, True)
    combo = editor.combo
    option = QStyleOptionComboBox()
    combo.resize(90, 30)
    combo.initStyleOption(option)
    assert option.currentText.startswith("app")
    assert option.currentText.endswith("…")
    combo.resize(400, 30)
    combo.initStyleOption(option)
    assert option.currentText == "apples and oranges"


def test_that_a_flag_is_clicked(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(FlagField(), False)
    assert isinstance(editor, FlagEditor)
    editor.box.click()
    editor.box.click()
    assert heard.values == [True, False]


def test_that_the_last_of_many_cannot_be_switched_off(make: Make) -> None:
    editor, heard = make(ManyField("SGD", "Momentum", "Adam"), ("SGD",))
    assert isinstance(editor, ManyEditor)
    editor.boxes[2].click()
    editor.boxes[0].click()
    assert heard.values == [("SGD", "Adam"), ("Adam",)]
    editor.boxes[2].click()
    assert len(heard.values) == 2
    assert editor.boxes[2].isChecked()
    assert heard.sentence == "rate must be at least one of SGD, Momentum, Adam"


def test_that_text_is_checked_by_its_parser(make: Make, qtbot: QtBot) -> None:
    def no_digits(text: str) -> None:
        if any(map(str.isdigit, text)):
            raise ValueError(f"{text!r} has digits")

    editor, heard = make(TextField(no_digits, "letters"), "abc")
    assert isinstance(editor, TextEditor)
    type_in(qtbot, editor.entry, "a1")
    assert heard.sentence == "rate must be letters: 'a1' has digits"
    assert editor.entry.text() == "a1"  # what was typed stays, to be corrected
    type_in(qtbot, editor.entry, "xyz")
    assert (heard.values, heard.sentence) == (["xyz"], "")


def test_that_layers_are_added_taken_away_and_typed(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(IntsField(1, 64, at_most=3), (8,))
    assert isinstance(editor, IntsEditor)
    editor.add.click()
    editor.add.click()
    assert heard.values == [(8, 8), (8, 8, 8)]
    assert not editor.add.isEnabled()
    for _ in range(3):
        editor.remove.click()
    assert heard.values[-1] == ()
    assert not editor.remove.isEnabled()
    type_in(qtbot, editor.entry, "4, 2")
    assert heard.values[-1] == (4, 2)
    editor.entry.setCursorPosition(4)
    qtbot.keyClick(editor.entry, Qt.Key.Key_Up)
    assert heard.values[-1] == (4, 3)


def test_that_a_point_keeps_the_digits_of_the_number_that_was_not_typed(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(PointField(), (1.23456789, 2.0))
    assert isinstance(editor, PointEditor)
    assert editor.entries[0].text() == "1.235"
    type_in(qtbot, editor.entries[1], "5")
    assert heard.values == [(1.23456789, 5.0)]
    type_in(qtbot, editor.entries[0], "500")
    assert heard.sentence.startswith("rate must be a point x,y with both numbers from -100 to 100")


def test_that_a_pair_of_other_things_than_x_and_y_says_what_they_are(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(PointField(180, ("az", "el")), (0.0, 0.0))
    assert [label.text() for label in editor.findChildren(QLabel)] == ["az", "el"]
    type_in(qtbot, editor.entries[1], "500")
    assert heard.sentence.startswith("rate must be a point az,el with both numbers from -180 to 180")


def test_that_an_optional_point_is_automatic_while_both_entries_are_empty(make: Make, qtbot: QtBot) -> None:
    editor, heard = make(PointField(180, ("az", "el"), optional=True), None)
    editor.show_value(None)
    assert [entry.placeholderText() for entry in editor.entries] == ["auto", "auto"]
    type_in(qtbot, editor.entries[0], "0")
    assert (heard.values, editor.pending) == ([], True)  # the other is awaited
    type_in(qtbot, editor.entries[1], "0")
    assert heard.values == [(0.0, 0.0)]
    assert [entry.text() for entry in editor.entries] == ["0", "0"]
    for entry in editor.entries:
        entry.setFocus()
        entry.clear()
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert heard.values == [(0.0, 0.0), None]
    assert not editor.pending


@pytest.mark.parametrize("kind", [LogRangeField(1e-4, 10), ChoiceField("0.1", "b", "c")])
def test_that_the_wheel_changes_nothing_without_the_focus(make: Make, qtbot: QtBot, kind: FieldKind) -> None:
    editor, heard = make(kind, 0.1 if isinstance(kind, LogRangeField) else "0.1")
    widget = editor.slider if isinstance(editor, NumberEditor) else editor.combo
    widget.clearFocus()
    assert not _wheel(widget)  # passed on to whoever scrolls
    assert heard.values == []
    if isinstance(editor, NumberEditor):
        widget.setFocus()
        _wheel(widget)
        assert len(heard.values) == 1


def _wheel(widget: QWidget) -> bool:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
