"""Named bars with their values: a group for each name, a bar for each series, upright or, for long names, lying."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainterPath

from core.records import Bars
from core.run.views import BarsView
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.panels.bars.layout import Bar, Layout, Series, every_bar, lay_out, series_of
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import ARROWS, SIDEWAYS, Gesture, significant
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.number import DragNumber, Grip
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import GAP
from gui.plotting.layer import Layer
from gui.plotting.legend import Patch, draw_patches, patches, patches_height
from gui.plotting.lettering import CENTRE, RIGHT
from gui.plotting.plot_frame import PlotSpec
from gui.plotting.reading import Reading, Row
from gui.plotting.ticks import number, short


class BarsPanel(PlotPanel):
    """Draws `Bars`. The highest bar has its value in bold; where there is one series only, the others are paler."""

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        self._whole = self._layout_in(area)
        return [PlotSpec("", self._whole.plot)]

    @property
    def logs(self) -> tuple[bool | None, bool | None]:
        """The scale is y, also where the bars lie; the parts of a stack have no logarithm that adds up."""
        if self.empty or self._record.stacked:
            return None, None
        return None, self._record.log if self.state.log_y is None else self.state.log_y

    @property
    def _layout(self) -> Layout:
        return self._whole.shown_in(self.frames[""].plot)

    @property
    def layout_now(self) -> Layout:
        """Of what is shown."""
        self.ensure_drawn()
        return self._layout

    def draw_plots(self) -> None:
        frame, series, record, theme = self.frames[""], self._series(), self._record, self.theme
        layout = self._layout
        bars = every_bar(series, layout, record.stacked)
        frame.ground.redraw((layout, theme), lambda ground: self._draw_scale(ground, layout))
        with frame.data.drawing() as data:
            self._draw_selected(data, layout, record)
            for color, path in bar_paths(bars, pale=len(series) == 1, theme=theme).items():
                data.path(path, brush=color)
            zero = layout.box(0, layout.slot * len(layout.names), layout.base, layout.base)
            data.segment(zero.topLeft(), zero.bottomRight(), theme.pen(theme.secondary, 1))
        with frame.front.drawing() as front:
            self._draw_references(front, layout, record)
            self._draw_values(front, layout, [bar for bar in bars if layout.sees(bar.lane)], stacked=record.stacked)
        legend = self._legend(self.area, series)
        self.back.redraw((layout, theme, self.area), lambda back: self._draw_names(back, layout, self.area))
        self.front.redraw((legend, theme), lambda front: draw_patches(front, theme, legend))

    @property
    def _record(self) -> Bars:
        """The one that says how the axis is."""
        return cast(Bars, next(iter(self.records.values())))

    @property
    def _axis(self) -> Bars:
        """The same, with the scale that the lecturer has chosen."""
        return replace(self._record, log=bool(self.logs[1]))

    def _draw_selected(self, data: Layer, layout: Layout, record: Bars) -> None:
        if record.selected is None:
            return
        place = layout.names.index(record.names[record.selected])
        room = layout.box(place * layout.slot, layout.slot, *layout.scale)
        data.rect(room, brush=self.theme.faint(self.theme.accent, 0.14))

    def _draw_references(self, front: Layer, layout: Layout, record: Bars) -> None:
        """A dashed line across all bars, its label at its end."""
        theme, font = self.theme, self.theme.font(14)
        metrics = QFontMetricsF(font)
        first, last = (edge * layout.slot for edge in layout.seen)
        for one in record.references:
            if not layout.scale[0] <= one.value <= layout.scale[1]:
                continue
            line = layout.box(first, last - first, one.value, one.value)
            front.segment(line.topLeft(), line.bottomRight(), theme.pen(theme.text, 1.5, (4, 3)))
            label = translated(one.label)
            wide, high = metrics.horizontalAdvance(label) + 4, metrics.height()
            left = line.left() + 4 if layout.lying else line.right() - wide
            box = QRectF(left, line.top() if layout.lying else line.top() - high - 2, wide, high)
            front.text(box, CENTRE, label, font, theme.text)

    def _draw_value(self, front: Layer, layout: Layout, box: QRectF, text: str, color: str, bold: bool = False) -> None:
        """A number beside its bar, on a ground of its own where a reference line would cross it."""
        crossed = (layout.along(one.value) for one in self._record.references)
        start, end = (box.left(), box.right()) if layout.lying else (box.top(), box.bottom())
        if any(start - 1 <= at <= end + 1 for at in crossed):
            front.rect(box.adjusted(-2, 0, 2, 0), brush=self.theme.panel)
        front.text(box, CENTRE, text, self.theme.font(14, bold=bold), color)

    def _series(self) -> list[Series]:
        records = cast(dict[str, Bars], self.records)
        return series_of(records, {name: self.style_of(name).color for name in records}, self.theme)

    def _draw_scale(self, ground: Layer, layout: Layout) -> None:
        theme, frame, font = self.theme, layout.frame, self.theme.font(14)
        high = QFontMetricsF(font).height()
        lines = []
        for tick in layout.ticks:
            at = layout.along(tick.value)
            if layout.lying:
                lines.append((at, frame.top(), at, frame.bottom()))
                box, side = QRectF(at - 40, frame.bottom() + 4, 80, high), CENTRE
            else:
                lines.append((frame.left(), at, frame.right(), at))
                box, side = QRectF(frame.left() - GAP - 80, at - high / 2, 80, high), RIGHT
            ground.text(box, side, tick.label, font, theme.secondary)
        ground.segments(lines, theme.pen(theme.grid, 1))

    def _draw_values(self, front: Layer, layout: Layout, bars: Sequence[Bar], stacked: bool) -> None:
        """Every value, to fewer decimals where it is tight; where even these would touch, only the highest. What has no
        length says why; the parts of a stack are read off under the cursor."""
        self._draw_undrawn(front, layout, [bar for bar in bars if not bar.drawn])
        if stacked or layout.log:
            self._draw_ends(front, layout, bars, stacked)
            return
        bars = [bar for bar in bars if bar.drawn]
        metrics = self.theme.metrics(14, bold=True)
        finest = 10.0 ** math.floor(math.log10(layout.scale[1] - layout.scale[0])) / 100
        if all(bar.height == round(bar.height) for bar in bars):
            finest = max(finest, 1.0)  # counts
        room = layout.slot / max(len(self._series()), 1)
        for unit in (finest, 10 * finest):
            widest = max((metrics.horizontalAdvance(number(b.height, unit)) for b in bars), default=0.0)
            fits = (metrics.height() - 4 if layout.lying else widest + 4) <= room
            if fits:
                break
        taken: list[QRectF] = []
        for bar in sorted(bars, key=lambda one: -one.height):
            text = number(bar.height, unit if fits else finest)
            box = value_box(bar, layout, metrics.horizontalAdvance(text), metrics.height())
            seen = fits and abs(bar.height) >= unit / 2
            if (bar.highest or seen) and not any(box.intersects(other) for other in taken):
                taken.append(box)
                color = self.theme.text if bar.highest else self.theme.secondary
                self._draw_value(front, layout, box, text, color, bar.highest)

    def _draw_undrawn(self, front: Layer, layout: Layout, bars: Sequence[Bar]) -> None:
        """∞ with an arrow at the end of the scale, nan where a bar would begin."""
        font = self.theme.font(14, bold=True)
        metrics = QFontMetricsF(font)
        arrows = ("→ ∞", "← −∞") if layout.lying else ("↑ ∞", "↓ −∞")
        for bar in bars:
            text = "nan" if math.isnan(bar.height) else arrows[bar.height < 0]
            value = layout.scale[bar.height > 0] if math.isinf(bar.height) else layout.base
            at = layout.box(0, 0, value, value)
            wide, high = metrics.horizontalAdvance(text), metrics.height()
            middle = bar.lane.center()
            inside = math.isinf(bar.height) and bar.height > 0
            if layout.lying:
                box = QRectF(at.x() - wide - 4 if inside else at.x() + 4, middle.y() - high / 2, wide, high)
            else:
                box = QRectF(middle.x() - wide / 2, at.y() if inside else at.y() - high, wide, high)
            front.text(box, CENTRE, text, font, self.theme.warning)

    def _draw_ends(self, front: Layer, layout: Layout, bars: Sequence[Bar], stacked: bool) -> None:
        """The sum of each stack, or each value with digits of its own; those that would touch are left out."""
        metrics = self.theme.metrics(14)
        ends = {(bar.name, bar.height >= 0): bar for bar in bars if bar.drawn} if stacked else dict(enumerate(bars))
        sums: dict[tuple[str, bool], float] = {}
        for bar in bars:
            if bar.drawn:
                sums[bar.name, bar.height >= 0] = sums.get((bar.name, bar.height >= 0), 0.0) + bar.height
        taken: list[QRectF] = []
        for bar in ends.values():
            value = sums[bar.name, bar.height >= 0] if stacked and bar.drawn else bar.height
            text = short(value)
            box = value_box(bar, layout, metrics.horizontalAdvance(text), metrics.height())
            if bar.drawn and (value or layout.log) and not any(box.intersects(other) for other in taken):
                taken.append(box)
                self._draw_value(front, layout, box, text, self.theme.text)

    def _draw_names(self, back: Layer, layout: Layout, area: QRectF) -> None:
        """Below or beside their bars; so many are left out, evenly, that the others do not touch."""
        frame, slot, font = layout.frame, layout.slot, self.theme.font(14)
        metrics = QFontMetricsF(font)
        widest = max((metrics.horizontalAdvance(name) for name in layout.names), default=0.0)
        stride = 1 if layout.lying else max(1, math.ceil((min(widest, 0.2 * frame.width()) + 4) / slot))
        first = layout.seen[0]
        for i, name in list(enumerate(layout.names))[::stride]:
            middle = (i + 0.5 - first) * slot
            if not 0 <= middle <= (frame.height() if layout.lying else frame.width()):
                continue
            if layout.lying:
                top = frame.top() + middle - slot / 2
                box, side = QRectF(area.left(), top, frame.left() - GAP - area.left(), slot), RIGHT
            else:
                wide, high = slot * stride, metrics.height()
                top = frame.bottom() + 4 + (high if layout.scale[0] < 0 else 0.0)
                box = QRectF(frame.left() + middle - wide / 2, top, wide, high)
                side = CENTRE
            text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, box.width())
            back.text(box, side, text, font, self.theme.text)

    def _y_label(self) -> str:
        labels = (record.y_label for record in cast(dict[str, Bars], self.records).values())
        return translated(next(filter(None, labels), ""))

    def _layout_in(self, area: QRectF) -> Layout:
        series = self._series()
        return lay_out(
            series, area, patches_height(self.theme, area, self._legend(area, series)), self.theme, self._axis
        )

    def _legend(self, area: QRectF, series: Sequence[Series]) -> list[Patch]:
        """The unit and, where there are several, the series, above the bars."""
        unit = [("", self._y_label())] if self._y_label() else []
        return patches(self.theme, area, unit + ([(one.color, one.label) for one in series] if len(series) > 1 else []))

    def bar_at(self, at: QPointF) -> int | None:
        """The place of the name under a point of the panel, in layout pixels."""
        if not self.ensure_drawn():
            return None
        layout = self._layout
        slots = (layout.box(i * layout.slot, layout.slot, *layout.scale) for i in range(len(layout.names)))
        return next((i for i, slot in enumerate(slots) if slot.contains(at)), None)

    def gestures(self) -> Sequence[Gesture]:
        options = cast(BarsView, self.view.options)
        keys = SIDEWAYS if options.drag else ARROWS
        choose = Choose(self.bind(options.choose), self.bar_at, self._next_bar, keys) if options.choose else None
        if options.drag:
            drag = DragNumber(self.bind(options.drag), self._grip_at, self._stepped, self._outline, choose)
            return [drag, choose] if choose else [drag]
        return [choose] if choose else []

    def _next_bar(self, index: int, across: int, down: int) -> int:
        return in_order(index, across + down, len(self._record.names))

    def _grip_at(self, at: QPointF) -> Grip | None:
        """The scale as it was at the press: what is dragged beyond it must not move it."""
        index, layout = self.bar_at(at), self._layout
        if index is None:
            return None
        cursor = Qt.CursorShape.SizeHorCursor if layout.lying else Qt.CursorShape.SizeVerCursor
        return Grip(index, lambda there, _: significant(layout.value_at(there), 3), cursor)

    def _stepped(self, number: float, count: int) -> float:
        """So many hundredths of the scale further."""
        return significant(self._layout.beyond(number, count / 100), 3)

    def _outline(self, index: int) -> QPainterPath:
        layout, path = self._layout, QPainterPath()
        path.addRect(layout.box(index * layout.slot, layout.slot, *layout.scale))
        return path

    def read(self, at: QPointF) -> Reading | None:
        series, layout = self._series(), self._layout
        if not layout.frame.contains(at):
            return None
        bars = [one for one in every_bar(series, layout, self._record.stacked) if one.lane.contains(at)]
        bar = next((one for one in bars if one.box.contains(at)), bars[-1] if bars else None)
        if bar is None:
            return None
        who = f"{bar.series.label} · {bar.name}" if len(series) > 1 else bar.name
        return Reading("", (Row(f"{who}:", short(bar.height, 4), bar.series.color),))

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        series = self._series()
        names = tuple(dict.fromkeys(name for one in series for name in one.names))
        table: list[tuple[str, Sequence[object]]] = [("name", names)]
        for one in series:
            heights = dict(zip(one.names, one.heights.tolist(), strict=True))
            table.append((one.label or self._y_label() or "value", [heights.get(name, "") for name in names]))
        return table


def bar_paths(bars: Sequence[Bar], pale: bool, theme: Theme) -> dict[str, QPainterPath]:
    """All bars of one colour as one area. pale: those that are not the highest."""
    paths: dict[str, QPainterPath] = {}
    for bar in bars:
        color = theme.faint(bar.series.color, 0.5) if pale and not bar.highest else bar.series.color
        paths.setdefault(color, QPainterPath()).addRect(bar.box)
    return paths


def value_box(bar: Bar, layout: Layout, wide: float, high: float) -> QRectF:
    """Where a bar's value stands: at its end, outside."""
    middle = bar.box.center()
    if layout.lying:
        left = bar.box.right() + 4 if bar.height >= 0 else bar.box.left() - 4 - wide
        return QRectF(left, middle.y() - high / 2, wide, high)
    top = bar.box.top() - high if bar.height >= 0 else bar.box.bottom()
    return QRectF(middle.x() - wide / 2, top, wide, high)
