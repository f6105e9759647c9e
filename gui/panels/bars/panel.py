"""Named bars with their values: a group for each name, a bar for each series, upright or, for long names, lying."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.records import Bars
from gui.look.translate import translated
from gui.panels.bars.layout import Bar, Layout, Series, bars_of, lay_out, series_of
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
        bars = bars_of(series, layout)
        self._paint_scale(painter, layout)
        for bar in bars:
            full = bar.highest or len(series) > 1
            painter.fillRect(bar.box, QColor(bar.series.color if full else self.theme.faint(bar.series.color, 0.5)))
        zero = layout.box(0, layout.slot * len(layout.names), 0.0, 0.0)
        painter.setPen(self.theme.pen(self.theme.secondary, 1))
        painter.drawLine(zero.topLeft(), zero.bottomRight())
        self._paint_values(painter, layout, bars)
        self._paint_names(painter, layout, area)
        paint_patches(painter, self.theme, self._legend(area, series))

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

    def _paint_values(self, painter: QPainter, layout: Layout, bars: Sequence[Bar]) -> None:
        """Every value, to fewer decimals where it is tight; where even these would touch, only the highest."""
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
        return lay_out(series, area, patches_height(self.theme, area, self._legend(area, series)), self.theme)

    def _legend(self, area: QRectF, series: Sequence[Series]) -> list[Patch]:
        """The unit and, where there are several, the series, above the bars."""
        unit = [("", self._y_label())] if self._y_label() else []
        return patches(self.theme, area, unit + ([(one.color, one.label) for one in series] if len(series) > 1 else []))

    def readout(self, at: QPointF) -> str:
        series = self._series()
        layout = self._layout(self.area)
        bar = next((one for one in bars_of(series, layout) if one.lane.contains(at)), None)
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
