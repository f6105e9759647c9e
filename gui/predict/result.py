"""What was predicted, and what was right, beside the run that has decided it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.look.theme import Theme
from gui.predict.poll import Poll


class PredictionResult(QFrame):
    """A line above the stage; hidden where nothing was asked."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result")
        self._poll: Poll | None = None
        self.text = QLabel(self)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addWidget(self.text)
        self.apply_theme(theme)
        self.hide()

    def show_poll(self, poll: Poll | None) -> None:
        self._poll = poll
        shown = poll is not None and poll.revealed
        if shown:
            self._write()
        self.setVisible(shown)

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setStyleSheet(
            f"#result {{ background: {theme.panel}; border-radius: 8px; }}"
            f"#result QLabel {{ font-size: {theme.px(16)}px; color: {theme.text}; }}"
        )
        if self._poll is not None:
            self._write()

    def _write(self) -> None:
        poll = self._poll
        if poll is None:
            return
        prediction, theme = poll.prediction, self._theme
        parts = [f"<span style='color: {theme.secondary}'>{escape(prediction.question)}</span>"]
        for i, (answer, hands) in enumerate(zip(prediction.answers, poll.hands, strict=True)):
            text = f"{escape(answer)}&nbsp;&nbsp;{hands}" if any(poll.hands) else escape(answer)
            right = i == prediction.right
            parts.append(f"<b style='color: {theme.accent}'>✓ {text}</b>" if right else text)
        if prediction.drawing is not None:
            parts.append(
                self.tr("dashed: the curve that was predicted") if poll.curve else self.tr("nothing was drawn")
            )
        self.text.setText("&nbsp;&nbsp;&nbsp;·&nbsp;&nbsp; ".join(parts))
