"""The soft round pen with which grey pixels are drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF

from core.array import Array

RADIUS = 1.2  # pixels of a 28 × 28 picture: the stroke of a handwritten digit


def radius(size: int) -> float:
    """Of the pen in a size × size picture, in its pixels."""
    return RADIUS * size / 28


def cover(size: int, start: QPointF, end: QPointF) -> Array:
    """How much of each pixel a stroke from start to end covers: (size, size), 0 to 1, soft over one pixel at the rim.

    Both are in pixels from the upper left corner, so that (0.5, 0.5) is the middle of the first one.
    """
    a, b = np.array([start.x(), start.y()]), np.array([end.x(), end.y()])
    rows, columns = np.mgrid[0:size, 0:size] + 0.5
    along = b - a
    t = ((columns - a[0]) * along[0] + (rows - a[1]) * along[1]) / max(float(along @ along), 1e-9)
    t = np.clip(t, 0, 1)
    distance = np.hypot(columns - a[0] - t * along[0], rows - a[1] - t * along[1])
    return np.asarray(np.clip(radius(size) + 0.5 - distance, 0, 1), dtype=np.float32)
