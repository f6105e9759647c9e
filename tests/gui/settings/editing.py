"""What the tests of the settings editors share."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.settings import Effect, Field, FieldKind
from gui.settings.editor import Editor
from gui.settings.editors import make_editor


class Heard:
    """What an editor has emitted."""

    def __init__(self, editor: Editor) -> None:
        self.values: list[Any] = []
        self.sentences: list[str] = []
        editor.edited.connect(self.values.append)
        editor.rejected.connect(self.sentences.append)

    @property
    def sentence(self) -> str:
        return self.sentences[-1] if self.sentences else ""


Make = Callable[[FieldKind, Any], tuple[Any, Heard]]


def maker(qtbot: QtBot) -> Make:
    """Makes the editor of a kind, shown in an active window."""

    def made(kind: FieldKind, default: Any) -> tuple[Any, Heard]:
        editor = make_editor(Field("path", kind, Effect.RESTART, default, "rate"))
        qtbot.addWidget(editor)
        with qtbot.waitActive(editor):
            editor.show()
            editor.activateWindow()
        return editor, Heard(editor)

    return made


def type_in(qtbot: QtBot, entry: QLineEdit, text: str) -> None:
    """Replace what stands there, and press Enter."""
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClicks(entry, text)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
