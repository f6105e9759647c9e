"""How the pictures at the nodes of a graph are drawn: sharp at any scale, made once for a record and a theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainterPath, QTransform

from core.array import Array
from core.records import Graph, NodePicture
from gui.look.theme import Theme
from gui.panels.graph.layout import Layout
from gui.panels.graph.squares import NOTES, label_box
from gui.panels.graph.words import range_words
from gui.plotting.colors import STEPS, color_table
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE, LEFT, RIGHT, line_of

MISSING = STEPS  # what is no number has the place after the last colour


class Places(NamedTuple):
    """Where the pictures stand: each in a thin frame, whose edges and the picture's are those of pixels. ranges: the
    nodes of each column, and where its scale is told below them; none where there is no room."""

    frames: QPainterPath
    insides: dict[str, QRectF]
    ranges: list[tuple[list[str], QRectF]]


def places_of(graph: Graph, theme: Theme, layout: Layout, pixels: QTransform) -> Places:
    """pixels: from the layout to those of the device that is painted on."""
    back, _ = pixels.inverted()
    frames, insides = QPainterPath(), {}
    line = max(round(pixels.m11()), 1)
    for id in graph.pictures:
        seen = pixels.mapRect(layout.boxes[id])
        left, top, right, bottom = (round(edge) for edge in (seen.left(), seen.top(), seen.right(), seen.bottom()))
        outer = QRectF(left, top, right - left, bottom - top)
        frames.addRect(back.mapRect(outer))
        insides[id] = back.mapRect(outer.adjusted(line, line, -line, -line))
    return Places(frames, insides, _ranges(graph, theme, layout) if layout.texts else [])


def _ranges(graph: Graph, theme: Theme, layout: Layout) -> list[tuple[list[str], QRectF]]:
    high, found = line_of(theme.font(NOTES)), []
    ordered = sorted(graph.nodes, key=lambda node: node.x)
    for _, column in groupby(ordered, key=lambda node: node.x):
        ids = [node.id for node in column]
        lowest = max((layout.boxes[id] for id in ids), key=QRectF.bottom)
        box = QRectF(lowest.center().x() - 100, lowest.bottom() + 3, 200, high)
        found.append(([id for id in ids if id in graph.pictures], box))
    return found


def images_of(pictures: Mapping[str, NodePicture], theme: Theme) -> dict[str, QImage]:
    """A pixel for each value; those of the same shape are coloured at once."""
    made: dict[str, QImage] = {}
    alike = sorted(pictures.items(), key=lambda item: (item[1].values.shape, item[1].scale))
    for ((height, width), scale), group in groupby(alike, key=lambda item: (item[1].values.shape, item[1].scale)):
        members = dict(group)
        places = _places(list(members.values()), scale)
        words = _words(scale, theme.dark).take(places)
        form = QImage.Format.Format_ARGB32_Premultiplied if places.max() == MISSING else QImage.Format.Format_RGB32
        strip = QImage(words.data, width, len(members) * height, 4 * width, form)  # what pixmaps are made of: a copy
        made |= {id: strip.copy(0, i * height, width, height) for i, id in enumerate(members)}
    return made


def _places(pictures: Sequence[NodePicture], scale: str) -> Array:
    """Of the values (pictures, height, width) in the colour table, one byte each. Each picture has its own scale, and a
    signed one is as far to each side of its centre as the farther limit."""
    low, high, centre = np.array([(*one.limits, one.centre) for one in pictures], dtype=np.float32).T
    if scale == "signed":
        half = np.maximum(high - centre, centre - low)
        low, high = centre - half, centre + half
    steepness = (STEPS - 1) / np.where(high > low, high - low, 1)
    values = np.empty((len(pictures), *pictures[0].values.shape), dtype=np.float32)
    for one, factor, into in zip(pictures, steepness, values, strict=True):
        np.multiply(one.values, factor, out=into, casting="same_kind")
    values += (0.5 - low * steepness)[:, None, None]  # half a place: what follows rounds down
    np.clip(values, 0, STEPS - 0.5, out=values)
    if np.isnan(values.max()):
        values[np.isnan(values)] = MISSING
    return values.astype(np.uint8)


@lru_cache(maxsize=16)
def _words(scale: str, dark: bool) -> Array:
    """The colour table as 0xAARRGGBB, and after it nothing, for what is missing."""
    red, green, blue = color_table(scale, dark).astype(np.uint32).T
    return np.append(0xFF000000 | red << 16 | green << 8 | blue, np.uint32(0))


def draw_pictures(layer: Layer, theme: Theme, images: Mapping[str, QImage], places: Places) -> None:
    layer.path(places.frames, brush=theme.faint(theme.secondary, 0.7))
    for id, image in images.items():
        layer.image(image, places.insides[id])


def draw_labels(layer: Layer, theme: Theme, graph: Graph, layout: Layout) -> None:
    """Beside the pictures; they stay while the pictures change."""
    font = theme.font(layout.size)
    first, last = min(node.x for node in graph.nodes), max(node.x for node in graph.nodes)
    for node in graph.nodes:
        if node.label and node.id in graph.pictures and layout.boxes[node.id].height() > 0.6 * line_of(font):
            align = RIGHT if node.x == first else LEFT if node.x == last else CENTRE
            layer.text(label_box(node, graph, layout, line_of(font)), align, node.label, font, theme.text)


def draw_ranges(layer: Layer, theme: Theme, graph: Graph, places: Places) -> None:
    """Below each column the scale that its pictures share."""
    font = theme.font(NOTES)
    for ids, box in places.ranges:
        limits = {graph.pictures[id].limits for id in ids}
        if len(limits) == 1:
            layer.text(box, CENTRE, range_words(limits.pop()), font, theme.secondary)
