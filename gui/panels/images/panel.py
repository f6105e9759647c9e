"""The panel of small pictures: filters, feature maps, what a neuron answers at every point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainterPath
from PySide6.QtWidgets import QWidget

from core.records import ImageGrid, Record
from core.run.views import ImageGridView, View
from gui.look.theme import Theme
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.drawing import Draw
from gui.panels.gestures.gesture import ARROWS, IN_TURN, Gesture
from gui.panels.gestures.neighbours import in_order, neighbour
from gui.panels.images.shown import Shown, groups_of
from gui.panels.images.tiling import Block, Group, Labels, pack
from gui.panels.plot_panel import PlotPanel
from gui.plotting.axes import Plot
from gui.plotting.color_bar import draw_color_bar
from gui.plotting.layer import Layer
from gui.plotting.lettering import CENTRE, LEFT, elided, width_of
from gui.plotting.plot_frame import PlotSpec
from gui.plotting.reading import Reading, Row
from gui.plotting.ticks import short

LABEL = 22.0  # pixels of a block's label
FOOTER = 26.0
CAPTION = 16.0
LEAST = 8  # pixels of a picture beside labels: where they leave it less they are left out
DEEPEST = 0.02  # of the body can be zoomed to: a value fills a plot long before


class ImageGridPanel(PlotPanel):
    """Groups of pictures, which are made once for a record and a theme. They lie on one plane, in pixels, that zooms
    as one."""

    def __init__(self, view: View, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(view, theme, parent)
        self._shown: list[Shown] = []
        self._pictures: list[list[QImage]] = []
        self._blocks: tuple[Block, ...] = ()

    def show_records(self, records: Mapping[str, Record]) -> None:
        grids = {name: record for name, record in records.items() if isinstance(record, ImageGrid)}
        self._shown = [one for name, grid in grids.items() for one in groups_of(name if len(grids) > 1 else "", grid)]
        self._pictures = [one.pictures(self.theme) for one in self._shown]
        super().show_records(records)

    def apply_theme(self, theme: Theme) -> None:
        self._pictures = [one.pictures(theme) for one in self._shown]
        super().apply_theme(theme)

    def clear(self) -> None:
        self._shown, self._pictures = [], []
        super().clear()

    @property
    def empty(self) -> bool:
        return not self._shown

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

    def _packed(self, body: QRectF) -> tuple[Block, ...]:
        font = self.theme.font(14)
        limits = 0.0 if self._shared else width_of("0 … 0.000", font)  # so that nothing moves with the digits
        groups = tuple(
            Group(
                len(one.images),
                one.images.shape[1],
                one.images.shape[2],
                above=width_of("   ".join(self._words(one)), font),
                beside=max(limits, width_of(one.label, font), width_of(self._words(one)[-1], font)),
                captions=CAPTION if any(one.captions) else 0.0,
            )
            for one in self._shown
        )
        labels = Labels(LABEL, LABEL if self._shared else 2 * LABEL)
        blocks = pack(groups, body.width(), body.height(), labels)
        if all(block.bottom <= body.height() and max(block.cell) >= LEAST for block in blocks):
            return blocks
        # A panel of a few lines shows the pictures alone.
        alone = tuple(group._replace(above=0.0, beside=0.0) for group in groups)
        return pack(alone, body.width(), body.height(), Labels(0.0, 0.0))

    def plots(self, area: QRectF) -> Sequence[PlotSpec]:
        """Pixels of the body; upwards they are counted below 0."""
        body = self._body(area)
        self._blocks = self._packed(body)
        return [PlotSpec("", Plot(body, (0.0, body.width()), (-body.height(), 0.0)), locked=True, deepest=DEEPEST)]

    def draw_plots(self) -> None:
        frame, theme, area = self.frames[""], self.theme, self.area
        texts = [(self._words(one), one.captions, one.selected) for one in self._shown]
        fixed = texts, self._blocks, frame.plot, theme, self._summary, self._shared, area
        with frame.data.drawing() as data:
            for pictures, block in zip(self._pictures, self._blocks, strict=True):
                for i, picture in enumerate(pictures):
                    data.image(picture, self._seen(_picture(block, i)))
        frame.sheet(0).redraw(fixed, self._draw_texts)
        self.back.redraw(fixed, lambda back: self._draw_footer(back, self._body(area), area))

    def _draw_texts(self, sheet: Layer) -> None:
        """Thin frames around the pictures, labels above and captions below them, what is chosen."""
        frames = QPainterPath()
        for one, block in zip(self._shown, self._blocks, strict=True):
            self._draw_label(sheet, one, QRectF(*block.label))
            self._draw_captions(sheet, one, block)
            for i in range(len(one.images)):
                frames.addRect(self._seen(_picture(block, i)).adjusted(-0.5, -0.5, 0.5, 0.5))
        sheet.path(frames, self.theme.pen(self.theme.border, 1))
        for one, block in zip(self._shown, self._blocks, strict=True):
            if one.selected is not None:
                sheet.rect(self._seen(_picture(block, one.selected)), self.theme.pen(self.theme.accent, 3))

    def _seen(self, box: QRectF) -> QRectF:
        """Where a box of the body is, as it is zoomed."""
        plot = self.frames[""].plot
        return QRectF(plot.point(box.left(), -box.top()), plot.point(box.right(), -box.bottom()))

    def _words(self, one: Shown) -> tuple[str, ...]:
        """The label, and the limits unless all groups share them."""
        if self._shared or one.colored:
            return (one.label,)
        low, high = one.limits
        return one.label, f"± {short(high)}" if low == -high else f"{short(low)} … {short(high)}"

    def _draw_label(self, data: Layer, one: Shown, box: QRectF) -> None:
        """In one line above the pictures, or in two beside them."""
        font = self.theme.font(14)
        lines = self._words(one) if box.height() > LABEL else ("   ".join(self._words(one)),)
        for i, text in enumerate(lines if box.height() else ()):
            line = self._seen(QRectF(box.left(), box.top() + i * LABEL, box.width(), LABEL))
            color = self.theme.secondary if i else self.theme.text
            data.text(line, LEFT, elided(text, font, line.width() + 1), font, color)

    def _draw_captions(self, data: Layer, one: Shown, block: Block) -> None:
        font = self.theme.font(12)
        for i, caption in enumerate(one.captions):
            picture = _picture(block, i)
            width = block.cell[0] + block.gap[0] - 2
            place = self._seen(QRectF(picture.center().x() - width / 2, picture.bottom(), width, CAPTION))
            data.text(place, CENTRE, elided(caption, font, place.width()), font, self.theme.secondary)

    def _draw_footer(self, back: Layer, body: QRectF, area: QRectF) -> None:
        """The summary at the left, the colour bar at the right."""
        if body.bottom() >= area.bottom():
            return
        line = QRectF(body.left(), body.bottom(), body.width(), area.bottom() - body.bottom())
        font = self.theme.font(14)
        room = line.width()
        if self._shared:
            room -= draw_color_bar(back, self.theme, line, *self._shared)
        back.text(line, LEFT, elided(self._summary, font, room), font, self.theme.text)

    def image_at(self, at: QPointF) -> tuple[int, int] | None:
        """(group, image) under a point of the panel, in layout pixels."""
        return next((place for place, box in self._boxes().items() if box.contains(at)), None)

    def _boxes(self) -> dict[tuple[int, int], QRectF]:
        """Where each picture stands, by its group and its place in it."""
        if not self.ensure_drawn():
            return {}
        blocks = zip(self._shown, self._blocks, strict=True)
        return {
            (i, j): self._seen(_picture(block, j))
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
        return next(iter(self._boxes().values()), None)

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

    def read(self, at: QPointF) -> Reading | None:
        """The value of the cell under the cursor."""
        found = self.image_at(at)
        if found is None:
            return None
        group, index = found
        one, box = self._shown[group], self._boxes()[found]
        rows, columns = one.images.shape[1:3]
        i = min(int((at.y() - box.top()) / box.height() * rows), rows - 1)
        j = min(int((at.x() - box.left()) / box.width() * columns), columns - 1)
        value = ", ".join(short(float(v)) for v in np.atleast_1d(one.images[index, i, j]))
        cell = box.width() / columns, box.height() / rows
        place = QRectF(box.left() + j * cell[0], box.top() + i * cell[1], *cell)
        where = self.tr("row {0}, column {1}:").format(i + 1, j + 1)
        return Reading(one.name(index), (Row(where, value),), box=place)

    def columns(self) -> list[tuple[str, Sequence[object]]]:
        """Each value with its picture, row and column, from 1; colours as three values."""
        table: list[tuple[str, Sequence[object]]] = []
        for one in self._shown:
            indices = np.indices(one.images.shape[:3]).reshape(3, -1) + 1
            names = (one.noun, "row", "column")
            table += [(f"{one.label} {n}".strip(), v.tolist()) for n, v in zip(names, indices, strict=True)]
            values = one.images.reshape(indices.shape[1], -1).T
            table += [(f"{one.label} value".strip(), channel.tolist()) for channel in values]
        return table


def _picture(block: Block, index: int) -> QRectF:
    """Where a picture of a block stands, from the upper left corner of the body."""
    row, column = divmod(index, block.columns)
    x, y = block.x + column * (block.cell[0] + block.gap[0]), block.y + row * (block.cell[1] + block.gap[1])
    return QRectF(x, y, block.cell[0], block.cell[1])
