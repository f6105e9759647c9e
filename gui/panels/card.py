"""The card that every panel is: its ground, its title, and how loud it speaks."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.look.theme import Theme

HEADER = 34.0  # pixels: the title's line
MARGIN = 12.0
ZOOMS = (1.0, 16 / 14, 20 / 14, 28 / 14, 3.0, 4.0)
ROOM = (840, 480)  # pixels that a panel must have for each unit of zoom


def fitting_zoom(size: QSize, room: tuple[int, int]) -> float:
    """The largest step for which there are `room` pixels (width, height) for each unit of zoom."""
    return max(z for z in ZOOMS if z == 1 or (size.width() >= room[0] * z and size.height() >= room[1] * z))


def paint_card(painter: QPainter, theme: Theme, whole: QRectF, zoom: float) -> None:
    """The border is one pixel of the widget wide, and its corners as round, however loud the panel speaks."""
    painter.fillRect(whole, QColor(theme.window))  # the corners
    painter.setPen(theme.pen(theme.border, 1 / zoom))
    painter.setBrush(QColor(theme.panel))
    half = 0.5 / zoom
    painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), 8 / zoom, 8 / zoom)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_focus(painter: QPainter, theme: Theme, whole: QRectF, zoom: float) -> None:
    """A ring around the card whose panel has the keyboard."""
    painter.setPen(theme.pen(theme.accent, 2.5 / zoom))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inside = 1.5 / zoom
    painter.drawRoundedRect(whole.adjusted(inside, inside, -inside, -inside), 8 / zoom, 8 / zoom)


def paint_header(painter: QPainter, theme: Theme, width: float, title: str) -> None:
    """The title at the left of a line of that width, in smaller type or shortened where it must be."""
    fonts = (theme.font(16, bold=True), theme.font(14, bold=True))
    font = next((f for f in fonts if QFontMetricsF(f).horizontalAdvance(title) <= width), fonts[-1])
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    shown = QFontMetricsF(font).elidedText(title, Qt.TextElideMode.ElideRight, max(width, 0))
    painter.drawText(_line(width), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def paint_value(
    painter: QPainter, theme: Theme, width: float, title: str, value: str, state: str = "", hint: str = ""
) -> None:
    """At the right of the header that is there: the value under the cursor, for which the title makes room; without
    one the state, which is shortened in place of the title; without that the hint, where there is room for it."""
    font = theme.font(14)
    metrics = QFontMetricsF(font)
    beside = width - QFontMetricsF(theme.font(14, bold=True)).horizontalAdvance(title) - MARGIN
    if value:
        text = metrics.elidedText(value, Qt.TextElideMode.ElideRight, width)
    elif state:
        text = metrics.elidedText(state, Qt.TextElideMode.ElideRight, max(beside, 0)) or "…"
    else:
        text = hint if metrics.horizontalAdvance(hint) + MARGIN <= beside else ""
    if not text:
        return
    painter.fillRect(_line(width), QColor(theme.panel))
    painter.setFont(font)
    painter.setPen(QColor(theme.accent if value or state else theme.secondary))
    painter.drawText(_line(width), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
    paint_header(painter, theme, width - metrics.horizontalAdvance(text) - MARGIN, title)


def _line(width: float) -> QRectF:
    return QRectF(MARGIN, 4, width, HEADER - 6)
