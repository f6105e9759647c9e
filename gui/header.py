"""The line above the stage: the question of the experiment, large, and what one does with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from gui.icons import SIZE, icon
from gui.theme import Theme
from gui.transport import Transport


class Header(QWidget):
    """Question, transport, and the buttons for the gallery, captures and the theme."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.gallery_button = self._button(self.tr("Show or hide the list of experiments"))
        self.gallery_button.setCheckable(True)
        self.question = QLabel(self)
        self.question.setWordWrap(True)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.transport = Transport(theme, self)
        self.capture_button = self._button(self.tr("Capture a picture (Ctrl+S)"))
        self.theme_button = self._button(self.tr("Light or dark (Ctrl+D)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.gallery_button)
        row.addWidget(self.question, 1)
        row.addWidget(self.transport)
        row.addSpacing(8)
        row.addWidget(self.capture_button)
        row.addWidget(self.theme_button)
        self.apply_theme(theme)

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.setIconSize(QSize(SIZE, SIZE))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def apply_theme(self, theme: Theme) -> None:
        self.gallery_button.setIcon(icon("list", theme))
        self.capture_button.setIcon(icon("camera", theme))
        self.theme_button.setIcon(icon("theme", theme))
        self.question.setFont(theme.font(20, bold=True))
        self.transport.apply_theme(theme)
