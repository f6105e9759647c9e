"""A drawing pad: grey pixels drawn with the mouse."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.array import Array
from core.settings import Field, PixelsField
from gui.plotting.pen import cover
from gui.settings.editor import Editor, SmallButton

SIDE = 168  # of the pad beside text of 100 %: 6 screen pixels for each of 28


class Pad(QWidget):
    """Draws with the left button and rubs out with the right; `drawn` comes when the button is let go."""

    drawn = Signal(object)

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ink: Array = np.zeros((size, size), np.float32)  # 0 paper … 1 ink, rows from the top
        self._last: QPointF | None = None
        self.setObjectName("pad")
        self.setFixedSize(SIDE, SIDE)  # where no form says otherwise
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_bytes(self, value: bytes) -> None:
        size = len(self.ink)
        grey = np.frombuffer(value, np.uint8) if value else np.zeros(size * size, np.uint8)
        self.ink = grey.reshape(size, size).astype(np.float32) / 255
        self.update()

    def to_bytes(self) -> bytes:
        """Grey values row by row; no bytes at all where nothing is drawn."""
        grey = np.round(self.ink * 255).astype(np.uint8)
        return grey.tobytes() if grey.any() else b""

    def stroke(self, start: QPointF, end: QPointF, rub_out: bool = False) -> None:
        """Cover every pixel near the segment from start to end (widget coordinates)."""
        size = len(self.ink)
        covered = cover(size, start * size / self.width(), end * size / self.width())
        self.ink = self.ink * (1 - covered) if rub_out else np.maximum(self.ink, covered)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._last = event.position()
        self.stroke(self._last, self._last, self._rubs(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self.stroke(self._last, event.position(), self._rubs(event))
            self._last = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._last is not None:
            self._last = None
            self.drawn.emit(self.to_bytes())

    @staticmethod
    def _rubs(event: QMouseEvent) -> bool:
        return bool((event.buttons() | event.button()) & Qt.MouseButton.RightButton)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = len(self.ink)
        grey = np.ascontiguousarray(np.round(255 - self.ink * 255).astype(np.uint8))
        image = QImage(grey.data, size, size, size, QImage.Format.Format_Grayscale8)
        painter = QPainter(self)
        painter.drawImage(QRectF(self.rect()), image)
        painter.setPen(QColor(128, 128, 128))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class PixelsEditor(Editor):
    """The pad and a button that clears it."""

    wide = True

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.pad = Pad(cast(PixelsField, field.kind).size, self)
        self.pad.setAccessibleName(field.label)
        self.pad.drawn.connect(self.offer)
        self.clear = SmallButton("✕", self.tr("Clear the sheet"), self)
        self.clear.clicked.connect(lambda: self.offer(b""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.pad)
        layout.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        layout.addStretch(1)

    def draw(self, value: Any) -> None:
        self.pad.show_bytes(value)
