"""Lines: every scalar series over its steps, and any y(x) that a view computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from core.array import Interval
from core.records import Curves, Record
from core.run.frame import Frame
from core.run.tick import Key
from core.run.views import CurvesView, View
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.panels.gestures.gesture import Gesture
from gui.panels.gestures.line import DragLine
from gui.panels.plot_panel import PlotPanel
from gui.plotting.annotations import Annotations, annotations_of, draw_band, draw_point, draw_span
from gui.plotting.axes import MOST_POINTS, AxesLook, Plot, draw_axes, draw_line, lay_out
from gui.plotting.curve_reading import column_table, reading_of, rows_at
from gui.plotting.events import draw_events
from gui.plotting.legend import Label, LegendRoom, draw_legend, legend_entries, legend_room
from gui.plotting.lines import Line, course, lines_of_record, outline
from gui.plotting.markers import draw_markers
from gui.plotting.plot_frame import PlotFrame, PlotSpec
from gui.plotting.ranges import MOST_COMPUTED, MOST_DECADES, XRange, YRange, extent
from gui.plotting.reading import Reading
from gui.plotting.series_lines import SeriesLines
from gui.plotting.ticks import short
from gui.view_state import PlotState

LIFTED = 3.5  # pixels of a line whose name is under the cursor


class CurvesPanel(PlotPanel):
    """The raw line faint and the smoothed one bold where smoothing is on, labels at the lines' ends."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self.options = cast(CurvesView, view.options)
        self._lines: list[Line] = []
        self._record_logs = False, False
        self._x_range, self._y_range = self._fresh_ranges()
        self._annotations = Annotations()
        self._labels: list[Label] = []
        self._room = LegendRoom()
        self._x_label, self._y_label = translated(self._series_label()), translated(self.options.y_label)
        self._series_lines = SeriesLines(view)

    def _series_label(self) -> str:
        return self.options.x_label or self.options.x

    @property
    def _plot(self) -> Plot | None:
        return self.frames[""].plot if self.frames and not self.empty else None

    @property
    def x_unit(self) -> str:  # type: ignore[override]
        return self.options.x if self._series_lines.series else ""

    def gestures(self) -> Sequence[Gesture]:
        path = cast(CurvesView, self.view.options).line
        return [DragLine(self.bind(path), lambda: self._plot)] if path else []

    @property
    def empty(self) -> bool:
        return not any(len(line.x) for line in self._lines)

    @property
    def _streaming(self) -> bool:
        """Whether the lines are those of a run that goes on."""
        return bool(self._series_lines.series) and not self.settled

    # What is shown.

    def take(self, frame: Frame) -> bool:
        if not any(key.channel in self.view.channels for key in frame.series):
            stale = bool(self._series_lines.series)  # of the run before: this one measures nothing
            if stale:
                self.clear()
            return super().take(frame) or stale
        before = self._series_lines.series
        if not self._series_lines.take(frame) and frame.settled == self.settled:
            return False
        if not any(self._series_lines.series.get(key) is one for key, one in before.items()):
            self._forget_ranges()  # nothing is left of the run before: a new one begins with axes of its own
        self.settled = frame.settled
        self._show_series()
        return True

    def _show_series(self) -> None:
        """Again from the series: of all steps, and of those that are looked at."""
        most = None if self.settled else self._most // 2
        self._show(self._series_lines.lines(self.names, self._style, most))

    def show_records(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)
        curves = {variant: record for variant, record in self.records.items() if isinstance(record, Curves)}
        theories = [name for record in curves.values() for name in record.dashed]
        shared = {name for name in theories if theories.count(name) > 1}
        lines = []
        for variant, record in curves.items():
            self._x_label = translated(record.x_label)
            self._y_label = translated(self.options.y_label or record.y_label)
            lines += lines_of_record(record, variant, self.style_of(variant), self.theme, shared)
        styles = {variant: self.style_of(variant) for variant in curves}
        self._annotations = annotations_of(curves, styles, self.theme)
        logs = any(r.log_x for r in curves.values()), any(r.log_y for r in curves.values())
        if logs != self._record_logs:
            self._record_logs = logs
            self._forget_ranges()
        self._show(lines)

    def _show(self, lines: list[Line]) -> None:
        self._lines = lines
        if self.settled:
            self.setAccessibleDescription(self.describe())
        self.redraw()

    def set_variants(self, names: Sequence[str], family: bool = False) -> None:
        super().set_variants(names, family)
        if self._series_lines.series:
            self._show_series()
        elif self.records:
            self.show_records(self.records)

    def set_state(self, state: PlotState) -> None:
        before, self.state = self.state, state
        if (before.log_x, before.log_y, before.hidden) != (state.log_x, state.log_y, state.hidden):
            self._forget_ranges()
        self._series_lines.set_smooth(self.options.smooth if state.smooth is None else state.smooth)
        if state == before:
            return
        self.update()
        if self._series_lines.series:
            self._show_series()
        else:
            self.redraw()

    def clear(self) -> None:
        self._lines, self._series_lines, self._annotations = [], SeriesLines(self.view), Annotations()
        self._series_lines.set_smooth(self.options.smooth if self.state.smooth is None else self.state.smooth)
        self._forget_ranges()
        super().clear()

    def _fresh_ranges(self) -> tuple[XRange, YRange]:
        return XRange(*([1.0] if self.options.x == "epoch" else [])), YRange(self.logs[1], self.options.y_range)

    def _forget_ranges(self) -> None:
        self._x_range, self._y_range = self._fresh_ranges()

    def describe(self) -> str:
        if self.records:
            return super().describe()
        ends = [
            f"{line.name or self.view.channel} {self._value(line, -1)}" + (f" ({line.mark})" if line.mark else "")
            for line in self._lines
            if len(line.x)
        ]
        if not ends:
            return super().describe()
        end = max(line.x[-1] for line in self._lines if len(line.x))
        return f"{self._y_label or self.view.channel} at {self._x_label} {end:g}: " + ", ".join(ends)

    def _style(self, key: Key) -> VariantStyle:
        channel = self.view.channels.index(key.channel)
        if not key.variant:
            return list(self.theme.styles(self.view.channels).values())[channel]
        style = self.style_of(key.variant)
        return style._replace(dash=(5.0, 2.5)) if channel else style

    # Where it is shown.

    @property
    def logs(self) -> tuple[bool, bool]:
        state, options, record = self.state, self.options, self._record_logs
        log_x = options.log_x or record[0] if state.log_x is None else state.log_x
        return log_x, options.log_y or record[1] if state.log_y is None else state.log_y

    @property
    def smoothing(self) -> int | None:
        if not (self.options.smooth and self._series_lines.series):
            return None
        return self._series_lines.smooth

    @property
    def _seen(self) -> list[Line]:
        """The lines that nobody has hidden."""
        return [line for line in self._lines if line.name not in self.state.hidden]

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        named = (line for line in self._lines if len(line.x) and (line.name or self.options.values))
        self._labels = [self._label(line) for line in named]
        bands = (band for band in self._annotations.bands if band.label)
        self._labels += [Label(band.label, VariantStyle(band.color, marker="square"), line=False) for band in bands]
        self._room = legend_room(self.theme, self._labels, area)
        inner = area.adjusted(0, 0, -self._room.right, -self._room.below)
        log_x, log_y = self.logs
        x, y = self._ranges(log_x, log_y)
        return [PlotSpec("", lay_out(self.theme, inner, x, y, self._look(), log_y, log_x))]

    def _ranges(self, log_x: bool, log_y: bool) -> tuple[Interval, Interval]:
        lines = [line for line in self._lines if len(line.x)]
        seen = [line for line in self._seen if len(line.x)]
        sound = [line for line in seen if not line.mark] or seen  # one that diverged does not flatten the others
        values = [values for line in sound for values in (line.low, line.high)] + self._annotations.heights
        measured = bool(self._series_lines.series)
        low, high = extent(values, log_y, MOST_DECADES if measured else MOST_COMPUTED)
        return self._x_of(lines, log_x), self._y_range.update(low, high, not self._streaming)

    def _x_of(self, lines: Sequence[Line], log_x: bool) -> Interval:
        if log_x:
            seen = np.concatenate([line.x[line.x > 0] for line in lines])
            return (float(seen.min()), float(seen.max())) if len(seen) and np.ptp(seen) else (0.1, 1.0)
        first, last = min(float(line.x[0]) for line in lines), max(float(line.x[-1]) for line in lines)
        return self._x_range.update(first, last, not self._streaming)

    def _look(self) -> AxesLook:
        series = bool(self._series_lines.series) and not self._series_lines.by_epoch
        whole = series or all(np.array_equal(line.x, np.rint(line.x)) for line in self._lines)
        return AxesLook(self._x_label, self._y_label, whole_x=whole, zero_hint=True)

    def _label(self, line: Line) -> Label:
        end = line.end(self.logs[1])
        value = short(end[1], 3) if self.options.values and end is not None else ""
        text = " ".join(part for part in (line.name, translated(line.mark), value) if part)
        hidden = line.name in self.state.hidden
        return Label(text, line.style, end[1] if end is not None else None, curve=line.name, hidden=hidden)

    # Drawing.

    def draw_plots(self) -> None:
        frame, theme = self.frames[""], self.theme
        plot, look = frame.plot, self._look()
        frame.ground.redraw((plot, look, theme), lambda ground: draw_axes(ground, plot, theme, look))
        with frame.data.drawing() as data:
            for span in self._annotations.spans:
                draw_span(data, theme, plot, span)
            for band in self._annotations.bands:
                draw_band(data, plot, band.x, band.low, band.high, band.color)
            self._draw_lines(frame)
            for point, color in self._annotations.points:
                draw_point(data, theme, plot, point, color)
            self._draw_dragged(frame)
        with frame.front.drawing() as front:
            for line in self._seen:
                end = line.end(plot.log_y)
                if end is not None and plot.holds(*end):
                    marker = "cross" if line.mark else line.style.marker
                    draw_markers(front, theme, [plot.point(*end)], marker, self._color(line))
            draw_events(front, theme, plot, self._series_lines.events)
        self.entries = legend_entries(theme, self._labels, self._room, plot, self.area)
        self.front.redraw((self.entries, theme), lambda front: draw_legend(front, theme, self.entries))

    def _draw_lines(self, frame: PlotFrame) -> None:
        """Raw lines first, faint, and the smoothed ones over them."""
        plot, theme, most = frame.plot, self.theme, self._most
        lines = self._zoomed_lines(plot)
        for line in lines:
            if line.smooth is not None:
                pen = theme.pen(theme.faint(self._color(line), 0.3), 1)
                draw_line(frame.data, plot, *outline(line, most), pen)
        for line in sorted(lines, key=lambda one: one.name == self.lifted):
            width = LIFTED if line.name and line.name == self.lifted else 2.0
            draw_line(frame.data, plot, *course(line, most), theme.pen(self._color(line), width, line.style.dash))

    def _zoomed_lines(self, plot: Plot) -> list[Line]:
        """In full where a part is looked at."""
        if self.state.x is None:
            return self._seen
        if not self._series_lines.series:
            return [line.within(plot.x) for line in self._seen]
        lines = self._series_lines.lines(self.names, self._style, None, plot.x)
        return [line for line in lines if line.name not in self.state.hidden]

    def _color(self, line: Line) -> str:
        pale = self.lifted and line.name != self.lifted
        return self.theme.faint(line.style.color, 0.35) if pale else line.style.color

    def _draw_dragged(self, frame: PlotFrame) -> None:
        """The upright line of each gesture that drags one."""
        plot = frame.plot
        for gesture in self.dispatcher.gestures:
            if isinstance(gesture, DragLine) and gesture.x is not None:
                at = float(plot.px(gesture.x))
                ends = QPointF(at, plot.frame.top()), QPointF(at, plot.frame.bottom())
                frame.data.segment(*ends, self.theme.pen(self.theme.accent, 1.5))

    @property
    def _most(self) -> int:
        """Points of a line: two for each pixel of width."""
        return int(min(MOST_POINTS, max(2 * self.area.width(), 2)))

    # Reading.

    def read(self, at: QPointF) -> Reading | None:
        """Every line at the row nearest to the cursor."""
        plot = self._plot
        entry = self.entry_at(at)
        if entry is not None and not entry.named:
            return Reading(entry.label.text)
        if plot is None or not plot.frame.contains(at):
            return None
        return self._read_x(plot, plot.x_at(at.x()))

    def read_x(self, x: float) -> Reading | None:
        plot = self._plot
        inside = plot is not None and plot.x[0] <= x <= plot.x[1]
        return self._read_x(plot, x) if plot is not None and inside else None

    def _read_x(self, plot: Plot, x: float) -> Reading | None:
        lines = self._zoomed_lines(plot)
        return reading_of(plot, self._x_label, rows_at(lines, x), self._value)

    def _value(self, line: Line, row: int) -> str:
        """What was measured, and then its mean where one is drawn."""
        raw = short(float(line.y[row]), 4)
        if line.smooth is None:
            return raw
        return self.tr("raw {0}, smoothed {1}").format(raw, short(float(line.smooth[row]), 4))

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        lines = self._series_lines.lines(self.names, self._style, None) if self._series_lines.series else self._lines
        shown = [line for line in lines if line.name not in self.state.hidden]
        return column_table(self._x_label, self.view.channel, shown)
