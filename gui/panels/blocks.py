"""How groups of small pictures share a panel: as large as possible, in whole pixels per value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

GAP = 4  # pixels between pictures, a frame of one pixel around each included
BETWEEN = 14.0  # pixels between blocks
LARGEST = 320  # pixels of a picture's longer side
SMALLEST = 4


class Group(NamedTuple):
    """What is to be placed: `images` pictures of height × width values under a label so many pixels wide."""

    images: int
    height: int
    width: int
    label: float = 0.0
    captions: float = 0.0  # pixels below each picture


@dataclass(frozen=True)
class Block:
    """A placed group: its upper left corner, rows of `columns` pictures, and the pixels of a picture."""

    x: float
    y: float
    columns: int
    rows: int
    cell: tuple[int, int]
    gap: tuple[int, int]
    width: float
    height: float


@lru_cache(maxsize=64)
def pack(groups: tuple[Group, ...], width: float, height: float, label: float) -> tuple[Block, ...]:
    """Blocks within width × height, each below a label of that height.

    Every group on a row of its own is easiest to read; they flow beside each other only where that makes the pictures
    larger by a third.
    """
    most = max(group.images for group in groups)
    own = max((_largest(groups, width, height, label, rows, False) for rows in _rows(most)), default=(0, 0))
    flow = max((_largest(groups, width, height, label, rows, True) for rows in _rows(most)), default=(0, 0))
    flowing = flow[0] > 1.34 * own[0]
    size, rows = flow if flowing else own
    blocks = _place(groups, width, label, max(size, SMALLEST), max(-rows, 1), flowing)
    return tuple(blocks)


def _rows(most: int) -> list[int]:
    """Numbers of rows worth trying for a group of `most` pictures: those that give different columns."""
    return sorted({-(-most // columns) for columns in range(1, most + 1)})


def _largest(
    groups: tuple[Group, ...], width: float, height: float, label: float, rows: int, flowing: bool
) -> tuple[int, int]:
    """(largest size of a picture at which all blocks fit, −rows); size 0 where none does. Few rows win a tie."""
    low, high = SMALLEST - 1, LARGEST
    while low < high:
        size = (low + high + 1) // 2
        blocks = _place(groups, width, label, size, rows, flowing)
        if blocks[-1].y + blocks[-1].height <= height and all(b.x + b.width <= width for b in blocks):
            low = size
        else:
            high = size - 1
    return (low if low >= SMALLEST else 0), -rows


def _cell(group: Group, size: int) -> tuple[int, int]:
    """Pixels (width, height) of a picture at most `size` long: a whole number per value where there is room for one."""
    side = max(group.height, group.width)
    if size >= side:
        return size // side * group.width, size // side * group.height
    return max(group.width * size // side, 1), max(group.height * size // side, 1)


def _place(groups: tuple[Group, ...], width: float, label: float, size: int, rows: int, flowing: bool) -> list[Block]:
    """The blocks in reading order, with at most `rows` rows of pictures unless they are wider than the panel."""
    blocks: list[Block] = []
    x = y = 0.0
    shelf: list[Block] = []
    for group in groups:
        made = _block(group, width, label, size, rows)
        if shelf and (not flowing or x + made.width > width):
            blocks += _level(shelf)
            y += max(b.height for b in shelf) + BETWEEN
            x, shelf = 0.0, []
        shelf.append(Block(x, y, made.columns, made.rows, made.cell, made.gap, made.width, made.height))
        x += made.width + 1.5 * BETWEEN
    return blocks + _level(shelf)


def _level(shelf: list[Block]) -> list[Block]:
    """Blocks beside each other are as high as the highest, so that the last one tells where the shelf ends."""
    height = max(block.height for block in shelf)
    return [Block(b.x, b.y, b.columns, b.rows, b.cell, b.gap, b.width, height) for b in shelf]


def _block(group: Group, width: float, label: float, size: int, rows: int) -> Block:
    cell = _cell(group, size)
    gap = (GAP, GAP + round(group.captions))
    fit = max(int((width + GAP) // (cell[0] + GAP)), 1)
    columns = min(-(-group.images // rows), fit)
    rows = -(-group.images // columns)
    across = columns * (cell[0] + gap[0]) - gap[0] + 2
    down = rows * (cell[1] + gap[1]) - GAP + 2 + label
    return Block(0.0, 0.0, columns, rows, cell, gap, max(float(across), min(group.label, width)), down)
