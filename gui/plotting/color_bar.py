"""The bar of colours between the two ends of its scale, on one line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from core.array import Interval
from gui.look.theme import Theme
from gui.plotting.colors import colorize
from gui.plotting.layer import Layer
from gui.plotting.lettering import RIGHT, elided, width_of
from gui.plotting.ticks import short

LONG, HIGH = 110.0, 10.0  # pixels of the bar
GAP = 8.0


def draw_color_bar(
    layer: Layer, theme: Theme, line: QRectF, limits: Interval, scale: str, label: str = ""
) -> float:  # fmt: skip
    """label, least value, bar, largest value, at the right end of the line. Returns the pixels they took: 0 where there
    is no room for the bar."""
    font = theme.font(14)
    low, high = (short(value) for value in limits)
    bar = QRectF(line.right() - width_of(high, font) - GAP - LONG, line.center().y() - HIGH / 2, LONG, HIGH)
    left = bar.left() - GAP - width_of(low, font)
    if left < line.left():
        return 0.0
    ramp = np.linspace(*limits, int(LONG))[None]
    layer.image(colorize(ramp, limits, scale, theme), bar)
    layer.text(line, RIGHT, high, font, theme.secondary)
    layer.text(QRectF(line.left(), line.top(), bar.left() - GAP - line.left(), line.height()), RIGHT, low, font,
               theme.secondary)  # fmt: skip
    room = QRectF(line.left(), line.top(), left - 1.5 * GAP - line.left(), line.height())
    layer.text(room, RIGHT, elided(label, font, room.width() + 1), font, theme.secondary)
    return line.right() - left + 1.5 * GAP
