"""One of a few, some of a few, on or off."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from core.settings import ChoiceField, Field, FieldKind, ManyField, ManyFromField
from core.text import one_line
from gui.look.translate import translated
from gui.settings.editor import CalmCombo, Editor

MOST_ROWS = 5  # of a list that are seen at a time
SPACING = 2  # pixels between two check boxes
LONGEST = 15  # letters of a name that has half of the form's width


class ChoiceEditor(Editor):
    """A combo box; beneath its label where a name is too long to stand beside it."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.options = cast(ChoiceField, field.kind).options
        self.wide = max(map(len, self.options)) > LONGEST
        self.combo = CalmCombo(self)
        self.combo.addItems([translated(option) for option in self.options])
        self.combo.activated.connect(lambda index: self.offer(self.options[index]))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)

    def draw(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.options.index(value))


class ChoiceFromEditor(Editor):
    """A combo box whose names depend on other settings: the columns of the chosen table."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.options: tuple[str, ...] = ()
        self.combo = CalmCombo(self)
        self.combo.activated.connect(lambda index: self.offer(self.options[index]))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)

    def bind(self, kind: FieldKind) -> None:
        super().bind(kind)
        if isinstance(kind, ChoiceField) and kind.options != self.options:
            self.options = kind.options
            self.combo.clear()
            self.combo.addItems(list(self.options))  # names of a reader's own data are not translated
            self.combo.setEnabled(any(self.options))
            self.draw(self.value)  # it may be in both menus, at another place

    def draw(self, value: Any) -> None:
        self.combo.setCurrentIndex(self.options.index(value) if value in self.options else -1)


class FlagEditor(Editor):
    """A check box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = Box("", self)
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
        self.options = cast(ManyField, field.kind).options
        self.boxes = [Box(translated(option), self) for option in self.options]
        columns = 1 if max(map(len, self.options)) > LONGEST else 2
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


class ManyFromEditor(Editor):
    """A list of check boxes that depends on other settings: columns of the chosen table. It shows a few at a time,
    since there may be hundreds."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.boxes: list[Box] = []
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self._fill()

    @property
    def options(self) -> tuple[str, ...]:
        """The names that can be checked, in order."""
        kind = self.bound_kind
        return (kind.offered or ()) if isinstance(kind, ManyFromField) else ()

    def bind(self, kind: FieldKind) -> None:
        if kind != self.bound_kind:
            super().bind(kind)
            self._fill()

    def _fill(self) -> None:
        inner = QWidget(self)
        inner.setAutoFillBackground(False)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        self.boxes = [Box(one_line(option).replace("&", "&&"), inner) for option in self.options]
        for box in self.boxes:  # names of a reader's own data are not translated
            box.setMinimumWidth(1)  # a long name must not make the form wide
            box.clicked.connect(self._toggled)
            column.addWidget(box)
        self.area.setWidget(inner)
        row = self.boxes[0].sizeHint().height() + SPACING if self.boxes else self.fontMetrics().height()
        self.area.setFixedHeight(row * max(1, min(len(self.boxes), MOST_ROWS)))
        self.draw(self.value)

    def draw(self, value: Any) -> None:
        for option, box in zip(self.options, self.boxes, strict=True):
            box.setChecked(option in value)

    def _toggled(self) -> None:
        self.offer(tuple(option for option, box in zip(self.options, self.boxes, strict=True) if box.isChecked()))


class Box(QCheckBox):
    """A check box whose outline can be seen on a dark ground: Fusion draws it darker than the window."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves Space to the transport

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        square = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setPen(self.palette().placeholderText().color())
        painter.drawRoundedRect(QRectF(square).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
        painter.end()
