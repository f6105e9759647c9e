"""The line above the stage: the question of the experiment, large, and what one does with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.keys import Shortcut, with_key
from gui.look.icons import icon_button, show_icon
from gui.look.plain_text import plain_tooltip
from gui.look.theme import Theme
from gui.transport import Transport

WRAPPED = int(Qt.TextFlag.TextWordWrap)
WORDY = 900  # pixels beside text of 100 % from which the transport has room for its words


class Question(QLabel):
    """The question in the largest type that takes one line, else on two lines, and cut where they are full too."""

    SIZES = (20, 16)  # pixels beside text of 100 %
    LINES = 2
    HEIGHT = 44

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text_in_full = ""
        self._theme = theme
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.apply_theme(theme)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedHeight(theme.px(self.HEIGHT))
        self._fit()

    def show_question(self, text: str) -> None:
        self.text_in_full = text
        self.setToolTip(plain_tooltip(text))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for size in self.SIZES:
            # A style sheet, because the application's own would win over a font that is set.
            self.setStyleSheet(f"font-size: {self._theme.px(size)}px; font-weight: 600;")
            self.ensurePolished()
            if self.fontMetrics().horizontalAdvance(self.text_in_full) <= self.width():
                break
        metrics, room = self.fontMetrics(), self.LINES * self.width()
        high = self.LINES * metrics.lineSpacing()
        text = self.text_in_full
        # Words leave some of each line empty, the more the longer they are.
        while room > 0 and metrics.boundingRect(0, 0, self.width(), 0, WRAPPED, text).height() > high:
            room -= max(1, self.width() // 10)
            text = metrics.elidedText(self.text_in_full, Qt.TextElideMode.ElideRight, room)
        self.setText(text)


class Header(QWidget):
    """Question, transport, and the buttons for the gallery, captures and the theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gallery_button = icon_button(
            with_key(self.tr("Show or hide the list of experiments"), Shortcut.GALLERY), self
        )
        self.gallery_button.setCheckable(True)
        self.question = Question(theme, self)
        self.transport = Transport(theme, self)
        self.luck_button = icon_button(
            with_key(self.tr("Is it luck? More seeds: their median and the band of all"), Shortcut.LUCK), self
        )
        self.luck_button.setCheckable(True)
        self.question_button = icon_button(self.tr("Ask the question of this experiment before its run"), self)
        self.capture_button = icon_button(with_key(self.tr("Capture a picture"), Shortcut.SAVE_PICTURE), self)
        self.theme_button = icon_button(with_key(self.tr("Light or dark"), Shortcut.THEME), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.gallery_button)
        row.addWidget(self.question, 1)
        row.addWidget(self.transport)
        row.addSpacing(8)
        row.addWidget(self.luck_button)
        row.addWidget(self.question_button)
        row.addWidget(self.capture_button)
        row.addWidget(self.theme_button)
        self.apply_theme(theme)

    def show_question_button(self, shown: bool) -> None:
        """Whether there is a question to ask."""
        self.question_button.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.transport.show_words(self.width() >= self._theme.px(WORDY))

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        show_icon(self.gallery_button, "list", theme)
        show_icon(self.luck_button, "dice", theme)
        show_icon(self.question_button, "question", theme)
        show_icon(self.capture_button, "camera", theme)
        show_icon(self.theme_button, "theme", theme)
        self.question.apply_theme(theme)
        self.transport.apply_theme(theme)
        self.transport.show_words(self.width() >= theme.px(WORDY))
