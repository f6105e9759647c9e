"""Named bars with their values: a group for each name, a bar for each series, upright or, for long names, lying."""

from __future__ import annotations

from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from core.run.records import Bars
from gui.panels.panel import Panel
from gui.panels.plot import GAP
from gui.panels.ticks import Range, linear_ticks, nice_range, short

GROUP = 0.76  # of the room of a name is taken by its bars
THICKEST = 64.0  # pixels


class Bar(NamedTuple):
    """series: variant and series together, as the legend names them."""

    series: str
    name: str
    height: float
    color: str
    box: QRectF
    highest: bool


class Sketch(NamedTuple):
    """How the area is divided. along: the pixels of the scale's ends; lying: bars go to the right."""

    bars: tuple[Bar, ...]
    names: tuple[tuple[QRectF, str], ...]
    frame: QRectF
    scale: Range
    lying: bool

    def along(self, value: float) -> float:
        low, high = self.scale
        share = (value - low) / (high - low)
        if self.lying:
            return self.frame.left() + share * self.frame.width()
        return self.frame.bottom() - share * self.frame.height()


class BarsPanel(Panel):
    """Draws `Bars`. The highest bar of each series is in full colour, the others are paler."""

    def draw(self, painter: QPainter, area: QRectF) -> None:
        theme, sketch = self.theme, self._sketch(area)
        self._paint_scale(painter, sketch)
        for bar in sketch.bars:
            color = QColor(bar.color)
            color.setAlphaF(1.0 if bar.highest else 0.5)
            painter.fillRect(bar.box, color)
        self._paint_values(painter, sketch)
        painter.setFont(theme.font(14))
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(theme.font(14))
        side = Qt.AlignmentFlag.AlignRight if sketch.lying else Qt.AlignmentFlag.AlignHCenter
        for box, name in sketch.names:
            text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, box.width())
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(theme.pen(theme.secondary, 1))
        zero = sketch.along(min(max(0.0, sketch.scale[0]), sketch.scale[1]))
        if sketch.lying:
            painter.drawLine(QPointF(zero, sketch.frame.top()), QPointF(zero, sketch.frame.bottom()))
        else:
            painter.drawLine(QPointF(sketch.frame.left(), zero), QPointF(sketch.frame.right(), zero))
        self._paint_legend(painter, area)

    @property
    def _bars(self) -> dict[str, Bars]:
        return cast(dict[str, Bars], self.records)

    def _series(self) -> list[tuple[str, str, Bars, int]]:
        """(label, colour, record, row) of everything that is drawn side by side."""
        found = []
        for variant, record in self._bars.items():
            for row, label in enumerate(record.series):
                many = len(self._bars) > 1 or bool(variant)
                color = self.style_of(variant).color if many and len(record.series) == 1 else self.theme.color(row)
                found.append((" ".join(p for p in (variant, label) if p), color, record, row))
        return found

    def _scale(self) -> Range:
        heights = np.concatenate([record.heights.ravel() for record in self._bars.values()])
        heights = heights[np.isfinite(heights)]
        low, high = min(float(heights.min(initial=0)), 0.0), max(float(heights.max(initial=0)), 0.0)
        return nice_range(low, high) if high > low else (0.0, 1.0)

    def _sketch(self, area: QRectF) -> Sketch:
        theme = self.theme
        metrics = QFontMetricsF(theme.font(14))
        line = metrics.height()
        names = tuple(dict.fromkeys(name for record in self._bars.values() for name in record.names))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        scale = self._scale()
        head = (line + 4 if len(self._series()) > 1 else 0.0) + (line if self._y_label else 0.0)
        lying = widest > (area.width() - 50) / max(len(names), 1) - 6 or area.height() < 0.35 * area.width() < 120
        if lying:
            side = min(widest + GAP, 0.4 * area.width())
            frame = area.adjusted(side, head, -metrics.horizontalAdvance("−0.000") - GAP, -line - 4)
        else:
            numbers = max(metrics.horizontalAdvance(t.label) for t in linear_ticks(*scale, 4)) + GAP
            frame = area.adjusted(numbers, head + line, 0, -line - 4)
        slot = (frame.height() if lying else frame.width()) / max(len(names), 1)
        labels = tuple(
            (
                QRectF(area.left(), frame.top() + i * slot, frame.left() - GAP - area.left(), slot)
                if lying
                else QRectF(frame.left() + i * slot, frame.bottom() + 4, slot, line),
                name,
            )
            for i, name in enumerate(names)
        )
        blank = Sketch((), labels, frame, scale, lying)
        return blank._replace(bars=tuple(self._boxes(blank, names, slot)))

    def _boxes(self, sketch: Sketch, names: tuple[str, ...], slot: float) -> list[Bar]:
        series, frame = self._series(), sketch.frame
        thick = min(GROUP * slot / max(len(series), 1), THICKEST)
        found = []
        zero = sketch.along(0.0)
        for k, (label, color, record, row) in enumerate(series):
            heights = record.heights[row]
            best = float(np.nanmax(heights)) if np.isfinite(heights).any() else 0.0
            for name, height in zip(record.names, heights.tolist(), strict=True):
                middle = (names.index(name) + 0.5) * slot + (k + 0.5 - len(series) / 2) * thick
                end = sketch.along(height) if np.isfinite(height) else zero
                start = middle - thick / 2
                if sketch.lying:
                    box = QRectF(QPointF(zero, frame.top() + start), QPointF(end, frame.top() + start + thick - 1))
                else:
                    box = QRectF(QPointF(frame.left() + start, end), QPointF(frame.left() + start + thick - 1, zero))
                found.append(Bar(label, name, height, color, box.normalized(), height == best))
        return found

    def _paint_scale(self, painter: QPainter, sketch: Sketch) -> None:
        theme, frame = self.theme, sketch.frame
        metrics = QFontMetricsF(theme.font(14))
        painter.setFont(theme.font(14))
        for tick in linear_ticks(
            *sketch.scale, max(2.0, min(5.0, (frame.width() if sketch.lying else frame.height()) / 60))
        ):
            at = sketch.along(tick.value)
            painter.setPen(theme.pen(theme.grid, 1))
            if sketch.lying:
                painter.drawLine(QPointF(at, frame.top()), QPointF(at, frame.bottom()))
                box, side = QRectF(at - 40, frame.bottom() + 4, 80, metrics.height()), Qt.AlignmentFlag.AlignHCenter
            else:
                painter.drawLine(QPointF(frame.left(), at), QPointF(frame.right(), at))
                box = QRectF(frame.left() - GAP - 80, at - metrics.height() / 2, 80, metrics.height())
                side = Qt.AlignmentFlag.AlignRight
            painter.setPen(QColor(theme.secondary))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, tick.label)

    def _paint_values(self, painter: QPainter, sketch: Sketch) -> None:
        theme = self.theme
        metrics = QFontMetricsF(theme.font(14))
        line = metrics.height()
        texts = [(bar, short(bar.height)) for bar in sketch.bars]
        room = min((b.box.height() if sketch.lying else b.box.width() for b in sketch.bars), default=0.0)
        widest = max((metrics.horizontalAdvance(text) for _, text in texts), default=0.0)
        crowded = room < (line - 2 if sketch.lying else widest - 2)
        for bar, text in texts:
            if crowded and not bar.highest:
                continue
            painter.setFont(theme.font(14, bold=bar.highest))
            painter.setPen(QColor(theme.text if bar.highest else theme.secondary))
            if sketch.lying:
                left = bar.box.right() + 4 if bar.height >= 0 else bar.box.left() - 84
                box = QRectF(left, bar.box.center().y() - line / 2, 80, line)
                side = Qt.AlignmentFlag.AlignLeft if bar.height >= 0 else Qt.AlignmentFlag.AlignRight
            else:
                top = bar.box.top() - line if bar.height >= 0 else bar.box.bottom()
                box, side = QRectF(bar.box.center().x() - 40, top, 80, line), Qt.AlignmentFlag.AlignHCenter
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    @property
    def _y_label(self) -> str:
        return next((record.y_label for record in self._bars.values() if record.y_label), "")

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        theme = self.theme
        metrics = QFontMetricsF(theme.font(14))
        painter.setFont(theme.font(14))
        left, top = area.left(), area.top()
        if self._y_label:
            painter.setPen(QColor(theme.secondary))
            painter.drawText(QPointF(left, top + metrics.ascent()), self._y_label)
            top += metrics.height()
        series = self._series()
        if len(series) < 2:
            return
        for label, color, _, _ in series:
            painter.fillRect(QRectF(left, top + 4, 12, 12), QColor(color))
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(left + 18, top + metrics.ascent()), label)
            left += 18 + metrics.horizontalAdvance(label) + 2 * GAP

    def readout(self, at: QPointF) -> str:
        sketch = self._sketch(self.area)
        for bar in sketch.bars:
            lane = QRectF(bar.box)
            if sketch.lying:
                lane.setLeft(sketch.frame.left())
                lane.setRight(sketch.frame.right())
            else:
                lane.setTop(sketch.frame.top())
                lane.setBottom(sketch.frame.bottom())
            if lane.contains(at):
                several = len(self._series()) > 1 and bar.series
                return (
                    f"{bar.series} · {bar.name}: {short(bar.height, 4)}"
                    if several
                    else f"{bar.name}: {short(bar.height, 4)}"
                )
        return ""
