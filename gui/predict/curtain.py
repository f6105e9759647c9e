"""The question before a run, in place of the stage: large enough for the last row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.look.theme import Theme
from gui.predict.poll import Poll
from gui.predict.sketch import SketchField
from gui.shortcut_override import overrides_shortcut
from gui.view_state import Curve

QUESTION, ANSWER, HINT = 36, 28, 16  # pixels of type beside text of 100 %
WIDEST = 1200


class AnswerRow(QFrame):
    """An answer with its key and the hands that were counted for it; a click counts one more."""

    clicked = Signal()

    def __init__(self, number: int, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answer")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        self.key = QLabel(str(number), self)
        self.text = QLabel(text, self)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.hands = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(20)
        row.addWidget(self.key)
        row.addWidget(self.text, 1)
        row.addWidget(self.hands)

    def show_hands(self, count: int) -> None:
        self.hands.setText(str(count) if count else "")

    def apply_theme(self, theme: Theme) -> None:
        px = theme.px
        self.setStyleSheet(
            f"#answer {{ background: {theme.panel}; border: 1px solid {theme.border}; border-radius: {px(10)}px; }}"
            f"#answer:hover {{ border: 1px solid {theme.accent}; }}"
            f"#answer QLabel {{ font-size: {px(ANSWER)}px; color: {theme.text}; }}"
        )
        self.key.setStyleSheet(f"color: {theme.secondary};")
        self.hands.setStyleSheet(f"color: {theme.accent}; font-weight: 600;")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class Curtain(QWidget):
    """Hides the panels until the prediction is made. revealed: the run is to be shown."""

    revealed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._poll: Poll | None = None
        self.question = QLabel(self)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.question.setWordWrap(True)
        self.rows: list[AnswerRow] = []
        self.sketch = SketchField(theme, self)
        self.sketch.drawn.connect(self._take_curve)
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.reveal_button = QPushButton(self.tr("Show the run"), self)
        self.reveal_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reveal_button.clicked.connect(self.revealed)
        self._lay_out()
        self.apply_theme(theme)

    def _lay_out(self) -> None:
        column = QWidget(self)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(column)
        self._column.setSpacing(16)
        self._column.addWidget(self.question)
        self._column.addSpacing(12)
        self._column.addWidget(self.sketch, 1)
        self._column.addSpacing(12)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.reveal_button)
        self._column.addLayout(foot)
        self._middle = column
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(across, 100)
        whole.addStretch(1)

    def show_poll(self, poll: Poll, labels: tuple[str, str] = ("", "")) -> None:
        """labels: of the axes on which a curve is drawn."""
        self._poll = poll
        prediction = poll.prediction
        self.question.setText(prediction.question)
        for row in self.rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = [AnswerRow(i + 1, text, self) for i, text in enumerate(prediction.answers)]
        for i, row in enumerate(self.rows):
            row.clicked.connect(lambda answer=i: self._count(answer))
            row.apply_theme(self._theme)
            self._column.insertWidget(2 + i, row)
        self.sketch.setVisible(prediction.drawing is not None)
        if prediction.drawing is not None:
            self.sketch.show_drawing(prediction.drawing, labels, poll.curve)
            self.hint.setText(self.tr("Draw the curve with the mouse. Space shows the run."))
        else:
            last = len(prediction.answers)
            text = self.tr("Keys 1 … {0} count raised hands, Backspace takes one back. Space shows the run.")
            self.hint.setText(text.format(last))
        self._show_hands()
        self.setFocus()

    def apply_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._middle.setMaximumWidth(theme.px(WIDEST))
        self.question.setStyleSheet(f"font-size: {theme.px(QUESTION)}px; font-weight: 600; color: {theme.text};")
        self.hint.setStyleSheet(f"font-size: {theme.px(HINT)}px; color: {theme.secondary};")
        self.reveal_button.setStyleSheet(f"font-size: {theme.px(HINT)}px; padding: {theme.px(8)}px {theme.px(16)}px;")
        for row in self.rows:
            row.apply_theme(theme)
        self.sketch.apply_theme(theme)

    def event(self, event: QEvent) -> bool:
        return overrides_shortcut(event, lambda key: self._answer_of(key) is not None) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = self._answer_of(event)
        if answer is not None:
            self._count(answer)
        elif event.key() == Qt.Key.Key_Backspace and self._poll is not None:
            self._poll.take_back()
            self._show_hands()
        else:
            super().keyPressEvent(event)

    def _answer_of(self, event: QKeyEvent) -> int | None:
        answer = event.key() - Qt.Key.Key_1
        return answer if 0 <= answer < len(self.rows) else None

    def _count(self, answer: int) -> None:
        if self._poll is not None:
            self._poll.count(answer)
            self._show_hands()

    def _show_hands(self) -> None:
        for row, count in zip(self.rows, self._poll.hands if self._poll is not None else (), strict=True):
            row.show_hands(count)

    def _take_curve(self, curve: Curve) -> None:
        if self._poll is not None:
            self._poll.curve = curve
