"""The shapes of a layer: each is an item of Qt's scene that is told what has changed, and stays untouched otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
from pyqtgraph.functions import arrayToQPath
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QImage, QPainterPath, QPen, QPixmap, QTransform
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsPixmapItem,
    QGraphicsRectItem,
    QGraphicsSimpleTextItem,
)

from core.array import Array
from gui.plotting.pixels import enlarged

CHUNK = 64  # points: Qt's antialiasing takes time with the square of the edges that cross a row of pixels
FARTHEST = 4096.0  # pixels that a piece of a line may reach to be kept as pixels
NO_PEN, NO_BRUSH = QPen(Qt.PenStyle.NoPen), QBrush(Qt.BrushStyle.NoBrush)


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
        """A file of shapes is shown by programs that enlarge in their own ways: there every value is many pixels."""
        self._sharp = not cached
        if self._image is not None:
            self._show()

    def _show(self) -> None:
        image = self._image
        if image is None or image.isNull():
            self.item.setPixmap(QPixmap())
            return
        width, height = image.width(), image.height()
        times = max(1, round(2 * self._box.width() / width)), max(1, round(2 * self._box.height() / height))
        if self._sharp and max(times) > 1:
            width, height = width * times[0], height * times[1]
            kept, blend = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(width, height, kept, blend) if self._smooth else enlarged(image, width, height)
        self.item.setPixmap(QPixmap.fromImage(image))
        self.item.setPos(self._box.topLeft())
        self.item.setTransform(QTransform.fromScale(self._box.width() / width, self._box.height() / height))


def pieces(points: Array, pen: QPen, first: int = 0) -> Iterator[tuple[QPainterPath, QPen]]:
    """A line through the pixels points (2, n), broken where one is not finite, in pieces of so few points that each is
    drawn fast, from the piece `first` on; with the pen for each, so that dashes run on."""
    starts = range(CHUNK * first, max(points.shape[1] - 1, 0), CHUNK)
    dashed = _length_before(points, starts) if pen.style() is not Qt.PenStyle.SolidLine else None
    for i, start in enumerate(starts):
        own = QPen(pen)
        if dashed is not None:
            own.setDashOffset(float(dashed[i]) / max(pen.widthF(), 1e-9))
        yield _path(points[:, start : start + CHUNK + 1]), own


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
        fixed = self._fixed(points) if pen == self._pen else 0
        self._points, self._pen = points, QPen(pen)
        for i, (path, own) in enumerate(pieces(points, pen, fixed), start=fixed):
            if i == len(self._pieces):
                self._add_piece()
            piece = self._pieces[i]
            piece.setPen(own)
            piece.setPath(path)
            piece.setCacheMode(cache_mode(self._cached and _is_near(path)))
        count = -(-max(points.shape[1] - 1, 0) // CHUNK)
        for i, item in enumerate(self._pieces):
            if item.isVisible() != (i < count):
                item.setVisible(i < count)

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
            item.setCacheMode(cache_mode(cached and _is_near(item.path())))


def _is_near(path: QPainterPath) -> bool:
    """Whether its pixels can be kept. Where an item reaches thousands of pixels beyond the plot, Qt keeps the old ones
    when its path changes."""
    box = path.boundingRect()
    return max(box.width(), box.height()) < FARTHEST


def cache_mode(cached: bool) -> QGraphicsItem.CacheMode:
    return QGraphicsItem.CacheMode.DeviceCoordinateCache if cached else QGraphicsItem.CacheMode.NoCache


def holder(parent: QGraphicsItem | None) -> QGraphicsRectItem:
    """An item that only has others in it."""
    item = QGraphicsRectItem(parent)
    item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
    return item


def _path(points: Array) -> QPainterPath:
    finite: Array = np.isfinite(points[0]) & np.isfinite(points[1])
    there = np.flatnonzero(finite)
    if len(there) < 2:
        return QPainterPath()
    inner = slice(there[0], there[-1] + 1)  # pyqtgraph makes a point of what is not finite where a path begins
    x, y = np.ascontiguousarray(points[0, inner]), np.ascontiguousarray(points[1, inner])
    if finite[inner].all():
        return cast(QPainterPath, arrayToQPath(x, y, connect="all", finiteCheck=False))
    return cast(QPainterPath, arrayToQPath(x, y, connect="finite", finiteCheck=True))


def area_path(x: Array, y: Array) -> QPainterPath:
    """Around the pixels x, y (points,), which are finite."""
    path = cast(QPainterPath, arrayToQPath(np.ascontiguousarray(x), np.ascontiguousarray(y), "all", finiteCheck=False))
    path.closeSubpath()
    return path


def _length_before(points: Array, starts: Sequence[int]) -> Array:
    """Pixels of line before each of some points: there a pattern of dashes goes on."""
    steps = np.hypot(*np.diff(points, axis=1))
    along = np.concatenate([[0.0], np.cumsum(np.where(np.isfinite(steps), steps, 0.0))])
    return np.asarray(along[list(starts)])
