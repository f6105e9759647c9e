"""Text: a line that is checked when it is taken."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.settings import Field
from gui.settings.editor import Editor, Entry


class TextEditor(Editor):
    """Any kind with a text form: free text with a parser, points of a plane, a sparse row."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.entry = Entry(self)
        self.entry.setPlaceholderText(field.kind.allowed())
        self.entry.taken.connect(self.offer_text)
        self.entry.left.connect(lambda: self.rejected.emit(""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.entry)

    def draw(self, value: Any) -> None:
        self.entry.show_text(self.field.kind.format(value))
