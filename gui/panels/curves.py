"""Lines: every scalar series over its steps, and any y(x) that a view computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from core.records import Curves, Record
from core.run.experiment import View
from core.run.frame import Frame
from core.run.tick import Key
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.panels.panel import Panel
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
        self._lines: list[Line] = []
        self._x_range = XRange()
        self._y_range = YRange(view.log_y, view.y_range)
        self._plot: Plot | None = None
        self._labels: list[Label] = []
        self._room = 0.0  # pixels that the labels take at the right
        self._x_label, self._y_label = translated(view.x_label), translated(view.y_label)
        self._series_lines = SeriesLines(view)
        self._fixed_lines = GrowingCache()

    @property
    def empty(self) -> bool:
        return not any(len(line.x) for line in self._lines)

    @property
    def _streaming(self) -> bool:
        """Whether the lines are those of a run that goes on."""
        return bool(self._series_lines.series) and not self.settled

    def take(self, frame: Frame) -> bool:
        if not any(key.channel in self.view.all_channels for key in frame.series):
            return super().take(frame)
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
        lines = []
        for variant, record in self.records.items():
            if isinstance(record, Curves):
                self._x_label, self._y_label = (
                    translated(record.x_label),
                    translated(self.view.y_label or record.y_label),
                )
                lines += lines_of_record(record, variant, self.style_of(variant), self.theme)
        self._show(lines)

    def set_variants(self, names: Sequence[str], family: bool = False) -> None:
        super().set_variants(names, family)
        if self._series_lines.series:
            self._show_tracks()
        elif self.records:
            self.show_records(self.records)

    def clear(self) -> None:
        self._lines, self._series_lines = [], SeriesLines(self.view)
        self._forget_ranges()
        super().clear()

    def _forget_ranges(self) -> None:
        self._x_range = XRange()
        self._y_range = YRange(self.view.log_y, self.view.y_range)

    def describe(self) -> str:
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
        channel = self.view.all_channels.index(key.channel)
        if not key.variant:
            return list(self.theme.styles(self.view.all_channels).values())[channel]
        style = self.style_of(key.variant)
        return style._replace(dash=(5.0, 2.5)) if channel else style

    def lay_out(self, area: QRectF) -> object:
        self._labels = [self._label(line) for line in self._lines if line.name and len(line.x)]
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
        if not self._streaming:
            self._draw_lines(painter, [slice(None)] * len(self._lines))
        else:
            key = plot, self.theme, tuple(line.style for line in self._lines), list(self._series_lines.series.values())
            self._fixed_lines.paint(painter, self, self.zoom, key, box, self._lines, self._draw_lines)
        for line in self._lines:
            end = line.end(self.view.log_y)
            if end is not None:
                marker = "cross" if line.mark else line.style.marker
                paint_marker(painter, self.theme, plot.point(*end), marker, line.style.color)
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
        first, last = min(float(line.x[0]) for line in lines), max(float(line.x[-1]) for line in lines)
        x = self._x_range.update(first, last, not self._streaming)
        sound = [line for line in lines if not line.mark] or lines  # one that diverged does not flatten the others
        low, high = extent([values for line in sound for values in (line.low, line.high)], self.view.log_y)
        y = self._y_range.update(low, high, not self._streaming)
        return lay_out(self.theme, area, x, y, self._look(), log_y=self.view.log_y)

    def _look(self) -> AxesLook:
        whole = bool(self._series_lines.series) or all(np.array_equal(line.x, np.rint(line.x)) for line in self._lines)
        return AxesLook(self._x_label, self._y_label, whole_x=whole)

    def _label(self, line: Line) -> Label:
        end = line.end(self.view.log_y)
        text = f"{line.name} {translated(line.mark)}" if line.mark else line.name
        return Label(text, line.style, end[1] if end is not None else None)

    def readout(self, at: QPointF) -> str:
        """The line nearest to the cursor, at the row nearest to it."""
        plot = self._plot
        if plot is None or not plot.frame.contains(at):
            return ""
        found = [(line, line.row_at(plot.x_at(at.x()))) for line in self._lines if len(line.x)]
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
