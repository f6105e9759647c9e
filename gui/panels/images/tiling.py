"""How groups of small pictures share a panel: as large as possible."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

GAP = 4  # pixels between pictures, a frame of one pixel around each included
BETWEEN = 12.0  # pixels between blocks
LARGEST = 4000  # pixels of a picture's longer side
SMALLEST = 4

Way: TypeAlias = Literal["above", "beside", "flow"]
WAYS: tuple[tuple[Way, float], ...] = (("above", 1.0), ("beside", 0.99), ("flow", 0.75))  # and what a pixel is worth


class Group(NamedTuple):
    """What is to be placed: so many pictures of height × width values, and the pixels that their label is wide, above
    them in one line or beside them in several."""

    images: int
    height: int
    width: int
    above: float = 0.0
    beside: float = 0.0
    captions: float = 0.0  # pixels below each picture


class Labels(NamedTuple):
    """line: pixels of a label above its pictures; lines: of one to the left of them."""

    line: float
    lines: float


@dataclass(frozen=True)
class Block:
    """A placed group: its label's box, the upper left corner of its pictures, and how these stand."""

    label: tuple[float, float, float, float]
    x: float
    y: float
    columns: int
    rows: int
    cell: tuple[int, int]
    gap: tuple[int, int]

    @property
    def right(self) -> float:
        return max(self.x + self.columns * (self.cell[0] + self.gap[0]) - GAP + 2, self.label[0] + self.label[2])

    @property
    def bottom(self) -> float:
        return max(self.y + self.rows * (self.cell[1] + self.gap[1]) - GAP + 2, self.label[1] + self.label[3])


@lru_cache(maxsize=64)
def pack(groups: tuple[Group, ...], width: float, height: float, labels: Labels) -> tuple[Block, ...]:
    """Blocks within width × height.

    Every group on rows of its own below its label is easiest to read; its label goes to the left where that makes the
    pictures larger, and groups stand beside each other where that makes them larger by a third.
    """
    best: tuple[float, int, int, Way] = (0.0, SMALLEST, 1, "above")
    for way, worth in WAYS:
        for rows in _rows(max(group.images for group in groups)):
            size = _largest(groups, width, height, labels, rows, way, above=max(int(best[0] / worth), SMALLEST - 1))
            if size * worth > best[0]:
                best = size * worth, size, rows, way
    _, size, rows, way = best
    return _place(groups, width, labels, size, rows, way)


def _rows(most: int) -> list[int]:
    """Numbers of rows worth trying for a group of `most` pictures: those that give different columns."""
    return sorted({-(-most // columns) for columns in range(1, most + 1)})


def _largest(
    groups: tuple[Group, ...], width: float, height: float, labels: Labels, rows: int, way: Way, above: int
) -> int:
    """The largest size of a picture at which all blocks fit; 0 where that is not more than `above`."""

    def fits(size: int) -> bool:
        blocks = _place(groups, width, labels, size, rows, way)
        return all(block.bottom <= height and block.right <= width for block in blocks)

    if not fits(above + 1):
        return 0
    low, high = above + 1, LARGEST
    while low < high:
        size = (low + high + 1) // 2
        low, high = (size, high) if fits(size) else (low, size - 1)
    return low


def _place(
    groups: tuple[Group, ...], width: float, labels: Labels, size: int, rows: int, way: Way
) -> tuple[Block, ...]:
    """The blocks in reading order, with at most `rows` rows of pictures unless they are wider than the panel."""
    side = min(max(group.beside for group in groups), 0.4 * width) + BETWEEN if way == "beside" else 0.0
    blocks: list[Block] = []
    x = y = lowest = 0.0
    for group in groups:
        block = _block(group, width - side, size, rows)
        if way == "beside":
            block = replace(block, label=(0.0, y, side - BETWEEN, labels.lines), x=side, y=y)
        else:
            wide = max(group.above, block.right)
            if blocks and (way == "above" or x + wide > width):
                x, y = 0.0, lowest + BETWEEN
            block = replace(block, label=(x, y, min(wide, width - x), labels.line), x=x, y=y + labels.line)
            x += wide + 2 * BETWEEN
        blocks.append(block)
        lowest = max(lowest, block.bottom)
        if way == "beside":
            y = lowest + BETWEEN
    return tuple(blocks)


def _block(group: Group, width: float, size: int, rows: int) -> Block:
    cell = _cell(group, size)
    gap = GAP, GAP + math.ceil(group.captions)
    fit = max(int((width + GAP - 2) // (cell[0] + GAP)), 1)
    rows = -(-group.images // min(-(-group.images // rows), fit))
    return Block((0.0, 0.0, 0.0, 0.0), 0.0, 0.0, -(-group.images // rows), rows, cell, gap)


def _cell(group: Group, size: int) -> tuple[int, int]:
    """Pixels (width, height) of a picture whose longer side is `size`."""
    side = max(group.height, group.width)
    return max(round(group.width * size / side), 1), max(round(group.height * size / side), 1)
