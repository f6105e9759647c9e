"""A small matrix: one entry a cell."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.settings import Field, MatrixField, RangeField
from core.text import number_text
from gui.settings.editor import Editor, Entry, SmallButton


class MatrixEditor(Editor):
    """Every cell can be typed; the arrow keys up and down change it by one. Where the size is free, buttons add and
    remove a row or a column; a new cell is 0."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.limit = cast(MatrixField, field.kind).limit
        self.cells: dict[tuple[int, int], Entry] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._grid)
        layout.addLayout(self._size_buttons(cast(MatrixField, field.kind)))

    def _size_buttons(self, kind: MatrixField) -> QHBoxLayout:
        buttons = QHBoxLayout()
        rows, columns = isinstance(kind.rows, tuple), isinstance(kind.columns, tuple)
        for wanted, sign, tip, change in (
            (rows, "− row", self.tr("Remove the last row"), lambda m: m[:-1]),
            (rows, "+ row", self.tr("Add a row"), lambda m: (*m, tuple(0.0 for _ in m[0]))),
            (columns, "− column", self.tr("Remove the last column"), lambda m: tuple(row[:-1] for row in m)),
            (columns, "+ column", self.tr("Add a column"), lambda m: tuple((*row, 0.0) for row in m)),
        ):
            if wanted:
                button = SmallButton(sign, tip, self)
                button.clicked.connect(lambda _=False, change=change: self.offer(change(self.value)))
                buttons.addWidget(button)
        buttons.addStretch(1)
        return buttons

    def _cell(self, row: int, column: int) -> Entry:
        cell = Entry(self)
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
        cell.setMinimumWidth(24)
        cell.setAccessibleName(f"{self.field.label} {row + 1}, {column + 1}")
        cell.taken.connect(lambda text: self._typed(row, column, text))
        cell.left.connect(lambda: self.rejected.emit(""))
        cell.stepped.connect(lambda by: self._set(row, column, self.value[row][column] + by))
        self._grid.addWidget(cell, row, column)
        return cell

    def draw(self, value: Any) -> None:
        shown = {(r, c): number for r, row in enumerate(value) for c, number in enumerate(row)}
        for place in sorted(shown.keys() - self.cells.keys()):  # in the order of the Tab key
            self.cells[place] = self._cell(*place)
        for place, cell in self.cells.items():
            cell.setVisible(place in shown)
            if place in shown:
                cell.show_text(number_text(shown[place]))

    def _typed(self, row: int, column: int, text: str) -> None:
        try:
            number = RangeField(-float(self.limit), float(self.limit)).read(text)
        except ValueError as wrong:
            self.rejected.emit(f"{self.field.label} {wrong}")
            return
        self._set(row, column, number)

    def _set(self, row: int, column: int, number: float) -> None:
        changed = [list(numbers) for numbers in self.value]
        changed[row][column] = number
        self.offer(tuple(map(tuple, changed)))
