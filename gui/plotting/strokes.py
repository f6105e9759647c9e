"""Drawing a line of many points fast.

Qt's antialiasing takes time with the square of the edges that cross a row of pixels, so on a screen a line goes as
separate segments, and dashes are cut here. Milliseconds for 700 points of noise, 2 pixels wide, on 900 × 500: one path
165, one dashed path 370, segments with round caps 15 (a round cap is a polygon of its own), with square caps 2.5. A
file of shapes gets the whole path, which is smaller and draws the same.
"""

from __future__ import annotations

import numpy as np
from pyqtgraph.functions import arrayToQPath
from pyqtgraph.graphicsItems.PlotCurveItem import arrayToLineSegments
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPen

from core.array import Array

_SHAPES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)
MOST_WINDING = 12.0  # a line that is so many times longer than it is wide hides its dashes: it is drawn in full


def stroke(painter: QPainter, x: Array, y: Array, pen: QPen) -> None:
    """A polyline through the pixels x, y (points,), broken where either is not finite. The pen should be opaque:
    where segments meet they overlap."""
    x, y = np.ascontiguousarray(x, dtype=np.float64), np.ascontiguousarray(y, dtype=np.float64)
    if np.count_nonzero(np.isfinite(x) & np.isfinite(y)) < 2:
        return
    if painter.paintEngine().type() in _SHAPES:
        painter.setPen(pen)
        painter.drawPath(arrayToQPath(x, y, connect="finite", finiteCheck=True))
        return
    dashes = tuple(pen.dashPattern()) if pen.style() is not Qt.PenStyle.SolidLine else ()
    plain = QPen(pen)
    plain.setStyle(Qt.PenStyle.SolidLine)
    plain.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(plain)
    if dashes and not _winds(x, y):
        width = pen.widthF()
        x, y = cut(x, y, tuple(part * width for part in dashes), overhang=width, start=pen.dashOffset() * width)
        segments = arrayToLineSegments(x, y, connect="pairs", finiteCheck=False)
    else:
        segments = arrayToLineSegments(x, y, connect="finite", finiteCheck=True)
    painter.drawLines(*segments.drawargs())  # `segments` owns the memory that is drawn from


def resumed(pen: QPen, pixels: float) -> QPen:
    """The pen for a line that goes on so far from where it began: its dashes run on. Counted across, since pieces are
    short where a line is steep."""
    pen = QPen(pen)
    pen.setDashOffset(pixels / pen.widthF())
    return pen


def _winds(x: Array, y: Array) -> bool:
    fine = np.isfinite(x) & np.isfinite(y)
    x, y = x[fine], y[fine]
    along = np.hypot(np.diff(x), np.diff(y)).sum()
    return bool(along > MOST_WINDING * (np.ptp(x) + np.ptp(y) + 1))


def cut(
    x: Array, y: Array, dashes: tuple[float, ...], overhang: float = 0.0, start: float = 0.0
) -> tuple[Array, Array]:
    """The drawn pieces of a dashed line as pairs of points: x, y (2 · pieces,).

    dashes: lengths in pixels, drawn and left out by turns. The pattern runs on across corners and gaps. overhang: how
    much the pen's caps add to a dash; the dashes are so much shorter. start: how far along the pattern the line begins.
    """
    length = np.hypot(np.diff(x), np.diff(y))
    solid = np.isfinite(length) & (length > 0)  # a walker that rests adds points, and no length to divide by
    at = np.concatenate([[0.0], np.cumsum(np.where(solid, length, 0.0))])
    turns = np.cumsum((0.0, *dashes))
    starts, ends = turns[:-1:2], np.maximum(turns[1::2] - overhang, turns[:-1:2] + 0.1)
    period = np.arange(-(start % turns[-1]), at[-1] + turns[-1], turns[-1])[:, None]
    edges = np.stack([period + starts, period + ends], axis=-1).reshape(-1, 2)
    inner = np.concatenate([at[1:-1], edges.ravel()])
    stops = np.unique(np.concatenate([[0.0], inner[(inner > 0) & (inner < at[-1])], [at[-1]]]))
    middle = (stops[1:] + stops[:-1]) / 2
    row = np.clip(np.searchsorted(at, middle, side="right") - 1, 0, len(length) - 1)
    dash = np.clip(np.searchsorted(edges[:, 0], middle, side="right") - 1, 0, None)
    drawn = (middle < edges[dash, 1]) & (middle > edges[dash, 0]) & solid[row]
    row = row[drawn]
    pieces = np.stack([stops[:-1][drawn], stops[1:][drawn]], axis=1)
    share = (pieces - at[row, None]) / length[row, None]
    px = x[row, None] + share * (x[row + 1] - x[row])[:, None]
    py = y[row, None] + share * (y[row + 1] - y[row])[:, None]
    return px.ravel(), py.ravel()
