"""How the pictures at the nodes of a graph are painted: sharp at any scale, made once for a record and a theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import groupby

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from core.array import Array
from core.records import Graph, Node, NodePicture
from gui.look.theme import Theme
from gui.panels.graph.layout import Layout
from gui.panels.graph.squares import NOTES, label_box
from gui.panels.graph.words import range_words
from gui.plotting.colors import color_table, places
from gui.plotting.lettering import CENTRE, LEFT, RIGHT, line_of


class NodePictures:
    """The pictures of one record; those of the same shape are coloured together."""

    def __init__(self, pictures: Mapping[str, NodePicture], theme: Theme) -> None:
        self._found: list[tuple[str, QImage]] = []
        alike = sorted(pictures.items(), key=lambda item: (item[1].values.shape, item[1].scale))
        for (shape, scale), group in groupby(alike, key=lambda item: (item[1].values.shape, item[1].scale)):
            ids, members = zip(*group, strict=True)
            height, width = shape
            strip = _strip(members, scale, theme)
            # Each an image of its own: an SVG would have the whole strip where a part of it is drawn.
            self._found += [(id, strip.copy(0, i * height, width, height)) for i, id in enumerate(ids)]

    def paint(self, painter: QPainter, theme: Theme, boxes: Mapping[str, QRectF]) -> None:
        """Each in a thin frame, whose edges and the picture's are those of pixels."""
        frame = QColor(theme.faint(theme.secondary, 0.7))
        for id, picture in self._found:
            outer, line = on_pixels(painter, boxes[id])
            painter.fillRect(outer, frame)
            painter.drawImage(outer.adjusted(line, line, -line, -line), picture)


def paint_labels(painter: QPainter, theme: Theme, graph: Graph, layout: Layout) -> None:
    """Beside the pictures; they stay while the pictures change."""
    font = theme.font(layout.size)
    first, last = min(node.x for node in graph.nodes), max(node.x for node in graph.nodes)
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    for node in graph.nodes:
        if node.label and node.id in graph.pictures and layout.boxes[node.id].height() > 0.6 * line_of(font):
            align = RIGHT if node.x == first else LEFT if node.x == last else CENTRE
            painter.drawText(label_box(node, graph, layout, line_of(font)), align, node.label)


def paint_ranges(painter: QPainter, theme: Theme, graph: Graph, layout: Layout) -> None:
    """Below each column the scale that its pictures share; where there is room for it."""
    font = theme.font(NOTES)
    painter.setFont(font)
    painter.setPen(QColor(theme.secondary))
    for column in _columns(graph.nodes) if layout.texts else ():
        words = {range_words(graph.pictures[node.id]) for node in column if node.id in graph.pictures}
        if len(words) == 1:
            lowest = max((layout.boxes[node.id] for node in column), key=QRectF.bottom)
            box = QRectF(lowest.center().x() - 100, lowest.bottom() + 3, 200, line_of(font))
            painter.drawText(box, CENTRE, words.pop())


def on_pixels(painter: QPainter, box: QRectF) -> tuple[QRectF, float]:
    """The box with its edges on those of pixels, and the width of a thin line of whole pixels."""
    shown = painter.deviceTransform()
    back, _ = shown.inverted()
    seen = shown.mapRect(box)
    left, top, right, bottom = (round(edge) for edge in (seen.left(), seen.top(), seen.right(), seen.bottom()))
    scale = shown.m11()
    return back.mapRect(QRectF(left, top, right - left, bottom - top)), max(round(scale), 1) / scale


def _strip(pictures: Iterable[NodePicture], scale: str, theme: Theme) -> QImage:
    members = list(pictures)
    values = np.stack([one.values for one in members]).astype(np.float32)
    low, high, centre = np.array([(*one.limits, one.centre) for one in members], dtype=np.float32).T
    if scale == "signed":
        half = np.maximum(high - centre, centre - low)
        shares, limits = (values - centre[:, None, None]) / np.where(half > 0, half, 1)[:, None, None], (-1.0, 1.0)
    else:
        span = high - low
        shares, limits = (values - low[:, None, None]) / np.where(span > 0, span, 1)[:, None, None], (0.0, 1.0)
    words = _words(scale, theme.dark)[places(shares, limits, scale)]
    words[np.isnan(values)] = 0
    words = words.reshape(-1, words.shape[2])
    height, width = words.shape
    return QImage(words.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


@lru_cache(maxsize=8)
def _words(scale: str, dark: bool) -> Array:
    """The colour table as 0xAARRGGBB."""
    red, green, blue = color_table(scale, dark).astype(np.uint32).T
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, dtype=np.uint32)


def _columns(nodes: tuple[Node, ...]) -> list[list[Node]]:
    ordered = sorted(nodes, key=lambda node: node.x)
    return [list(column) for _, column in groupby(ordered, key=lambda node: node.x)]
