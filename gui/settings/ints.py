"""A short list of whole numbers: the sizes of the hidden layers, with steppers."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.settings import Field, IntsField
from gui.settings.editor import Editor, Entry, SmallButton


class IntsEditor(Editor):
    """The list as text, and buttons that add and take away the last layer and widen and narrow it."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.kind = cast(IntsField, field.kind)
        self.entry = Entry(self)
        self.entry.taken.connect(self.offer_text)
        self.entry.left.connect(lambda: self.rejected.emit(""))
        self.entry.stepped.connect(self._widen)
        self.remove = SmallButton("−", self.tr("Take the last one away"), self)
        self.add = SmallButton("+", self.tr("Add one more"), self)
        self.remove.clicked.connect(lambda: self.offer(self.value[:-1]))
        self.add.clicked.connect(lambda: self.offer((*self.value, self.value[-1] if self.value else self.kind.low)))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.entry, 1)
        layout.addWidget(self.remove)
        layout.addWidget(self.add)

    def draw(self, value: Any) -> None:
        self.entry.show_text(", ".join(map(str, value)))
        self.remove.setEnabled(len(value) > self.kind.at_least)
        self.add.setEnabled(len(value) < self.kind.at_most)

    def _widen(self, by: int) -> None:
        """The arrow keys change the number at the cursor by one."""
        if not self.value:
            return
        at = min(self.entry.text()[: self.entry.cursorPosition()].count(","), len(self.value) - 1)
        changed = min(max(self.value[at] + by, self.kind.low), self.kind.high)
        cursor = self.entry.cursorPosition()
        self.offer((*self.value[:at], changed, *self.value[at + 1 :]))
        self.entry.setCursorPosition(cursor)
