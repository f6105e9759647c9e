"""How many seeds have been run, in the line at the foot of the window, with a button that ends them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from gui.look.theme import Theme


class SeedsChip(QWidget):
    """Hidden where there are none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setToolTip(self.tr("Runs of other seeds in other processes, for the band behind the lines"))
        self.end_button = QPushButton(self)
        self.end_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words)
        row.addWidget(self.end_button)
        self.apply_theme(theme)
        self.hide()

    def apply_theme(self, theme: Theme) -> None:
        self.words.setProperty("chip", True)
        self.words.setFont(theme.font(14))
        self.end_button.setFont(theme.font(14))
        beside, high, corner = (theme.px(length) for length in (8, 20, 10))
        self.end_button.setStyleSheet(
            f"QPushButton {{ padding: 0 {beside}px; min-height: {high}px; border-radius: {corner}px; }}"
        )

    def show_progress(self, done: int, total: int) -> None:
        """Of so many, so many have been run; nothing where there are none."""
        complete = done == total
        text = self.tr("{0} seeds").format(total) if complete else self.tr("{0} of {1} seeds").format(done, total)
        if text != self.words.text():
            self.words.setText(text)
            self.end_button.setText(self.tr("Hide") if complete else self.tr("Cancel"))
        self.setVisible(total > 0)
