"""Histograms over time: a heat map for each name and variant, time to the right, values upwards.

A darker tint is a larger share of that moment's values; shares go in by their square root, so that thin tails are
seen. On top the middle 90 % (dashed) and the median (full): where the lines part the values spread, and this can be
read off the axis from the back of the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from core.nn.array import Array
from core.run.records import Record, Ridge
from gui.panels.cells import Cell, Grid, grid_of, paint_labels
from gui.panels.panel import Panel
from gui.panels.plot import GAP, Plot
from gui.panels.strokes import stroke
from gui.panels.ticks import Range, linear_ticks, short
from gui.theme import Theme, ramp

MOST_COLUMNS = 320  # of pixels in a heat map; a run of a million steps has no more moments than a picture can show
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Heat:
    """One heat map: shares (moments, bins); quantiles (levels, moments) in the units of the values."""

    shares: Array
    quantiles: Array


class RidgePanel(Panel):
    """Draws `Ridge`."""

    @property
    def empty(self) -> bool:
        return not any(len(record.steps) for record in self._ridges.values())

    def show_records(self, records: Mapping[str, Record]) -> None:
        ridges = cast(Mapping[str, Ridge], records)
        kept = {v: self._heats[v] for v, record in ridges.items() if self.records.get(v) is record and v in self._heats}
        self._heats = {v: kept.get(v) or heats(record) for v, record in ridges.items()}
        self._images: dict[tuple[str, str, bool], QImage] = {}
        super().show_records(records)

    _heats: Mapping[str, dict[str, Heat]] = {}

    def draw(self, painter: QPainter, area: QRectF) -> None:
        theme, grid = self.theme, self._grid(area)
        paint_labels(painter, grid, theme, {name: self.style_of(name) for name in self.records})
        for cell in grid.cells:
            if len(self._ridges[cell.variant].steps):
                self._paint_heat(painter, cell)
            self._paint_axes(painter, cell, grid)
        font = theme.font(grid.size)
        line = QFontMetricsF(font).height()
        painter.setFont(font)
        painter.setPen(QColor(theme.secondary))
        foot = QRectF(area.left(), area.bottom() - line, area.width(), line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self.tr("step"))
        legend = self.tr("{0}: median, and the middle 90 % within the dashes").format(self._first.x_label)
        short_legend = QFontMetricsF(font).elidedText(legend, Qt.TextElideMode.ElideRight, area.width() - 60)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, short_legend)

    @property
    def _ridges(self) -> dict[str, Ridge]:
        return cast(dict[str, Ridge], self.records)

    @property
    def _first(self) -> Ridge:
        return next(iter(self._ridges.values()))

    def _grid(self, area: QRectF) -> Grid:
        metrics = QFontMetricsF(self.theme.font(12))
        low, high = self._values
        room = max(metrics.horizontalAdvance(t.label) for t in linear_ticks(low, high, 3)) + GAP + 2
        names = {variant: record.names for variant, record in self._ridges.items()}
        return grid_of(names, area, self.theme, room, lines=0)

    @property
    def _values(self) -> Range:
        edges = [record.edges for record in self._ridges.values()]
        return min(float(e[0]) for e in edges), max(float(e[-1]) for e in edges)

    def _plot(self, cell: Cell) -> Plot:
        steps = [record.steps for record in self._ridges.values() if len(record.steps)]
        first, last = min(int(s[0]) for s in steps), max(int(s[-1]) for s in steps)
        return Plot(cell.plot, (first, max(last, first + 1)), self._values)

    def _paint_heat(self, painter: QPainter, cell: Cell) -> None:
        theme, plot, record = self.theme, self._plot(cell), self._ridges[cell.variant]
        key = (cell.variant, cell.name, theme.dark)
        heat = self._heats[cell.variant][cell.name]
        if key not in self._images:
            self._images[key] = tinted(columns(heat.shares, record.steps), self.style_of(cell.variant).color, theme)
        top_left = plot.point(float(record.steps[0]), float(record.edges[-1]))
        last = max(float(record.steps[-1]), float(record.steps[0]) + 1)
        painter.drawImage(QRectF(top_left, plot.point(last, float(record.edges[0]))), self._images[key])
        for values, dash in zip(heat.quantiles, ((3, 3), (), (3, 3)), strict=True):
            stroke(painter, plot.px(record.steps), plot.py(values), theme.pen(theme.text, 1.2, dash))

    def _paint_axes(self, painter: QPainter, cell: Cell, grid: Grid) -> None:
        theme, plot = self.theme, self._plot(cell)
        frame, metrics = plot.frame, QFontMetricsF(theme.font(grid.size))
        painter.setFont(theme.font(grid.size))
        painter.setPen(QColor(theme.text))
        if grid.wrapped:
            painter.drawText(QPointF(frame.left(), frame.top() - metrics.descent()), cell.name)
        painter.setPen(theme.pen(theme.secondary, 1))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        painter.drawLine(frame.bottomLeft(), frame.topLeft())
        painter.setPen(QColor(theme.secondary))
        end = frame.left() - 20
        for tick in linear_ticks(*plot.x, max(1.5, frame.width() / 80), whole=True) if cell.bottom else ():
            at, width = float(plot.px(np.asarray(tick.value))), metrics.horizontalAdvance(tick.label)
            left = min(max(at - width / 2, frame.left() - 2), frame.right() + 2 - width)
            if left > end + GAP:
                box = QRectF(left, frame.bottom() + 2, width + 2, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tick.label)
                end = left + width
        painter.setFont(theme.font(12))
        for tick in linear_ticks(*plot.y, max(1.5, min(5.0, frame.height() / 30))) if cell.left else ():
            at = float(plot.py(np.asarray(tick.value)))
            box = QRectF(frame.left() - 80 - GAP, at - 8, 80, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick.label)

    def readout(self, at: QPointF) -> str:
        cell = self._grid(self.area).at(at)
        if cell is None or not len(self._ridges[cell.variant].steps):
            return ""
        record, plot = self._ridges[cell.variant], self._plot(cell)
        moment = int(np.searchsorted(record.steps, plot.x_at(at.x()), side="right")) - 1
        i = int(np.searchsorted(record.edges, plot.y_at(at.y()), side="right")) - 1
        heat = self._heats[cell.variant][cell.name]
        if not (0 <= moment < len(heat.shares) and 0 <= i < heat.shares.shape[1]):
            return ""
        span = f"{short(float(record.edges[i]))} … {short(float(record.edges[i + 1]))}"
        who = f"{cell.variant} · {cell.name}" if cell.variant else cell.name
        return f"{who} at step {record.steps[moment]:,}: {span}  {100 * heat.shares[moment, i]:.3g} %"


def heats(record: Ridge) -> dict[str, Heat]:
    """Shares of each moment's values, and the quantiles read off them, as if values lay evenly within a bin."""
    made = {}
    for i, name in enumerate(record.names if len(record.steps) else ()):
        counts = record.counts[:, i].astype(np.float64)
        total = counts.sum(axis=1, keepdims=True)
        shares = counts / np.maximum(total, 1)
        heights = np.concatenate([np.zeros((len(shares), 1)), np.cumsum(shares, axis=1)], axis=1)
        quantiles = np.array([[np.interp(level, row, record.edges) for row in heights] for level in LEVELS])
        quantiles[:, total[:, 0] == 0] = np.nan
        made[name] = Heat(shares, quantiles)
    return made


def columns(shares: Array, steps: Array) -> Array:
    """The moments spread evenly over time: each is shown until the next one. (columns, bins)"""
    span = max(float(steps[-1] - steps[0]), 1.0)
    closest = max(float(np.diff(steps).min(initial=span)), span / MOST_COLUMNS)
    count = int(np.clip(np.ceil(2 * span / closest), 1, MOST_COLUMNS))
    middles = steps[0] + (np.arange(count) + 0.5) * span / count
    return cast(Array, shares[np.searchsorted(steps, middles, side="right") - 1])


def tinted(shares: Array, color: str, theme: Theme) -> QImage:
    """shares (columns, bins) -> an image with the last bin at the top, from the panel's ground to the colour."""
    end = QColor(color).lighter(135) if theme.dark else QColor(color).darker(125)
    table = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in ramp((theme.panel, color, end.name()), 256)])
    most = float(np.quantile(shares.max(axis=1), 0.9)) or 1.0
    rows = np.rint(255 * np.sqrt(np.clip(shares / most, 0, 1))).astype(np.intp)
    pixels = np.ascontiguousarray(table.astype(np.uint8)[rows].transpose(1, 0, 2)[::-1])
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
