"""What went wrong, in a sentence above the stage, with the details to copy for whoever mends it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.look.theme import Theme
from gui.worker.commands import Failure


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._details = ""
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action: Callable[[], object] | None = None
        self.action_button = self._button("", self._act)
        self.copy_button = self._button(self.tr("Copy details"), self._copy)
        self.close_button = self._button(self.tr("Close"), self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.message, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.copy_button)
        row.addWidget(self.close_button)
        self.apply_theme(theme)
        self.hide()

    def _button(self, text: str, clicked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(clicked)
        return button

    def apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#banner {{ background: {theme.panel}; border: 1px solid {theme.warning}; border-radius: 8px; }}"
        )
        self.message.setFont(theme.font(16))

    def show_failure(self, failure: Failure) -> None:
        sentence = (
            self.tr("The run before ended with a mistake: {0}") if failure.before else self.tr("This run stopped: {0}")
        )
        self.show_words(sentence.format(failure.message), failure.details)

    def show_mistake(self, error: BaseException, details: str) -> None:
        self.show_words(self.tr("The window made a mistake: {0}").format(error), details)

    def show_words(self, text: str, details: str = "", action: tuple[str, Callable[[], object]] | None = None) -> None:
        """action: what a button offers, and what it does."""
        self._details = details
        words, self._action = action or ("", None)
        self.action_button.setText(words)
        self.action_button.setVisible(action is not None)
        self.message.setText(text)
        self.copy_button.setVisible(bool(details))
        self.show()

    @Slot()
    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
