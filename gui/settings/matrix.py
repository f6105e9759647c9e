"""A small matrix: one entry a cell."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from core.settings.fields import MatrixField, RangeField
from core.settings.settings import Field
from core.text import number_text
from gui.settings.editor import Editor, Entry


class MatrixEditor(Editor):
    """Every cell can be typed; the arrow keys up and down change it by one."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.kind = cast(MatrixField, field.kind)
        self.cells = [[self._cell(r, c) for c in range(self.kind.columns)] for r in range(self.kind.rows)]
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for r, row in enumerate(self.cells):
            for c, cell in enumerate(row):
                layout.addWidget(cell, r, c)

    def _cell(self, row: int, column: int) -> Entry:
        cell = Entry(self)
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
        cell.setMinimumWidth(24)
        cell.setAccessibleName(f"{self.field.label} {row + 1}, {column + 1}")
        cell.taken.connect(lambda text: self._typed(row, column, text))
        cell.left.connect(lambda: self.rejected.emit(""))
        cell.stepped.connect(lambda by: self._set(row, column, self.value[row][column] + by))
        return cell

    def draw(self, value: Any) -> None:
        for row, numbers in zip(self.cells, value, strict=True):
            for cell, number in zip(row, numbers, strict=True):
                cell.show_text(number_text(number))

    def _typed(self, row: int, column: int, text: str) -> None:
        try:
            number = RangeField(-float(self.kind.limit), float(self.kind.limit)).read(text)
        except ValueError as wrong:
            self.rejected.emit(f"{self.field.label} {wrong}")
            return
        self._set(row, column, number)

    def _set(self, row: int, column: int, number: float) -> None:
        changed = [list(numbers) for numbers in self.value]
        changed[row][column] = number
        self.offer(tuple(map(tuple, changed)))
