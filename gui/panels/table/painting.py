"""How the rows of a table are painted, and the bar that says which of them are seen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui.look.theme import Theme, VariantStyle
from gui.panels.table.sheet import SWATCH, Fit
from gui.plotting.legend import paint_sample
from gui.plotting.lettering import LEFT, RIGHT, elided

BAR = 4.0  # pixels of the scroll bar's width


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


def paint_scroll_bar(painter: QPainter, theme: Theme, track: QRectF, first: int, seen: int, count: int) -> None:
    """seen of count rows, from the one counted `first`."""
    thumb = QRectF(track)
    thumb.setTop(track.top() + track.height() * first / count)
    thumb.setHeight(max(track.height() * seen / count, 12.0))
    painter.setPen(Qt.PenStyle.NoPen)
    for box, color in ((track, theme.grid), (thumb, theme.secondary)):
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(box, BAR / 2, BAR / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
