"""The panel of architectures: every layer's output as a solid, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPolygonF

from core.records import Blocks
from core.records.blocks import KINDS
from core.run.views import BlocksView
from gui.look.translate import translated
from gui.panels.blocks.layout import BlockIndex, Layout, lay_out
from gui.panels.blocks.painting import COLORS, paint_block, paint_label
from gui.panels.gestures.choose import Choose
from gui.panels.gestures.gesture import Gesture
from gui.panels.panel import Panel
from gui.plotting.captions import above_caption, paint_caption
from gui.plotting.legend import Patch, paint_patches, patches, patches_height
from gui.plotting.lettering import LEFT, RIGHT, elided, line_of, width_of

SMALL = (110.0, 40.0)  # pixels of height of a panel without legend and foot, and for each stack


class BlocksPanel(Panel):
    """One record; the layout is worked out once for its stacks, a size and a theme."""

    _found: tuple[object, Layout] | None = None

    @property
    def _blocks(self) -> Blocks | None:
        return next((record for record in self.records.values() if isinstance(record, Blocks)), None)

    def draw(self, painter: QPainter, area: QRectF) -> None:
        record = self._blocks
        if record is None:
            return
        layout = self._layout(record)
        theme = self.theme
        paint_patches(painter, theme, self._legend(record, area))
        painter.save()
        painter.setClipRect(self._picture(record).adjusted(-2, -2, 2, 2))
        for number, box in layout.heads:
            self._draw_head(painter, record, number, box)
        painter.setPen(theme.pen(theme.secondary, 1.4))
        for wire in layout.wires:
            painter.drawPolyline(QPolygonF(list(wire)))
        for placed in layout.blocks:
            paint_block(painter, theme, placed, placed.index == record.selected)
            paint_label(painter, theme, placed, layout.mode)
        painter.restore()
        self._draw_foot(painter, record, area)
        paint_caption(painter, theme, record.caption, area, 1)

    def _layout(self, record: Blocks) -> Layout:
        key = record.stacks, self.area, bool(record.caption), self.theme
        if self._found is None or self._found[0] != key:
            head = line_of(self.theme.font(14)) + 4 if any(s.name or s.note for s in record.stacks) else 0.0
            self._found = key, lay_out(record.stacks, self.theme, self._picture(record), head)
        return self._found[1]

    def _picture(self, record: Blocks) -> QRectF:
        """What the legend, the foot and the caption leave."""
        area = self.area
        above = patches_height(self.theme, area, self._legend(record, area))
        return above_caption(self.theme, record.caption, area, 1).adjusted(0, above, 0, -self._foot(record, area))

    def _foot(self, record: Blocks, area: QRectF) -> float:
        return line_of(self.theme.font(14)) + 4 if _roomy(record, area) else 0.0

    def _legend(self, record: Blocks, area: QRectF) -> list[Patch]:
        """The colours of the kinds that there are."""
        if not _roomy(record, area):
            return []
        there = {block.kind for stack in record.stacks for block in stack.blocks} & set(COLORS)
        return patches(
            self.theme, area, [(self.theme.color(COLORS[kind]), translated(kind)) for kind in KINDS if kind in there]
        )

    def _draw_head(self, painter: QPainter, record: Blocks, number: int, box: QRectF) -> None:
        """The stack's name, and its totals behind it."""
        theme, stack = self.theme, record.stacks[number]
        strong, plain = theme.font(14, bold=True), theme.font(14)
        name = elided(translated(stack.name), strong, box.width())
        painter.setFont(strong)
        painter.setPen(QColor(theme.text))
        painter.drawText(box, LEFT, name)
        rest = box.adjusted(width_of(name, strong) + 12, 0, 0, 0)
        painter.setFont(plain)
        painter.setPen(QColor(theme.secondary))
        painter.drawText(rest, LEFT, elided(stack.note, plain, rest.width()))

    def _draw_foot(self, painter: QPainter, record: Blocks, area: QRectF) -> None:
        """What is chosen, and how sizes are to be read."""
        high = self._foot(record, area)
        if not high:
            return
        theme, font = self.theme, self.theme.font(14)
        bottom = above_caption(theme, record.caption, area, 1).bottom()
        line = QRectF(area.left(), bottom - high, area.width(), high)
        said = self._description(record, BlockIndex(*record.selected)) if record.selected is not None else ""
        painter.setFont(font)
        painter.setPen(QColor(theme.accent))
        painter.drawText(line, LEFT, elided(said, font, line.width()))
        how = self.tr("edges: square roots of pixels and channels")
        if width_of(said, font) + width_of(how, font) + 24 <= line.width():
            painter.setPen(QColor(theme.secondary))
            painter.drawText(line, RIGHT if said else LEFT, how)

    def _description(self, record: Blocks, index: BlockIndex) -> str:
        stack = record.stacks[index.stack]
        block = stack.blocks[index.block]
        name = translated(stack.name) if len(record.stacks) > 1 else ""
        return " · ".join(text for text in (name, block.label, block.size, block.note) if text)

    def block_at(self, at: QPointF) -> BlockIndex | None:
        """The block under a point of the panel, in layout pixels: the nearer one where they cover each other."""
        record = self._blocks
        if record is None:
            return None
        every = self._layout(record).blocks
        return next((one.index for one in reversed(every) if one.reach.adjusted(-2, -2, 2, 2).contains(at)), None)

    def next_block(self, index: BlockIndex, across: int, down: int) -> BlockIndex:
        """The block to which an arrow key leads: along the stack, or to the same place of the next stack."""
        record = self._blocks
        if record is None:
            return index
        stack = min(max(index.stack + down, 0), len(record.stacks) - 1)
        count = len(record.stacks[stack].blocks)
        return BlockIndex(stack, min(max(index.block + across, 0), count - 1))

    def gestures(self) -> Sequence[Gesture]:
        path = cast(BlocksView, self.view.options).choose
        return [Choose(self.bind(path), self._index_at, self._next_index)] if path else []

    def _every(self) -> list[BlockIndex]:
        """All blocks in the order in which they are counted through the stacks."""
        stacks = self._blocks.stacks if self._blocks is not None else ()
        return [BlockIndex(i, j) for i, stack in enumerate(stacks) for j in range(len(stack.blocks))]

    def _index_at(self, at: QPointF) -> int | None:
        found = self.block_at(at)
        return None if found is None else self._every().index(found)

    def _next_index(self, index: int, across: int, down: int) -> int:
        every = self._every()
        return every.index(self.next_block(every[min(max(index, 0), len(every) - 1)], across, down))

    def readout(self, at: QPointF) -> str:
        record, found = self._blocks, self.block_at(at)
        return self._description(record, found) if record is not None and found is not None else ""


def _roomy(record: Blocks, area: QRectF) -> bool:
    """Whether there is room for a legend and a foot."""
    return area.height() > SMALL[0] + SMALL[1] * len(record.stacks)
