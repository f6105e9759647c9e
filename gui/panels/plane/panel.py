"""Whatever overlays in a plane: fields of colour, contours, paths, points, lines, arrows. Points are set in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar, cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from core.array import Interval
from core.records import (
    ArrowsMark,
    Axes,
    BandMark,
    ContoursMark,
    EllipseMark,
    FieldMark,
    LinesMark,
    Mark,
    PathMark,
    Plane,
    PointsMark,
)
from core.run.frame import Frame
from core.run.views import PlaneView, View
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.flip import FlipPoint
from gui.panels.gestures.gesture import IN_TURN, SIDEWAYS, Gesture
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.point import SetPoint, nearest_point
from gui.panels.gestures.points import EditPoints
from gui.panels.plane.marks import MarkDrawer
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import AxesLook, Plot, draw_axes, draw_axis_lines, draw_line, lay_out
from gui.plotting.color_bar import draw_color_bar
from gui.plotting.curve_drawing import GHOST_DASH
from gui.plotting.layer import Layer
from gui.plotting.legend import Label, LegendRoom, draw_legend, legend_entries, legend_room
from gui.plotting.markers import draw_markers
from gui.plotting.plot_frame import PlotSpec, sound
from gui.plotting.reading import Reading, Row
from gui.plotting.ticks import short

L = TypeVar("L")

DEEPEST = 1e-3  # of the axes can be zoomed to: outlines of contours grow along
BAR_LINE, BAR_FROM = 24.0, 160.0  # pixels of a bar's line, and of the panel that has room for it


class PlanePanel(PlotPanel):
    """The planes of all variants over each other, in the axes of the first."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self.options = cast(PlaneView, view.options)
        self._labels: list[Label] = []
        self._room = LegendRoom()
        self._look = AxesLook()
        self._drawer = MarkDrawer(theme)
        self._bar: PointsMark | None = None
        self._ghost: dict[str, Plane] = {}

    def show_ghost(self, frame: Frame | None) -> None:
        found = frame.records.items() if frame is not None else ()
        ghost = {k.variant: r for k, r in found if k.channel == self.view.channel and isinstance(r, Plane)}
        if ghost != self._ghost:
            self._ghost = ghost
            self.redraw()

    @property
    def _plot(self) -> Plot | None:
        return self.frames[""].plot if self.frames and not self.empty else None

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        planes = self._planes()
        axes = next(iter(planes.values())).axes
        paths = [self._label_of(n) for n, plane in planes.items() if n and _of(plane, PathMark)]
        self._labels = paths + self._named_marks() + self._kinds_of_points()
        self._bar = self._color_bar(area)
        area = area.adjusted(0, BAR_LINE if self._bar is not None else 0, 0, 0)
        self._room = legend_room(self.theme, self._labels, area)
        self._look = AxesLook(translated(axes.x_label), translated(axes.y_label), grid=False)
        plot = self._framed(area.adjusted(0, 0, -self._room.right, -self._room.below), axes)
        return [PlotSpec("", plot, locked=axes.equal, deepest=DEEPEST)]

    def _color_bar(self, area: QRectF) -> PointsMark | None:
        """The first points whose colours must be told, where the plot can spare a line."""
        if area.height() < BAR_FROM:
            return None
        every = (points for plane in self._planes().values() for points in _of(plane, PointsMark))
        return next((one for one in every if one.label and (len(one.values) or one.limits is not None)), None)

    def _draw_color_bar(self, back: Layer) -> None:
        points, area = self._bar, self.area
        if points is not None:
            line = QRectF(area.left(), area.top() - 4, area.width(), BAR_LINE)
            draw_color_bar(back, self.theme, line, points.span, points.scale, translated(points.label))

    def _label_of(self, variant: str) -> Label:
        return Label(variant, self.style_of(variant), curve=variant, hidden=variant in self.state.hidden)

    def draw_plots(self) -> None:
        frame, theme = self.frames[""], self.theme
        plot = frame.plot
        planes = {name: plane for name, plane in self._planes().items() if name not in self.state.hidden}
        look = self._look
        frame.ground.redraw((plot, look, theme), lambda ground: draw_axes(ground, plot, theme, look))
        # Variants share their ground: it is drawn once, and beneath the paths of all.
        shared = {id(grid): ("", grid) for plane in self._planes().values() for grid in _grids(plane)}
        others = [(n, mark) for n, plane in planes.items() for mark in plane.layers if id(mark) not in shared]
        with frame.sheet(len(shared)).drawing() as sheet:
            self._draw_ghost(sheet, plot)
        drawn = [*enumerate(shared.values()), *enumerate(others, start=len(shared) + 1)]
        for place, (name, mark) in drawn:  # contours and points are often the same for a whole run
            style = self._style(mark, name)
            draw = partial(self._drawer.draw, plot=plot, mark=mark, style=style)
            frame.sheet(place).redraw((mark, plot, style, theme), draw)
        frame.clear_sheets(len(drawn) + 1)
        with frame.front.drawing() as front:
            draw_axis_lines(front, plot, theme)  # what is drawn up to the edge covers them
            for name, plane in planes.items():
                for path in _of(plane, PathMark):
                    self._draw_head(front, plot, path, self.style_of(name or path.name))
        self.back.redraw((self._bar, self.area, theme), self._draw_color_bar)
        self.entries = legend_entries(theme, self._labels, self._room, plot, self.area)
        self.front.redraw((self.entries, theme), lambda front: draw_legend(front, theme, self.entries))

    def _draw_ghost(self, sheet: Layer, plot: Plot) -> None:
        """The paths of another run on the same ground."""
        planes = self._planes()
        for name, plane in self._ghost.items():
            if name in self.state.hidden or all(plane.axes != own.axes for own in planes.values()):
                continue
            for path in _of(plane, PathMark):
                color = self.style_of(name or path.name).color
                draw_line(sheet, plot, path.x, path.y, self.theme.pen(self.theme.faint(color, 0.6), 2.0, GHOST_DASH))

    def _kinds_of_points(self) -> list[Label]:
        """What each mark means, where there are several."""
        layers = [points for plane in self._planes().values() for points in _of(plane, PointsMark)]
        found = {translated(points.name): points.marker for points in layers if points.name}
        if len(set(found.values())) < 2:
            return []
        color = self.theme.secondary
        return [Label(name, VariantStyle(color, marker=marker), line=False) for name, marker in found.items()]

    def _named_marks(self) -> list[Label]:
        """Lines, arrows, bands and ellipses that have a name and a colour."""
        found = {}
        for variant, plane in self._planes().items():
            for mark in plane.layers:
                if not isinstance(mark, LinesMark | ArrowsMark | BandMark | EllipseMark):
                    continue
                style = self._style(mark, variant)
                if mark.name and style is not None and (mark.color is not None or not variant):
                    dash = (4.0, 3.0) if isinstance(mark, LinesMark | EllipseMark) and mark.dashed else ()
                    found[translated(mark.name)] = style._replace(dash=dash, marker="")
        return [Label(name, style) for name, style in found.items()]

    def _planes(self) -> dict[str, Plane]:
        return {name: record for name, record in self.records.items() if isinstance(record, Plane)}

    def _style(self, layer: Mark, variant: str) -> VariantStyle | None:
        """A path without a variant may be named after one; a mark may name its colour."""
        if isinstance(layer, LinesMark | ArrowsMark | BandMark | EllipseMark) and layer.color is not None:
            index = layer.color
            return VariantStyle(self.theme.color(index)) if isinstance(index, int) else self.style_of(index)
        name = variant or (layer.name if isinstance(layer, PathMark) else "")
        return self.style_of(name) if name or isinstance(layer, PathMark) else None

    def apply_theme(self, theme: Theme) -> None:
        self._drawer.theme = theme
        super().apply_theme(theme)

    def _framed(self, area: QRectF, axes: Axes) -> Plot:
        """Where the axes are equal, the largest rectangle in which a unit of x is as long as one of y, and to either
        side as much more as there is ground and room."""
        seen = sound(self.state.y, axes.log_y) or axes.y  # whose numbers need the room
        plot = lay_out(self.theme, area, axes.x, seen, self._look, axes.log_y, axes.log_x)
        if not axes.equal or axes.log_x or axes.log_y:
            return replace(plot, y=axes.y)
        frame = plot.frame
        unit = min(frame.width() / (axes.x[1] - axes.x[0]), frame.height() / (axes.y[1] - axes.y[0]))
        grids = [grid for plane in self._planes().values() for grid in _grids(plane)]
        x = _widened(axes.x, [grid.x for grid in grids], frame.width() / unit)
        y = _widened(axes.y, [grid.y for grid in grids], frame.height() / unit)
        inner = QRectF(0, 0, unit * (x[1] - x[0]), unit * (y[1] - y[0]))
        inner.moveCenter(frame.center())
        return Plot(inner, x, y)

    def _draw_head(self, front: Layer, plot: Plot, path: PathMark, style: VariantStyle) -> None:
        """The newest point, drawn over everything else, and not clipped at the axes."""
        at = plot.point(float(path.x[-1]), float(path.y[-1]))
        if plot.frame.adjusted(-8, -8, 8, 8).contains(at):
            draw_markers(front, self.theme, [at], style.marker, style.color, 7)

    def read(self, at: QPointF) -> Reading | None:
        plot, planes = self._plot, self._planes()
        entry = self.entry_at(at)
        if entry is not None and not entry.named:
            return Reading(entry.label.text)
        if plot is None or not plot.frame.contains(at):
            return None
        axes = next(iter(planes.values())).axes
        x, y = short(plot.x_at(at.x())), short(plot.y_at(at.y()))
        grid = next((grid for plane in planes.values() for grid in _grids(plane)), None)
        value = _at(grid, plot, at) if grid is not None else math.nan
        rows: tuple[Row, ...] = ()
        if math.isfinite(value):  # where a formula has no value there is nothing to read
            name = translated(grid.label if isinstance(grid, FieldMark) else "") or "f"
            rows = (Row(name, short(value)),)
        return Reading(f"{translated(axes.x_label)} {x}, {translated(axes.y_label)} {y}", rows)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        """Paths, points and lines; a field is a picture."""
        table: list[tuple[str, Sequence[object]]] = []
        for variant, plane in self._planes().items():
            for mark in plane.layers:
                if variant not in self.state.hidden and isinstance(mark, PathMark | PointsMark | LinesMark):
                    who = " ".join(part for part in (variant, mark.name) if part)
                    named = ((plane.axes.x_label, mark.x), (plane.axes.y_label, mark.y))
                    table += [(f"{who} {label}".strip(), values.tolist()) for label, values in named]
        return table

    def gestures(self) -> Sequence[Gesture]:
        """With a point and a list, empty ground and the arrows are the list's and the point's, respectively."""
        options = cast(PlaneView, self.view.options)
        point, points, flip = options.point, options.points, options.flip
        found: list[Gesture] = []
        if options.choose:
            nearest = partial(nearest_point, lambda: self._plot, self._first_points)
            found.append(Choose(self.bind(options.choose), nearest, self._next_point, IN_TURN | SIDEWAYS))
        if flip:
            found.append(FlipPoint(self.bind(flip), lambda: self._plot, self._first_points))
        if point:
            found.append(SetPoint(self.bind(point), lambda: self._plot, only_drag=bool(points)))
        if points:
            found.append(EditPoints(self.bind(points), lambda: self._plot, arrows=not point))
        return found

    def _first_points(self) -> Sequence[tuple[float, float]]:
        """The points that a click flips or chooses, in their order."""
        found = (mark for plane in self._planes().values() for mark in _of(plane, PointsMark))
        first = next(found, None)
        return [] if first is None else list(zip(first.x.tolist(), first.y.tolist(), strict=True))

    def _next_point(self, index: int, right: int, _: int) -> int:
        return in_order(index, right, len(self._first_points()))


def _grids(plane: Plane) -> list[FieldMark | ContoursMark]:
    return [layer for layer in plane.layers if isinstance(layer, FieldMark | ContoursMark)]


def _widened(span: Interval, grounds: Sequence[Interval], length: float) -> Interval:
    """A range as long as there is room for, but no further than all grounds go."""
    low = max((ground[0] for ground in grounds), default=span[0])
    high = min((ground[1] for ground in grounds), default=span[1])
    more = (length - (span[1] - span[0])) / 2
    return min(max(low, span[0] - more), span[0]), max(min(high, span[1] + more), span[1])


def _of(plane: Plane, kind: type[L]) -> list[L]:
    return [layer for layer in plane.layers if isinstance(layer, kind)]


def _at(grid: FieldMark | ContoursMark, plot: Plot, at: QPointF) -> float:
    """The grid's value nearest to a point of the plot."""
    rows, columns = grid.values.shape
    box = plot.box(grid.x, grid.y)
    if box.isEmpty():  # on axes on which it is no pixel large
        return math.nan
    column = round((at.x() - box.left()) / box.width() * (columns - 1))
    row = round((box.bottom() - at.y()) / box.height() * (rows - 1))
    return float(grid.values[min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)])
