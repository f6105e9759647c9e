"""The rectangles of an arrangement in an area of some size, the gaps between them, and moving a gap."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import accumulate, pairwise
from typing import NamedTuple

from PySide6.QtCore import QRect

from gui.arrangement.tree import Arrangement, Split, panels, replaced

GAP = 8  # pixels
LEAST = (200, 140)  # pixels (width, height) of a panel, wherever there is room: its axes leave some for its plot


class Gap(NamedTuple):
    """Between two parts of a split, the numbers `first` and `second`. sides: the panels in sight in each. Along the
    split, in pixels: ends: where the first begins and the second ends; limits: where the gap may begin."""

    split: Split
    first: int
    second: int
    rect: QRect
    sides: tuple[frozenset[str], frozenset[str]]
    ends: tuple[int, int]
    limits: tuple[int, int]

    @property
    def across(self) -> bool:
        """Whether it is moved to the left and to the right."""
        return self.split.across

    @property
    def at(self) -> int:
        return self.rect.x() if self.across else self.rect.y()


class Layout(NamedTuple):
    """The rectangle of each panel in sight by its name, and the gaps between them."""

    cells: dict[str, QRect]
    gaps: list[Gap]


def lay_out(whole: Arrangement, area: QRect, shown: Set[str] | None = None, needs: tuple[int, int] = LEAST) -> Layout:
    """shown: the panels in sight, which share all of the area; None: all. needs: the least width and height of each."""
    made = Layout({}, [])
    _fill(whole, area, panels(whole) if shown is None else frozenset(shown), needs, made)
    return made


def _fill(whole: Arrangement, area: QRect, shown: frozenset[str], needs: tuple[int, int], made: Layout) -> None:
    if isinstance(whole, str):
        made.cells[whole] = area
        return
    seen = [i for i, part in enumerate(whole.parts) if panels(part) & shown]
    least = [_least(whole.parts[i], whole.across, shown, needs) for i in seen]
    rects = split(area, [whole.shares[i] for i in seen], whole.across, least)
    for i, rect in zip(seen, rects, strict=True):
        _fill(whole.parts[i], rect, shown, needs, made)
    for one, other in pairwise(zip(seen, rects, least, strict=True)):
        made.gaps.append(_gap(whole, shown, *one, *other))


def _gap(whole: Split, shown: frozenset[str], i: int, a: QRect, low: int, j: int, b: QRect, high: int) -> Gap:
    """Between part i in rectangle a and part j in rectangle b, which need `low` and `high` pixels."""
    if whole.across:
        rect, start, end = QRect(a.x() + a.width(), a.y(), GAP, a.height()), a.x(), b.x() + b.width()
    else:
        rect, start, end = QRect(a.x(), a.y() + a.height(), a.width(), GAP), a.y(), b.y() + b.height()
    sides = panels(whole.parts[i]) & shown, panels(whole.parts[j]) & shown
    return Gap(whole, i, j, rect, sides, (start, end), (start + low, end - high - GAP))


def _least(part: Arrangement, across: bool, shown: frozenset[str], needs: tuple[int, int]) -> int:
    """The pixels that it needs for all its panels in sight, from left to right or from top to bottom."""
    if isinstance(part, str):
        return needs[0] if across else needs[1]
    each = [_least(one, across, shown, needs) for one in part.parts if panels(one) & shown]
    return sum(each) + GAP * (len(each) - 1) if part.across == across else max(each)


def with_gap_at(whole: Arrangement, gap: Gap, position: int) -> Arrangement:
    """With the gap moved there, as far as the panels at its sides allow."""
    low, high = gap.limits
    if low > high:
        return whole
    at = min(max(position, low), high)
    return _divided(whole, gap, at - gap.ends[0], gap.ends[1] - GAP - at)


def with_usual_gap(whole: Arrangement, gap: Gap, usual: Arrangement) -> Arrangement:
    """With the gap where it is in the usual arrangement; in the middle, if its sides are no neighbours there."""
    return _divided(whole, gap, *(_usual_shares(usual, gap.sides) or (1.0, 1.0)))


def _usual_shares(usual: Arrangement, sides: tuple[frozenset[str], frozenset[str]]) -> tuple[float, float] | None:
    if isinstance(usual, str):
        return None
    for (one, first), (other, second) in pairwise(zip(usual.parts, usual.shares, strict=True)):
        if (panels(one), panels(other)) == sides:
            return first, second
    return next((found for part in usual.parts if (found := _usual_shares(part, sides)) is not None), None)


def _divided(whole: Arrangement, gap: Gap, first: float, second: float) -> Arrangement:
    """With what the two parts have together shared anew; six digits are a hundredth of a pixel."""
    both = gap.split.shares[gap.first] + gap.split.shares[gap.second]
    one, other = (float(f"{both * part / (first + second):.6g}") for part in (first, second))
    return replaced(whole, gap.split, gap.split.with_shares({gap.first: one, gap.second: other}))


def split(rect: QRect, weights: Sequence[float], across: bool, least: Sequence[int] | None = None) -> list[QRect]:
    """Cut into parts by weight with a gap between them; widths are whole pixels that add up exactly.

    least: pixels that each part has even where its weight gives it fewer; where there is not room for all, they are
    what weights were.
    """
    length = (rect.width() if across else rect.height()) - GAP * (len(weights) - 1)
    weights = weights if least is None else _fitted(weights, least, length)
    total = sum(weights)
    ends = [round(length * part / total) for part in accumulate(weights)]
    starts = [0, *ends[:-1]]
    if across:
        return [
            QRect(rect.x() + s + GAP * i, rect.y(), e - s, rect.height())
            for i, (s, e) in enumerate(zip(starts, ends, strict=True))
        ]
    return [
        QRect(rect.x(), rect.y() + s + GAP * i, rect.width(), e - s)
        for i, (s, e) in enumerate(zip(starts, ends, strict=True))
    ]


def _fitted(weights: Sequence[float], least: Sequence[int], length: int) -> Sequence[float]:
    """Weights that give no part fewer pixels than it needs; those that have more share the rest as before."""
    if sum(least) >= length:
        return least if sum(least) > 0 else weights
    fixed: set[int] = set()
    while True:
        free = length - sum(least[i] for i in fixed)
        total = sum(weight for i, weight in enumerate(weights) if i not in fixed)
        short = {i for i, weight in enumerate(weights) if i not in fixed and free * weight / total < least[i]}
        if not short:
            break
        fixed |= short
    scale = total / free
    return [least[i] * scale if i in fixed else weight for i, weight in enumerate(weights)] if fixed else weights
