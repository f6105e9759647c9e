"""A grid of small plots with one scale: a column for each name, a row for each variant.

A single variant has nothing to compare by row, so its names wrap into as many rows as fit the panel's shape, and each
cell is titled with its name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from gui.look.theme import Theme, VariantStyle
from gui.plotting.axes import GAP, Plot
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE, LEFT, RIGHT
from gui.plotting.ticks import Tick, linear_ticks

BETWEEN = 10.0  # pixels between two cells
WIDE = 620.0  # from this width on, rows are named at their left
BEST_ASPECT = 1.5
LOW = 60.0  # pixels of height of a cell whose numbers have no room beyond it
NUMBERS = 12  # pixels of type at the y axis: the grid is dense


@dataclass(frozen=True)
class Cell:
    """box: the cell with its text; plot: where data is drawn, below `lines` lines of text. bottom and left: it carries
    those numbers."""

    variant: str
    name: str
    box: QRectF
    plot: QRectF
    bottom: bool
    left: bool
    lines: int


@dataclass(frozen=True)
class Labels:
    """Text on the grid: (box, text, variant or "")."""

    columns: tuple[tuple[QRectF, str], ...]
    rows: tuple[tuple[QRectF, str], ...]


@dataclass(frozen=True)
class Grid:
    cells: tuple[Cell, ...]
    labels: Labels
    size: int  # pixels of type
    wrapped: bool  # a single variant: each cell carries its name

    def at(self, point: QPointF) -> Cell | None:
        return next((cell for cell in self.cells if cell.plot.contains(point)), None)


NOTHING = Grid((), Labels((), ()), 14, False)


def grid_of(names: Mapping[str, tuple[str, ...]], area: QRectF, theme: Theme, y_room: float, lines: int) -> Grid:
    """names: of each variant. y_room: pixels for numbers at the left; lines: of text above the data of each cell."""
    columns = tuple(dict.fromkeys(name for of_variant in names.values() for name in of_variant))
    if len(names) == 1:
        return _wrapped(next(iter(names)), columns, area, theme, y_room, lines)
    return _table(names, columns, area, theme, y_room, lines)


def _wrapped(variant: str, names: tuple[str, ...], area: QRectF, theme: Theme, y_room: float, lines: int) -> Grid:
    size = 14 if area.width() * area.height() / max(len(names), 1) > 16_000 else 12
    line = theme.metrics(size).height()
    below = line + GAP + line
    columns = min(range(1, len(names) + 1), key=lambda c: _misfit(c, len(names), area, y_room, below))
    rows = math.ceil(len(names) / columns)
    inside = area.adjusted(y_room, 0, -2, -below)
    width = (inside.width() - BETWEEN * (columns - 1)) / columns
    height = (inside.height() - BETWEEN * (rows - 1)) / rows
    shown = max(1, _lines(lines, height, line))
    cells = []
    for i, name in enumerate(names):
        row, column = divmod(i, columns)
        box = QRectF(inside.left() + column * (width + BETWEEN), inside.top() + row * (height + BETWEEN), width, height)
        last = i + columns >= len(names)
        cells.append(Cell(variant, name, box, box.adjusted(0, shown * line, 0, 0), last, column == 0, shown))
    return Grid(tuple(cells), Labels((), ()), size, True)


def _misfit(columns: int, count: int, area: QRectF, y_room: float, below: float) -> float:
    rows = math.ceil(count / columns)
    width = max((area.width() - y_room) / columns - BETWEEN, 1)
    height = max((area.height() - below) / rows - BETWEEN, 1)
    empty = rows * columns - count
    return abs(math.log(width / height / BEST_ASPECT)) + 0.25 * empty


def _lines(wanted: int, height: float, line: float) -> int:
    """Lines of text that leave the data at least three fifths of the cell."""
    return max(0, min(wanted, int(0.42 * height / line)))


def _table(
    names: Mapping[str, tuple[str, ...]],
    columns: tuple[str, ...],
    area: QRectF,
    theme: Theme,
    y_room: float,
    lines: int,
) -> Grid:
    count = len(columns) * len(names)
    size = 14 if area.width() * area.height() / max(count, 1) > 16_000 else 12
    metrics = theme.metrics(size)
    line = metrics.height()
    bold = theme.metrics(size, bold=True)
    at_left = area.width() >= WIDE or area.height() / len(names) < 4.5 * line
    widest = max(bold.horizontalAdvance(name) for name in names) + 2 + 2 * GAP
    side = min(widest, area.width() * 0.32) if at_left else 0.0
    heading = 0.0 if at_left else line
    inside = area.adjusted(side + y_room, line + 2, -2, -2 * line - GAP)
    between = BETWEEN if inside.height() / len(names) > 50 else 4.0
    width = (inside.width() - BETWEEN * (len(columns) - 1)) / len(columns)
    height = (inside.height() - between * (len(names) - 1)) / len(names)
    shown = _lines(lines, height - heading, line)
    text = heading + line * shown
    cells, rows = [], []
    for r, (variant, own) in enumerate(names.items()):
        top = inside.top() + r * (height + between)
        rows.append(
            (QRectF(area.left(), top, side - GAP if at_left else inside.width(), height if at_left else line), variant)
        )
        for c, name in enumerate(columns):
            if name not in own:
                continue
            box = QRectF(inside.left() + c * (width + BETWEEN), top, width, height)
            cells.append(Cell(variant, name, box, box.adjusted(0, text, 0, 0), r == len(names) - 1, c == 0, shown))
    heads = tuple(
        (QRectF(inside.left() + c * (width + BETWEEN), area.top(), width, line), name) for c, name in enumerate(columns)
    )
    return Grid(tuple(cells), Labels(heads, tuple(rows)), size, False)


def draw_texts(
    layer: Layer, grid: Grid, theme: Theme, styles: Mapping[str, VariantStyle], left: str, right: str, area: QRectF
) -> None:
    """All that stands outside the cells: names of columns and rows, how to read the grid, what the x axis is."""
    _draw_labels(layer, grid, theme, styles)
    _draw_foot(layer, grid, area, theme, left, right)


def _draw_labels(layer: Layer, grid: Grid, theme: Theme, styles: Mapping[str, VariantStyle]) -> None:
    """Names above the columns and, in their colours, at the rows."""
    font = theme.font(grid.size)
    metrics = QFontMetricsF(font)
    tight = any(metrics.horizontalAdvance(name) > box.width() for box, name in grid.labels.columns)
    heads = without_first_word([name for _, name in grid.labels.columns], tight)
    for (box, _), name in zip(grid.labels.columns, heads, strict=True):
        text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, box.width())
        layer.text(box, CENTRE, text, font, theme.secondary)
    bold = theme.font(grid.size, bold=True)
    for box, name in grid.labels.rows:
        text = QFontMetricsF(bold).elidedText(name, Qt.TextElideMode.ElideRight, box.width())
        layer.text(box, LEFT, text, bold, styles[name].color)


def without_first_word(names: Sequence[str], tight: bool) -> list[str]:
    """1, 2, 3 for layer 1, layer 2, layer 3, where room is `tight`; names that do not begin alike stay whole."""
    parts = [name.partition(" ") for name in names]
    alike = len(names) > 1 and len({first for first, _, _ in parts}) == 1 and all(rest for _, _, rest in parts)
    return [rest for _, _, rest in parts] if tight and alike else list(names)


def few_ticks(low: float, high: float, parts: float, least: int = 2, whole: bool = False) -> tuple[Tick, ...]:
    """About so many ticks, but no fewer than `least`."""
    for more in (parts, 2.0, 3.0, 4.0, 6.0):
        found = linear_ticks(low, high, max(more, parts, 1.0), whole)
        if sum(tick.value != 0 for tick in found) >= least:
            break
    return found


def _spaced(plot: Plot, metrics: QFontMetricsF, whole: bool) -> list[tuple[Tick, float, float]]:
    """Ticks along x, their pixels and the left ends of their numbers: as many as do not touch."""
    frame = plot.frame
    found: list[tuple[Tick, float, float]] = []
    for pixels in (75, 100, 150, 250):
        ticks = few_ticks(*plot.x, frame.width() / pixels, least=1 if pixels > 150 else 2, whole=whole)
        found = []
        for tick, at in zip(ticks, plot.px(np.array([t.value for t in ticks])).tolist(), strict=True):
            width = metrics.horizontalAdvance(tick.label)
            found.append((tick, at, min(max(at - width / 2, frame.left()), frame.right() - width)))
        if not _touching(found, metrics):
            return found
    # In a very narrow cell only the outer two, or the last, which has no sign to make it wide.
    return next((few for few in (found[:1] + found[-1:], found[-1:]) if not _touching(few, metrics)), [])


def _touching(found: Sequence[tuple[Tick, float, float]], metrics: QFontMetricsF) -> bool:
    ends = [left + metrics.horizontalAdvance(tick.label) for tick, _, left in found]
    return any(left < end + GAP for end, (_, _, left) in zip(ends, found[1:], strict=False))


def draw_x_axis(layer: Layer, plot: Plot, grid: Grid, cell: Cell, theme: Theme, whole: bool = False) -> None:
    """Faint lines up from the ticks; numbers only in the lowest cells, kept within their own cell."""
    frame, font = plot.frame, theme.font(grid.size)
    metrics = QFontMetricsF(font)
    found = _spaced(plot, metrics, whole)
    upright = [(at, frame.top(), at, frame.bottom()) for _, at, _ in found]
    layer.segments(upright, theme.pen(theme.grid, 1))
    for tick, _, left in found if cell.bottom else ():
        box = QRectF(left, frame.bottom() + GAP / 2, metrics.horizontalAdvance(tick.label), metrics.height())
        layer.text(box, LEFT, tick.label, font, theme.secondary)
    layer.segment(frame.bottomLeft(), frame.bottomRight(), theme.pen(theme.secondary, 1))


def draw_y_axis(layer: Layer, plot: Plot, cell: Cell, theme: Theme, ticks: Sequence[Tick]) -> None:
    """Faint lines across; numbers only in the leftmost cells, as many as there is room for.

    In a low cell they keep within it: those of the row above, or its name, are near.
    """
    frame, font = plot.frame, theme.font(NUMBERS)
    high = QFontMetricsF(font).height()
    places = plot.py(np.array([t.value for t in ticks])).tolist()
    layer.segments([(frame.left(), at, frame.right(), at) for at in places], theme.pen(theme.grid, 1))
    end, only = math.inf, min(places, key=lambda at: abs(at - frame.center().y()), default=0.0)
    for tick, at in zip(ticks, places, strict=True):
        top, fits = at - high / 2, frame.height() > 1.6 * high or at == only
        if frame.height() < LOW:
            top = max(min(top, frame.bottom() - high + 2), frame.top() - 2)
        if cell.left and fits and top + high < end + 3:
            box = QRectF(frame.left() - 80 - GAP, top, 80, high)
            layer.text(box, RIGHT, tick.label, font, theme.secondary)
            end = top


def _draw_foot(layer: Layer, grid: Grid, area: QRectF, theme: Theme, left: str, right: str) -> None:
    """The last line of the panel: how to read it, and what the x axis is."""
    font = theme.font(grid.size)
    metrics = QFontMetricsF(font)
    box = QRectF(area.left(), area.bottom() - metrics.height(), area.width(), metrics.height())
    layer.text(box, RIGHT, right, font, theme.secondary)
    room = box.width() - metrics.horizontalAdvance(right) - 2 * GAP
    layer.text(box, LEFT, metrics.elidedText(left, Qt.TextElideMode.ElideRight, room), font, theme.secondary)
