"""One of a few, some of a few, on or off."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from core.run.kinds import Choice, Many
from core.run.settings import Field
from gui.fields.editor import CalmCombo, Editor
from gui.fields.words import translated


class ChoiceEditor(Editor):
    """A combo box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.options = cast(Choice, field.kind).options
        self.combo = CalmCombo(self)
        self.combo.addItems([translated(option) for option in self.options])
        self.combo.activated.connect(lambda index: self.offer(self.options[index]))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)

    def draw(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.options.index(value))


class FlagEditor(Editor):
    """A check box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = _box("", self)
        self.box.clicked.connect(self.offer)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)

    def draw(self, value: Any) -> None:
        self.box.setChecked(value)


class ManyEditor(Editor):
    """A check box for each option, in two columns where the names are short enough."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.options = cast(Many, field.kind).options
        self.boxes = [_box(translated(option), self) for option in self.options]
        columns = 1 if max(map(len, self.options)) > 15 else 2
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(2)
        for index, box in enumerate(self.boxes):
            box.clicked.connect(self._toggled)
            layout.addWidget(box, index // columns, index % columns)

    def draw(self, value: Any) -> None:
        for option, box in zip(self.options, self.boxes, strict=True):
            box.setChecked(option in value)

    def _toggled(self) -> None:
        chosen = tuple(o for o, box in zip(self.options, self.boxes, strict=True) if box.isChecked())
        if not self.offer(chosen):
            self.draw(self.value)


def _box(text: str, parent: QWidget) -> QCheckBox:
    box = QCheckBox(text, parent)
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the transport
    return box
