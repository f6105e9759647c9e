"""Where the blocks of architectures stand: on one scale, labelled as fully as there is room for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from core.records import Block, Stack
from gui.look.theme import Theme
from gui.panels.blocks.measure import MODES, ROW, Group, Lane, Measure, Mode, Scale, Solid, groups_of, solid_of

BETWEEN = 12.0  # pixels between two lanes
MOST_LINES = 4  # of one stack
AGAIN = 0.93  # what another line is worth
THICKNESS = (0.15, 0.4, 1.0)  # of a channel beside an edge: at least, to begin with, at most
LARGEST = 60.0  # pixels for the edge of a map of one pixel
USUAL = Scale(4.0, 1.6)  # at which lines are compared
ENOUGH = 7.0  # beyond it labels count for more than size


class BlockIndex(NamedTuple):
    """One block: of the how-manieth stack, the how-manieth block."""

    stack: int
    block: int


@dataclass(frozen=True)
class PlacedBlock:
    index: BlockIndex
    block: Block
    front: QRectF
    solid: Solid
    label: QRectF  # empty where it has none

    @property
    def reach(self) -> QRectF:
        """Front and depth."""
        return self.front.adjusted(0, -self.solid.up, self.solid.right, 0)


@dataclass(frozen=True)
class Layout:
    """heads: the stack's number and the line in which its name stands; wires: polylines between the blocks."""

    mode: Mode
    scale: Scale
    blocks: tuple[PlacedBlock, ...]
    wires: tuple[tuple[QPointF, ...], ...]
    heads: tuple[tuple[int, QRectF], ...]


def lay_out(stacks: Sequence[Stack], theme: Theme, area: QRectF, head: float) -> Layout:
    """The best of all ways to label and to break lines. head: pixels above each stack for its name."""
    best, worth = _Plan(stacks, theme, area, head, MODES[-1], 1), 0.0
    for lines in range(1, MOST_LINES + 1):
        for mode in MODES:
            most = mode.worth * AGAIN ** (lines - 1)
            plan = _Plan(stacks, theme, area, head, mode, lines)
            # What cannot be better at the scale that this takes need not be measured at others.
            if most > worth and plan.fits(ENOUGH * (worth / most) ** 2):
                value = most * min(1.0, plan.edge / ENOUGH) ** 0.5
                if value > worth:
                    best, worth = plan, value
    return best.placed()


class _Plan:
    """One try: a way to label, and into how many lines a stack is broken."""

    def __init__(
        self, stacks: Sequence[Stack], theme: Theme, area: QRectF, head: float, mode: Mode, lines: int
    ) -> None:
        self.area, self.head, self.mode, self.stacks = area, head, mode, stacks
        whole = [Measure(Lane(i, stack.blocks, groups_of(stack), True, True), mode, theme, mode.gap)
                 for i, stack in enumerate(stacks)]  # fmt: skip
        longest = max(measure.width(USUAL) for measure in whole) / lines
        lanes = (lane for measure in whole for lane in _lanes(measure, longest))
        self.measures = [Measure(lane, mode, theme, mode.gap) for lane in lanes]

    @property
    def between(self) -> float:
        return BETWEEN if self.mode.way != "none" else BETWEEN / 3

    def fits(self, edge: float) -> bool:
        """Whether there is room at that scale, and at the channels' usual one beside it."""
        return self._fits(Scale(edge, THICKNESS[1] * edge))

    @cached_property
    def edge(self) -> float:
        """The largest scale."""
        return _largest(self.fits, 0.0, LARGEST)

    def _fits(self, scale: Scale) -> bool:
        wide = max(measure.width(scale) for measure in self.measures)
        return wide <= self.area.width() and self._height(scale) <= self.area.height()

    def _height(self, scale: Scale) -> float:
        lanes = sum(sum(measure.reach(scale)) + measure.strip for measure in self.measures)
        return lanes + self.head * len(self.stacks) + self.between * (len(self.measures) - 1)

    def placed(self) -> Layout:
        """First both edges as large as they can be together, then each alone, so that no room is lost."""
        edge = self.edge
        channel = _largest(lambda c: self._fits(Scale(edge, c)), THICKNESS[0] * edge, THICKNESS[2] * edge)
        edge = _largest(lambda e: self._fits(Scale(e, channel)), edge, min(3 * edge, LARGEST))
        scale = Scale(edge, channel)
        blocks: list[PlacedBlock] = []
        wires: list[tuple[QPointF, ...]] = []
        heads: list[tuple[int, QRectF]] = []
        spare = max(self.area.height() - self._height(scale), 0.0) / len(self.measures)
        top = self.area.top()
        longest = max(measure.width(scale) for measure in self.measures)
        left = self.area.left() + max(self.area.width() - longest, 0.0) / 2
        for narrow in self.measures:
            measure = narrow.stretched(longest, scale)
            if measure.lane.first and self.head:
                heads.append((measure.lane.stack, QRectF(self.area.left(), top, self.area.width(), self.head)))
                top += self.head
            top += spare / 2
            above, below = measure.reach(scale)
            lane = _PlacedLane(measure, scale, left, top + above, top + above + below)
            blocks += lane.blocks
            wires += lane.wires
            top += above + below + measure.strip + self.between + spare / 2
        return Layout(self.mode, scale, tuple(blocks), tuple(wires), tuple(heads))


def _lanes(whole: Measure, longest: float) -> Iterator[Lane]:
    """The stack in lines of about equal length, none much longer than `longest`."""
    stack, groups = whole.lane.stack, whole.lane.groups
    widths = [whole.group_width(group, USUAL) for group in groups]
    lines = min(max(round(sum(widths) / longest + 0.3), 1), len(groups))
    starts = [0]
    for line in range(1, lines):
        ends = (sum(widths[: i + 1]) for i in range(len(groups)))
        after = [i for i, end in enumerate(ends) if end - widths[i] / 2 >= sum(widths) * line / lines]
        starts.append(min(max(after[0] if after else len(groups), starts[-1] + 1), len(groups) - lines + line))
    for line, start in enumerate(starts):
        end = starts[line + 1] if line + 1 < lines else len(groups)
        yield Lane(stack, whole.lane.blocks, groups[start:end], line == 0, line == lines - 1)


class _PlacedLane:
    """Walks a lane from left to right."""

    def __init__(self, measure: Measure, scale: Scale, left: float, spine: float, strip: float) -> None:
        self.measure, self.scale, self.spine, self.strip = measure, scale, spine, strip
        self.blocks: list[PlacedBlock] = []
        self.wires: list[tuple[QPointF, ...]] = []
        gap = measure.gap
        self.end = QPointF(left if not measure.lane.first else left + gap, spine)  # where the last block ends
        x = left + gap
        for group in measure.lane.groups:
            self._place(group, x)
            x += measure.group_width(group, scale)
        if not measure.lane.last:
            self.wires.append((self.end, self.end + QPointF(gap, 0)))

    def _place(self, group: Group, x: float) -> None:
        measure, gap = self.measure, self.measure.gap
        if group.join is None:
            self._place_path(group.paths[0], group, x, self.spine, self.end)
            return
        fork, left = self.end, x + gap
        wide = sum(measure.column_width(group, j, self.scale) + gap for j in range(group.columns))
        rows = [measure.row_height(path, self.scale) for path in group.full]
        whole = sum(map(sum, rows)) + ROW * (len(rows) - 1)
        middle = self.spine - whole / 2
        ends = []
        for path, (above, below) in zip(group.full, rows, strict=True):
            y = self.spine if len(rows) == 1 else middle + above
            middle += above + below + ROW
            ends.append(self._place_path(path, group, left, y, fork))
        front = self._place_block(group.join, left + wide, measure.column(group.join, self.scale), self.spine)
        entry = QPointF(front.left(), self.spine)
        turn = left + wide - 0.4 * gap
        for end in ends:
            self.wires.append(_bent(end, entry, turn))
        if len(group.full) < len(group.paths):
            top = self.spine - (rows[0][0] if len(rows) == 1 else whole / 2) - 0.6 * ROW
            self._skip(fork, front, x + 0.4 * gap, turn, top)
        self.end = QPointF(front.right(), self.spine)

    def _skip(self, fork: QPointF, front: QRectF, leaves: float, turn: float, top: float) -> None:
        """Over all other paths, into the join from above where it is a circle."""
        over = (fork, QPointF(leaves, fork.y()), QPointF(leaves, top))
        middle = front.center().x()
        is_low = front.height() < 2.2 * ROW + 1
        into = (QPointF(middle, top), QPointF(middle, front.top())) if is_low else (
            QPointF(turn, top), QPointF(turn, self.spine), QPointF(front.left(), self.spine),
        )  # fmt: skip
        self.wires.append((*over, *into))

    def _place_path(self, path: tuple[int, ...], group: Group, x: float, y: float, before: QPointF) -> QPointF:
        """Returns where the path ends."""
        gap, turn = self.measure.gap, x - 0.6 * self.measure.gap
        end = before
        for j, i in enumerate(path):
            wide = self.measure.column_width(group, j, self.scale)
            front = self._place_block(i, x, wide, y)
            self.wires.append(_bent(end, QPointF(front.left(), y), turn))
            end = QPointF(front.right(), y)
            x += wide + gap
        if group.join is None:
            self.end = end
        return end

    def _place_block(self, i: int, x: float, wide: float, y: float) -> QRectF:
        measure = self.measure
        block, solid = measure.lane.blocks[i], solid_of(measure.lane.blocks[i], self.scale)
        front = QRectF(
            x + (wide - solid.width - 0.6 * solid.right) / 2, y - solid.height / 2, solid.width, solid.height
        )
        label = QRectF()
        if i in measure.on_spine and measure.strip:
            label = QRectF(x, self.strip + 4, wide, measure.strip - 4)
        elif height := measure.label_height(i):
            label = QRectF(x, front.bottom() + 1, wide, height - 1)
        self.blocks.append(PlacedBlock(BlockIndex(measure.lane.stack, i), block, front, solid, label))
        return front


def _bent(start: QPointF, end: QPointF, turn: float) -> tuple[QPointF, ...]:
    """Level, straight up or down at `turn`, and level again."""
    if abs(start.y() - end.y()) < 0.5:
        return start, end
    return start, QPointF(turn, start.y()), QPointF(turn, end.y()), end


def _largest(fits: Callable[[float], bool], low: float, high: float) -> float:
    """The largest value that fits; `low` where none does."""
    for _ in range(11):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
