"""A label that takes what room there is: a text that is longer ends in …, and is told whole by its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.look.plain_text import plain_tooltip


class ElidedLabel(QLabel):
    """One line of plain text that widens nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        line = " ".join(text.split())
        self.setText(line)
        self.setToolTip(plain_tooltip(line))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        flags = int(self.alignment())
        self.style().drawItemText(painter, room, flags, self.palette(), True, text, self.foregroundRole())
        painter.end()
