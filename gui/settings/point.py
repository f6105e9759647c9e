"""A point of a plane: two numbers; most are set by a click in a panel instead."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.settings import Field, PointField, RangeField
from core.text import number_text
from gui.look.translate import translated
from gui.settings.editor import Editor, Entry


class PointEditor(Editor):
    """x and y, or whatever the kind calls them, in two entries."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.entries = (Entry(self), Entry(self))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        assert isinstance(field.kind, PointField)  # noqa: S101 - the table of editors says so
        self._one = RangeField(-float(field.kind.limit), float(field.kind.limit))
        for name, entry in zip(map(translated, field.kind.names), self.entries, strict=True):
            entry.taken.connect(self._taken)
            entry.left.connect(lambda: self.rejected.emit(""))
            entry.setAccessibleName(f"{field.label} {name}")
            layout.addWidget(QLabel(name, self))
            layout.addWidget(entry, 1)

    def draw(self, value: Any) -> None:
        for entry, number in zip(self.entries, value, strict=True):
            # A clicked point has more digits than anyone reads; the whole number is in the tooltip.
            entry.show_text(f"{number:.4g}")
            entry.setToolTip(number_text(number))

    def _taken(self) -> None:
        shown = [f"{number:.4g}" for number in self.value]
        try:
            numbers = [
                old if entry.text() == short else self._one.read(entry.text())
                for entry, short, old in zip(self.entries, shown, self.value, strict=True)
            ]
        except ValueError as wrong:
            self.rejected.emit(f"{self.field.label} {wrong}")
            return
        self.offer(tuple(numbers))
