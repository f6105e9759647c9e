"""What the keys of a panel act on, shown over its plots while it has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

if TYPE_CHECKING:
    from gui.panels.panel import Panel


class GestureMarks(QGraphicsItem):
    """Painted in Python, which holds the interpreter: it is there only for who uses the keys."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self.setZValue(2)
        self.setVisible(False)

    def boundingRect(self) -> QRectF:
        return self._panel.area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._panel.empty:
            self._panel.dispatcher.draw(painter, self._panel.theme)
