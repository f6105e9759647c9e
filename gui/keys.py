"""The keys of the window: each is written here and nowhere else. Menus, tooltips and the sheet of all keys ask for it.

Bare keys act unless a text field has the focus; the others always do.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

_SIGNS = {"Right": "→", "Left": "←", "PgDown": "PageDown", "PgUp": "PageUp"}  # as they stand on a keyboard
_NATIVE = QKeySequence.SequenceFormat.NativeText
_NOT_TYPED = frozenset({"Esc", *(f"F{n}" for n in range(1, 13))})


class Shortcut(Enum):
    """As Qt writes keys; several for one action stand in a row."""

    PLAY = "Space"
    STEP = "Right"
    STEP_BACK = "Left"
    NEXT_STEP = "Shift+Right"
    STEP_BEFORE = "Shift+Left"
    NOW = "End"
    RESET = "R"
    NEXT = "PgDown"
    PREVIOUS = "PgUp"
    UNDO = "Ctrl+Z"
    REDO = "Ctrl+Shift+Z; Ctrl+Y"
    SAVE_PICTURE = "Ctrl+S"
    COPY_PICTURE = "Ctrl+Shift+C"
    QUIT = "Ctrl+Q"
    PRESENT = "F11"
    GHOST = "G"
    LUCK = "S"
    THEME = "Ctrl+D"
    SEARCH = "Ctrl+F"
    GALLERY = "Ctrl+1"
    SETTINGS = "Ctrl+2"
    NOTES = "Ctrl+3"
    LARGER = "Ctrl++; Ctrl+="
    SMALLER = "Ctrl+-"
    AUTOMATIC = "Ctrl+0"
    KEYS = "F1; ?"
    BACK = "Esc"

    @property
    def sequences(self) -> list[QKeySequence]:
        return QKeySequence.listFromString(self.value)

    @property
    def bare(self) -> bool:
        """Whether it is one that is typed: a letter, Space, an arrow, also with Shift."""
        return "Ctrl+" not in self.value and self.sequences[0].toString() not in _NOT_TYPED

    @property
    def labels(self) -> list[str]:
        """As a reader knows them: Ctrl+S, →."""
        return [_label(one) for one in self.sequences]

    @property
    def label(self) -> str:
        """The first of them."""
        return self.labels[0]


def _label(sequence: QKeySequence) -> str:
    held, plus, key = sequence.toString().rpartition("+")
    return f"{held}{plus}{_SIGNS[key]}" if key in _SIGNS else sequence.toString(_NATIVE)


def with_key(tip: str, key: Shortcut) -> str:
    """A tooltip that names the key."""
    return f"{tip} ({key.label})"


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
    """The actions of a window that have a key, in the order in which they were added and in sections."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.sections: dict[str, list[tuple[Shortcut, QAction]]] = {}
        self._window = window
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def add(self, section: str, key: Shortcut, action: QAction, repeats: bool = False) -> None:
        """The key does what the action does. repeats: again and again while it is held."""
        action.setShortcuts(key.sequences)
        action.setAutoRepeat(repeats)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)  # a menu bar that is hidden, as in a presentation, has no keys
        self.sections.setdefault(section, []).append((key, action))

    def add_hidden(self, section: str, key: Shortcut, text: str, triggered: Callable[[], object]) -> None:
        """A key that is in no menu."""
        action = QAction(text, self)
        action.triggered.connect(triggered)
        self.add(section, key, action)

    @Slot(QWidget, QWidget)
    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        # By the context: an action that is disabled would be grey in its menu.
        contexts = Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.WidgetShortcut
        for pairs in self.sections.values():
            for key, action in pairs:
                if key.bare:
                    action.setShortcutContext(contexts[is_text_field(now)])
