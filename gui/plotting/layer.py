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

import numpy as np
from pyqtgraph.functions import arrayToQPath
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
    QTransform,
)
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsSimpleTextItem,
    QStyleOptionGraphicsItem,
)

from core.array import Array
from gui.plotting.pixels import enlarged

CHUNK = 64  # points: Qt's antialiasing takes time with the square of the edges that cross a row of pixels
NO_PEN, NO_BRUSH = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)

S = TypeVar("S", bound="Shape")


class Shape:
    """An item of a layer, which may be used for something else of its kind in the next picture."""

    item: QGraphicsItem

    def set_cached(self, cached: bool) -> None:
        """Whether its pixels are kept. Only for a screen: a file of shapes wants the shapes."""


class Path(Shape):
    """An outline, an area, or both."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self.item: QGraphicsPathItem = QGraphicsPathItem(parent)
        self.item.setPen(NO_PEN)

    def set(self, path: QPainterPath, pen: QPen, brush: QBrush) -> None:
        if self.item.pen() != pen:
            self.item.setPen(pen)
        if self.item.brush() != brush:
            self.item.setBrush(brush)
        if self.item.path() != path:
            self.item.setPath(path)


class Text(Shape):
    """A line of text."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self.item: QGraphicsSimpleTextItem = QGraphicsSimpleTextItem(parent)
        self._content: object = None
        self._asked: object = None

    def place(self, box: QRectF, align: Qt.AlignmentFlag, text: str, font: QFont, color: QColor | str) -> None:
        """In a box, of which its width need not be known again where all is as before."""
        asked = text, QRectF(box), align, color, font
        if asked == self._asked:
            return
        metrics = QFontMetricsF(font)
        free = QPointF(box.width() - metrics.horizontalAdvance(text), box.height() - metrics.height())
        across = 1.0 if align & Qt.AlignmentFlag.AlignRight else 0.5 if align & Qt.AlignmentFlag.AlignHCenter else 0.0
        down = 1.0 if align & Qt.AlignmentFlag.AlignBottom else 0.5 if align & Qt.AlignmentFlag.AlignVCenter else 0.0
        self.set(box.topLeft() + QPointF(across * free.x(), down * free.y()), text, font, QColor(color), 0.0)
        self._asked = asked

    def set(self, at: QPointF, text: str, font: QFont, color: QColor, angle: float) -> None:
        """at: the upper left corner, before it is turned around it."""
        self._asked = None
        content = text, font.pixelSize(), font.weight(), font.family(), color.rgba(), angle
        if content != self._content:
            self._content = content
            self.item.setFont(font)
            self.item.setText(text)
            self.item.setBrush(color)
            self.item.setRotation(angle)
        if self.item.pos() != at:
            self.item.setPos(at)


class Picture(Shape):
    """Pixels stretched over a box."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self.item: QGraphicsPixmapItem = QGraphicsPixmapItem(parent)
        self._image: QImage | None = None
        self._box = QRectF()
        self._smooth = self._sharp = False
        self._opacity = 1.0

    def set(self, image: QImage, box: QRectF, smooth: bool, opacity: float) -> None:
        if (box, smooth, opacity) == (self._box, self._smooth, self._opacity) and self._image is not None:
            self._replace(image)
            return
        self._image, self._box, self._smooth, self._opacity = image, QRectF(box), smooth, opacity
        self.item.setOpacity(opacity)
        kind = Qt.TransformationMode
        self.item.setTransformationMode(kind.SmoothTransformation if smooth else kind.FastTransformation)
        self._show()

    def _replace(self, image: QImage) -> None:
        """Another image in the same place."""
        old, self._image = self._image, image
        if image is old:
            return
        if not self._sharp and old is not None and old.size() == image.size():
            self.item.setPixmap(QPixmap.fromImage(image))
        else:
            self._show()

    def set_cached(self, cached: bool) -> None:
        """A file of shapes is shown by programs that blur what they enlarge: there every value is many pixels."""
        self._sharp = not cached
        if self._image is not None:
            self._show()

    def _show(self) -> None:
        image = self._image
        if image is None or image.isNull():
            self.item.setPixmap(QPixmap())
            return
        width, height = image.width(), image.height()
        if self._sharp and not self._smooth:
            times = max(1, round(2 * self._box.width() / width)), max(1, round(2 * self._box.height() / height))
            width, height = width * times[0], height * times[1]
            image = enlarged(image, width, height) if max(times) > 1 else image
        self.item.setPixmap(QPixmap.fromImage(image))
        self.item.setPos(self._box.topLeft())
        self.item.setTransform(QTransform.fromScale(self._box.width() / width, self._box.height() / height))


class Polyline(Shape):
    """A line of many points in pieces of so few that each is drawn fast. Those that are as before stay as they are."""

    def __init__(self, parent: QGraphicsItem) -> None:
        self.item: QGraphicsRectItem = holder(parent)
        self._pieces: list[QGraphicsPathItem] = []
        self._points = np.empty((2, 0))
        self._pen = NO_PEN
        self._cached = True

    def set(self, x: Array, y: Array, pen: QPen) -> None:
        """Broken where x or y (points,) is not finite."""
        points = np.array([x, y], dtype=np.float64)
        starts = range(0, max(points.shape[1] - 1, 0), CHUNK)
        fixed = self._fixed(points) if pen == self._pen else 0
        self._points, self._pen = points, QPen(pen)
        dashed = _length_before(points, starts) if pen.style() is not Qt.PenStyle.SolidLine else None
        for i in range(fixed, len(starts)):
            if i == len(self._pieces):
                self._add_piece()
            item, own = self._pieces[i], QPen(pen)
            if dashed is not None:
                own.setDashOffset(float(dashed[i]) / max(pen.widthF(), 1e-9))
            item.setPen(own)
            item.setPath(_path(points[:, starts[i] : starts[i] + CHUNK + 1]))
        for i, item in enumerate(self._pieces):
            if item.isVisible() != (i < len(starts)):
                item.setVisible(i < len(starts))

    def _fixed(self, points: Array) -> int:
        """How many pieces are the old ones."""
        old = self._points
        count = min(old.shape[1], points.shape[1])
        same = ((points[:, :count] == old[:, :count]) | np.isnan(points[:, :count]) & np.isnan(old[:, :count])).all(0)
        first = count if same.all() else int(np.argmin(same))
        whole = first == old.shape[1] == points.shape[1]
        return len(self._pieces) if whole else max(first - 1, 0) // CHUNK

    def _add_piece(self) -> None:
        item = QGraphicsPathItem(self.item)
        item.setCacheMode(cache_mode(self._cached))
        self._pieces.append(item)

    def set_cached(self, cached: bool) -> None:
        self._cached = cached
        for item in self._pieces:
            item.setCacheMode(cache_mode(cached))


def cache_mode(cached: bool) -> QGraphicsItem.CacheMode:
    return QGraphicsItem.CacheMode.DeviceCoordinateCache if cached else QGraphicsItem.CacheMode.NoCache


def holder(parent: QGraphicsItem | None) -> QGraphicsRectItem:
    """An item that only has others in it."""
    item = QGraphicsRectItem(parent)
    item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
    return item


def _path(points: Array) -> QPainterPath:
    whole = bool(np.isfinite(points).all())
    x, y = np.ascontiguousarray(points[0]), np.ascontiguousarray(points[1])
    if whole:
        return cast(QPainterPath, arrayToQPath(x, y, connect="all", finiteCheck=False))
    if np.isfinite(points).all(axis=0).sum() < 2:
        return QPainterPath()
    return cast(QPainterPath, arrayToQPath(x, y, connect="finite", finiteCheck=True))


def _length_before(points: Array, starts: Sequence[int]) -> Array:
    """Pixels of line before each of some points: there a pattern of dashes goes on."""
    steps = np.hypot(*np.diff(points, axis=1))
    along = np.concatenate([[0.0], np.cumsum(np.where(np.isfinite(steps), steps, 0.0))])
    return np.asarray(along[list(starts)])


def snapshot(items: Sequence[QGraphicsItem], parent: QGraphicsItem, scale: float) -> tuple[QPixmap, QPointF]:
    """These items as they are painted on a screen with `scale` pixels for each of the parent's, and where the picture's
    upper left corner is in it. Its pixels are those of the screen."""
    boxes = (item.mapRectToItem(parent, item.boundingRect() | item.childrenBoundingRect()) for item in items)
    box = reduce(QRectF.united, boxes, QRectF())
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
        if key != self._key:
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
        if not self._scale or self._key is None or not self._as_picture:
            return
        items = [shape.item for shape in self._shapes[: self._used]]
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
