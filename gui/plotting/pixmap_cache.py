"""Parts of a picture that stay from frame to frame: painted once, then copied.

A line of text, a thousand segments or a hundred marks take a millisecond each; a copy of their pixels takes a fiftieth.
This is for a screen alone: a file of shapes wants the shapes, a picture at another scale its own pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEngine, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QWidget

Draw: TypeAlias = Callable[[QPainter], None]


class PixmapCache:
    """The pixels of one part, for one key: whatever the part is drawn from, compared by value.

    A key should hold records and layouts themselves, never their `id`, which the next one may get.
    """

    def __init__(self) -> None:
        self._key: object = None
        self._pixels = QPixmap()
        self._place = QRectF()

    def paint(self, painter: QPainter, widget: QWidget, zoom: float, key: object, box: QRectF, draw: Draw) -> None:
        """Paint `draw` inside the box, in layout pixels: those of the widget divided by the zoom."""
        if not is_screen(painter, widget, zoom):
            draw(painter)
            return
        if self.renew(widget, zoom, key, box):
            self.add(zoom, draw)
        self.show(painter)

    def renew(self, widget: QWidget, zoom: float, key: object, box: QRectF) -> bool:
        """Begin with an empty picture if the key is another one, the room or the screen; whether it was."""
        place = QRectF(QRectF(box.topLeft() * zoom, box.size() * zoom).toAlignedRect() & widget.rect())
        whole = (key, zoom, place, widget.devicePixelRatioF())
        if whole == self._key:
            return False
        self._key, self._place = whole, place
        self._pixels = QPixmap((place.size() * widget.devicePixelRatioF()).toSize())
        self._pixels.setDevicePixelRatio(widget.devicePixelRatioF())
        self._pixels.fill(Qt.GlobalColor.transparent)
        return True

    def add(self, zoom: float, draw: Draw) -> None:
        """Paint over what is there; nothing where the box has no room."""
        if self._pixels.isNull():
            return
        painter = QPainter(self._pixels)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-self._place.topLeft())
            painter.scale(zoom, zoom)
            draw(painter)
        finally:
            painter.end()

    def show(self, painter: QPainter) -> None:
        scaled = painter.worldTransform()
        painter.setWorldTransform(QTransform.fromTranslate(scaled.dx(), scaled.dy()))  # exactly 1: no pixel is mixed
        painter.drawPixmap(self._place.topLeft(), self._pixels)
        painter.setWorldTransform(scaled)


def is_screen(painter: QPainter, widget: QWidget, zoom: float) -> bool:
    """Whether each pixel that is kept is one pixel of what is painted on."""
    ratio = widget.devicePixelRatioF()
    if painter.paintEngine().type() is not QPaintEngine.Type.Raster or ratio != round(ratio):
        return False
    return abs(painter.deviceTransform().m11() - zoom * ratio) < 1e-9
