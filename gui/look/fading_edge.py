"""A line of text that is cut looks like a mistake; one that fades looks like more below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea

LINES = 1.6  # of text, that the fade is high

if TYPE_CHECKING:
    Scrolled = QAbstractScrollArea
else:
    Scrolled = object  # what is mixed in brings the widget


class Fading(Scrolled):
    """Mixed into what scrolls: it sinks into the ground at its lower edge, where it goes on below."""

    ground = "#ffffff"

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_fade(self, self.ground)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.viewport().update()  # the fade stays while what is beneath it moves


def _paint_fade(area: QAbstractScrollArea, ground: str) -> None:
    bar, view = area.verticalScrollBar(), area.viewport().rect()
    if bar.value() == bar.maximum():
        return
    high = round(LINES * area.fontMetrics().lineSpacing())
    top, bottom = view.bottom() + 1 - high, view.bottom() + 1
    clear = QColor(ground)
    clear.setAlpha(0)
    fade = QLinearGradient(0, top, 0, bottom)
    fade.setColorAt(0, clear)
    fade.setColorAt(0.8, QColor(ground))
    painter = QPainter(area.viewport())
    painter.fillRect(0, top, view.width(), high, fade)
    painter.end()
