"""Level lines and the bands between them, as paths in the units of the axes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from contourpy import FillType, LineType, contour_generator
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from core.array import Array
from core.records import ContoursMark


class Band(NamedTuple):
    """The area from one level up to the next, and the line at its lower level."""

    area: QPainterPath
    edge: QPainterPath


def bands(contours: ContoursMark) -> list[Band]:
    """From the lowest to the highest: what lies under the first level, between every two, and over the last."""
    rows, columns = contours.values.shape
    made = contour_generator(
        np.linspace(*contours.x, columns),
        np.linspace(*contours.y, rows),
        contours.values,
        fill_type=FillType.OuterOffset,
        line_type=LineType.Separate,
    )
    levels = [-np.inf, *contours.levels, np.inf]
    return [Band(_area(made.filled(low, high)), _edge(made.lines(low))) for low, high in pairwise(levels)]


def _area(filled: Any) -> QPainterPath:
    """Outlines with their holes: the odd-even rule leaves the holes empty."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for points, offsets in zip(*filled, strict=True):
        for start, end in pairwise(offsets):
            path.addPath(_polyline(points[start:end]))
            path.closeSubpath()
    return path


def _edge(lines: Any) -> QPainterPath:
    path = QPainterPath()
    for points in lines:
        path.addPath(_polyline(points))
    return path


def _polyline(points: Array) -> QPainterPath:
    x, y = np.ascontiguousarray(points.T)
    path: QPainterPath = arrayToQPath(x, y, finiteCheck=False)
    return path
