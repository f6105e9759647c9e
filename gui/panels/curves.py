"""Lines: every scalar series over its steps, and any y(x) that a view computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
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
from gui.panels.panel import Panel
from gui.plotting.annotations import Annotations, annotations_of, paint_band, paint_point, paint_span
from gui.plotting.axes import MOST_POINTS, AxesLook, Plot, draw_line, lay_out, paint_axes
from gui.plotting.events import paint_events
from gui.plotting.growing_lines import GrowingCache
from gui.plotting.legend import Label, label_room, legend_box, paint_labels
from gui.plotting.lines import Line, course, lines_of_record, outline
from gui.plotting.markers import paint_marker
from gui.plotting.ranges import XRange, YRange, extent
from gui.plotting.series_lines import SeriesLines
from gui.plotting.strokes import resumed
from gui.plotting.ticks import short


class CurvesPanel(Panel):
    """The raw line faint and the smoothed one bold where smoothing is on, labels at the lines' ends."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self.options = cast(CurvesView, view.options)
        self._lines: list[Line] = []
        self._x_range = XRange(*([1.0] if self.options.x == "epoch" else []))
        self._log_x, self._log_y = self.options.log_x, self.options.log_y
        self._y_range = YRange(self._log_y, self.options.y_range)
        self._annotations = Annotations()
        self._plot: Plot | None = None
        self._labels: list[Label] = []
        self._room = 0.0  # pixels that the labels take at the right
        self._x_label, self._y_label = translated(self._series_label()), translated(self.options.y_label)
        self._series_lines = SeriesLines(view)
        self._fixed_lines = GrowingCache()

    def _series_label(self) -> str:
        return self.options.x_label or self.options.x

    def gestures(self) -> Sequence[Gesture]:
        path = cast(CurvesView, self.view.options).line
        return [DragLine(self.bind(path), lambda: self._plot)] if path else []

    def _draw_dragged(self, painter: QPainter, plot: Plot) -> None:
        """The upright line of each gesture that drags one."""
        painter.setPen(self.theme.pen(self.theme.accent, 1.5))
        for gesture in self.dispatcher.gestures:
            if isinstance(gesture, DragLine) and gesture.x is not None:
                at = float(plot.px(gesture.x))
                painter.drawLine(QPointF(at, plot.frame.top()), QPointF(at, plot.frame.bottom()))

    @property
    def empty(self) -> bool:
        return not any(len(line.x) for line in self._lines)

    @property
    def _streaming(self) -> bool:
        """Whether the lines are those of a run that goes on."""
        return bool(self._series_lines.series) and not self.settled

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
        self._show_tracks()
        return True

    def _show_tracks(self) -> None:
        self._show(self._series_lines.lines(self.names, self._style, None if self.settled else self._most // 2))

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
        self._scale(self.options.log_x or any(r.log_x for r in curves.values()), any(r.log_y for r in curves.values()))
        self._show(lines)

    def _scale(self, log_x: bool, log_y: bool) -> None:
        log_y = log_y or self.options.log_y
        if (log_x, log_y) != (self._log_x, self._log_y):
            self._log_x, self._log_y = log_x, log_y
            self._forget_ranges()

    def set_variants(self, names: Sequence[str], family: bool = False) -> None:
        super().set_variants(names, family)
        if self._series_lines.series:
            self._show_tracks()
        elif self.records:
            self.show_records(self.records)

    def clear(self) -> None:
        self._lines, self._series_lines, self._annotations = [], SeriesLines(self.view), Annotations()
        self._forget_ranges()
        super().clear()

    def _forget_ranges(self) -> None:
        self._x_range = XRange(*([1.0] if self.options.x == "epoch" else []))
        self._y_range = YRange(self._log_y, self.options.y_range)

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

    def _show(self, lines: list[Line]) -> None:
        self._lines = lines
        if self.settled:
            self.setAccessibleDescription(self.describe())
        self.update()

    def _style(self, key: Key) -> VariantStyle:
        channel = self.view.channels.index(key.channel)
        if not key.variant:
            return list(self.theme.styles(self.view.channels).values())[channel]
        style = self.style_of(key.variant)
        return style._replace(dash=(5.0, 2.5)) if channel else style

    def lay_out(self, area: QRectF) -> object:
        self._labels = [self._label(line) for line in self._lines if line.name and len(line.x)]
        bands = (band for band in self._annotations.bands if band.label)
        self._labels += [Label(band.label, VariantStyle(band.color, marker="square"), line=False) for band in bands]
        self._room = label_room(self.theme, self._labels, area)
        self._plot = self._lay_out(area.adjusted(0, 0, -self._room, 0))
        return self._plot, self._look()

    def draw_ground(self, painter: QPainter, area: QRectF) -> None:
        if self._plot is not None:
            paint_axes(painter, self._plot, self.theme, self._look())

    def draw(self, painter: QPainter, area: QRectF) -> None:
        plot = self._plot
        if plot is None:
            return
        box = plot.frame.adjusted(-2, -2, 3, 3)
        painter.save()
        painter.setClipRect(box)
        for span in self._annotations.spans:
            paint_span(painter, self.theme, plot, span)
        for band in self._annotations.bands:
            paint_band(painter, plot, band.x, band.low, band.high, band.color)
        if not self._streaming:
            self._draw_lines(painter, [slice(None)] * len(self._lines))
        else:
            key = plot, self.theme, tuple(line.style for line in self._lines), list(self._series_lines.series.values())
            self._fixed_lines.paint(painter, self, self.zoom, key, box, self._lines, self._draw_lines)
        for line in self._lines:
            end = line.end(self._log_y)
            if end is not None:
                marker = "cross" if line.mark else line.style.marker
                paint_marker(painter, self.theme, plot.point(*end), marker, line.style.color)
        for point, color in self._annotations.points:
            paint_point(painter, self.theme, plot, point, color)
        self._draw_dragged(painter, plot)
        painter.restore()
        legend = QRectF() if self._room else legend_box(self.theme, plot, self._labels)
        paint_events(painter, self.theme, plot, self._series_lines.events, legend)
        paint_labels(painter, self.theme, plot, self._labels, area, inside=self._room == 0)

    def _draw_lines(self, painter: QPainter, spans: Sequence[slice]) -> None:
        """Raw lines first, faint, and the smoothed ones over them."""
        plot = self._plot
        if plot is None:
            return
        most = self._most
        parts = [line.rows(span) for line, span in zip(self._lines, spans, strict=True)]
        for part in parts:
            if part.smooth is not None:
                draw_line(painter, plot, *outline(part, most), self.theme.pen(self.theme.faint(part.style.color), 1))
        for line, span, part in zip(self._lines, spans, parts, strict=True):
            pen = self.theme.pen(line.style.color, 2, line.style.dash)
            if line.style.dash and span.start:
                begin, here = float(line.x[0]), float(part.x[0])
                pen = resumed(pen, float(plot.px(here) - plot.px(begin)))
            draw_line(painter, plot, *course(part, most), pen)

    @property
    def _most(self) -> int:
        """Points of a line: two for each pixel of width."""
        return int(min(MOST_POINTS, max(2 * self.area.width(), 2)))

    def _lay_out(self, area: QRectF) -> Plot:
        lines = [line for line in self._lines if len(line.x)]
        x = self._x_of(lines)
        sound = [line for line in lines if not line.mark] or lines  # one that diverged does not flatten the others
        values = [values for line in sound for values in (line.low, line.high)] + self._annotations.heights
        low, high = extent(values, self._log_y)
        y = self._y_range.update(low, high, not self._streaming)
        return lay_out(self.theme, area, x, y, self._look(), self._log_y, self._log_x)

    def _x_of(self, lines: Sequence[Line]) -> Interval:
        if self._log_x:
            seen = np.concatenate([line.x[line.x > 0] for line in lines])
            return (float(seen.min()), float(seen.max())) if len(seen) and np.ptp(seen) else (0.1, 1.0)
        first, last = min(float(line.x[0]) for line in lines), max(float(line.x[-1]) for line in lines)
        return self._x_range.update(first, last, not self._streaming)

    def _look(self) -> AxesLook:
        series = bool(self._series_lines.series) and not self._series_lines.by_epoch
        whole = series or all(np.array_equal(line.x, np.rint(line.x)) for line in self._lines)
        return AxesLook(self._x_label, self._y_label, whole_x=whole)

    def _label(self, line: Line) -> Label:
        end = line.end(self._log_y)
        text = f"{line.name} {translated(line.mark)}" if line.mark else line.name
        return Label(text, line.style, end[1] if end is not None else None)

    def readout(self, at: QPointF) -> str:
        """The line nearest to the cursor, at the row nearest to it."""
        plot = self._plot
        if plot is None or not plot.frame.contains(at):
            return ""
        found = [(line, line.row_at(plot.x_at(at.x()))) for line in self._lines if len(line.x)]
        found = [(line, row) for line, row in found if np.isfinite(line.shown[row])]
        nearest = min(found, key=lambda f: abs(float(plot.py(f[0].shown[f[1]])) - at.y()), default=None)
        if nearest is None:
            return ""
        line, row = nearest
        value = " ".join(filter(None, (line.name, self._value(line, row))))
        return f"{self._x_label} {short(float(line.x[row]), 7)} · {value}"

    def _value(self, line: Line, row: int) -> str:
        """What was measured, and then its mean where one is drawn."""
        raw = short(float(line.y[row]), 4)
        if line.smooth is None:
            return raw
        return self.tr("raw {0}, smoothed {1}").format(raw, short(float(line.smooth[row]), 4))
