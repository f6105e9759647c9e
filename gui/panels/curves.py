"""Lines: every scalar series over its steps, and any y(x) that a view computes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QWidget

from core.array import Interval
from core.records import Record
from core.run.frame import Frame
from core.run.seeds import Seeds
from core.run.tick import Key
from core.run.views import CurvesView, View
from gui.look.theme import Theme, VariantStyle
from gui.look.translate import translated
from gui.panels.gestures.gesture import Gesture
from gui.panels.gestures.line import DragLine
from gui.panels.plot_panel import PlotPanel
from gui.plotting.annotations import Annotations
from gui.plotting.axes import MOST_POINTS, AxesLook, Plot, lay_out
from gui.plotting.curve_drawing import CurvePicture, draw_curves
from gui.plotting.curve_labels import curve_labels
from gui.plotting.curve_ranges import PlotContents, beyond
from gui.plotting.curve_reading import column_table, description, reading_of, rows_at, value_text
from gui.plotting.ghost_lines import GhostLines
from gui.plotting.legend import Label, LegendRoom, draw_legend, legend_entries, legend_room
from gui.plotting.lines import PAIRED, Line
from gui.plotting.plot_frame import MARGIN, PlotSpec, sound
from gui.plotting.ranges import MOST_COMPUTED, MOST_DECADES, XRange, YRange, ends, log_extent
from gui.plotting.reading import Reading
from gui.plotting.record_lines import record_lines
from gui.plotting.seed_bands import SeedBand, SeedBands, band_lines
from gui.plotting.series_lines import SeriesLines
from gui.view_state import PlotState


class CurvesPanel(PlotPanel):
    """The raw line faint and the smoothed one bold where smoothing is on, labels at the lines' ends."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self.options = cast(CurvesView, view.options)
        self._lines: list[Line] = []
        self._series_lines = SeriesLines(view)
        self._record_logs = False, False
        self._x_range, self._y_range = self._fresh_ranges()
        self._annotations = Annotations()
        self._labels: list[Label] = []
        self._room = LegendRoom()
        self._spec_key: object = None
        self._spec = PlotSpec("", Plot(QRectF(0, 0, 1, 1), (0, 1), (0, 1)))
        self._x_label, self._y_label = translated(self._series_label()), translated(self.options.y_label)
        self._ghost = GhostLines(view)
        self._seeds = SeedBands()

    def _series_label(self) -> str:
        return self.options.x_label or ("epoch" if self._series_lines.by_epoch else "step")

    @property
    def _plot(self) -> Plot | None:
        return self.frames[""].plot if self.frames and not self.empty else None

    @property
    def x_unit(self) -> str:  # type: ignore[override]
        return ("epoch" if self._series_lines.by_epoch else "step") if self._series_lines.series else ""

    @property
    def labels(self) -> tuple[str, str]:
        """Of the axes."""
        return self._x_label, self._y_label

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
        before, moved = self._series_lines.series, self._seeds.take(frame)
        if not self._series_lines.take(frame) and frame.settled == self.settled and not moved:
            return False
        if not any(self._series_lines.series.get(key) is one for key, one in before.items()):
            self._forget_ranges()  # nothing is left of the run before: a new one begins with axes of its own
        self.settled = frame.settled
        self._choose_unit(frame)
        self._show_series()
        return True

    def _choose_unit(self, frame: Frame) -> None:
        """Epochs, where another run that is compared with has other batches: its steps are of another size."""
        by_epoch = self.options.x == "epoch" or self._ghost.has_other_epochs(frame)
        if by_epoch != self._series_lines.by_epoch:
            self._series_lines.by_epoch = by_epoch
            self._x_label = translated(self._series_label())
            self._forget_ranges()

    def show_ghost(self, frame: Frame | None) -> None:
        if frame is not self._ghost.frame:
            self._ghost.frame = frame
            self._forget_ranges()
            self.redraw()

    @property
    def _ghost_lines(self) -> list[Line]:
        return self._ghost.lines(self._series_lines, self.names, self._style, self.theme)

    def show_seeds(self, seeds: Seeds | None) -> None:
        if self._seeds.show(seeds):
            self._forget_ranges()
            if not self._streaming:  # else the next frame draws them
                self.redraw()

    @property
    def _seed_bands(self) -> list[SeedBand]:
        bands = self._seeds.bands(self._series_lines, self._style)
        return [band for band in bands if band.name not in self.state.hidden]

    def _show_series(self) -> None:
        """Again from the series: of all steps, and of those that are looked at."""
        most = None if self.settled else self._most // 2
        self._show(self._series_lines.lines(self.names, self._style, most))

    def show_records(self, records: Mapping[str, Record]) -> None:
        self.records = dict(records)
        lines, self._annotations, logs, labels = record_lines(self.records, self.style_of, self.theme)
        if labels is not None:
            self._x_label, self._y_label = translated(labels[0]), translated(self.options.y_label or labels[1])
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
        before_ranges = before.log_x, before.log_y, before.hidden, before.sketch
        if before_ranges != (state.log_x, state.log_y, state.hidden, state.sketch):
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
        return XRange(*([1.0] if self._series_lines.by_epoch else [])), YRange(self.logs[1], self.options.y_range)

    def _forget_ranges(self) -> None:
        self._x_range, self._y_range = self._fresh_ranges()

    def describe(self) -> str:
        if self.records or self.empty:
            return super().describe()
        return description(self.view.channel, self.labels, self._lines, self._value)

    def _style(self, key: Key) -> VariantStyle:
        channel = self.view.channels.index(key.channel)
        if not key.variant:
            return list(self.theme.styles(self.view.channels).values())[channel]
        style = self.style_of(key.variant)
        return style._replace(dash=PAIRED) if channel else style

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
        log_x, log_y = self.logs
        labels = curve_labels(self._lines, self._annotations, self.options.values, log_y, self.state.hidden)
        self._labels = [*self._seeds.label(self.theme, self._seed_bands), *labels]
        names = tuple((label.text, label.line) for label in self._labels)
        # Axes move rarely while a run goes on.
        key = area, names, self._ranges_of(log_x, log_y), log_x, log_y, self._look(), self.theme, self.state.y
        if key != self._spec_key:
            self._spec_key, self._spec = key, self._spec_of(area, *key[2], log_x, log_y)
        return [self._spec]

    def _spec_of(self, area: QRectF, x: Interval, y: Interval, log_x: bool, log_y: bool) -> PlotSpec:
        """Room is kept for the numbers of what is seen."""
        self._room = legend_room(self.theme, self._labels, area)
        inner = area.adjusted(0, 0, -self._room.right, -self._room.below)
        plot = lay_out(self.theme, inner, x, sound(self.state.y, log_y) or y, self._look(), log_y, log_x)
        return PlotSpec("", replace(plot, y=y), margin_x=MARGIN)

    def _ranges_of(self, log_x: bool, log_y: bool) -> tuple[Interval, Interval]:
        contents = PlotContents(
            lines=self._lines,
            seen=self._seen,
            ghost=self._ghost_lines,
            bands=self._seed_bands,
            annotated=self._annotations.heights,
            sketch=self.state.sketch,
        )
        settled, columns = not self._streaming, contents.columns
        low, high = contents.heights(log_y, MOST_DECADES if self._series_lines.series else MOST_COMPUTED)
        x = log_extent(columns) if log_x else self._x_range.update(*ends(columns), settled)
        return x, self._y_range.update(low, high, settled)

    def says(self) -> str:
        """Beside what the state leaves out: what a band is, and which lines go on beyond axes nobody has zoomed."""
        names = self._beyond
        words = self.tr("{0} beyond the axes").format(", ".join(names)) if names and not self.state.zoomed else ""
        return " · ".join(part for part in (self._seeds.words(self._seed_bands), words, super().says()) if part)

    @property
    def _beyond(self) -> list[str]:
        """The lines of which not every value has room, unless the view has chosen its range; of a run that goes on
        nobody asks yet."""
        if not self.frames or not self.settled or self.options.y_range is not None:
            return []
        return [line.name or self.view.channel for line in beyond(self._seen, self.frames[""].spec.plot.y)]

    def _look(self) -> AxesLook:
        series = bool(self._series_lines.series) and not self._series_lines.by_epoch
        whole = series or all(np.array_equal(line.x, np.rint(line.x)) for line in self._lines)
        return AxesLook(self._x_label, self._y_label, whole_x=whole, zero_hint=True)

    # Drawing.

    def draw_plots(self) -> None:
        frame, theme = self.frames[""], self.theme
        dragged = (one.x for one in self.dispatcher.gestures if isinstance(one, DragLine))
        picture = CurvePicture(
            lines=self._zoomed_lines(frame.plot),
            annotations=self._annotations,
            events=self._series_lines.events,
            uprights=[x for x in dragged if x is not None],
            lifted=self.lifted,
            most=self._most,
            sketch=self.state.sketch,
            ghost=[line for line in self._ghost_lines if line.name not in self.state.hidden],
            seeds=self._seed_bands,
        )
        draw_curves(frame, theme, self._look(), picture)
        grain = 8 if self._streaming else 1
        self.entries = legend_entries(theme, self._labels, self._room, frame.plot, self.area, grain)
        self.front.redraw((self.entries, theme), lambda front: draw_legend(front, theme, self.entries), self.settled)

    def _zoomed_lines(self, plot: Plot) -> list[Line]:
        """In full where a part is looked at."""
        if self.state.x is None:
            return self._seen
        if not self._series_lines.series:
            return [line.within(plot.x) for line in self._seen]
        lines = self._series_lines.lines(self.names, self._style, None, plot.x)
        return [line for line in lines if line.name not in self.state.hidden]

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
        return value_text(line, row, self._seed_bands)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        lines = self._series_lines.lines(self.names, self._style, None) if self._series_lines.series else self._lines
        shown = [line for line in lines if line.name not in self.state.hidden]
        return column_table(self._x_label, self.view.channel, [*shown, *band_lines(self._seed_bands)])
