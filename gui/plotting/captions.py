"""The sentence beneath a picture that narrates a step."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gui.look.theme import Theme
from gui.plotting.layer import Layer
from gui.plotting.lettering import LEFT, WRAPPED, line_of, typeset, wrapped, wrapped_height

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


class Caption(NamedTuple):
    """Its lines of text, as many as have room, and what they leave of the area."""

    lines: list[str]
    picture: QRectF


def lay_out_caption(theme: Theme, caption: str, area: QRectF, lines: int = 2) -> Caption:
    """Places as in `above_caption`."""
    font = theme.font(caption_size(area))
    high = line_of(font)
    found = wrapped(typeset(caption), font, area.width())
    most = max(int(area.height() / 2 / high), 1)
    needed = min(max(len(found), lines), most) * high + CAPTION_GAP if caption else 0.0
    return Caption(found[:most], area.adjusted(0, 0, 0, -needed))


def draw_caption(layer: Layer, theme: Theme, caption: Caption, area: QRectF) -> None:
    font = theme.font(caption_size(area))
    box = QRectF(area.left(), caption.picture.bottom() + CAPTION_GAP, area.width(), line_of(font))
    for line in caption.lines:
        layer.text(box, LEFT, line, font, theme.text)
        box.translate(0, box.height())
