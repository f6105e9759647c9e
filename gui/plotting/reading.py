"""What stands under the cursor: a line across the plot, a mark on every curve, and all values in a box beside it."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from gui.look.theme import Theme
from gui.plotting.layer import Layer
from gui.plotting.lettering import LEFT
from gui.plotting.markers import draw_markers

AWAY = 14.0  # pixels from the cursor
PAD = 6.0
SWATCH = 10.0


class Row(NamedTuple):
    """One value. color: of its curve, "" for none; at: where it stands on the plot."""

    name: str
    value: str
    color: str = ""
    at: QPointF | None = None

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.name, self.value) if part)


class Reading(NamedTuple):
    """title: where the values were read. x: pixels of an upright line across the frame; box: what is pointed at."""

    title: str
    rows: tuple[Row, ...] = ()
    x: float | None = None
    frame: QRectF = QRectF()
    box: QRectF | None = None

    @property
    def text(self) -> str:
        return " · ".join(part for part in (self.title, ", ".join(row.text for row in self.rows)) if part)


def draw_reading(layer: Layer, theme: Theme, area: QRectF, reading: Reading, at: QPointF) -> None:
    """at: the cursor, which the box keeps clear of."""
    if reading.x is not None:
        top, bottom = QPointF(reading.x, reading.frame.top()), QPointF(reading.x, reading.frame.bottom())
        layer.segment(top, bottom, theme.pen(theme.secondary, 1))
    if reading.box is not None:
        layer.rect(reading.box, theme.pen(theme.accent, 2))
    for row in reading.rows:
        if row.at is not None and row.color:
            draw_markers(layer, theme, [row.at], "circle", row.color, 4)
    _draw_box(layer, theme, area, reading, at)


def _draw_box(layer: Layer, theme: Theme, area: QRectF, reading: Reading, at: QPointF) -> None:
    """Title and rows; in columns where there are more than the area is high."""
    font, bold = theme.font(14), theme.font(14, bold=True)
    metrics = QFontMetricsF(font)
    line = metrics.height()
    each = max(1, int((area.height() - 2 * PAD) / line) - 1)
    columns = max(1, math.ceil(len(reading.rows) / each))
    each = math.ceil(len(reading.rows) / columns)
    swatch = SWATCH + PAD if any(row.color for row in reading.rows) else 0.0
    wide = max((metrics.horizontalAdvance(row.text) for row in reading.rows), default=0.0) + swatch + PAD
    title = QFontMetricsF(bold).horizontalAdvance(reading.title)
    box = QRectF(0, 0, max(columns * wide - PAD, title) + 2 * PAD, (each + bool(reading.title)) * line + 2 * PAD)
    box.moveTopLeft(_beside(at, box, area))
    layer.rect(box, theme.pen(theme.border, 1), theme.panel, radius=4)
    inner = box.adjusted(PAD, PAD, -PAD, -PAD)
    if reading.title:
        layer.text(QRectF(inner.left(), inner.top(), title, line), LEFT, reading.title, bold, theme.text)
    for i, row in enumerate(reading.rows):
        column, place = divmod(i, each)
        top = inner.top() + (place + bool(reading.title)) * line
        left = inner.left() + column * wide
        if row.color:
            layer.rect(QRectF(left, top + (line - SWATCH) / 2, SWATCH, SWATCH), brush=row.color)
        layer.text(QRectF(left + swatch, top, wide, line), LEFT, row.text, font, theme.text)


def _beside(at: QPointF, box: QRectF, area: QRectF) -> QPointF:
    """To the right of the cursor, or to its left; as high as it, but within the area."""
    left = at.x() + AWAY
    if left + box.width() > area.right():
        left = at.x() - AWAY - box.width()
    top = min(at.y() + AWAY, area.bottom() - box.height())
    return QPointF(max(left, area.left()), max(top, area.top()))
