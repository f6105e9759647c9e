"""Histograms over time: a heat map for each name and variant, time to the right, values upwards.

A darker tint is a larger share of that moment's values; shares go in by their square root, so that thin tails are
seen. On top the median (bold) and the ends of the middle 90 %: where the lines part the values spread, and this can be
read off the axis from the back of the room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage

from core.array import Array, Interval
from core.records import Record, Ridge
from gui.look.theme import Theme, ramp
from gui.look.translate import translated
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import GAP, Plot, draw_axis_lines, draw_line
from gui.plotting.far import near_part
from gui.plotting.layer import Layer
from gui.plotting.lettering import LEFT
from gui.plotting.pixels import image_of
from gui.plotting.plot_frame import MARGIN, PlotSpec
from gui.plotting.reading import Reading, Row
from gui.plotting.small_multiples import (
    NOTHING,
    Cell,
    Grid,
    draw_texts,
    draw_x_axis,
    draw_y_axis,
    few_ticks,
    grid_of,
)
from gui.plotting.ticks import linear_ticks, nice_range, short

MOST_COLUMNS = 320  # of pixels in a heat map; a run of a million steps has no more moments than a picture can show
ROOMY = 70.0  # pixels of height: in a lower cell the lines would hide the map
MOST_POINTS = 80  # of a line
VISIBLE = 0.0005  # a smaller share of the values leaves no trace in the colours
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Heat:
    """One heat map: shares (moments, bins). Its lines: quantiles (levels, points) of the values at steps (points,)."""

    shares: Array
    steps: Array
    quantiles: Array


class RidgePanel(PlotPanel):
    """Draws `Ridge`."""

    _heats: Mapping[str, dict[str, Heat]] = {}
    _values: Interval = (0.0, 1.0)
    _images: Mapping[tuple[str, str, str, str], QImage] = {}
    _grid: Grid = NOTHING

    @property
    def empty(self) -> bool:
        return not any(len(record.steps) for record in self._ridges.values())

    def show_records(self, records: Mapping[str, Record]) -> None:
        ridges = cast(Mapping[str, Ridge], records)
        kept = {v: self._heats[v] for v, record in ridges.items() if self.records.get(v) is record and v in self._heats}
        self._heats = {v: kept.get(v) or heats(record) for v, record in ridges.items()}
        self._values = visible_range(ridges, self._heats)
        self._images = {key: image for key, image in self._images.items() if key[0] in kept}
        super().show_records(records)

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        self._grid = self._grid_in(area)
        steps = [record.steps for record in self._ridges.values() if len(record.steps)]
        first, last = min(int(s[0]) for s in steps), max(int(s[-1]) for s in steps)
        span = float(first), float(max(last, first + 1))
        return [
            PlotSpec((cell.variant, cell.name), Plot(cell.plot, span, self._values), margin_x=MARGIN)
            for cell in self._grid.cells
        ]

    def draw_plots(self) -> None:
        theme, grid = self.theme, self._grid
        roomy = any(cell.plot.height() > ROOMY for cell in grid.cells)
        how = self.tr("{0}: median and middle 90 %") if roomy else self.tr("{0}: middle 90 %")
        styles = {name: self.style_of(name) for name in self.records}
        texts = grid, theme, styles, how.format(translated(self._first.x_label)), self.tr("step"), self.area
        self.back.redraw(texts, lambda back: draw_texts(back, *texts))
        for cell in grid.cells:
            frame = self.frames[cell.variant, cell.name]
            with frame.data.drawing() as data:
                if len(self._ridges[cell.variant].steps):
                    self._draw_heat(data, frame.plot, cell)
            axes = partial(self._draw_axes, plot=frame.plot, cell=cell)
            frame.ground.redraw((cell, frame.plot, theme, grid.size), axes)
            # The map covers what is under it.
            lines = partial(draw_axis_lines, plot=frame.plot, theme=theme)
            frame.front.redraw((frame.plot, theme), lines)

    @property
    def _ridges(self) -> dict[str, Ridge]:
        return cast(dict[str, Ridge], self.records)

    @property
    def _first(self) -> Ridge:
        return next(iter(self._ridges.values()))

    def _grid_in(self, area: QRectF) -> Grid:
        metrics = self.theme.metrics(12)
        low, high = self._values
        room = max(metrics.horizontalAdvance(t.label) for t in linear_ticks(low, high, 3)) + GAP + 2
        names = {variant: record.names for variant, record in self._ridges.items()}
        return grid_of(names, area, self.theme, room, lines=0)

    def _draw_heat(self, data: Layer, plot: Plot, cell: Cell) -> None:
        theme, record = self.theme, self._ridges[cell.variant]
        heat = self._heats[cell.variant][cell.name]
        last = max(float(record.steps[-1]), float(record.steps[0]) + 1)
        place = plot.box((float(record.steps[0]), last), (float(record.edges[0]), float(record.edges[-1])))
        image, box = near_part(self._image(cell, heat, record), place, plot.frame)
        data.image(image, box, smooth=True)
        x, y = heat.steps, heat.quantiles
        gap = np.full(1, np.nan)
        ends = np.concatenate([x, gap, x]), np.concatenate([y[0], gap, y[2]])
        if plot.frame.height() > ROOMY:  # with a rim, since the map may be as bright as the line
            for (xs, ys), width in ((ends, 1.0), ((x, y[1]), 2.0)):
                draw_line(data, plot, xs, ys, theme.pen(theme.panel, width + 2))
                draw_line(data, plot, xs, ys, theme.pen(theme.text, width))
        else:
            draw_line(data, plot, *ends, theme.pen(theme.text, 1.0))

    def _image(self, cell: Cell, heat: Heat, record: Ridge) -> QImage:
        color = self.style_of(cell.variant).color
        key = (cell.variant, cell.name, color, self.theme.name)
        if key not in self._images:
            self._images = {**self._images, key: tinted(columns(heat.shares, record.steps), color, self.theme)}
        return self._images[key]

    def _draw_axes(self, ground: Layer, plot: Plot, cell: Cell) -> None:
        theme, grid, frame = self.theme, self._grid, plot.frame
        draw_y_axis(ground, plot, cell, theme, few_ticks(*plot.y, min(5.0, frame.height() / 30)))
        draw_x_axis(ground, plot, grid, cell, theme, whole=True)
        if grid.wrapped:
            font = theme.font(grid.size)
            metrics = QFontMetricsF(font)
            name = metrics.elidedText(cell.name, Qt.TextElideMode.ElideMiddle, frame.width())
            box = QRectF(frame.left(), frame.top() - metrics.height(), frame.width(), metrics.height())
            ground.text(box, LEFT, name, font, theme.text)

    @property
    def x_unit(self) -> str:  # type: ignore[override]
        return "step" if not self.empty else ""

    def read(self, at: QPointF) -> Reading | None:
        cell = self._grid.at(at)
        if cell is None:
            return None
        plot = self.frames[cell.variant, cell.name].plot
        return self._read(cell, plot.x_at(at.x()), plot.y_at(at.y()))

    def read_x(self, x: float) -> Reading | None:
        """The medians of all cells."""
        cell = next(iter(self._grid.cells), None)
        plot = self.frames[cell.variant, cell.name].plot if cell is not None else None
        if plot is None or not plot.x[0] <= x <= plot.x[1]:
            return None
        rows = []
        for variant, heats in self._heats.items():
            for name, heat in heats.items():
                at = max(int(np.searchsorted(heat.steps, x, side="right")) - 1, 0)
                who = f"{variant} · {name}" if variant else name
                rows.append(Row(who, short(float(heat.quantiles[1, at])), self.style_of(variant).color))
        return Reading(self.tr("median at step {0}").format(f"{x:,.0f}"), tuple(rows), float(plot.px(x)), plot.frame)

    def _read(self, cell: Cell, x: float, y: float) -> Reading | None:
        record = self._ridges[cell.variant]
        if not len(record.steps):
            return None
        moment = int(np.searchsorted(record.steps, x, side="right")) - 1
        i = int(np.searchsorted(record.edges, y, side="right")) - 1
        heat = self._heats[cell.variant][cell.name]
        if not (0 <= moment < len(heat.shares) and 0 <= i < heat.shares.shape[1]):
            return None
        span = f"{short(float(record.edges[i]))} … {short(float(record.edges[i + 1]))}"
        who = f"{cell.variant} · {cell.name}" if cell.variant else cell.name
        plot = self.frames[cell.variant, cell.name].plot
        rows = (Row(f"{span}:", f"{100 * heat.shares[moment, i]:.3g} %"),)
        at = self.tr("{0} at step {1}").format(who, f"{record.steps[moment]:,}")
        return Reading(at, rows, float(plot.px(float(record.steps[moment]))), plot.frame)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        table: list[tuple[str, Sequence[object]]] = []
        for variant, heats in self._heats.items():
            for name, heat in heats.items():
                who = f"{variant} {name}" if variant else name
                table.append((f"{who} step", heat.steps.tolist()))
                levels = zip(LEVELS, heat.quantiles.tolist(), strict=True)
                table += [(f"{who} {100 * level:g} %", values) for level, values in levels]
        return table


def visible_range(ridges: Mapping[str, Ridge], heats: Mapping[str, dict[str, Heat]]) -> Interval:
    """From the lowest to the highest bin that ever held a visible share of the values, in nice steps."""
    spans = []
    for variant, record in ridges.items():
        for heat in heats[variant].values():
            used = np.flatnonzero(np.any(heat.shares >= VISIBLE, axis=0))
            spans += [(record.edges[used[0]], record.edges[used[-1] + 1])] if len(used) else []
    return (
        nice_range(float(min(low for low, _ in spans)), float(max(high for _, high in spans))) if spans else (0.0, 1.0)
    )


def heats(record: Ridge) -> dict[str, Heat]:
    """Shares of each moment's values, and the quantiles read off them, as if values lay evenly within a bin."""
    made = {}
    for i, name in enumerate(record.names if len(record.steps) else ()):
        counts = record.counts[:, i].astype(np.float64)
        total = counts.sum(axis=1, keepdims=True)
        shares = counts / np.maximum(total, 1)
        kept = np.unique(np.linspace(0, len(shares) - 1, min(len(shares), MOST_POINTS)).astype(np.intp))
        heights = np.concatenate([np.zeros((len(kept), 1)), np.cumsum(shares[kept], axis=1)], axis=1)
        quantiles = np.array([quantile(level, heights, record.edges) for level in LEVELS])
        quantiles[:, total[kept, 0] == 0] = np.nan
        made[name] = Heat(shares, record.steps[kept], quantiles)
    return made


def quantile(level: float, heights: Array, edges: Array) -> Array:
    """Where each row of heights (moments, edges), rising from 0, comes to the level."""
    rows = np.arange(len(heights))
    after = np.clip((heights < level).sum(axis=1), 1, len(edges) - 1)
    low, high = heights[rows, after - 1], heights[rows, after]
    share = (level - low) / np.maximum(high - low, 1e-12)
    return np.asarray(edges[after - 1] + np.clip(share, 0, 1) * (edges[after] - edges[after - 1]))


def columns(shares: Array, steps: Array) -> Array:
    """The moments spread evenly over time: each is shown until the next one. (columns, bins)"""
    span = max(float(steps[-1] - steps[0]), 1.0)
    closest = max(float(np.diff(steps).min(initial=span)), span / MOST_COLUMNS)
    count = int(np.clip(np.ceil(2 * span / closest), 1, MOST_COLUMNS))
    middles = steps[0] + (np.arange(count) + 0.5) * span / count
    return cast(Array, shares[np.searchsorted(steps, middles, side="right") - 1])


def tinted(shares: Array, color: str, theme: Theme) -> QImage:
    """shares (columns, bins) -> an image with the last bin at the top, from the panel's ground to the colour."""
    table = np.array([0xFF000000 | int(c[1:], 16) for c in ramp((theme.panel, color), 256)], dtype=np.uint32)
    most = float(np.quantile(shares.max(axis=1), 0.9)) or 1.0
    rows = np.rint(255 * np.sqrt(np.clip(shares / most, 0, 1))).astype(np.intp)
    return image_of(table[rows].T[::-1]).convertToFormat(QImage.Format.Format_RGB32)
