"""The keys of the window. Bare keys act unless a text field has the focus; the others always do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def is_text_field(widget: QWidget | None) -> bool:
    """Whether typing goes into this widget."""
    match widget:
        case QLineEdit() | QAbstractSpinBox():
            return True
        case QTextEdit() | QPlainTextEdit():
            return not widget.isReadOnly()
        case QComboBox():
            return widget.isEditable()
    return False


class Keys(QObject):
    """Actions of a window that have a key and no place in a menu."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._bare: list[QAction] = []
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def add(self, key: str, triggered: Callable[[], object], bare: bool = False, repeats: bool = False) -> QAction:
        """`key` as Qt writes it: "PgDown", "Ctrl+D". repeats: acts again and again while it is held."""
        action = QAction(self)
        action.setShortcut(QKeySequence(key))
        action.setAutoRepeat(repeats)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.triggered.connect(triggered)
        self._window.addAction(action)
        if bare:
            self._bare.append(action)
        return action

    @Slot(QWidget, QWidget)
    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        for action in self._bare:
            action.setEnabled(not is_text_field(now))
