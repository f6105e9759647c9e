"""The names of lines: at their right ends where there is room, else as a legend inside the plot. And of colours: in
lines above the picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.look.theme import Theme, VariantStyle
from gui.plotting.axes import Plot, spread
from gui.plotting.markers import paint_marker

SAMPLE = 22.0  # pixels of line before a name, so that dashes can be told apart
PATCH = 12.0  # pixels of colour before a name
GAP = 6.0
MOST_COVERED = 0.35  # share of a plot that its legend may hide


class Label(NamedTuple):
    """y: where the line ends, in data; None where it has no end to point at. line: False for marks alone."""

    text: str
    style: VariantStyle
    y: float | None = None
    line: bool = True


def label_room(theme: Theme, labels: Sequence[Label], area: QRectF) -> float:
    """Pixels to keep free at the right for the names; 0 where they must go inside."""
    if not labels:
        return 0.0
    metrics = QFontMetricsF(theme.font(14))
    width = max(metrics.horizontalAdvance(label.text) for label in labels) + SAMPLE + 2 * GAP
    fits = width < 0.36 * area.width() and len(labels) * metrics.height() < area.height() - 2 * metrics.height()
    return width if fits else 0.0


def paint_labels(
    painter: QPainter, theme: Theme, plot: Plot, labels: Sequence[Label], area: QRectF, inside: bool
) -> None:
    """Each name beside the end of its line, moved apart where ends meet; or a legend in the upper right corner."""
    if not labels:
        return
    metrics = QFontMetricsF(theme.font(14))
    line = metrics.height()
    if inside:
        _paint_legend(painter, theme, plot, labels)
        return
    bottom, top = plot.frame.bottom() - line / 2, plot.frame.top() + line / 2

    def wanted(label: Label) -> float:
        at = float(plot.py(label.y)) if label.y is not None else top
        return min(max(at, top), bottom)

    ordered = sorted(labels, key=wanted)
    places = spread([wanted(label) for label in ordered], line, top, bottom)
    left = plot.frame.right() + GAP + 4
    for label, y in zip(ordered, places, strict=True):
        _paint_entry(painter, theme, label, QPointF(left, y), area.right() - left)


def paint_sample(painter: QPainter, theme: Theme, style: VariantStyle, at: QPointF, line: bool = True) -> None:
    """A piece of a variant's line with its marker; `at` is the left end."""
    if line:
        painter.setPen(theme.pen(style.color, 2, style.dash))
        painter.drawLine(at, at + QPointF(SAMPLE, 0))
    if style.marker:
        paint_marker(painter, theme, at + QPointF(SAMPLE / 2, 0), style.marker, style.color, 3.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def legend_box(theme: Theme, plot: Plot, labels: Sequence[Label]) -> QRectF:
    """Where a legend inside the plot stands: the upper right corner. Empty where it would hide too much of the plot:
    the colours are those of the larger panels, which name them, and the cursor names a line here."""
    metrics = QFontMetricsF(theme.font(14))
    shown = _fitting(plot, labels, metrics.height())
    widest = max((metrics.horizontalAdvance(one.text) for one in shown), default=0.0)
    width = min(widest + SAMPLE + 3 * GAP, plot.frame.width())
    box = QRectF(plot.frame.right() - width, plot.frame.top(), width, len(shown) * metrics.height() + GAP)
    covered = box.width() * box.height() / (plot.frame.width() * plot.frame.height())
    return box if covered <= MOST_COVERED else QRectF()


def _fitting(plot: Plot, labels: Sequence[Label], line: float) -> Sequence[Label]:
    return labels[: max(1, int((plot.frame.height() - GAP) / line))]


def _paint_legend(painter: QPainter, theme: Theme, plot: Plot, labels: Sequence[Label]) -> None:
    line = QFontMetricsF(theme.font(14)).height()
    box = legend_box(theme, plot, labels)
    if box.isEmpty():
        return
    ground = QColor(theme.panel)
    ground.setAlphaF(0.85)
    painter.fillRect(box, ground)
    for i, label in enumerate(_fitting(plot, labels, line)):
        at = QPointF(box.left() + GAP, box.top() + GAP / 2 + (i + 0.5) * line)
        _paint_entry(painter, theme, label, at, box.width() - GAP)


def _paint_entry(painter: QPainter, theme: Theme, label: Label, at: QPointF, room: float) -> None:
    """A sample of the line, its marker, and the name; `at` is the middle of the left edge."""
    metrics = QFontMetricsF(theme.font(14))
    paint_sample(painter, theme, label.style, at, label.line)
    painter.setFont(theme.font(14))
    painter.setPen(QColor(theme.text))
    width = room - SAMPLE - GAP
    box = QRectF(at.x() + SAMPLE + GAP, at.y() - metrics.height() / 2, width, metrics.height())
    text = metrics.elidedText(label.text, Qt.TextElideMode.ElideRight, width + 1)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class Patch(NamedTuple):
    """A name with its colour, or a text without any; `at` is the upper left corner."""

    at: QPointF
    color: str
    text: str


def patches(theme: Theme, area: QRectF, wanted: Sequence[tuple[str, str]]) -> list[Patch]:
    """(colour or "", text) one after another from the upper left corner of the area, in as many lines as it takes."""
    metrics = QFontMetricsF(theme.font(14))
    at, placed = area.topLeft(), []
    for color, text in wanted:
        width = metrics.horizontalAdvance(text) + (PATCH + GAP if color else 0.0)
        if at.x() > area.left() and at.x() + width > area.right():
            at = QPointF(area.left(), at.y() + metrics.height())
        placed.append(Patch(at, color, text))
        at = at + QPointF(width + 3 * GAP, 0)
    return placed


def patches_height(theme: Theme, area: QRectF, placed: Sequence[Patch]) -> float:
    """Pixels that they take at the top of the area."""
    return placed[-1].at.y() - area.top() + QFontMetricsF(theme.font(14)).height() + 4 if placed else 0.0


def paint_patches(painter: QPainter, theme: Theme, placed: Sequence[Patch]) -> None:
    metrics = QFontMetricsF(theme.font(14))
    painter.setFont(theme.font(14))
    for at, color, text in placed:
        painter.setPen(QColor(theme.text if color else theme.secondary))
        if color:
            painter.fillRect(QRectF(at.x(), at.y() + (metrics.height() - PATCH) / 2, PATCH, PATCH), QColor(color))
        painter.drawText(at + QPointF(PATCH + GAP if color else 0.0, metrics.ascent()), text)
