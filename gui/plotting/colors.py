"""Colour maps for pictures and surfaces: grey, signed (diverging, centred on 0) and sequential (cividis).

All three grow evenly in lightness, so they survive a poor projector and every kind of colour blindness. Grey and
cividis are the same in both themes, since a digit is white on black wherever it is shown; the middle of the signed map
is the quiet colour of the ground: what is near 0 recedes, blue is negative, orange is positive.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor, QImage

from core.array import Array, Interval
from gui.look.theme import Theme, ramp

STEPS = 255  # odd, so that 0 has a colour of its own in the middle of the signed map

# Nine stops along cividis (Nuñez, Anderton and Renslow 2018).
_SEQUENTIAL = (
    "#00224e", "#123570", "#3b496c", "#575d6d", "#707173", "#8a8678", "#a59c74", "#c3b369", "#e1cc55", "#fee838",
)  # fmt: skip
_SIGNED = {
    "light": ("#07315c", "#0b5fa5", "#4f9bd3", "#a9cfe9", "#f4f4f2", "#f6c9a0", "#e8883a", "#c2530a", "#6b2a04"),
    "dark": ("#d3eafa", "#7cc4f2", "#3691cc", "#225a80", "#2b2e33", "#7d4b1f", "#cc7420", "#f5a94e", "#fde3bf"),
}
_GREY = ("#000000", "#ffffff")


@lru_cache(maxsize=16)
def color_table(scale: str, dark: bool) -> Array:
    """The map as (STEPS, 3) bytes of red, green and blue. ValueError for a scale that is none of the three."""
    stops = {"grey": _GREY, "signed": _SIGNED["dark" if dark else "light"], "sequential": _SEQUENTIAL}
    if scale not in stops:
        raise ValueError(f"a colour scale is one of {', '.join(stops)}, not {scale!r}")
    names = ramp(stops[scale], STEPS)
    table = np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in names], dtype=np.uint8)
    table.flags.writeable = False
    return table


def places(values: Array, limits: Interval, scale: str) -> Array:
    """Rows of the colour table. The signed map is centred on 0, as far to each side as the farther limit; a value that
    is not a number has row 0 and is left out by who draws it."""
    low, high = limits
    if scale == "signed":
        high = max(abs(low), abs(high))
        low = -high
    span = high - low if high > low else 1.0
    with np.errstate(invalid="ignore", over="ignore"):
        rows = np.rint(np.clip((np.asarray(values) - low) / span, 0, 1) * (STEPS - 1))
        return np.where(np.isnan(rows), 0, rows).astype(np.uint8)


@lru_cache(maxsize=16)
def _qt_table(scale: str, dark: bool) -> list[int]:
    """The same as Qt has it, and behind it what is transparent."""
    return [0xFF000000 | r << 16 | g << 8 | b for r, g, b in color_table(scale, dark).tolist()] + [0]


def colorize(values: Array, limits: Interval, scale: str, theme: Theme) -> QImage:
    """values (rows, columns) -> a picture of as many pixels that owns its memory; nan is transparent."""
    rows, columns = values.shape
    pixels = np.ascontiguousarray(places(values, limits, scale))
    pixels[np.isnan(values)] = STEPS
    image = QImage(pixels.data, columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    image.setColorTable(_qt_table(scale, theme.dark))
    return image


def rgb_image(values: Array) -> QImage:
    """values (rows, columns, 3), bytes or floats from 0 to 1 -> a picture of as many pixels that owns its memory."""
    bytes_ = values if values.dtype == np.uint8 else np.rint(255 * np.clip(values, 0, 1)).astype(np.uint8)
    pixels = np.ascontiguousarray(bytes_)
    rows, columns, _ = pixels.shape
    return QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()


def color_at(value: float, limits: Interval, scale: str, theme: Theme) -> QColor:
    """The colour of a single value, as in `colorize`."""
    red, green, blue = color_table(scale, theme.dark)[places(np.asarray(value), limits, scale)].tolist()
    return QColor(red, green, blue)
