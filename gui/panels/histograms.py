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
from PySide6.QtGui import QColor, QFontMetricsF, QPaintEngine, QPainter, QPolygonF

from core.array import Array
from core.records import Histograms, Record
from gui.look.translate import translated
from gui.panels.panel import Panel
from gui.plotting.axes import GAP, Plot
from gui.plotting.small_multiples import (
    NUMBERS,
    Cell,
    Grid,
    few_ticks,
    grid_of,
    paint_foot,
    paint_labels,
    paint_x_axis,
    paint_y_axis,
)
from gui.plotting.ticks import Tick, nice_range, short

APART = 12.0  # pixels between two texts on a line
Flag = Qt.AlignmentFlag
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

    def notes(self, top: float) -> list[str]:
        """What the bars do not show, where the scale ends at `top`: all of it, then in fewer and fewer letters."""
        zero = [f"{percent(self.zeros)} zero"] if self.zeros >= SPIKE else []
        over = [f"▲ {percent(self.peak)}"] if float(self.bars.max(initial=0)) > top else []
        left = [f"‹ {percent(self.below)}"] if self.below else []
        right = [f"{percent(self.above)} ›"] if self.above else []
        out = self.below + self.above
        outside = [f"‹› {100 * out:.0f} %" if out >= 0.005 else "‹› <1 %"] if out else []
        full = [*left, *zero, *over, *right]
        return [" · ".join(parts) for parts in (full, [*zero, *over, *outside], [*zero, *outside], zero or outside)]

    def cut(self, top: float) -> Array:
        """The bins that reach beyond the scale."""
        return np.flatnonzero(self.bars + self.zero > top * (1 + 1e-9))


def percent(share: float) -> str:
    """A share as people say it: never 0 % or 100 % of something that is not quite so."""
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    fine = 0 < share < 0.0995 or 0.995 < share < 1
    return f"{100 * share:.1f} %" if fine else f"{100 * share:.0f} %"


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
            self._paint_text(painter, cell, grid, shares, top)
        scale = self.tr("share of values in each bin") if grid.wrapped else self.tr("share in each bin, by row")
        paint_foot(painter, grid, area, self.theme, scale, translated(self._first.x_label))

    @property
    def _histograms(self) -> dict[str, Histograms]:
        return cast(dict[str, Histograms], self.records)

    @property
    def _first(self) -> Histograms:
        return next(iter(self._histograms.values()))

    def _grid(self, area: QRectF) -> Grid:
        """With one line of text in each cell where name, std and notes fit side by side, else with two."""
        names = {variant: record.names for variant, record in self._histograms.items()}
        room = QFontMetricsF(self.theme.font(NUMBERS)).horizontalAdvance("100 %") + GAP
        single = grid_of(names, area, self.theme, room, lines=1)
        metrics = QFontMetricsF(self.theme.font(single.size))
        for cell in single.cells:
            texts = self._texts(cell, single)
            width = sum(metrics.horizontalAdvance(text) for text in texts) + APART * sum(bool(t) for t in texts[1:])
            if width > cell.box.width():
                return grid_of(names, area, self.theme, room, lines=2)
        return single

    def _texts(self, cell: Cell, grid: Grid) -> tuple[str, str, str]:
        """The name where the grid has no heads, what the bars do not show, the standard deviation."""
        shares = self._shares[cell.variant][cell.name]
        note = shares.notes(self._tops[cell.variant])[0]
        return cell.name if grid.wrapped else "", note, f"std {short(shares.std, 2)}"

    def _plot(self, cell: Cell, top: float) -> Plot:
        edges = [record.edges for record in self._histograms.values()]
        span = (min(float(e[0]) for e in edges), max(float(e[-1]) for e in edges))
        return Plot(cell.plot, span, (0.0, top))

    def _paint_axes(self, painter: QPainter, cell: Cell, grid: Grid, top: float) -> None:
        plot = self._plot(cell, top)
        marks = few_ticks(0, top, min(3.0, plot.frame.height() / 40), least=1)
        ticks = [Tick(m.value, f"{100 * m.value:g} %") for m in marks if m.value > 0]
        paint_y_axis(painter, plot, cell, self.theme, ticks)
        paint_x_axis(painter, plot, grid, cell, self.theme)

    def _paint_bars(self, painter: QPainter, cell: Cell, shares: Shares, top: float) -> None:
        plot = self._plot(cell, top)
        edges = self._histograms[cell.variant].edges
        full = QColor(self.style_of(cell.variant).color)
        pale = QColor(full)
        pale.setAlphaF(0.45)
        fill(painter, plot, edges, np.zeros_like(shares.bars), np.minimum(shares.bars, top), full)
        fill(painter, plot, edges, np.minimum(shares.bars, top), np.minimum(shares.bars + shares.zero, top), pale)
        for i in shares.cut(top).tolist():
            self._paint_break(painter, plot, float(edges[i]), float(edges[i + 1]))

    def _paint_break(self, painter: QPainter, plot: Plot, low: float, high: float) -> None:
        """The slanted gap that says: this bar goes on."""
        left, right = plot.point(low, 0).x() - 2, plot.point(high, 0).x() + 2
        at = plot.frame.top() + min(8.0, plot.frame.height() / 4)
        painter.setPen(self.theme.pen(self.theme.panel, 3))
        painter.drawLine(QPointF(left, at + 2), QPointF(right, at - 2))

    def _paint_text(self, painter: QPainter, cell: Cell, grid: Grid, shares: Shares, top: float) -> None:
        """Name at the left, std at the right, notes between them or below."""
        if not cell.lines:
            return
        theme, font = self.theme, self.theme.font(grid.size)
        metrics = QFontMetricsF(font)
        line, width = metrics.height(), cell.box.width()
        first = QRectF(cell.box.left(), cell.plot.top() - cell.lines * line, width, line)
        name, note, std = self._texts(cell, grid)
        if metrics.horizontalAdvance(std) + APART + metrics.horizontalAdvance(name) > width:
            std = std.removeprefix("std ")
        room = width - metrics.horizontalAdvance(std) - APART
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        painter.drawText(first, Flag.AlignLeft, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        painter.setPen(QColor(theme.secondary))
        painter.drawText(first, Flag.AlignRight, std)
        if cell.lines > 1:
            notes = shares.notes(top)
            note = next((one for one in notes if metrics.horizontalAdvance(one) <= width), "")
            painter.drawText(first.translated(0, line), Flag.AlignRight, note)
        elif metrics.horizontalAdvance(name) + APART + metrics.horizontalAdvance(note) <= room:
            painter.drawText(first.adjusted(0, 0, room - width, 0), Flag.AlignRight, note)

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
    """Bars from low to high (bins,), side by side, with no seam between two of them: on a screen their edges fall on
    whole pixels, which is also ten times faster than a smooth outline; on paper they are one outline."""
    shown = np.flatnonzero(high > low)
    if not len(shown):
        return
    x, bottom, top = plot.px(edges), plot.py(low), plot.py(high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    if painter.paintEngine().type() is QPaintEngine.Type.Raster:
        smooth = painter.testRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        sides = (x[shown], top[shown], np.diff(x)[shown], (bottom - top)[shown])
        painter.drawRects([QRectF(*side) for side in np.stack(sides, axis=1).tolist()])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
    else:
        around = np.repeat(x, 2)[1:-1]
        outline = np.stack([np.repeat(top, 2), np.repeat(bottom, 2)])
        there, back = (zip(around.tolist(), row.tolist(), strict=True) for row in outline)
        painter.drawPolygon(QPolygonF([QPointF(*at) for at in (*there, *reversed(list(back)))]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
