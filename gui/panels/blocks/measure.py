"""How large blocks are on the common scale, and how much room a row of them takes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from core.records import Block, Branches, Stack
from gui.look.theme import Theme
from gui.plotting.lettering import line_of, width_of

SLANT = (0.27, 0.22)  # of a block's depth: to the right, upwards
THINNEST, LOWEST = 3.0, 5.0  # pixels of a block's front
CIRCLE = (8.0, 18.0)  # pixels of the sign of an addition, at least and at most
ROW = 10.0  # pixels between two paths
MOST_STRETCH = 4.0  # gaps, by which one grows so that lines end below each other


class Scale(NamedTuple):
    """Pixels for the square root of one pixel of a map, and for that of one channel."""

    edge: float
    channel: float


class Mode(NamedTuple):
    """How blocks are labelled: in lines beneath ("level"), in turned lines ("upright") or not at all. worth: how good
    that is; gap: pixels between two blocks; lines: of each label, of which the third is the note."""

    way: str
    size: int
    worth: float
    gap: float
    lines: int = 3


MODES = (
    Mode("level", 16, 1.0, 18.0),
    Mode("level", 14, 0.9, 14.0),
    Mode("level", 12, 0.72, 10.0),
    Mode("level", 14, 0.7, 14.0, 2),
    Mode("level", 12, 0.62, 10.0, 2),
    Mode("upright", 14, 0.6, 8.0),
    Mode("upright", 12, 0.5, 6.0),
    Mode("none", 12, 0.25, 4.0),
)


class Group(NamedTuple):
    """Blocks by their place in the stack: several paths and where they meet, or one path without a join."""

    paths: tuple[tuple[int, ...], ...]
    join: int | None = None

    @property
    def full(self) -> tuple[tuple[int, ...], ...]:
        """The paths that have blocks."""
        return tuple(path for path in self.paths if path)

    @property
    def columns(self) -> int:
        return max((len(path) for path in self.paths), default=0)


def groups_of(stack: Stack) -> tuple[Group, ...]:
    found, start = [], 0
    for item in stack.items:
        if not isinstance(item, Branches):
            found.append(Group(((start,),)))
            start += 1
            continue
        paths = []
        for path in item.paths:
            paths.append(tuple(range(start, start + len(path))))
            start += len(path)
        found.append(Group(tuple(paths), start))
        start += 1
    return tuple(found)


class Solid(NamedTuple):
    """Pixels of a block: its front, and how far its depth leads to the right and upwards."""

    width: float
    height: float
    right: float
    up: float


def solid_of(block: Block, scale: Scale) -> Solid:
    """Edges grow with the square roots, so that 224 and 7 pixels, 3 and 4096 channels have room in one picture."""
    if block.kind == "add":
        across = min(max(5 * scale.edge, CIRCLE[0]), CIRCLE[1])
        return Solid(across, across, 0.0, 0.0)
    high, wide, channels = block.volume
    depth = math.sqrt(wide) * scale.edge
    return Solid(
        max(math.sqrt(channels) * scale.channel, THINNEST),
        max(math.sqrt(high) * scale.edge, LOWEST),
        SLANT[0] * depth,
        SLANT[1] * depth,
    )


def label_lines(block: Block, most: int = 3) -> tuple[str, ...]:
    """Label, size and note. A circle has its sign inside."""
    label = "" if block.kind == "add" else block.label
    return tuple(text for text in (label, block.size, block.note)[:most] if text)


@dataclass(frozen=True)
class Lane:
    """A line of one stack: its blocks and which groups of them."""

    stack: int
    blocks: tuple[Block, ...]
    groups: tuple[Group, ...]
    first: bool
    last: bool


@dataclass(frozen=True)
class Measure:
    """A lane in one mode. All widths that text asks for are found once, so that scales can be tried quickly."""

    lane: Lane
    mode: Mode
    theme: Theme
    gap: float  # pixels between two blocks

    def stretched(self, width: float, scale: Scale) -> Measure:
        """With wider gaps, as long as the other lines of its stack; a stack in one line shows how long it is."""
        if self.lane.first and self.lane.last:
            return self
        gaps = 1 + sum(group.columns + 2 * (group.join is not None) for group in self.lane.groups)
        return replace(self, gap=self.gap + min((width - self.width(scale)) / gaps, MOST_STRETCH * self.gap))

    @cached_property
    def line(self) -> float:
        return line_of(self.theme.font(self.mode.size))

    @cached_property
    def words(self) -> dict[int, float]:
        """Pixels that each block's label is wide, as it stands."""
        if self.mode.way == "none":
            return dict.fromkeys(self.members, 0.0)
        font = self.theme.font(self.mode.size)
        if self.mode.way == "upright":
            return dict.fromkeys(self.members, self.line)
        texts = {i: label_lines(self.lane.blocks[i], self.mode.lines) for i in self.members}
        return {i: max(width_of(text, font) for text in lines) for i, lines in texts.items()}

    @cached_property
    def members(self) -> tuple[int, ...]:
        return tuple(
            i
            for group in self.lane.groups
            for i in (*(i for path in group.paths for i in path), *(() if group.join is None else (group.join,)))
        )

    @cached_property
    def on_spine(self) -> frozenset[int]:
        """Blocks that no other stands above or below; in them the labels have a strip of their own at the bottom."""
        alone = (i for group in self.lane.groups if len(group.full) == 1 for i in group.full[0])
        return frozenset((*alone, *(group.join for group in self.lane.groups if group.join is not None)))

    @cached_property
    def branched(self) -> bool:
        """Whether blocks stand above each other."""
        return any(len(group.full) > 1 for group in self.lane.groups)

    @cached_property
    def strip(self) -> float:
        """Pixels beneath everything for the labels of the spine; beneath branches they would be too far from it."""
        shown = [self.lane.blocks[i] for i in self.on_spine]
        if self.mode.way == "level" and self.branched:
            return 0.0
        if self.mode.way == "level":
            return max((len(label_lines(block, self.mode.lines)) for block in shown), default=0) * self.line + 4
        if self.mode.way == "upright":
            font = self.theme.font(self.mode.size)
            return max((width_of(upright_label(block), font) for block in shown), default=0.0) + 8
        return 0.0

    def label_height(self, i: int) -> float:
        """Pixels right beneath a block for its own label."""
        if self.mode.way != "level" or self.strip:
            return 0.0
        return len(label_lines(self.lane.blocks[i], self.mode.lines)) * self.line + 2

    def column(self, i: int, scale: Scale) -> float:
        solid = solid_of(self.lane.blocks[i], scale)
        return max(solid.width + 0.6 * solid.right, self.words[i])

    def width(self, scale: Scale) -> float:
        return self.gap + sum(self.group_width(group, scale) for group in self.lane.groups)

    def group_width(self, group: Group, scale: Scale) -> float:
        """With the gap behind each column."""
        gap = self.gap
        wide = sum(self.column_width(group, j, scale) + gap for j in range(group.columns))
        return wide + (0.0 if group.join is None else self.column(group.join, scale) + 2 * gap)

    def column_width(self, group: Group, j: int, scale: Scale) -> float:
        return max(self.column(path[j], scale) for path in group.paths if len(path) > j)

    def row_height(self, path: tuple[int, ...], scale: Scale) -> tuple[float, float]:
        """Pixels of a path above and below its middle."""
        solids = [solid_of(self.lane.blocks[i], scale) for i in path]
        above = max(solid.height / 2 + solid.up for solid in solids)
        return above, max(s.height / 2 + self.label_height(i) for i, s in zip(path, solids, strict=True))

    def reach(self, scale: Scale) -> tuple[float, float]:
        """Pixels of the lane above and below its spine, without the strip."""
        above = below = LOWEST / 2
        for group in self.lane.groups:
            rows = [self.row_height(path, scale) for path in group.full]
            if group.join is not None:
                joined = self.row_height((group.join,), scale)
                above, below = max(above, joined[0]), max(below, joined[1])
            skip = ROW if len(group.full) < len(group.paths) else 0.0
            if len(rows) == 1:
                above, below = max(above, rows[0][0] + skip), max(below, rows[0][1])
            elif rows:
                whole = sum(map(sum, rows)) + ROW * (len(rows) - 1)
                above, below = max(above, whole / 2 + skip), max(below, whole / 2)
        return above, below


def upright_label(block: Block) -> str:
    return "  ".join(label_lines(block, 2))
