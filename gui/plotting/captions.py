"""The sentence beneath a picture that narrates a step."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gui.look.theme import Theme
from gui.plotting.lettering import WRAPPED, line_of, typeset, wrapped_height

CAPTION_GAP = 10.0


def caption_size(area: QRectF) -> int:
    if area.width() > 800 and area.height() > 500:
        return 20
    if area.width() > 360 and area.height() > 220:
        return 16
    return 14 if area.width() > 240 else 12


def above_caption(theme: Theme, caption: str, area: QRectF, lines: int = 2) -> QRectF:
    """What the caption leaves of the area. It has `lines` lines in any case, so that the picture stands still over it,
    and half of the area at most."""
    if not caption:
        return area
    font = theme.font(caption_size(area))
    needed = max(wrapped_height(typeset(caption), font, area.width()), lines * line_of(font))
    whole = max(int(area.height() / 2 / line_of(font)), 1) * line_of(font)
    return area.adjusted(0, 0, 0, -min(needed, whole) - CAPTION_GAP)


def paint_caption(painter: QPainter, theme: Theme, caption: str, area: QRectF, lines: int = 2) -> None:
    if not caption:
        return
    top = above_caption(theme, caption, area, lines).bottom() + CAPTION_GAP
    painter.save()
    painter.setClipRect(area)
    painter.setFont(theme.font(caption_size(area)))
    painter.setPen(QColor(theme.text))
    box = QRectF(area.left(), top, area.width(), area.bottom() - top)
    painter.drawText(box, int(WRAPPED), typeset(caption))
    painter.restore()
