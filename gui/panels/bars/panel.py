"""Named bars with their values: a group for each name, a bar for each series, upright or, for long names, lying."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath

from core.records import Bars
from core.run.views import BarsView
from gui.look.translate import translated
from gui.panels.bars.layout import Bar, Layout, Series, every_bar, lay_out, series_of
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import ARROWS, SIDEWAYS, Gesture, significant
from gui.panels.gestures.neighbours import in_order
from gui.panels.gestures.number import DragNumber, Grip
from gui.panels.panel import Panel
from gui.plotting.axes import GAP
from gui.plotting.legend import Patch, paint_patches, patches, patches_height
from gui.plotting.ticks import number, short

Flag = Qt.AlignmentFlag


class BarsPanel(Panel):
    """Draws `Bars`. The highest bar has its value in bold; where there is one series only, the others are paler."""

    def draw(self, painter: QPainter, area: QRectF) -> None:
        series = self._series()
        layout = self._layout(area)
        record = self._record
        bars = every_bar(series, layout, record.stacked)
        self._paint_scale(painter, layout)
        self._paint_selected(painter, layout, record)
        for bar in bars:
            full = bar.highest or len(series) > 1
            painter.fillRect(bar.box, QColor(bar.series.color if full else self.theme.faint(bar.series.color, 0.5)))
        zero = layout.box(0, layout.slot * len(layout.names), layout.base, layout.base)
        painter.setPen(self.theme.pen(self.theme.secondary, 1))
        painter.drawLine(zero.topLeft(), zero.bottomRight())
        self._paint_references(painter, layout, record)
        self._paint_values(painter, layout, bars, stacked=record.stacked)
        self._paint_names(painter, layout, area)
        paint_patches(painter, self.theme, self._legend(area, series))

    @property
    def _record(self) -> Bars:
        """The one that says how the axis is."""
        return cast(Bars, next(iter(self.records.values())))

    def _paint_selected(self, painter: QPainter, layout: Layout, record: Bars) -> None:
        if record.selected is None:
            return
        place = layout.names.index(record.names[record.selected])
        room = layout.box(place * layout.slot, layout.slot, *layout.scale)
        painter.fillRect(room, QColor(self.theme.faint(self.theme.accent, 0.14)))

    def _paint_references(self, painter: QPainter, layout: Layout, record: Bars) -> None:
        """A dashed line across all bars, its label at its end."""
        theme, metrics = self.theme, QFontMetricsF(self.theme.font(14))
        painter.setFont(theme.font(14))
        for one in record.references:
            line = layout.box(0, layout.slot * len(layout.names), one.value, one.value)
            painter.setPen(theme.pen(theme.text, 1.5, (4, 3)))
            painter.drawLine(line.topLeft(), line.bottomRight())
            label = translated(one.label)
            wide, high = metrics.horizontalAdvance(label) + 4, metrics.height()
            left = line.left() + 4 if layout.lying else line.right() - wide
            box = QRectF(left, line.top() if layout.lying else line.top() - high, wide, high)
            painter.setPen(QColor(theme.text))
            painter.drawText(box, Flag.AlignCenter, label)

    def _series(self) -> list[Series]:
        records = cast(dict[str, Bars], self.records)
        return series_of(records, {name: self.style_of(name).color for name in records}, self.theme)

    def _paint_scale(self, painter: QPainter, layout: Layout) -> None:
        theme, frame = self.theme, layout.frame
        high = QFontMetricsF(theme.font(14)).height()
        painter.setFont(theme.font(14))
        for tick in layout.ticks:
            at = layout.along(tick.value)
            painter.setPen(theme.pen(theme.grid, 1))
            if layout.lying:
                painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()))
                box, side = QRectF(at - 40, frame.bottom() + 4, 80, high), Flag.AlignHCenter
            else:
                painter.drawLine(QPointF(frame.left(), at), QPointF(frame.right(), at))
                box, side = QRectF(frame.left() - GAP - 80, at - high / 2, 80, high), Flag.AlignRight
            painter.setPen(QColor(theme.secondary))
            painter.drawText(box, side | Flag.AlignVCenter, tick.label)

    def _paint_values(self, painter: QPainter, layout: Layout, bars: Sequence[Bar], stacked: bool) -> None:
        """Every value, to fewer decimals where it is tight; where even these would touch, only the highest. What has no
        length says why; the parts of a stack are read off under the cursor."""
        self._paint_undrawn(painter, layout, [bar for bar in bars if not bar.drawn])
        if stacked or layout.log:
            self._paint_ends(painter, layout, bars, stacked)
            return
        bars = [bar for bar in bars if bar.drawn]
        metrics = QFontMetricsF(self.theme.font(14, bold=True))
        finest = 10.0 ** math.floor(math.log10(layout.scale[1] - layout.scale[0])) / 100
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
                painter.setFont(self.theme.font(14, bold=bar.highest))
                painter.setPen(QColor(self.theme.text if bar.highest else self.theme.secondary))
                painter.drawText(box.adjusted(-2, 0, 2, 0), Flag.AlignCenter, text)

    def _paint_undrawn(self, painter: QPainter, layout: Layout, bars: Sequence[Bar]) -> None:
        """∞ with an arrow at the end of the scale, nan where a bar would begin."""
        metrics = QFontMetricsF(self.theme.font(14, bold=True))
        painter.setFont(self.theme.font(14, bold=True))
        painter.setPen(QColor(self.theme.warning))
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
            painter.drawText(box.adjusted(-4, 0, 4, 0), Flag.AlignCenter, text)

    def _paint_ends(self, painter: QPainter, layout: Layout, bars: Sequence[Bar], stacked: bool) -> None:
        """The sum of each stack, or each value with digits of its own; those that would touch are left out."""
        metrics = QFontMetricsF(self.theme.font(14))
        ends = {(bar.name, bar.height >= 0): bar for bar in bars if bar.drawn} if stacked else dict(enumerate(bars))
        sums: dict[tuple[str, bool], float] = {}
        for bar in bars:
            if bar.drawn:
                sums[bar.name, bar.height >= 0] = sums.get((bar.name, bar.height >= 0), 0.0) + bar.height
        taken: list[QRectF] = []
        painter.setFont(self.theme.font(14))
        painter.setPen(QColor(self.theme.text))
        for bar in ends.values():
            value = sums[bar.name, bar.height >= 0] if stacked and bar.drawn else bar.height
            text = short(value)
            box = value_box(bar, layout, metrics.horizontalAdvance(text), metrics.height())
            if bar.drawn and (value or layout.log) and not any(box.intersects(other) for other in taken):
                taken.append(box)
                painter.drawText(box.adjusted(-2, 0, 2, 0), Flag.AlignCenter, text)

    def _paint_names(self, painter: QPainter, layout: Layout, area: QRectF) -> None:
        """Below or beside their bars; so many are left out, evenly, that the others do not touch."""
        theme, frame, slot = self.theme, layout.frame, layout.slot
        metrics = QFontMetricsF(theme.font(14))
        widest = max((metrics.horizontalAdvance(name) for name in layout.names), default=0.0)
        stride = 1 if layout.lying else math.ceil((min(widest, 0.2 * frame.width()) + 4) / slot)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(theme.text))
        for i, name in list(enumerate(layout.names))[::stride]:
            if layout.lying:
                box, side = (
                    QRectF(area.left(), frame.top() + i * slot, frame.left() - GAP - area.left(), slot),
                    Flag.AlignRight,
                )
            else:
                wide = slot * stride
                box = QRectF(frame.left() + (i + 0.5) * slot - wide / 2, frame.bottom() + 4, wide, metrics.height())
                side = Flag.AlignHCenter
            text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, box.width())
            painter.drawText(box, side | Flag.AlignVCenter, text)

    def _y_label(self) -> str:
        labels = (record.y_label for record in cast(dict[str, Bars], self.records).values())
        return translated(next(filter(None, labels), ""))

    def _layout(self, area: QRectF) -> Layout:
        series = self._series()
        return lay_out(
            series, area, patches_height(self.theme, area, self._legend(area, series)), self.theme, self._record
        )

    def _legend(self, area: QRectF, series: Sequence[Series]) -> list[Patch]:
        """The unit and, where there are several, the series, above the bars."""
        unit = [("", self._y_label())] if self._y_label() else []
        return patches(self.theme, area, unit + ([(one.color, one.label) for one in series] if len(series) > 1 else []))

    def bar_at(self, at: QPointF) -> int | None:
        """The place of the name under a point of the panel, in layout pixels."""
        layout = self._layout(self.area)
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
        index, layout = self.bar_at(at), self._layout(self.area)
        if index is None:
            return None
        cursor = Qt.CursorShape.SizeHorCursor if layout.lying else Qt.CursorShape.SizeVerCursor
        return Grip(index, lambda there, _: significant(layout.value_at(there), 3), cursor)

    def _stepped(self, number: float, count: int) -> float:
        """So many hundredths of the scale further."""
        return significant(self._layout(self.area).beyond(number, count / 100), 3)

    def _outline(self, index: int) -> QPainterPath:
        layout, path = self._layout(self.area), QPainterPath()
        path.addRect(layout.box(index * layout.slot, layout.slot, *layout.scale))
        return path

    def readout(self, at: QPointF) -> str:
        series = self._series()
        layout = self._layout(self.area)
        bars = [one for one in every_bar(series, layout, self._record.stacked) if one.lane.contains(at)]
        bar = next((one for one in bars if one.box.contains(at)), bars[-1] if bars else None)
        if bar is None:
            return ""
        who = f"{bar.series.label} · {bar.name}" if len(series) > 1 else bar.name
        return f"{who}: {short(bar.height, 4)}"


def value_box(bar: Bar, layout: Layout, wide: float, high: float) -> QRectF:
    """Where a bar's value stands: at its end, outside."""
    middle = bar.box.center()
    if layout.lying:
        left = bar.box.right() + 4 if bar.height >= 0 else bar.box.left() - 4 - wide
        return QRectF(left, middle.y() - high / 2, wide, high)
    top = bar.box.top() - high if bar.height >= 0 else bar.box.bottom()
    return QRectF(middle.x() - wide / 2, top, wide, high)
