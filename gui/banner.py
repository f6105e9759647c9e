"""What went wrong, in a sentence over the upper edge of the stage, with the details to copy for whoever mends it.

It lies over the pictures instead of pushing them down: the next click must not miss.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from gui.look.plain_text import breakable
from gui.look.theme import Theme
from gui.worker.commands import Failure

LONGEST = 400  # characters of a sentence that are shown; all of it is among the details
MARGIN = 4  # pixels between the banner and the edges of what it lies over


class Banner(QFrame):
    """Hidden until there is something to say. over: what it lies over, as wide as that is."""

    def __init__(self, theme: Theme, over: QWidget | None = None) -> None:
        super().__init__(over)
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
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.message, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.copy_button)
        row.addWidget(self.close_button)
        self.apply_theme(theme)
        self.hide()
        if over is not None:
            over.installEventFilter(self)

    def _button(self, text: str, clicked: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(clicked)
        return button

    def apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#banner {{ background: {theme.panel}; border: 1px solid {theme.warning}; border-radius: 8px; }}"
            f"#banner QLabel {{ font-size: {theme.px(16)}px; }}"
        )
        self.message.ensurePolished()
        self._place()

    def show_failure(self, failure: Failure) -> None:
        if failure.replay:
            sentence = self.tr("That step cannot be shown: {0}")
        elif failure.before:
            sentence = self.tr("The run before ended with a mistake: {0}")
        else:
            sentence = self.tr("This run stopped: {0}")
        self.show_words(sentence.format(failure.message), failure.details)

    def show_mistake(self, error: BaseException, details: str) -> None:
        self.show_words(self.tr("The window made a mistake: {0}").format(error), details)

    def show_words(self, text: str, details: str = "", action: tuple[str, Callable[[], object]] | None = None) -> None:
        """A sentence that is too long for the banner is shortened, and can be copied whole. action: what a button
        offers, and what it does."""
        self._details = details or (text if len(text) > LONGEST else "")
        words, self._action = action or ("", None)
        self.action_button.setText(words)
        self.action_button.setVisible(action is not None)
        self.message.setText(breakable(text, LONGEST))
        self.copy_button.setVisible(bool(self._details))
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """As wide as what it lies over, and as high as the words need."""
        over = self.parentWidget()
        if over is not None:
            width = max(over.width() - 2 * MARGIN, 1)
            self.setGeometry(MARGIN, MARGIN, width, max(self._row.totalHeightForWidth(width), 1))

    @Slot()
    def _act(self) -> None:
        action = self._action
        self.hide()
        if action is not None:
            action()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
