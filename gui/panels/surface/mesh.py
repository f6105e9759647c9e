"""A field as a surface of four-cornered pieces, coloured by height, shaded by a light, painted from back to front."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from pyqtgraph.functions import create_qpolygonf, ndarray_from_qpolygonf
from PySide6.QtGui import QColor, QPainter

from core.array import Array, Interval
from core.records import FieldMark
from gui.look.theme import Theme
from gui.panels.surface.projection import Projection
from gui.plotting.colors import color_table, places

PIECES = 48  # along each axis
_LIGHT = np.array([-0.35, -0.5, 0.8]) / np.linalg.norm([-0.35, -0.5, 0.8])


@dataclass(frozen=True)
class Grid:
    """Nodes of the surface in data units: x (columns,), y (rows,), z (rows, columns), nan where there is no ground.
    z is cut at the limits, the heights of the box's floor and ceiling, which differ; values is not."""

    x: Array
    y: Array
    z: Array
    values: Array
    limits: Interval

    @classmethod
    def of(cls, field: FieldMark) -> Grid:
        """The field on PIECES + 1 nodes a side at most."""
        low, high = field.limits
        rows, columns = (np.linspace(0, n - 1, min(n, PIECES + 1)) for n in field.values.shape)
        values = np.asarray(field.values, dtype=np.float64)
        if max(values.shape) > PIECES + 1:
            values = bilinear(values, rows[:, None], columns[None, :])
        z = np.clip(values, low, high)
        if not high > low:  # a constant lies half-way up
            room = 0.1 * abs(low) or 1.0
            low, high = low - room, low + room
        return cls(np.linspace(*field.x, len(columns)), np.linspace(*field.y, len(rows)), z, values, (low, high))

    @property
    def coarse(self) -> Grid:
        """Every second node of a fine surface: quick to paint while the box is being turned."""
        if self.z.shape != (PIECES + 1, PIECES + 1):
            return self
        return replace(self, x=self.x[::2], y=self.y[::2], z=self.z[::2, ::2], values=self.values[::2, ::2])

    def cut(self, value: Array) -> Array:
        """The limit at which values are cut, to the digits that are read; nan for those that are drawn as they are."""
        low, high = self.limits
        room = 1e-9 * (high - low)
        return np.where(value > high + room, high, np.where(value < low - room, low, np.nan))

    def height(self, x: Array, y: Array) -> Array:
        """The surface's height over points; nan outside."""
        column = (np.asarray(x) - self.x[0]) / (self.x[-1] - self.x[0]) * (len(self.x) - 1)
        row = (np.asarray(y) - self.y[0]) / (self.y[-1] - self.y[0]) * (len(self.y) - 1)
        inside = (column >= 0) & (column <= len(self.x) - 1) & (row >= 0) & (row <= len(self.y) - 1)
        return np.where(inside, bilinear(self.z, np.where(inside, row, 0), np.where(inside, column, 0)), np.nan)


def bilinear(values: Array, row: Array, column: Array) -> Array:
    """values (rows, columns) between its nodes, at fractional indices."""
    i = np.clip(np.floor(row).astype(np.intp), 0, values.shape[0] - 2)
    j = np.clip(np.floor(column).astype(np.intp), 0, values.shape[1] - 2)
    s, t = row - i, column - j
    near = (1 - t) * values[i, j] + t * values[i, j + 1]
    far = (1 - t) * values[i + 1, j] + t * values[i + 1, j + 1]
    return np.asarray((1 - s) * near + s * far)


def paint_surface(painter: QPainter, grid: Grid, field: FieldMark, view: Projection, theme: Theme) -> None:
    """All pieces, the farthest first. With no perspective the distance along the ground alone decides the order."""
    x, y = np.meshgrid(grid.x, grid.y)
    box = view.boxed(x, y, grid.z)
    px, py = view.at(*box)
    corners = np.stack([_quads(px), _quads(py)], axis=-1)
    whole = np.isfinite(_quads(grid.z).sum(axis=-1)).tolist()
    distance = _quads(view.depth(box[0], box[1])).mean(axis=-1)
    colors = _shaded(_quads(grid.z).mean(axis=-1), box, field, theme)
    edges = np.clip(colors * (1.18 if theme.dark else 0.89), 0, 255).astype(np.intp)
    fills, lines = ([QColor(*rgb) for rgb in table.tolist()] for table in (colors, edges))
    pen = theme.pen(theme.text, 0.6)
    piece = create_qpolygonf(4)
    place = ndarray_from_qpolygonf(piece)  # its own memory: four new points for each piece cost ten times as much
    for k in np.argsort(distance, kind="stable").tolist():
        if whole[k]:
            place[:] = corners[k]
            pen.setColor(lines[k])
            painter.setPen(pen)
            painter.setBrush(fills[k])
            painter.drawConvexPolygon(piece)


def _quads(nodes: Array) -> Array:
    """(rows, columns) -> the four corners of each piece, (pieces, 4), all around."""
    return np.stack([nodes[:-1, :-1], nodes[:-1, 1:], nodes[1:, 1:], nodes[1:, :-1]], axis=-1).reshape(-1, 4)


def _shaded(heights: Array, box: tuple[Array, Array, Array], field: FieldMark, theme: Theme) -> Array:
    """Colours of the pieces (pieces, 3) as bytes: of their height, brighter on the side of the light."""
    colors = height_colors(heights, field, theme)
    bx, by, bz = box
    slope_x = np.diff(bz, axis=1) / np.diff(bx, axis=1)
    slope_y = np.diff(bz, axis=0) / np.diff(by, axis=0)
    dx, dy = (slope_x[:-1] + slope_x[1:]) / 2, (slope_y[:, :-1] + slope_y[:, 1:]) / 2
    normal = np.stack([-dx, -dy, np.ones_like(dx)], axis=-1).reshape(-1, 3)
    with np.errstate(invalid="ignore"):
        lit = np.nan_to_num((normal @ _LIGHT) / np.linalg.norm(normal, axis=1))
    strength = 0.78 + 0.27 * np.clip(lit, -0.4, 1)
    return np.asarray(np.rint(np.clip(colors * strength[:, None], 0, 255)), dtype=np.intp)


def height_colors(heights: Array, field: FieldMark, theme: Theme) -> Array:
    """(pieces, 3). Heights go from the accent in the valleys to a paler ground, as the contours from above do, so that
    paths stand out; signed fields keep the signed map."""
    if field.scale == "signed":
        low, high = field.limits
        centred = (low - field.centre, high - field.centre)
        rows = places(heights - field.centre, centred, "signed")
        return np.asarray(color_table("signed", theme.dark)[rows], dtype=np.float64)
    low, high = field.limits
    with np.errstate(invalid="ignore"):
        share = np.nan_to_num(np.clip((heights - low) / (high - low), 0, 1))[:, None]
    valley, top = _ENDS[theme.name]
    return np.asarray(valley + (top - valley) * share**0.6)


_ENDS = {
    "light": np.array([[127, 176, 230], [243, 245, 247]], dtype=np.float64),
    "dark": np.array([[31, 79, 138], [91, 98, 108]], dtype=np.float64),
}
