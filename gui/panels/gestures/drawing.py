"""Drawing on the pixels of a picture: ink with the left button, an eraser with the right."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter

from core.settings import PaintPixels, PixelsField
from gui.look.theme import Theme
from gui.panels.gestures.gesture import ARROWS, Binding, Gesture, step_of, times_ten
from gui.plotting.pen import cover, radius

_INK = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Draw(Gesture):
    """Every move of the mouse is a stroke of a soft round pen. Of the keys, the arrows move the pen, Return inks where
    it is, or erases with Shift, and Delete clears the sheet.

    picture: the pixels' rectangle, None where there is none.
    """

    keys = ARROWS | {*_INK, *_CLEAR}

    def __init__(self, binding: Binding, picture: Callable[[], QRectF | None]) -> None:
        self._binding, self._picture = binding, picture
        self._last: QPointF | None = None
        self._erases = False
        self._pen: QPointF | None = None  # where the keys have moved it, in pixels of the sheet

    @property
    def _size(self) -> int:
        kind = self._binding.kind
        return kind.size if isinstance(kind, PixelsField) else 0

    def _on_sheet(self, at: QPointF) -> QPointF:
        """In pixels of the sheet, from its upper left corner."""
        box = self._picture() or QRectF(0, 0, 1, 1)
        away = at - box.topLeft()
        return QPointF(away.x() / box.width() * self._size, away.y() / box.height() * self._size)

    def _inside(self, at: QPointF) -> bool:
        box = self._picture()
        return bool(self._size) and box is not None and box.contains(at)

    @property
    def hint(self) -> str:
        return QCoreApplication.translate("Gesture", "drag draws, with the right button it erases")

    def grabs(self, at: QPointF, removes: bool) -> bool:
        return self._inside(at)

    def press(self, at: QPointF, removes: bool) -> bool:
        if not self._inside(at):
            return False
        self._last, self._erases = self._on_sheet(at), removes
        self._stroke(self._last, self._last, removes)
        return True

    def drag(self, at: QPointF) -> None:
        if self._last is not None:
            last, self._last = self._last, self._on_sheet(at)
            self._stroke(last, self._last, self._erases)

    def release(self, at: QPointF) -> None:
        self._last = None

    def _stroke(self, start: QPointF, end: QPointF, erases: bool) -> None:
        grey = np.round(255 * cover(self._size, start, end)).astype(int).ravel()
        touched = np.flatnonzero(grey > 127 if erases else grey)
        pixels = tuple((int(i), int(grey[i])) for i in touched)
        if pixels:
            self._binding.edit(PaintPixels(self._binding.path, pixels, self._size, erases))

    def key(self, event: QKeyEvent) -> bool:
        key, size = event.key(), self._size
        pen = self._pen or QPointF(size // 2 + 0.5, size // 2 + 0.5)
        if not size:
            return False
        if key in _CLEAR:
            self._binding.set(b"")
        elif key in _INK:
            self._stroke(pen, pen, times_ten(event) > 1)
        else:
            across, down = step_of(event)
            pen = QPointF(min(max(pen.x() + across, 0.5), size - 0.5), min(max(pen.y() + down, 0.5), size - 0.5))
        self._pen = pen
        return True

    def cursor(self, at: QPointF) -> Qt.CursorShape | None:
        return Qt.CursorShape.CrossCursor if self._inside(at) else None

    def draw(self, painter: QPainter, theme: Theme) -> None:
        """The pen, where the keys have it."""
        box, size = self._picture(), self._size
        if box is None or not size:
            return
        pen = self._pen or QPointF(size // 2 + 0.5, size // 2 + 0.5)
        unit = box.width() / size
        for color, width in ((theme.panel, 3.5), (theme.accent, 1.5)):  # seen on ink and on paper
            painter.setPen(theme.pen(color, width))
            painter.drawEllipse(box.topLeft() + pen * unit, radius(size) * unit, radius(size) * unit)
