"""How blocks and their labels are painted once they have their places."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.records import Block
from gui.look.theme import Theme
from gui.panels.blocks.layout import PlacedBlock
from gui.panels.blocks.measure import Mode, label_lines, upright_label
from gui.plotting.lettering import CENTRE, RIGHT, elided, line_of

COLORS = {"conv": 0, "pool": 1, "dense": 2, "norm": 3, "activation": 5, "recurrent": 6, "concat": 4}


def color_of(theme: Theme, block: Block) -> str:
    """By its kind; grey for a kind that is in no legend."""
    return theme.color(COLORS[block.kind]) if block.kind in COLORS else theme.secondary


def paint_block(painter: QPainter, theme: Theme, placed: PlacedBlock, selected: bool) -> None:
    """A solid of three faces; an addition is a circle with its sign."""
    front, solid = placed.front, placed.solid
    color = color_of(theme, placed.block)
    painter.setPen(theme.pen(theme.text, 2.5) if selected else theme.pen(theme.panel, 0.8))
    if placed.block.kind == "add":
        painter.setPen(theme.pen(theme.text, 3) if selected else theme.pen(theme.secondary, 1.4))
        painter.setBrush(QColor(theme.panel))
        painter.drawEllipse(front)
        painter.setPen(theme.pen(theme.text, 1.4))
        middle, arm = front.center(), 0.28 * front.width()
        painter.drawLine(middle - QPointF(arm, 0), middle + QPointF(arm, 0))
        painter.drawLine(middle - QPointF(0, arm), middle + QPointF(0, arm))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return
    away = QPointF(solid.right, -solid.up)
    top = QPolygonF([front.topLeft(), front.topLeft() + away, front.topRight() + away, front.topRight()])
    side = QPolygonF([front.topRight(), front.topRight() + away, front.bottomRight() + away, front.bottomRight()])
    for face, share in ((top, 0.45), (side, 0.65)):
        painter.setBrush(QColor(theme.faint(color, share)))
        painter.drawPolygon(face)
    painter.setBrush(QColor(theme.faint(color, 0.9)))
    painter.drawRect(front)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_label(painter: QPainter, theme: Theme, placed: PlacedBlock, mode: Mode) -> None:
    if placed.label.isEmpty():
        return
    box = placed.label
    font = theme.font(mode.size)
    painter.setFont(font)
    if mode.way == "level":
        for i, text in enumerate(label_lines(placed.block, mode.lines)):
            painter.setPen(QColor(theme.secondary if i else theme.text))
            line = QRectF(box.left() - 20, box.top() + i * line_of(font), box.width() + 40, line_of(font))
            painter.drawText(line, CENTRE, text)
        return
    painter.save()
    painter.setPen(QColor(theme.text))
    painter.translate(box.center().x(), box.top())
    painter.rotate(-90)
    line = QRectF(-box.height(), -line_of(font) / 2, box.height(), line_of(font))
    painter.drawText(line, RIGHT, elided(upright_label(placed.block), font, box.height()))
    painter.restore()
