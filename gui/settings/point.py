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
        self._optional = field.kind.optional
        self._one = RangeField(-float(field.kind.limit), float(field.kind.limit))
        for name, entry in zip(map(translated, field.kind.names), self.entries, strict=True):
            entry.taken.connect(self._taken)
            entry.left.connect(lambda: self.rejected.emit(""))
            entry.setAccessibleName(f"{field.label} {name}")
            if self._optional:
                entry.setPlaceholderText(self.tr("auto"))
            layout.addWidget(QLabel(name, self))
            layout.addWidget(entry, 1)

    def draw(self, value: Any) -> None:
        for entry, number in zip(self.entries, value or (None, None), strict=True):
            # A clicked point has more digits than anyone reads; the whole number is in the tooltip.
            entry.show_text("" if number is None else f"{number:.4g}")
            entry.setToolTip(self.tr("automatic") if number is None else number_text(number))

    def _taken(self) -> None:
        """Of an optional point both entries are empty or none is: with one of them the other is awaited."""
        texts = [entry.text().strip() for entry in self.entries]
        if self._optional and not all(texts):
            if not any(texts):
                self.offer(None)
            return
        old = self.value or (None, None)
        try:
            numbers = [
                number if number is not None and text == f"{number:.4g}" else self._one.read(text)
                for text, number in zip(texts, old, strict=True)
            ]
        except ValueError as wrong:
            self.rejected.emit(f"{self.field.label} {wrong}")
            return
        self.offer(tuple(numbers))
