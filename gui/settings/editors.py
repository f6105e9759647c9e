"""One editor for each kind of settings field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.settings import (
    ChoiceField,
    ChoiceFromField,
    Field,
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
from gui.settings.editor import Editor
from gui.settings.file import FileEditor
from gui.settings.ints import IntsEditor
from gui.settings.matrix import MatrixEditor
from gui.settings.number import NumberEditor
from gui.settings.pixels import PixelsEditor
from gui.settings.point import PointEditor
from gui.settings.text import TextEditor

EDITORS: dict[type[FieldKind], type[Editor]] = {
    RangeField: NumberEditor,
    LogRangeField: NumberEditor,
    ChoiceField: ChoiceEditor,
    ChoiceFromField: ChoiceFromEditor,
    FlagField: FlagEditor,
    ManyField: ManyEditor,
    ManyFromField: ManyFromEditor,
    TextField: TextEditor,
    IntsField: IntsEditor,
    PointField: PointEditor,
    PointsField: TextEditor,
    MatrixField: MatrixEditor,
    SparseField: TextEditor,
    PixelsField: PixelsEditor,
    FileField: FileEditor,
}


def make_editor(field: Field, parent: QWidget | None = None) -> Editor:
    """The editor of the field's kind, showing its default."""
    editor = EDITORS[type(field.kind)](field, parent)
    editor.show_value(field.default)
    return editor
