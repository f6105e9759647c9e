"""A box seen from outside without perspective: parallels stay parallel, so heights compare across the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.array import Array, Interval

HALF_HEIGHT = 0.62  # of the box, whose ground reaches from −1 to 1 both ways
ACROSS, DOWN = 0.34, 0.27  # degrees for each pixel of a drag: 132 to the side are 45°
MOST_STRETCH = 1.35  # the picture may be so much wider than it is seen, to fill a wide panel


@dataclass(frozen=True)
class View3:
    """Degrees: azimuth 0 looks along −x from the front, −90 along y; elevation 90 looks straight down."""

    azimuth: float = -60.0
    elevation: float = 32.0

    @classmethod
    def within(cls, azimuth: float, elevation: float) -> View3:
        """The nearest direction that is not from below."""
        return cls((azimuth + 180) % 360 - 180, min(max(elevation, 0.0), 90.0))

    def turned(self, right: float, down: float) -> View3:
        """After a drag of so many pixels, in whole degrees."""
        return View3.within(round(self.azimuth - ACROSS * right), round(self.elevation + DOWN * down))


@dataclass(frozen=True)
class Projection:
    """x, y, z: the ranges that fill the box. scale: pixels of one unit of the box, right and up, around `centre`."""

    view: View3
    x: Interval
    y: Interval
    z: Interval
    scale: tuple[float, float]
    centre: QPointF

    @classmethod
    def fitting(cls, view: View3, x: Interval, y: Interval, z: Interval, frame: QRectF) -> Projection:
        """The box as large as the frame allows."""
        blank = cls(view, x, y, z, (1.0, 1.0), QPointF(0, 0))
        across, up, _ = blank.rotated(*_CORNERS)
        wide, high = float(np.ptp(across)), float(np.ptp(up))
        tall = frame.height() / high
        broad = min(frame.width() / wide, MOST_STRETCH * tall)
        tall = min(tall, MOST_STRETCH * broad)
        middle = QPointF(frame.center().x(), frame.center().y())
        return cls(view, x, y, z, (broad, tall), middle)

    def rotated(self, x: Array, y: Array, z: Array) -> tuple[Array, Array, Array]:
        """Box coordinates -> to the right, upwards, and towards the eye."""
        a, e = math.radians(self.view.azimuth), math.radians(self.view.elevation)
        near = math.cos(a) * x + math.sin(a) * y
        return (
            -math.sin(a) * x + math.cos(a) * y,
            math.cos(e) * z - math.sin(e) * near,
            math.cos(e) * near + math.sin(e) * z,
        )

    def boxed(self, x: Array, y: Array, z: Array) -> tuple[Array, Array, Array]:
        """Data -> box coordinates; heights outside are brought to the floor or the ceiling."""
        (x0, x1), (y0, y1), (z0, z1) = self.x, self.y, self.z
        height = np.clip((np.asarray(z) - z0) / (z1 - z0), 0, 1)
        return (
            2 * (np.asarray(x) - x0) / (x1 - x0) - 1,
            2 * (np.asarray(y) - y0) / (y1 - y0) - 1,
            HALF_HEIGHT * (2 * height - 1),
        )

    def pixels(self, x: Array, y: Array, z: Array) -> tuple[Array, Array]:
        """Data -> pixels."""
        return self.at(*self.boxed(x, y, z))

    def at(self, x: Array, y: Array, z: Array) -> tuple[Array, Array]:
        """Box coordinates -> pixels."""
        across, up, _ = self.rotated(x, y, z)
        return self.centre.x() + self.scale[0] * across, self.centre.y() - self.scale[1] * up

    def corner(self, x: float, y: float, z: float) -> QPointF:
        """Of the box: −1 or 1 each (z too)."""
        px, py = self.at(np.asarray(x), np.asarray(y), np.asarray(HALF_HEIGHT * z))
        return QPointF(float(px), float(py))

    def depth(self, x: Array, y: Array) -> Array:
        """How near the points of the ground are to the eye."""
        return self.rotated(x, y, np.zeros_like(x))[2]

    @property
    def towards_eye(self) -> tuple[float, float]:
        """The signs of the walls that stand between the eye and the box."""
        a = math.radians(self.view.azimuth)
        return math.copysign(1, math.cos(a)), math.copysign(1, math.sin(a))


_CORNERS = tuple(
    np.array(c, dtype=np.float64)
    for c in zip(
        *[(i, j, HALF_HEIGHT * k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)],
        strict=True,
    )
)
