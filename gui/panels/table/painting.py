"""How the rows of a table are painted, and the bars that say which part is seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from core.array import Interval
from gui.look.theme import Theme, VariantStyle
from gui.panels.table.scrolling import Seen
from gui.panels.table.sheet import SWATCH, Fit
from gui.plotting.legend import paint_sample
from gui.plotting.lettering import LEFT, RIGHT, elided

BAR = 4.0  # pixels of a scroll bar's width
SHORTEST = 12.0  # pixels of its thumb's length


def paint_header(painter: QPainter, theme: Theme, fit: Fit, numeric: tuple[bool, ...], line: QRectF) -> None:
    """The names of the columns on one base line, in one or two lines."""
    boxes = _boxes(fit, line.adjusted(0, 0, 0, -0.35 * fit.size))
    painter.setPen(QColor(theme.secondary))
    for j, (name, box) in enumerate(zip(fit.columns, boxes, strict=False)):
        side = RIGHT if numeric[j] else LEFT
        flags = (side & ~Qt.AlignmentFlag.AlignVertical_Mask) | Qt.AlignmentFlag.AlignBottom
        _paint_cell(painter, theme, fit, name, box, flags)


def paint_row(
    painter: QPainter, theme: Theme, fit: Fit, numeric: tuple[bool, ...], cells: tuple[str, ...], line: QRectF,
    style: VariantStyle | None,
) -> None:  # fmt: skip
    """style: of the variant that the row is about, whose line is drawn before it."""
    boxes = _boxes(fit, line)
    if fit.swatches and style is not None:
        paint_sample(painter, theme, style, QPointF(line.left() + 1, line.center().y()))
    painter.setPen(QColor(theme.text))
    for j, (cell, box) in enumerate(zip(cells, boxes, strict=False)):
        _paint_cell(painter, theme, fit, cell, box, RIGHT if numeric[j] else LEFT)


def _boxes(fit: Fit, line: QRectF) -> list[QRectF]:
    """Of the cells in a line, from left to right."""
    found, x = [], line.left()
    for width in fit.widths:
        found.append(QRectF(x, line.top(), width - fit.pad, line.height()))
        x += width
    if fit.swatches:
        found[0].setLeft(found[0].left() + SWATCH)
    return found


def _paint_cell(painter: QPainter, theme: Theme, fit: Fit, cell: str, box: QRectF, flags: Qt.AlignmentFlag) -> None:
    font = theme.font(fit.size)
    painter.setFont(font)
    painter.drawText(box, int(flags), "\n".join(elided(part, font, box.width() + 1) for part in cell.splitlines()))


def paint_scroll_bars(painter: QPainter, theme: Theme, area: QRectF, seen: Seen, lit: bool) -> None:
    """In the margin of the card, beside the rows and below the columns, where there are some without room."""
    fit = seen.fit
    if seen.rows_left:
        track = QRectF(area.right() + 4, area.top() + fit.head, BAR, fit.rows * fit.line)
        _paint_bar(painter, theme, track, seen.part_down, lit)
    if seen.most:
        track = QRectF(area.left() + fit.widths[0], area.bottom() + 4, area.width() - fit.widths[0], BAR)
        _paint_bar(painter, theme, track, seen.part_across, lit)


def _paint_bar(painter: QPainter, theme: Theme, track: QRectF, part: Interval, lit: bool) -> None:
    """part: from where to where, of 0 to 1, the longer side of the track is seen. lit: it is at hand."""
    (start, end), thumb = part, QRectF(track)
    if track.height() > track.width():
        thumb.setTop(track.top() + track.height() * start)
        thumb.setHeight(max(track.height() * (end - start), SHORTEST))
    else:
        thumb.setLeft(track.left() + track.width() * start)
        thumb.setWidth(max(track.width() * (end - start), SHORTEST))
    painter.setPen(Qt.PenStyle.NoPen)
    for box, color in ((track, theme.grid), (thumb, theme.secondary if lit else theme.faint(theme.secondary, 0.5))):
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(box, BAR / 2, BAR / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
