"""A line of text that is cut looks like a mistake; one that fades looks like more below."""

from __future__ import annotations

from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QAbstractScrollArea

HEIGHT = 28  # pixels


def paint_fade(area: QAbstractScrollArea, ground: str) -> None:
    """Let what is shown sink into the ground at its lower edge, where it goes on below. To be called when it has been
    painted, and the whole must be painted again when it is scrolled."""
    bar, view = area.verticalScrollBar(), area.viewport().rect()
    if bar.value() == bar.maximum():
        return
    top, bottom = view.bottom() + 1 - HEIGHT, view.bottom() + 1
    clear = QColor(ground)
    clear.setAlpha(0)
    fade = QLinearGradient(0, top, 0, bottom)
    fade.setColorAt(0, clear)
    fade.setColorAt(0.8, QColor(ground))
    painter = QPainter(area.viewport())
    painter.fillRect(0, top, view.width(), HEIGHT, fade)
    painter.end()
