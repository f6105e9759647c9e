"""Histograms side by side: a column for each name, a row for each variant.

All cells have one x range. Bars are shares of all values of that name, those outside the bins included; a row has one
scale of shares, so layers compare along it, and its numbers stand at its left. A single crowded bin would flatten the
rest of its row: bars above the scale are cut at an arrow, and the cell says how high they are. Exact zeros are drawn
paler on top of their bin and counted in words.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainterPath

from core.array import Array
from core.records import Histograms, Record
from gui.look.translate import translated
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import GAP, Plot
from gui.plotting.layer import Layer
from gui.plotting.lettering import LEFT, RIGHT
from gui.plotting.plot_frame import PlotSpec
from gui.plotting.reading import Reading, Row
from gui.plotting.shapes import area_path
from gui.plotting.small_multiples import (
    NOTHING,
    NUMBERS,
    Cell,
    Grid,
    draw_texts,
    draw_x_axis,
    draw_y_axis,
    few_ticks,
    grid_of,
)
from gui.plotting.ticks import Tick, nice_range, short

APART = 12.0  # pixels between two texts on a line
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
        left = [f"{percent(self.below)} below"] if self.below else []
        right = [f"{percent(self.above)} above"] if self.above else []
        out = self.below + self.above
        outside = [f"{percent(out)} outside"] if out else []
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


class HistogramsPanel(PlotPanel):
    """Draws `Histograms`."""

    _shares: Mapping[str, Mapping[str, Shares]] = {}
    _tops: Mapping[str, float] = {}
    _grid: Grid = NOTHING
    _stacked = False
    _sign = "std"  # what all standard deviations are called: "σ" where one of them has no room for more

    def show_records(self, records: Mapping[str, Record]) -> None:
        histograms = cast(Mapping[str, Histograms], records)
        self._shares = {v: {name: Shares.of(record, name) for name in record.names} for v, record in histograms.items()}
        self._tops = {variant: scale_top(list(row.values())) for variant, row in self._shares.items()}
        super().show_records(records)

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        self._sign = "std"
        self._grid = self._grid_in(area)
        self._stacked = self._stacks(self._grid)
        self._sign = "std" if all(self._fits(cell) for cell in self._grid.cells) else "σ"
        edges = [record.edges for record in self._histograms.values()]
        span = (min(float(e[0]) for e in edges), max(float(e[-1]) for e in edges))
        tops = self._tops
        return [
            PlotSpec((cell.variant, cell.name), Plot(cell.plot, span, (0.0, tops[cell.variant])), tops[cell.variant])
            for cell in self._grid.cells
        ]

    def draw_plots(self) -> None:
        grid = self._grid
        scale = self.tr("share of values in each bin") if grid.wrapped else self.tr("share in each bin, by row")
        styles = {name: self.style_of(name) for name in self.records}
        texts = grid, self.theme, styles, scale, translated(self._first.x_label), self.area
        self.back.redraw(texts, lambda back: draw_texts(back, *texts))
        for cell in grid.cells:
            frame = self.frames[cell.variant, cell.name]
            axes = partial(self._draw_axes, plot=frame.plot, cell=cell)
            frame.ground.redraw((cell, frame.plot, self.theme, grid.size), axes)
            with frame.data.drawing() as data:
                self._draw_bars(data, frame.plot, cell)
            with frame.front.drawing() as front:
                self._draw_text(front, cell, grid)

    @property
    def _histograms(self) -> dict[str, Histograms]:
        return cast(dict[str, Histograms], self.records)

    @property
    def _first(self) -> Histograms:
        return next(iter(self._histograms.values()))

    def _grid_in(self, area: QRectF) -> Grid:
        """With one line of text in each cell where name, std and notes fit side by side, else with two."""
        names = {variant: record.names for variant, record in self._histograms.items()}
        room = self.theme.metrics(NUMBERS).horizontalAdvance("100 %") + GAP
        single = grid_of(names, area, self.theme, room, lines=1)
        metrics = self.theme.metrics(single.size)
        for cell in single.cells:
            texts = self._texts(cell, single)
            width = sum(metrics.horizontalAdvance(text) for text in texts) + APART * sum(bool(t) for t in texts[1:])
            if width > cell.box.width():
                return grid_of(names, area, self.theme, room, lines=2)
        return single

    def _stacks(self, grid: Grid) -> bool:
        """Whether each std stands below its name, because one of them has no room beside it."""
        metrics = QFontMetricsF(self.theme.font(grid.size))

        def wide(cell: Cell) -> bool:
            name, _, std = self._texts(cell, grid)
            return metrics.horizontalAdvance(name) + APART + metrics.horizontalAdvance(std) > cell.box.width()

        return grid.wrapped and any(cell.lines > 1 and wide(cell) for cell in grid.cells)

    def _fits(self, cell: Cell) -> bool:
        """Whether its standard deviation has room where it stands."""
        metrics = QFontMetricsF(self.theme.font(self._grid.size))
        name, note, std = self._texts(cell, self._grid)
        beside = "" if self._stacked and not note else name
        return (
            metrics.horizontalAdvance(beside) + APART * bool(beside) + metrics.horizontalAdvance(std)
            <= cell.box.width()
        )

    def _texts(self, cell: Cell, grid: Grid) -> tuple[str, str, str]:
        """The name where the grid has no heads, what the bars do not show, the standard deviation."""
        shares = self._shares[cell.variant][cell.name]
        note = shares.notes(self._tops[cell.variant])[0]
        return cell.name if grid.wrapped else "", note, f"{self._sign} {short(shares.std, 2)}"

    def _draw_axes(self, ground: Layer, plot: Plot, cell: Cell) -> None:
        marks = few_ticks(*plot.y, min(3.0, plot.frame.height() / 40), least=1)
        ticks = [Tick(m.value, f"{100 * m.value:g} %") for m in marks if m.value > 0]
        draw_y_axis(ground, plot, cell, self.theme, ticks)
        draw_x_axis(ground, plot, self._grid, cell, self.theme)

    def _draw_bars(self, data: Layer, plot: Plot, cell: Cell) -> None:
        shares, top = self._shares[cell.variant][cell.name], self._tops[cell.variant]
        edges = self._histograms[cell.variant].edges
        full = QColor(self.style_of(cell.variant).color)
        pale = QColor(self.theme.faint(full.name(), 0.45))
        # Who looks at a part of the scale sees bars of their whole height.
        cut = top if self.state.y is None else math.inf
        data.path(outline(plot, edges, np.zeros_like(shares.bars), np.minimum(shares.bars, cut)), brush=full)
        low, high = np.minimum(shares.bars, cut), np.minimum(shares.bars + shares.zero, cut)
        data.path(outline(plot, edges, low, high), brush=pale)
        pen = self.theme.pen(self.theme.panel, 3)
        for i in shares.cut(top).tolist() if self.state.y is None else ():
            # The slanted gap that says: this bar goes on.
            left, right = float(plot.px(edges[i])) - 2, float(plot.px(edges[i + 1])) + 2
            at = plot.frame.top() + min(8.0, plot.frame.height() / 4)
            data.segments([(left, at + 2, right, at - 2)], pen)

    def _draw_text(self, front: Layer, cell: Cell, grid: Grid) -> None:
        """Name at the left, std at the right, notes between them or below."""
        if not cell.lines:
            return
        theme, font = self.theme, self.theme.font(grid.size)
        shares, top = self._shares[cell.variant][cell.name], self._tops[cell.variant]
        metrics = QFontMetricsF(font)
        line, width = metrics.height(), cell.box.width()
        first = QRectF(cell.box.left(), cell.plot.top() - cell.lines * line, width, line)
        name, note, std = self._texts(cell, grid)
        second = first.translated(0, line)
        if not (name or note) and cell.lines > 1:
            first = second  # next to its bars
        if self._stacked and not note:
            front.text(second, RIGHT, std, font, theme.secondary)
            std = ""
        elif not self._fits(cell):
            std = ""  # without "σ" the number would be anything
        room = width - metrics.horizontalAdvance(std) - APART if std else width
        front.text(first, LEFT, metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room), font, theme.text)
        front.text(first, RIGHT, std, font, theme.secondary)
        if cell.lines > 1:
            notes = shares.notes(top)
            note = next((one for one in notes if metrics.horizontalAdvance(one) <= width), "")
            front.text(second, RIGHT, note, font, theme.secondary)
        elif metrics.horizontalAdvance(name) + APART + metrics.horizontalAdvance(note) <= room:
            front.text(first.adjusted(0, 0, room - width, 0), RIGHT, note, font, theme.secondary)

    def read(self, at: QPointF) -> Reading | None:
        """The bin under the cursor and what it counts."""
        cell = self._grid.at(at)
        if cell is None:
            return None
        record, plot = self._histograms[cell.variant], self.frames[cell.variant, cell.name].plot
        i = int(np.searchsorted(record.edges, plot.x_at(at.x()), side="right")) - 1
        if not 0 <= i < len(record.edges) - 1:
            return None
        row = record.names.index(cell.name)
        count = int(record.counts[row, i])
        share = count / max(float(record.total[row]), 1.0)
        low, high = float(record.edges[i]), float(record.edges[i + 1])
        who = f"{cell.variant} · {cell.name}" if cell.variant else cell.name
        left, right = (min(max(float(plot.px(x)), plot.frame.left()), plot.frame.right()) for x in (low, high))
        box = QRectF(left, plot.frame.top(), right - left, plot.frame.height())
        value = f"{count:,} = {percent(share)}"
        return Reading(who, (Row(f"{short(low)} … {short(high)}:", value),), frame=plot.frame, box=box)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        table: list[tuple[str, Sequence[object]]] = []
        for variant, record in self._histograms.items():
            head = f"{variant} " if variant else ""
            table += [(f"{head}from", record.edges[:-1].tolist()), (f"{head}to", record.edges[1:].tolist())]
            table += [(head + name, record.counts[i].tolist()) for i, name in enumerate(record.names)]
        return table


def scale_top(shares: list[Shares]) -> float:
    """The end of the scale of shares: the tallest bin, unless it towers over what is usual."""
    bodies = [float(s.bars.max(initial=0)) for s in shares]
    usual = float(np.median([b for b in bodies if b > 0] or [0.1]))
    top = max(min(max((s.peak for s in shares), default=0.1), CUT * usual), 1e-3)
    return min(nice_range(0.0, top)[1], 1.0)


def outline(plot: Plot, edges: Array, low: Array, high: Array) -> QPainterPath:
    """Bars from low to high (bins,), side by side: one outline, with no seam between two of them."""
    if not np.any(high > low):
        return QPainterPath()
    around = np.repeat(plot.px(edges), 2)[1:-1]
    there, back = np.repeat(plot.py(high), 2), np.repeat(plot.py(low), 2)[::-1]
    return area_path(np.concatenate([around, around[::-1]]), np.concatenate([there, back]))
