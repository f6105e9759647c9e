"""One editor for each kind of settings field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.run.kind import Kind
from core.run.kinds import Choice, File, Flag, Ints, LogRange, Many, Matrix, Pixels, Point, Points, Range, Text
from core.run.settings import Field
from gui.fields.choice import ChoiceEditor, FlagEditor, ManyEditor
from gui.fields.editor import Editor
from gui.fields.file import FileEditor
from gui.fields.ints import IntsEditor
from gui.fields.matrix import MatrixEditor
from gui.fields.number import NumberEditor
from gui.fields.pixels import PixelsEditor
from gui.fields.point import PointEditor
from gui.fields.text import TextEditor

EDITORS: dict[type[Kind], type[Editor]] = {
    Range: NumberEditor,
    LogRange: NumberEditor,
    Choice: ChoiceEditor,
    Flag: FlagEditor,
    Many: ManyEditor,
    Text: TextEditor,
    Ints: IntsEditor,
    Point: PointEditor,
    Points: TextEditor,
    Matrix: MatrixEditor,
    Pixels: PixelsEditor,
    File: FileEditor,
}


def make_editor(field: Field, parent: QWidget | None = None) -> Editor:
    """The editor of the field's kind, showing its default."""
    editor = EDITORS[type(field.kind)](field, parent)
    editor.show_value(field.default)
    return editor
