"""The names of lines: at their right ends where there is room, else below the plot in columns, and where even these
would take too much of it, the colours alone, whose names the cursor tells. No entry is left out, and none lies over
data. And of colours: in lines above the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from gui.look.theme import Theme, VariantStyle
from gui.plotting.axes import Plot, spread
from gui.plotting.layer import Layer
from gui.plotting.lettering import LEFT
from gui.plotting.markers import draw_markers, paint_marker

SAMPLE = 22.0  # pixels of line before a name, so that dashes can be told apart
PATCH = 12.0  # pixels of colour before a name
GAP = 6.0
BESIDE = 0.36  # of the width that names at the ends of lines may take
MOST_BESIDE = 0.62  # of it where the plot is low
ACROSS, DOWN = 65.0, 50.0  # pixels that numbers and labels of axes take
LOW = 56.0  # pixels of height below which a plot is better narrow
SMALL = 12  # pixels of type, where else there would be no room for names
BELOW = 0.34  # of the height that names below the plot may take


class Label(NamedTuple):
    """y: where the line ends, in data; None where it has no end to point at. line: False for marks alone. curve: what
    a click hides, "" where there is nothing to hide."""

    text: str
    style: VariantStyle
    y: float | None = None
    line: bool = True
    curve: str = ""
    hidden: bool = False


class Entry(NamedTuple):
    """A label in its place, without the y it came from. named: whether there is room for its text; size: pixels of its
    type."""

    label: Label
    box: QRectF
    named: bool = True
    size: int = 14


@dataclass(frozen=True)
class LegendRoom:
    """Pixels that a legend takes at the right of a plot or below it, there in so many columns."""

    right: float = 0.0
    below: float = 0.0
    columns: int = 1
    named: bool = True
    size: int = 14


def legend_room(theme: Theme, labels: Sequence[Label], area: QRectF) -> LegendRoom:
    """Beside the plot or else below it, where little of it is lost; else where most is left, if need be in small
    type."""
    if not labels:
        return LegendRoom()
    found = [room for size in (14, SMALL) for room in _named_rooms(theme, labels, area, size)]
    usual = next((room for room in found if _takes_little(room, area)), None)
    if usual is not None:
        return usual
    if found:
        return max(found, key=lambda room: _left(room, area))
    return replace(_below(len(labels), SAMPLE + 2 * GAP, theme.metrics(14).height(), area), named=False)


def _named_rooms(theme: Theme, labels: Sequence[Label], area: QRectF, size: int) -> list[LegendRoom]:
    """Those in which all names have room."""
    metrics = theme.metrics(size)
    line = metrics.height()
    width = max(metrics.horizontalAdvance(label.text) for label in labels) + SAMPLE + 2 * GAP
    rooms = []
    if len(labels) * line < area.height() - 2 * line and width < MOST_BESIDE * area.width():
        rooms.append(LegendRoom(right=width, size=size))
    below = _below(len(labels), width + GAP, line, area)
    if below.below <= BELOW * area.height() + GAP / 2 and width + GAP <= area.width():
        rooms.append(replace(below, size=size))
    return rooms


def _takes_little(room: LegendRoom, area: QRectF) -> bool:
    if room.right:
        return room.size > SMALL and room.right < BESIDE * area.width()
    return area.height() - room.below - DOWN >= LOW


def _left(room: LegendRoom, area: QRectF) -> float:
    """How good a plot is left, in pixels: its width, or twice its height, whichever is less."""
    return min(area.width() - room.right - ACROSS, 2 * (area.height() - room.below - DOWN))


def _below(count: int, wide: float, high: float, area: QRectF) -> LegendRoom:
    """Entries of that size in as many columns as there is room for."""
    columns = max(1, int(area.width() // wide))
    return LegendRoom(below=-(-count // columns) * high + GAP / 2, columns=columns)


def legend_entries(
    theme: Theme, labels: Sequence[Label], room: LegendRoom, plot: Plot, area: QRectF, grain: int = 1
) -> list[Entry]:
    """Each name beside the end of its line, moved apart where ends meet; or in columns at the foot of the area. grain:
    pixels in which names move: while a run goes on they would tremble with its noise."""
    if not labels:
        return []
    line = theme.metrics(room.size).height()
    if not room.right:
        wide, top = area.width() / room.columns, area.bottom() - room.below + GAP / 2
        places = (divmod(i, room.columns) for i in range(len(labels)))
        boxes = (QRectF(area.left() + column * wide, top + row * line, wide, line) for row, column in places)
        return [Entry(one._replace(y=None), box, room.named, room.size) for one, box in zip(labels, boxes, strict=True)]
    bottom, top = plot.frame.bottom() - line / 2, plot.frame.top() + line / 2

    def wanted(label: Label) -> float:
        at = float(plot.py(label.y)) if label.y is not None else top
        return min(max(at, top), bottom)

    ordered = sorted(labels, key=wanted)
    middles = spread([wanted(label) for label in ordered], line, top, bottom)
    left = plot.frame.right() + GAP + 4
    width = area.right() - left
    boxes = (QRectF(left, grain * round((y - line / 2) / grain), width, line) for y in middles)
    return [Entry(one._replace(y=None), box, size=room.size) for one, box in zip(ordered, boxes, strict=True)]


def draw_legend(layer: Layer, theme: Theme, entries: Sequence[Entry]) -> None:
    """A sample of each line, its marker, and the name; what is hidden is pale."""
    for label, box, named, size in entries:
        style = label.style._replace(color=theme.faint(label.style.color, 0.35)) if label.hidden else label.style
        at = QPointF(box.left(), box.center().y())
        if label.line:
            layer.segment(at, at + QPointF(SAMPLE, 0), theme.pen(style.color, 2, style.dash))
        if style.marker:
            draw_markers(layer, theme, [at + QPointF(SAMPLE / 2, 0)], style.marker, style.color, 3.5)
        if named:
            room = box.adjusted(SAMPLE + GAP, 0, 0, 0)
            font = theme.font(size)
            text = QFontMetricsF(font).elidedText(label.text, Qt.TextElideMode.ElideRight, room.width() + 1)
            layer.text(room, LEFT, text, font, theme.secondary if label.hidden else theme.text)


def paint_legend(painter: QPainter, theme: Theme, entries: Sequence[Entry]) -> None:
    """The same in a panel that paints itself."""
    for label, box, named, size in entries:
        paint_sample(painter, theme, label.style, QPointF(box.left(), box.center().y()), label.line)
        if named:
            room = box.adjusted(SAMPLE + GAP, 0, 0, 0)
            font = theme.font(size)
            text = QFontMetricsF(font).elidedText(label.text, Qt.TextElideMode.ElideRight, room.width() + 1)
            painter.setFont(font)
            painter.setPen(QColor(theme.text))
            painter.drawText(room, LEFT, text)


def paint_sample(painter: QPainter, theme: Theme, style: VariantStyle, at: QPointF, line: bool = True) -> None:
    """A piece of a variant's line with its marker; `at` is the left end."""
    if line:
        painter.setPen(theme.pen(style.color, 2, style.dash))
        painter.drawLine(at, at + QPointF(SAMPLE, 0))
    if style.marker:
        paint_marker(painter, theme, at + QPointF(SAMPLE / 2, 0), style.marker, style.color, 3.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)


class Patch(NamedTuple):
    """A name with its colour, or a text without any; `at` is the upper left corner."""

    at: QPointF
    color: str
    text: str


def patches(theme: Theme, area: QRectF, wanted: Sequence[tuple[str, str]]) -> list[Patch]:
    """(colour or "", text) one after another from the upper left corner of the area, in as many lines as it takes."""
    metrics = theme.metrics(14)
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
    return placed[-1].at.y() - area.top() + theme.metrics(14).height() + 4 if placed else 0.0


def patch_boxes(theme: Theme, patch: Patch) -> tuple[QRectF, QRectF]:
    """Where the colour and where the text stands."""
    metrics = theme.metrics(14)
    color = QRectF(patch.at.x(), patch.at.y() + (metrics.height() - PATCH) / 2, PATCH if patch.color else 0.0, PATCH)
    left = color.right() + (GAP if patch.color else 0.0)
    return color, QRectF(left, patch.at.y(), metrics.horizontalAdvance(patch.text), metrics.height())


def draw_patches(layer: Layer, theme: Theme, placed: Sequence[Patch]) -> None:
    for patch in placed:
        color, text = patch_boxes(theme, patch)
        if patch.color:
            layer.rect(color, brush=patch.color)
        layer.text(text, LEFT, patch.text, theme.font(14), theme.text if patch.color else theme.secondary)


def paint_patches(painter: QPainter, theme: Theme, placed: Sequence[Patch]) -> None:
    """The same in a panel that paints itself."""
    painter.setFont(theme.font(14))
    for patch in placed:
        color, text = patch_boxes(theme, patch)
        if patch.color:
            painter.fillRect(color, QColor(patch.color))
        painter.setPen(QColor(theme.text if patch.color else theme.secondary))
        painter.drawText(text, Qt.TextFlag.TextDontClip | LEFT, patch.text)
