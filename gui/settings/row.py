"""One setting in the form: label, editor, what the preset says, and a sentence when the input was wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.settings import Effect, Field, Settings, get
from gui.look.plain_text import breakable
from gui.look.translate import translated
from gui.plotting.lettering import typeset
from gui.settings.editor import SmallButton
from gui.settings.editors import make_editor

PATIENCE = 4000  # milliseconds that a sentence stays whose reason is gone
LONGEST = 160  # characters of a sentence, which repeats what was typed


class Row(QWidget):
    """`edited(path, value)` comes only for values that the kind allows."""

    edited = Signal(str, object)

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.changed = False
        self._preset_value: Any = field.default
        self.label = QLabel(translated(field.label), self)
        self.label.setWordWrap(True)
        self.dot = QLabel("●" if field.effect is Effect.LIVE else "", self)
        self.dot.setObjectName("liveDot")
        self.editor = make_editor(field, self)
        self.editor.setAccessibleName(translated(field.label))
        self.editor.setAccessibleDescription(translated(field.help))
        self.back = SmallButton("↺", self.tr("Back to the preset's value"), self)
        self.back.setObjectName("backButton")
        self.back.clicked.connect(lambda: self.editor.offer(self._preset_value))
        self.error = QLabel("", self)
        self.error.setObjectName("fieldError")
        self.error.setWordWrap(True)
        self.error.setMinimumWidth(1)  # a label would be as wide as its longest word, and the form with it
        self.error.hide()
        self.editor.edited.connect(lambda value: self.edited.emit(self.field.path, value))
        self.editor.rejected.connect(self._tell)
        # A check box has sprung back by the time it is refused: there is nothing left to correct, only to read.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self._forget)
        self.setToolTip(self._help())
        self._arrange()

    def _arrange(self) -> None:
        keep = self.back.sizePolicy()
        keep.setRetainSizeWhenHidden(True)  # the editors must not jump when a value is changed
        self.back.setSizePolicy(keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3)
        grid.setVerticalSpacing(2)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.dot, 0, 1)
        grid.addWidget(self.back, 0, 3)
        if self.editor.wide:
            grid.addWidget(self.editor, 1, 0, 1, 4)
        else:
            self.label.setObjectName("fieldLabel")
            grid.addWidget(self.editor, 0, 2)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.error, 2, 0, 1, 4)

    def _help(self) -> str:
        effects = {
            Effect.LIVE: self.tr("● takes effect at the next update, without starting again"),
            Effect.RESTART: self.tr("a change starts the run again"),
            Effect.DISPLAY: self.tr("changes only what is shown"),
        }
        parts = (translated(self.field.help) if self.field.help else "", effects[self.field.effect], self.field.path)
        return "\n".join(part for part in parts if part)

    def show_value(self, settings: Settings, preset_value: Any, fresh: bool = False) -> None:
        """Show what is in force. What is being typed stays, and the sentence about it, unless the value changed under
        it or `fresh` says so."""
        self._preset_value = preset_value
        value = get(settings, self.field.path)
        self.editor.bind(self.field.kind.bound(settings))
        if fresh or value != self.editor.value:
            self.editor.show_value(value)
        self._forget()
        self.changed = value != preset_value
        self.back.setVisible(self.changed)
        self.back.setToolTip(self.tr("Back to the preset's {value}").format(value=self._text(preset_value)))
        font = self.label.font()
        font.setBold(self.changed)
        self.label.setFont(font)

    def _text(self, value: Any) -> str:
        """In words, cut where they are many."""
        text = self.field.kind.describe(value) or self.tr("nothing")
        return text if len(text) <= 40 else text[:40] + "…"

    def summary(self) -> str:
        """Label and value, as the header of a folded group says it."""
        return f"{translated(self.field.label)} {typeset(self._text(self.editor.value))}"

    def _tell(self, sentence: str) -> None:
        self.error.setText(breakable(sentence, LONGEST))
        self.error.setVisible(bool(sentence))
        self._patience.start()

    def _forget(self) -> None:
        """Take the sentence away, but not while what it is about still stands there."""
        if not self.editor.pending:
            self.error.clear()
            self.error.hide()
