"""The panel of small pictures: filters, feature maps, what a neuron answers at every point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from core.array import Array
from core.records import ImageGrid, Record
from core.run.views import ImageGridView, View
from gui.look.theme import Theme
from gui.look.translate import translated
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.drawing import Draw
from gui.panels.gestures.gesture import ARROWS, IN_TURN, Gesture
from gui.panels.gestures.neighbours import in_order, neighbour
from gui.panels.images.tiling import Block, Group, Labels, pack
from gui.panels.panel import Panel
from gui.plotting.colors import colorize, rgb_image
from gui.plotting.lettering import CENTRE, LEFT, RIGHT, elided, width_of
from gui.plotting.pixels import tiled
from gui.plotting.ticks import short

LABEL = 22.0  # pixels of a block's label
FOOTER = 26.0
BAR = 110.0  # pixels along the colour bar
CAPTION = 16.0


class Shown(NamedTuple):
    """One group of a record: what it is called and what is in it. first: the index of its first picture, counted
    through all groups of the record."""

    label: str
    images: Array
    limits: tuple[float, float]
    captions: tuple[str, ...]
    scale: str
    selected: int | None = None
    first: int = 0

    @property
    def colored(self) -> bool:
        return self.images.ndim == 4

    def strip(self, theme: Theme) -> QImage:
        """All pictures below each other, a pixel for each value."""
        if self.colored:
            return rgb_image(self.images.reshape(-1, *self.images.shape[2:]))
        return colorize(self.images.reshape(-1, self.images.shape[2]), self.limits, self.scale, theme)


class ImageGridPanel(Panel):
    """Groups of pictures, each one tiled image that is made once for a record, a size and a theme."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._shown: list[Shown] = []
        self._tiles: dict[int, tuple[tuple[object, ...], QImage]] = {}

    def show_records(self, records: Mapping[str, Record]) -> None:
        grids = {name: record for name, record in records.items() if isinstance(record, ImageGrid)}
        self._shown = [one for name, grid in grids.items() for one in _groups(name if len(grids) > 1 else "", grid)]
        self._tiles.clear()  # keys hold ids, which are of use only while the arrays live
        super().show_records(records)

    @property
    def _shared(self) -> tuple[tuple[float, float], str] | None:
        """Limits and scale, where all groups have the same; colour has none."""
        kinds = {(one.limits, one.scale) for one in self._shown if not one.colored}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def _summary(self) -> str:
        return "   ".join(r.summary for r in self.records.values() if isinstance(r, ImageGrid) and r.summary)

    def _body(self, area: QRectF) -> QRectF:
        footer = bool(self._summary or self._shared) and area.height() > 4 * FOOTER
        return area.adjusted(0, 0, 0, -FOOTER if footer else 0)

    def _blocks(self, area: QRectF) -> tuple[Block, ...]:
        if not self._shown:
            return ()
        body = self._body(area)
        font = self.theme.font(14)
        limits = 0.0 if self._shared else width_of("0 … 0.000", font)  # so that nothing moves with the digits
        room = body.height() > 2 * LABEL * len(self._shown)  # a panel of a few lines shows the pictures alone
        groups = tuple(
            Group(
                len(one.images),
                one.images.shape[1],
                one.images.shape[2],
                above=width_of("   ".join(self._words(one)), font) if room else 0.0,
                beside=max(limits, width_of(one.label, font), width_of(self._words(one)[-1], font)) if room else 0.0,
                captions=CAPTION if any(one.captions) else 0.0,
            )
            for one in self._shown
        )
        labels = Labels(LABEL, LABEL if self._shared else 2 * LABEL) if room else Labels(0.0, 0.0)
        return pack(groups, body.width(), body.height(), labels)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        body = self._body(area)
        painter.save()
        painter.setClipRect(body)
        painter.translate(round(body.left()), round(body.top()))
        for i, (one, block) in enumerate(zip(self._shown, self._blocks(area), strict=True)):
            self._draw_label(painter, one, QRectF(*block.label))
            painter.drawImage(QPointF(block.x, block.y), self._tile(i, one, block))
            self._draw_captions(painter, one, block)
            if one.selected is not None:
                painter.setPen(self.theme.pen(self.theme.accent, 3))
                painter.drawRect(_picture(block, one.selected))
        painter.restore()
        if body.bottom() < area.bottom():
            self._draw_footer(painter, QRectF(area.left(), body.bottom(), area.width(), area.bottom() - body.bottom()))

    def _words(self, one: Shown) -> tuple[str, ...]:
        """The label, and the limits unless all groups share them."""
        if self._shared or one.colored:
            return (one.label,)
        low, high = one.limits
        return one.label, f"± {short(high)}" if low == -high else f"{short(low)} … {short(high)}"

    def _draw_label(self, painter: QPainter, one: Shown, box: QRectF) -> None:
        """In one line above the pictures, or in two beside them."""
        font = self.theme.font(14)
        lines = self._words(one) if box.height() > LABEL else ("   ".join(self._words(one)),)
        painter.setFont(font)
        for i, text in enumerate(lines if box.height() else ()):
            painter.setPen(QColor(self.theme.secondary if i else self.theme.text))
            line = QRectF(box.left(), box.top() + i * LABEL, box.width(), LABEL)
            painter.drawText(line, LEFT, elided(text, font, box.width() + 1))

    def _draw_captions(self, painter: QPainter, one: Shown, block: Block) -> None:
        font = self.theme.font(12)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.secondary))
        width = block.cell[0] + block.gap[0] - 2
        for i, caption in enumerate(one.captions):
            x = block.x + i % block.columns * (block.cell[0] + block.gap[0])
            y = block.y + i // block.columns * (block.cell[1] + block.gap[1]) + block.cell[1] + 2
            painter.drawText(QRectF(x, y, width, CAPTION), CENTRE, elided(caption, font, width))

    def _tile(self, index: int, one: Shown, block: Block) -> QImage:
        key = (id(one.images), one.limits, one.scale, block.columns, block.cell, block.gap, self.theme.name)
        kept = self._tiles.get(index)
        if kept is None or kept[0] != key:
            frame = self.theme.border
            kept = key, tiled(one.strip(self.theme), len(one.images), block.columns, block.cell, block.gap, frame)
            self._tiles[index] = kept
        return kept[1]

    def _draw_footer(self, painter: QPainter, line: QRectF) -> None:
        """The summary at the left, the colour bar at the right."""
        font = self.theme.font(14)
        painter.setFont(font)
        room = line.width()
        if self._shared:
            room -= self._draw_bar(painter, line, *self._shared)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(line, LEFT, elided(self._summary, font, room))

    def _draw_bar(self, painter: QPainter, line: QRectF, limits: tuple[float, float], scale: str) -> float:
        """The bar between its limits; returns the pixels it took."""
        font = self.theme.font(14)
        low, high = (short(value) for value in limits)
        right = width_of(high, font) + 8
        bar = QRectF(line.right() - right - BAR, line.center().y() - 5, BAR, 10)
        taken = BAR + right + width_of(low, font) + 8
        if taken > line.width():
            return 0.0
        ramp = np.linspace(*limits, int(BAR))[None]
        painter.drawImage(bar, colorize(ramp, limits, scale, self.theme))
        painter.setPen(QColor(self.theme.secondary))
        painter.drawText(line, RIGHT, high)
        painter.drawText(QRectF(bar.left() - 8 - 200, line.top(), 200, line.height()), RIGHT, low)
        return taken + 12

    def image_at(self, at: QPointF) -> tuple[int, int] | None:
        """(group, image) under a point of the panel, in layout pixels."""
        return next((place for place, box in self._boxes().items() if box.contains(at)), None)

    def _boxes(self) -> dict[tuple[int, int], QRectF]:
        """Where each picture stands, by its group and its place in it, with its frame of one pixel."""
        origin = self._body(self.area).topLeft()
        blocks = zip(self._shown, self._blocks(self.area), strict=True)
        return {
            (i, j): _picture(block, j).translated(round(origin.x()), round(origin.y()))
            for i, (one, block) in enumerate(blocks)
            for j in range(len(one.images))
        }

    def gestures(self) -> Sequence[Gesture]:
        """Where it is drawn, the arrows move the pen, and comma and period choose."""
        options = cast(ImageGridView, self.view.options)
        found: list[Gesture] = []
        if options.draw:
            found.append(Draw(self.bind(options.draw), self._sheet))
        if options.choose:
            keys = IN_TURN if options.draw else ARROWS
            found.append(Choose(self.bind(options.choose), self._index_at, self._next_index, keys))
        return found

    def _sheet(self) -> QRectF | None:
        """The first picture."""
        first = next(iter(self._boxes().values()), None)
        return None if first is None else first.adjusted(1, 1, -1, -1)

    def _index_at(self, at: QPointF) -> int | None:
        found = self.image_at(at)
        return None if found is None else self._shown[found[0]].first + found[1]

    def _next_index(self, index: int, across: int, down: int) -> int:
        """Of the first of several variants."""
        boxes: dict[int, QRectF] = {}
        for (i, j), box in self._boxes().items():
            boxes.setdefault(self._shown[i].first + j, box)
        if cast(ImageGridView, self.view.options).draw:
            return in_order(index, across, len(boxes))
        return neighbour(boxes, index, across, down)

    def readout(self, at: QPointF) -> str:
        origin = self._body(self.area).topLeft()
        for one, block in zip(self._shown, self._blocks(self.area), strict=True):
            x, y = at.x() - round(origin.x()) - block.x - 1, at.y() - round(origin.y()) - block.y - 1
            column, left = divmod(x, block.cell[0] + block.gap[0])
            row, top = divmod(y, block.cell[1] + block.gap[1])
            index = int(row) * block.columns + int(column)
            inside = 0 <= column < block.columns and row >= 0 and left < block.cell[0] and top < block.cell[1]
            if inside and index < len(one.images):
                i = int(top * one.images.shape[1] / block.cell[1])
                j = int(left * one.images.shape[2] / block.cell[0])
                value = ", ".join(short(float(v)) for v in np.atleast_1d(one.images[index, i, j]))
                return self.tr("{0} {1}, row {2}, column {3}: {4}").format(one.label, index, i, j, value)
        return ""


def _picture(block: Block, index: int) -> QRectF:
    """Where a picture of a block stands, from the upper left corner of the body."""
    row, column = divmod(index, block.columns)
    x, y = block.x + column * (block.cell[0] + block.gap[0]), block.y + row * (block.cell[1] + block.gap[1])
    return QRectF(x, y, block.cell[0] + 2, block.cell[1] + 2)


def _groups(name: str, record: ImageGrid) -> list[Shown]:
    captions = record.captions or ((),) * len(record.groups)
    labels = (" · ".join(part for part in (name, translated(label)) if part) for label in record.labels)
    firsts = [sum(len(group) for group in record.groups[:number]) for number in range(len(record.groups))]
    return [
        Shown(label, images, limits, words, record.scale, _selected(record, number), firsts[number])
        for number, (label, images, limits, words) in enumerate(
            zip(labels, record.groups, record.limits, captions, strict=True)
        )
        if images.size
    ]


def _selected(record: ImageGrid, group: int) -> int | None:
    return record.selected[1] if record.selected is not None and record.selected[0] == group else None
