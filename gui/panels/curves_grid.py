"""Small plots with the same axes: a sweep, one plot for each setting, as they come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from core.records import Curves, CurvesGrid, Record
from core.run.views import CurvesGridView, View
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import Gesture
from gui.panels.gestures.neighbours import neighbour
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import AxesLook, Plot, draw_axes, draw_line, lay_out
from gui.plotting.layer import Layer
from gui.plotting.legend import Patch, draw_patches, patches, patches_height
from gui.plotting.lettering import LEFT, RIGHT, elided, line_of, typeset
from gui.plotting.plot_frame import MARGIN, PlotSpec
from gui.plotting.ranges import extent
from gui.plotting.reading import Reading, Row
from gui.plotting.ticks import nice_log_range, nice_range, short

BETWEEN = 8.0  # pixels between two cells, one below the other
ROOMY = 16_000  # square pixels of a cell whose numbers are as large as those of other plots
BESIDE = 20.0  # beside each other, where the numbers of their ends meet


class Cell(NamedTuple):
    place: int
    title: QRectF
    frame: QRectF


class CurvesGridPanel(PlotPanel):
    """One record. All cells share the axes, whose numbers stand at the left and below."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._grid: CurvesGrid | None = None
        self._whole = Plot(QRectF(), (0, 1), (0, 1))

    def show_records(self, records: Mapping[str, Record]) -> None:
        self._grid = next((record for record in records.values() if isinstance(record, CurvesGrid)), None)
        super().show_records(records)

    def clear(self) -> None:
        self._grid = None
        super().clear()

    @property
    def empty(self) -> bool:
        return self._grid is None or not self._grid.cells

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        grid = self._shown
        self._whole = self._whole_of(grid, area)
        return [PlotSpec(cell.place, _plot(grid, cell.frame), margin_x=MARGIN) for cell in self._cells(grid)]

    @property
    def logs(self) -> tuple[bool | None, bool | None]:
        first = self._grid.filled[0] if self._grid is not None and self._grid.filled else None
        if first is None:
            return None, None
        state = self.state
        return (
            first.log_x if state.log_x is None else state.log_x,
            first.log_y if state.log_y is None else state.log_y,
        )

    def draw_plots(self) -> None:
        grid, theme = self._shown, self.theme
        styles = self._styles(grid)
        names = self._legend(grid, self.area)
        self.back.redraw((names, theme), lambda back: draw_patches(back, theme, names))
        for cell in self._cells(grid):
            frame = self.frames[cell.place]
            with frame.ground.drawing() as ground:
                self._draw_ground(ground, grid, cell, frame.plot)
            with frame.data.drawing() as data:
                if (curves := grid.cells[cell.place]) is not None:
                    for name, y in curves.lines.items():
                        draw_line(data, frame.plot, curves.x, y, theme.pen(styles[name].color, 2, styles[name].dash))
            with frame.front.drawing() as front:
                if cell.place == grid.selected:
                    front.rect(cell.frame.united(cell.title), theme.pen(theme.accent, 2))

    @property
    def _shown(self) -> CurvesGrid:
        """On the scales that the lecturer has chosen, whose ranges then follow from the data."""
        grid, (log_x, log_y) = cast(CurvesGrid, self._grid), self.logs
        if self.state.log_x is None and self.state.log_y is None:
            return grid
        cells = tuple(
            cell and replace(cell, log_x=bool(log_x), log_y=bool(log_y), spans=(), points=()) for cell in grid.cells
        )
        return replace(
            grid,
            cells=cells,
            x_range=grid.x_range if self.state.log_x is None else None,
            y_range=grid.y_range if self.state.log_y is None else None,
        )

    def _styles(self, grid: CurvesGrid) -> dict[str, VariantStyle]:
        """One colour for each name of a line, in all cells; theory is dashed."""
        names = tuple(dict.fromkeys(name for cell in grid.filled for name in cell.lines))
        named_after_variants = bool(names) and set(names) <= set(self.names)
        styles = self.styles if named_after_variants else self.theme.styles(names)
        theory = {name for cell in grid.filled for name in cell.dashed}
        own = styles if named_after_variants else {name: styles[name]._replace(dash=()) for name in names}
        return {name: own[name]._replace(dash=(3.0, 2.5)) if name in theory else own[name] for name in names}

    def _legend(self, grid: CurvesGrid, area: QRectF) -> list[Patch]:
        styles = self._styles(grid)
        first = grid.filled[0] if grid.filled else None
        unit = [("", translated(first.y_label))] if first and first.y_label else []
        names = [(style.color, translated(name)) for name, style in styles.items()] if len(styles) > 1 else []
        return patches(self.theme, area, unit + names)

    def _whole_of(self, grid: CurvesGrid, area: QRectF) -> Plot:
        """The room of all cells, with the ranges that they share."""
        top = patches_height(self.theme, area, self._legend(grid, area))
        room, first = area.adjusted(0, top, 0, 0), grid.filled[0] if grid.filled else None
        logs = (first.log_y, first.log_x) if first else (False, False)
        return _plot(grid, lay_out(self.theme, room, *_ranges(grid), self._look(grid), *logs).frame)

    def _look(self, grid: CurvesGrid) -> AxesLook:
        label = "x" if grid.filled and grid.filled[0].x_label else ""
        return AxesLook(x_label=label, size=self._size(grid), within=True)

    def _size(self, grid: CurvesGrid) -> int:
        """Pixels of type."""
        return 14 if self.area.width() * self.area.height() > ROOMY * len(grid.cells) else 12

    def _cells(self, grid: CurvesGrid) -> Iterator[Cell]:
        whole = self._whole
        columns, rows = grid.columns, -(-len(grid.cells) // grid.columns)
        title = line_of(self.theme.font(self._size(grid)))
        width = (whole.frame.width() - BESIDE * (columns - 1)) / columns
        height = (whole.frame.height() - BETWEEN * (rows - 1)) / rows
        title = title if height > 3 * title else 0.0
        for i in range(len(grid.cells)):
            row, column = divmod(i, columns)
            left, top = whole.frame.left() + column * (width + BESIDE), whole.frame.top() + row * (height + BETWEEN)
            yield Cell(i, QRectF(left, top, width, title), QRectF(left, top + title, width, max(height - title, 1)))

    def _draw_ground(self, ground: Layer, grid: CurvesGrid, cell: Cell, plot: Plot) -> None:
        theme, font = self.theme, self.theme.font(self._size(grid))
        lowest, leftmost = cell.place + grid.columns >= len(grid.cells), cell.place % grid.columns == 0
        draw_axes(ground, plot, theme, replace(self._look(grid), x_label="", x_numbers=lowest, y_numbers=leftmost))
        color = theme.accent if cell.place == grid.selected else theme.secondary
        title = elided(typeset(grid.titles[cell.place]), font, cell.title.width())
        ground.text(cell.title, LEFT, title, font, color)
        if lowest and cell.place == len(grid.cells) - 1 and grid.filled:
            whole, line = self._whole.frame, line_of(font)
            below = QRectF(whole.left(), whole.bottom() + line, whole.width(), line)
            ground.text(below, RIGHT, translated(grid.filled[0].x_label), font, theme.secondary)

    def plot_at(self, at: QPointF) -> int | None:
        """The place of the plot under a point of the panel, in layout pixels."""
        cells = self._cells(self._shown) if self.ensure_drawn() else ()
        return next((cell.place for cell in cells if cell.frame.united(cell.title).contains(at)), None)

    def gestures(self) -> Sequence[Gesture]:
        path = cast(CurvesGridView, self.view.options).choose
        return [Choose(self.bind(path), self.plot_at, self._next_plot)] if path else []

    def _next_plot(self, index: int, across: int, down: int) -> int:
        if not self.ensure_drawn():
            return index
        return neighbour({cell.place: cell.frame for cell in self._cells(self._shown)}, index, across, down)

    def read(self, at: QPointF) -> Reading | None:
        """All lines of a plot at the row nearest to the cursor."""
        index = self.plot_at(at)
        if index is None:
            return None
        grid, plot = self._shown, self.frames[index].plot
        curves = grid.cells[index]
        if curves is None or not len(curves.x):
            return Reading(grid.titles[index])
        row = int(np.argmin(np.abs(curves.x - plot.x_at(at.x()))))
        x, styles = float(curves.x[row]), self._styles(grid)
        rows = []
        for name, y in curves.lines.items():
            value = float(y[row])
            place = plot.point(x, value) if np.isfinite(value) and plot.holds(x, value) else None
            rows.append(Row(translated(name), short(value), styles[name].color, place))
        title = f"{grid.titles[index]} · {translated(curves.x_label)} {short(x)}"
        return Reading(title, tuple(rows), float(plot.px(x)), plot.frame)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        table: list[tuple[str, Sequence[object]]] = []
        for title, curves in zip(self._shown.titles, self._shown.cells, strict=True):
            if curves is not None:
                table.append((f"{title} {curves.x_label}", curves.x.tolist()))
                table += [(f"{title} {name}", y.tolist()) for name, y in curves.lines.items()]
        return table


def _plot(grid: CurvesGrid, frame: QRectF) -> Plot:
    first = grid.filled[0] if grid.filled else None
    return Plot(frame, *_ranges(grid), bool(first and first.log_y), bool(first and first.log_x))


def _ranges(grid: CurvesGrid) -> tuple[tuple[float, float], tuple[float, float]]:
    """Those of the record, or else those of the data."""
    curves: list[Curves] = [cell for cell in grid.filled if len(cell.x)]
    log_x, log_y = (curves[0].log_x, curves[0].log_y) if curves else (False, False)
    xs = np.concatenate([cell.x for cell in curves]) if curves else np.array([0.0, 1.0])
    xs = xs[xs > 0] if log_x and (xs > 0).any() else xs
    x = (float(xs.min()), float(xs.max())) if xs.max() > xs.min() else (float(xs.min()), float(xs.min()) + 1)
    low, high = extent([y for cell in curves for y in cell.lines.values()], log_y)
    return grid.x_range or x, grid.y_range or (nice_log_range(low, high) if log_y else nice_range(low, high))
