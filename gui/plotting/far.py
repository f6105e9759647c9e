"""What reaches far beyond the frame of a plot that is zoomed deep: the part of it that is near is drawn, and no other.

Coordinates of millions of pixels overflow in painters, and a point that is merely moved closer turns its line.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage

from core.array import Array

FAR = 50.0  # frames
FARTHEST = 1e9  # beyond it a line is upright or level to the eye


def near_line(x: Array, y: Array) -> tuple[Array, Array]:
    """The parts of a polyline x, y (points,) within ±FAR of both, broken between them: Liang and Barsky's clipping."""
    points = np.array([x, y])
    points[:, ~np.isfinite(points).all(axis=0)] = np.nan
    if not (np.abs(points) > FAR).any():
        return points[0], points[1]
    points = np.clip(points, -FARTHEST, FARTHEST)
    starts, steps = points[:, :-1], np.diff(points)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        one, other = (-FAR - starts) / steps, (FAR - starts) / steps
        enters = np.maximum(np.minimum(one, other).max(axis=0), 0.0)
        leaves = np.minimum(np.maximum(one, other).min(axis=0), 1.0)
    seen = np.flatnonzero(enters <= leaves)
    enters, leaves = enters[seen], leaves[seen]
    starts, steps = starts[:, seen], steps[:, seen]
    parts = np.stack([starts + enters * steps, starts + leaves * steps, np.full_like(starts, np.nan)], axis=2)
    joined = (np.diff(seen) == 1) & (leaves[:-1] == 1) & (enters[1:] == 0)
    kept = np.ones((len(seen), 3), dtype=bool)
    kept[1:, 0], kept[:-1, 2], kept[-1:, 2] = ~joined, ~joined, False
    return parts[0][kept], parts[1][kept]


def near_part(image: QImage, box: QRectF, frame: QRectF) -> tuple[QImage, QRectF]:
    """Of an image that is stretched over a box, what is in the frame, with two pixels more on each side."""
    if box.width() <= FAR * frame.width() and box.height() <= FAR * frame.height():
        return image, box
    width, height = box.width() / image.width(), box.height() / image.height()
    seen = box.intersected(frame)
    if seen.isEmpty():
        return QImage(), QRectF()
    left, right = (math.floor((at - box.left()) / width) for at in (seen.left(), seen.right()))
    top, bottom = (math.floor((at - box.top()) / height) for at in (seen.top(), seen.bottom()))
    part = QRect(left - 2, top - 2, right - left + 5, bottom - top + 5).intersected(image.rect())
    corner = box.left() + part.left() * width, box.top() + part.top() * height
    return image.copy(part), QRectF(*corner, part.width() * width, part.height() * height)
