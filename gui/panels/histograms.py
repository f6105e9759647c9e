"""Histograms side by side: a column for each name, a row for each variant.

All cells have one x range. Bars are shares of all values of that name, those outside the bins included; a row has one
scale of shares, so layers compare along it, and its numbers stand at its left. A single crowded bin would flatten the
rest of its row: bars above the scale are cut at an arrow, and the cell says how high they are. Exact zeros are drawn
paler on top of their bin and counted in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.nn.array import Array
from core.run.records import Histograms, Record
from gui.panels.cells import Cell, Grid, grid_of, paint_labels
from gui.panels.panel import Panel
from gui.panels.plot import GAP, Plot
from gui.panels.ticks import linear_ticks, nice_range, short

SPIKE = 0.01  # a smaller share of zeros is not worth a word
CUT = 3.0  # times the usual tallest bin: higher ones are cut off


@dataclass(frozen=True)
class Shares:
    """Heights of one histogram: bars (bins,) without the exact zeros, zero (bins,) these alone."""

    bars: Array
    zero: Array
    below: float
    above: float
    zeros: float
    std: float
    caption: str = ""

    @classmethod
    def of(cls, record: Histograms, name: str) -> Shares:
        i = record.names.index(name)
        total = max(float(record.total[i]), 1.0)
        zero = np.zeros(len(record.edges) - 1)
        if record.edges[0] <= 0 <= record.edges[-1]:
            at = min(int(np.searchsorted(record.edges, 0, side="right")) - 1, len(zero) - 1)
            zero[at] = record.zeros[i] / total
        return cls(
            bars=record.counts[i] / total - zero,
            zero=zero,
            below=float(record.below[i]) / total,
            above=float(record.above[i]) / total,
            zeros=float(record.zeros[i]) / total,
            std=float(record.std[i]),
            caption=record.captions[i] if record.captions else "",
        )

    @property
    def peak(self) -> float:
        return float((self.bars + self.zero).max(initial=0))

    def note(self) -> str:
        """What the bars do not show."""
        parts = [f"‹ {percent(self.below)}"] if self.below else []
        parts += [f"{percent(self.zeros)} zero"] if self.zeros >= SPIKE else []
        parts += [f"{percent(self.above)} ›"] if self.above else []
        parts += [self.caption] if self.caption else []
        return " · ".join(parts)


def percent(share: float) -> str:
    """A share as people say it: never 0 % or 100 % of something that is not quite so."""
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f} %" if share < 0.0995 or share > 0.995 else f"{100 * share:.0f} %"


class HistogramsPanel(Panel):
    """Draws `Histograms`."""

    def show_records(self, records: Mapping[str, Record]) -> None:
        histograms = cast(Mapping[str, Histograms], records)
        self._shares = {v: {name: Shares.of(record, name) for name in record.names} for v, record in histograms.items()}
        self._tops = {variant: scale_top(list(row.values())) for variant, row in self._shares.items()}
        super().show_records(records)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        grid = self._grid(area)
        paint_labels(painter, grid, self.theme, {name: self.style_of(name) for name in self.records})
        for cell in grid.cells:
            shares, top = self._shares[cell.variant][cell.name], self._tops[cell.variant]
            self._paint_axes(painter, cell, grid, top)
            self._paint_bars(painter, cell, shares, top)
            self._paint_text(painter, cell, grid, shares)
        painter.setFont(self.theme.font(grid.size))
        painter.setPen(QColor(self.theme.secondary))
        line = QFontMetricsF(self.theme.font(grid.size)).height()
        foot = QRectF(area.left(), area.bottom() - line, area.width(), line)
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, self._first.x_label)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, self.tr("share of values in each bin"))

    @property
    def _histograms(self) -> dict[str, Histograms]:
        return cast(dict[str, Histograms], self.records)

    @property
    def _first(self) -> Histograms:
        return next(iter(self._histograms.values()))

    def _grid(self, area: QRectF) -> Grid:
        names = {variant: record.names for variant, record in self._histograms.items()}
        noted = any(s.note() for row in self._shares.values() for s in row.values())
        room = QFontMetricsF(self.theme.font(12)).horizontalAdvance("100 %") + GAP
        return grid_of(names, area, self.theme, room, lines=2 if noted else 1)

    def _plot(self, cell: Cell, top: float) -> Plot:
        edges = [record.edges for record in self._histograms.values()]
        span = (min(float(e[0]) for e in edges), max(float(e[-1]) for e in edges))
        return Plot(cell.plot, span, (0.0, top))

    def _paint_axes(self, painter: QPainter, cell: Cell, grid: Grid, top: float) -> None:
        theme, plot = self.theme, self._plot(cell, top)
        frame, metrics = plot.frame, QFontMetricsF(theme.font(grid.size))
        painter.setFont(theme.font(grid.size))
        end = frame.left() - 20
        for tick in linear_ticks(*plot.x, max(2.0, frame.width() / 70)):
            at = float(plot.px(np.asarray(tick.value)))
            painter.setPen(theme.pen(theme.grid, 1))
            painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()))
            width = metrics.horizontalAdvance(tick.label)
            left = min(max(at - width / 2, frame.left() - 2), frame.right() + 2 - width)
            if cell.bottom and left > end + GAP:
                painter.setPen(QColor(theme.secondary))
                box = QRectF(left, frame.bottom() + 2, width + 2, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tick.label)
                end = left + width
        for tick in linear_ticks(0, top, max(1.0, min(3.0, frame.height() / 40)))[1:]:
            at = float(plot.py(np.asarray(tick.value)))
            painter.setPen(theme.pen(theme.grid, 1))
            painter.drawLine(QPointF(frame.left(), at), QPointF(frame.right(), at))
            if cell.left:
                painter.setPen(QColor(theme.secondary))
                box = QRectF(frame.left() - 80 - GAP, at - metrics.height() / 2, 80, metrics.height())
                painter.setFont(theme.font(12))
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(tick.value))
                painter.setFont(theme.font(grid.size))
        painter.setPen(theme.pen(theme.secondary, 1))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())

    def _paint_bars(self, painter: QPainter, cell: Cell, shares: Shares, top: float) -> None:
        plot = self._plot(cell, top)
        edges = self._histograms[cell.variant].edges
        full = QColor(self.style_of(cell.variant).color)
        pale = QColor(full)
        pale.setAlphaF(0.45)
        fill(painter, plot, edges, np.zeros_like(shares.bars), np.minimum(shares.bars, top), full)
        fill(painter, plot, edges, np.minimum(shares.bars, top), np.minimum(shares.bars + shares.zero, top), pale)

    def _paint_text(self, painter: QPainter, cell: Cell, grid: Grid, shares: Shares) -> None:
        theme = self.theme
        font = theme.font(grid.size)
        line = QFontMetricsF(font).height()
        room = cell.plot.top() - cell.box.top()
        lines = round(room / line)
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        first = QRectF(cell.box.left(), cell.plot.top() - lines * line, cell.box.width(), line)
        if grid.wrapped:
            painter.drawText(first, Qt.AlignmentFlag.AlignLeft, cell.name)
        painter.setPen(QColor(theme.secondary))
        if lines:
            painter.drawText(first, Qt.AlignmentFlag.AlignRight, f"std {short(shares.std, 2)}")
        if lines > 1:
            painter.drawText(first.translated(0, line), Qt.AlignmentFlag.AlignRight, shares.note())

    def readout(self, at: QPointF) -> str:
        cell = self._grid(self.area).at(at)
        if cell is None:
            return ""
        record = self._histograms[cell.variant]
        x = self._plot(cell, 1.0).x_at(at.x())
        i = int(np.searchsorted(record.edges, x, side="right")) - 1
        if not 0 <= i < len(record.edges) - 1:
            return ""
        row = record.names.index(cell.name)
        count = int(record.counts[row, i])
        share = count / max(float(record.total[row]), 1.0)
        span = f"{short(float(record.edges[i]))} … {short(float(record.edges[i + 1]))}"
        who = f"{cell.variant} · {cell.name}" if cell.variant else cell.name
        return f"{who}: {span}  {count:,} = {percent(share)}"


def scale_top(shares: list[Shares]) -> float:
    """The end of the scale of shares: the tallest bin, unless it towers over what is usual."""
    bodies = [float(s.bars.max(initial=0)) for s in shares]
    usual = float(np.median([b for b in bodies if b > 0] or [0.1]))
    top = max(min(max((s.peak for s in shares), default=0.1), CUT * usual), 1e-3)
    return min(nice_range(0.0, top)[1], 1.0)


def fill(painter: QPainter, plot: Plot, edges: Array, low: Array, high: Array, color: QColor) -> None:
    """Bars from low to high (bins,), side by side. On a screen their edges fall on whole pixels, so that no seam shows
    between two of them; it is also ten times faster than a smooth outline."""
    shown = np.flatnonzero(high > low)
    left, right = plot.px(edges[shown]).tolist(), plot.px(edges[shown + 1]).tolist()
    bottom, top = plot.py(low[shown]).tolist(), plot.py(high[shown]).tolist()
    smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRects([QRectF(a, d, b - a, c - d) for a, b, c, d in zip(left, right, bottom, top, strict=True)])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
