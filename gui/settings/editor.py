"""What every editor of a settings field shares.

An editor shows one value. A gesture offers it another: if the kind accepts it, the editor keeps it and emits
`edited(value)`; if not, it emits `rejected(sentence)` and the old value stays in force.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from core.settings import Field, FieldKind
from gui.shortcut_override import is_escape, overrides_shortcut


class Editor(QWidget):
    """Base of all editors; `wide` ones stand beneath their label, the others beside it."""

    wide = False
    edited = Signal(object)
    rejected = Signal(str)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.bound_kind = field.kind
        self.value: Any = field.default

    def bind(self, kind: FieldKind) -> None:
        """What is allowed now: the kind under the settings of this moment."""
        self.bound_kind = kind

    def show_value(self, value: Any) -> None:
        """Show what is in force; nothing is emitted."""
        self.value = value
        self.draw(value)

    @property
    def pending(self) -> bool:
        """Whether something is typed here that is not in force: unfinished, or refused."""
        return any(entry.pending for entry in self.findChildren(Entry))

    def draw(self, value: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} must draw its value")

    def offer(self, value: Any) -> bool:
        """Take a value that the user has made; False where the kind does not allow it."""
        try:
            self.bound_kind.check(value)
        except ValueError as wrong:
            self.rejected.emit(f"{self.field.label} {wrong}")
            return False
        if value == self.value:
            # Emitted although nothing changed, so that the sentence about an earlier wrong try goes away.
            self.rejected.emit("")
            self.draw(value)
            return True
        self.show_value(value)
        self.rejected.emit("")
        self.edited.emit(value)
        return True

    def offer_text(self, text: str) -> bool:
        """Take a value that the user has typed in the kind's text form."""
        try:
            value = self.bound_kind.read(text)
        except ValueError as wrong:
            self.rejected.emit(f"{self.field.label} {wrong}")
            return False
        return self.offer(value)


class Entry(QLineEdit):
    """A line of text that is taken by Enter or by leaving it, and given back by Escape. After Enter it keeps the focus
    where the text was refused, so that it can be corrected or given back."""

    taken = Signal(str)
    left = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""  # what is in force
        self._offered = ""  # what was last taken, right or wrong
        self.setAcceptDrops(False)  # a dropped file is the window's
        self.editingFinished.connect(self._take)

    @property
    def pending(self) -> bool:
        return self.text() != self._shown

    def show_text(self, text: str) -> None:
        self._shown = self._offered = text
        if self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def _take(self) -> None:
        if self.text() != self._offered:
            self._offered = self.text()
            self.taken.emit(self.text())

    def event(self, event: QEvent) -> bool:
        # Otherwise Escape is the window's: it would take the focus away, and with it what was typed as meant.
        return overrides_shortcut(event, is_escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.show_text(self._shown)
            self.left.emit()
            self.clearFocus()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
            if self.pending:
                self.selectAll()
            else:
                self.clearFocus()  # Space and the arrows are the transport's again
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)


class CalmSlider(QSlider):
    """A slider that the wheel moves only while it has the focus: a form that scrolls must not change values."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmCombo(QComboBox):
    """A combo box that the wheel changes only while it has the focus; it makes do with the room it gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Our style sheet takes Fusion's arrow away, and could only replace it by a picture in one colour.
        unit = self.height() / 30
        x, y = self.width() - 14 * unit, self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().placeholderText().color(), 1.5 * unit))
        down, across = 2 * unit, 4 * unit
        painter.drawPolyline([QPointF(x - across, y - down), QPointF(x, y + down), QPointF(x + across, y - down)])
        painter.end()


class SmallButton(QToolButton):
    """A button of one sign; it never takes the focus by a click, so the transport keeps its keys."""

    def __init__(self, sign: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("smallButton")
        self.setText(sign)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
