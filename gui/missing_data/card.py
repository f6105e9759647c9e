"""The card that explains what data is missing, with its buttons, a progress bar and a line for messages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.look.theme import Theme

MEGABYTE = 1_000_000


class DataCard(QFrame):
    """size: of the download in bytes."""

    def __init__(self, size: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missingCard")
        self.title = QLabel(self.tr("These settings need MNIST"), self)
        self.title.setObjectName("missingTitle")
        self.text = QLabel(
            self.tr(
                "MNIST is 70,000 handwritten digits by Y. LeCun, C. Cortes and C. Burges (CC BY-SA 3.0). It is not"
                " shipped with the program. Download it once ({0:.0f} MB), or open a folder that holds its four files."
                " Without it, choose another preset or other digits in the settings."
            ).format(size / MEGABYTE),
            self,
        )
        self.message = QLabel("", self)
        self.message.setObjectName("missingMessage")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.download_button = self._button(self.tr("Download MNIST"))
        self.cancel_button = self._button(self.tr("Cancel"))
        self.folder_button = self._button(self.tr("Choose folder…"))
        self._lay_out()
        self.show_going_on(False)
        self.tell("")
        self.apply_theme(theme)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        buttons = QHBoxLayout()
        for button in (self.download_button, self.cancel_button, self.folder_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for label in (self.title, self.text, self.message):
            label.setWordWrap(True)
        for widget in (self.title, self.text, self.bar, self.message):
            inside.addWidget(widget)
        inside.addLayout(buttons)

    def show_going_on(self, going_on: bool) -> None:
        """Either the bar and Cancel, or the two ways to get the data."""
        self.bar.setRange(0, 0)
        self.bar.setVisible(going_on)
        self.cancel_button.setVisible(going_on)
        self.download_button.setVisible(not going_on)
        self.folder_button.setVisible(not going_on)

    def show_progress(self, done: int, total: int) -> None:
        """done and total in bytes."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.tell(self.tr("{0:.1f} of {1:.1f} MB").format(done / MEGABYTE, total / MEGABYTE))

    def tell(self, text: str, wrong: bool = False) -> None:
        self.message.setText(text)
        self.message.setVisible(bool(text))
        if self.message.property("wrong") != wrong:
            self.message.setProperty("wrong", wrong)
            self.message.style().polish(self.message)  # a style sheet looks at a property only when it is asked to

    def apply_theme(self, theme: Theme) -> None:
        self.setMaximumWidth(theme.px(560))
        self.setStyleSheet(
            f"#missingCard {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 8px; }}"
            f"#missingTitle {{ font-size: {theme.px(20)}px; font-weight: 600; }}"
            f"#missingMessage {{ color: {theme.secondary}; }}"
            f'#missingMessage[wrong="true"] {{ color: {theme.warning}; }}'
            f"QProgressBar {{ border: none; background: {theme.border}; border-radius: 4px;"
            f" max-height: {theme.px(8)}px; }}"
            f"QProgressBar::chunk {{ background: {theme.accent}; border-radius: 4px; }}"
        )
