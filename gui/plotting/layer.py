"""What plots are made of: lines, areas, pictures and text as items that Qt paints without Python.

A painter that calls Python holds the interpreter, and a tiny network trains in what is left. So nothing here has a
`paint` of ours: a layer keeps plain items of Qt's scene (`QGraphicsPathItem`, `QGraphicsPixmapItem`,
`QGraphicsSimpleTextItem`) and tells them what has changed. pyqtgraph's own `PlotCurveItem`, `ImageItem` and `TextItem`
paint in Python, and their pens keep their width in device pixels, so that a capture at twice the scale has thinner
lines; all coordinates here are layout pixels, as in the rest of the window, and pens scale with them.

A panel draws its whole picture each time, from its records alone; an item whose content is the old one stays untouched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import TypeVar, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPixmapItem,
    QStyleOptionGraphicsItem,
)

from core.array import Array
from gui.plotting.shapes import NO_BRUSH, NO_PEN, Path, Picture, Polyline, Shape, Text, holder

S = TypeVar("S", bound=Shape)


def snapshot(items: Sequence[QGraphicsItem], parent: QGraphicsItem, scale: float) -> tuple[QPixmap, QPointF]:
    """These items as they are painted on a screen with `scale` pixels for each of the parent's, and where the picture's
    upper left corner is in it. Its pixels are those of the screen; of what is clipped there are none, for outlines in a
    plot that is zoomed deep are gigabytes large."""
    boxes = (item.mapRectToItem(parent, item.boundingRect() | item.childrenBoundingRect()) for item in items)
    box = reduce(QRectF.united, boxes, QRectF())
    frame = parent.parentItem()
    if frame is not None and frame.flags() & QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape:
        box &= parent.mapRectFromItem(frame, frame.boundingRect())
    if box.isEmpty():
        return QPixmap(), QPointF()
    place = QRectF(box.topLeft() * scale, box.size() * scale).toAlignedRect().adjusted(-1, -1, 1, 1)
    pixels = QPixmap(place.size())
    pixels.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixels)
    try:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(-place.topLeft())
        painter.scale(scale, scale)
        for item in items:
            _paint(painter, item, parent)
    finally:
        painter.end()
    pixels.setDevicePixelRatio(scale)
    return pixels, QPointF(place.topLeft()) / scale


def _paint(painter: QPainter, item: QGraphicsItem, parent: QGraphicsItem) -> None:
    """An item and those in it."""
    painter.save()
    painter.setTransform(item.itemTransform(parent)[0], True)
    painter.setOpacity(item.opacity())
    item.paint(painter, QStyleOptionGraphicsItem(), None)
    painter.restore()
    for child in item.childItems():
        if child.isVisible():
            _paint(painter, child, parent)


class Layer:
    """Shapes that are drawn over each other in the order of the calls."""

    def __init__(self, parent: QGraphicsItem | None = None, z: float = 0.0) -> None:
        self.root = holder(parent)
        self.root.setZValue(z)
        self._shapes: list[Shape] = []
        self._used = 0
        self._scale = 0.0  # pixels of the screen for each of ours; 0 in a file
        self._key: object = None
        self._as_picture = True
        self._still: QGraphicsPixmapItem | None = None  # all shapes in one picture, where they stay as they are

    def redraw(self, key: object, draw: Callable[[Layer], object], as_picture: bool = True) -> None:
        """Draw what stays from frame to frame, if it is not as it was. key: all that it is drawn from, compared by
        value; records and layouts themselves, never their `id`, which the next one may get. as_picture: on a screen all
        of it is one picture, which is worth making where it stays for long."""
        if key != self._key or as_picture != self._as_picture:
            self._as_picture = as_picture
            with self.drawing():
                draw(self)
            self._key = key
            self._show_still()

    @contextmanager
    def drawing(self) -> Iterator[Layer]:
        """What is drawn within replaces what was there."""
        self._used, self._key = 0, None
        self._show_shapes()
        try:
            yield self
        finally:
            for shape in self._shapes[self._used :]:
                shape.item.setVisible(False)

    def clear(self) -> None:
        with self.drawing():
            pass

    def set_scale(self, scale: float) -> None:
        """Pixels of the screen for each of ours; 0 for a file of other pixels or of shapes, which wants the shapes."""
        if scale == self._scale:
            return
        if bool(scale) != bool(self._scale):
            for shape in self._shapes:
                shape.set_cached(scale > 0)
        self._scale = scale
        self._show_still()

    def _show_still(self) -> None:
        """On a screen: one picture is copied in a fiftieth of the time in which a hundred shapes are painted."""
        self._show_shapes()
        used = self._shapes[: self._used]
        still = self._key is not None and self._as_picture
        if not self._scale or not still or all(isinstance(shape, Picture) for shape in used):
            return
        items = [shape.item for shape in used]
        if self._still is None:
            self._still = QGraphicsPixmapItem(self.root)
            self._still.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        pixels, at = snapshot(items, self.root, self._scale)
        self._still.setPixmap(pixels)
        self._still.setPos(at)
        self._still.setVisible(True)
        for item in items:
            item.setVisible(False)

    def _show_shapes(self) -> None:
        if self._still is not None and self._still.isVisible():
            self._still.setVisible(False)
            for shape in self._shapes[: self._used]:
                shape.item.setVisible(True)

    def _next(self, kind: type[S]) -> S:
        """The next shape, if it is of that kind; else another one in its place."""
        place, self._used = self._used, self._used + 1
        if place == len(self._shapes):
            self._shapes.append(self._made(kind, place))
        elif type(self._shapes[place]) is not kind:
            old = self._shapes[place].item
            self._shapes[place] = self._made(kind, place)
            old.setParentItem(None)  # type: ignore[arg-type]
            if (scene := old.scene()) is not None:
                scene.removeItem(old)
        shape = cast(S, self._shapes[place])
        if not shape.item.isVisible():
            shape.item.setVisible(True)
        return shape

    def _made(self, kind: type[S], place: int) -> S:
        shape = kind(self.root)  # type: ignore[call-arg]
        shape.item.setZValue(place)
        shape.item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        if not self._scale:
            shape.set_cached(False)
        return shape

    def path(self, path: QPainterPath, pen: QPen = NO_PEN, brush: QColor | str | None = None) -> None:
        self._next(Path).set(path, pen, NO_BRUSH if brush is None else QBrush(QColor(brush)))

    def rect(self, box: QRectF, pen: QPen = NO_PEN, brush: QColor | str | None = None, radius: float = 0.0) -> None:
        path = QPainterPath()
        if radius:
            path.addRoundedRect(box, radius, radius)
        else:
            path.addRect(box)
        self.path(path, pen, brush)

    def segments(self, points: Sequence[tuple[float, float, float, float]], pen: QPen) -> None:
        """Straight lines, each from (x, y) to (x, y)."""
        path = QPainterPath()
        for x1, y1, x2, y2 in points:
            path.moveTo(x1, y1)
            path.lineTo(x2, y2)
        self.path(path, pen)

    def segment(self, start: QPointF, end: QPointF, pen: QPen) -> None:
        self.segments([(start.x(), start.y(), end.x(), end.y())], pen)

    def polyline(self, x: Array, y: Array, pen: QPen) -> None:
        """Through the pixels x, y (points,), broken where either is not finite."""
        self._next(Polyline).set(x, y, pen)

    def image(self, image: QImage, box: QRectF, smooth: bool = False, opacity: float = 1.0) -> None:
        """Its pixels as sharp rectangles, or blended where smooth. An image that was shown must not be written to."""
        self._next(Picture).set(image, box, smooth, opacity)

    def text(
        self,
        box: QRectF,
        align: Qt.AlignmentFlag,
        text: str,
        font: QFont,
        color: QColor | str,
    ) -> None:
        """One line in a box, as `QPainter.drawText` places it; it may be larger than the box."""
        self._next(Text).place(box, align, text, font, color)

    def upright_text(self, middle: QPointF, text: str, font: QFont, color: QColor | str) -> None:
        """One line that is read from below, around its middle."""
        metrics = QFontMetricsF(font)
        at = middle + QPointF(-metrics.height() / 2, metrics.horizontalAdvance(text) / 2)
        self._next(Text).set(at, text, font, QColor(color), -90.0)
