"""The line in which the number of a cell is typed, over the cell."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.shortcut_override import is_escape, overrides_shortcut


class CellEditor(QLineEdit):
    """Enter takes the number, Escape gives it back, Tab takes it and goes on."""

    taken = Signal()
    given_back = Signal()
    tabbed = Signal(int)  # 1 to the next cell, -1 to the one before
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAcceptDrops(False)  # a dropped file is the window's
        self.setAccessibleName(self.tr("number of the cell"))
        self.hide()

    def event(self, event: QEvent) -> bool:
        # Otherwise Escape is the window's.
        return overrides_shortcut(event, is_escape) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.given_back.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.taken.emit()
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        self.tabbed.emit(1 if next else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()
