"""Where the panels of a stage stand: a pure function of the views and the size.

"main" is the large left part, "side" the column beside it, "below" the row beneath both. The cells of an area share it
by weight and fill it, so no cell is empty; an area that is tall or wide enough becomes a column, a row, or two columns,
whichever gives its pictures the better shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QRect

from core.run.views import View

GAP = 8  # pixels
SIDE = 0.42  # of the width, for one column beside the main part
BELOW = 0.32  # of the height
LOWEST = 140  # pixels of height below which a companion's axes leave no room for its plot
ASPECT = 1.45  # width over height of a well-shaped plot


def arrange(views: Sequence[View], area: QRect) -> list[QRect]:
    """One rectangle for each view, in the order of the views."""
    areas = {name: [i for i, view in enumerate(views) if view.area == name] for name in ("main", "side", "below")}
    placed = _placed(views, areas, area)
    # On a small screen the last companions go to the row beneath, where they are still large enough to be read.
    while len(areas["side"]) > 1 and min(placed[i].height() for i in areas["side"]) < LOWEST:
        areas["below"].insert(0, areas["side"].pop())
        placed = _placed(views, areas, area)
    return [placed[i] for i in range(len(views))]


def _placed(views: Sequence[View], areas: dict[str, list[int]], area: QRect) -> dict[int, QRect]:
    upper = below = area
    if areas["below"] and (areas["main"] or areas["side"]):
        upper, below = split(area, [1 - BELOW, BELOW], across=False)
    main = side = upper
    if areas["main"] and areas["side"]:
        beside = SIDE if len(areas["side"]) <= 3 else 0.5  # many companions want two columns
        main, side = split(upper, [1 - beside, beside], across=True)
    placed: dict[int, QRect] = {}
    for name, rect in (("main", main), ("side", side), ("below", below)):
        cells = share(rect, [views[i].weight for i in areas[name]])
        placed |= dict(zip(areas[name], cells, strict=True))
    return placed


def share(rect: QRect, weights: Sequence[float]) -> list[QRect]:
    """The grid of 1, 2, 3 … columns, each filled from top to bottom, whose cells have the best shape."""
    if not weights:
        return []
    grids = [_grid(rect, weights, columns) for columns in range(1, len(weights) + 1)]
    return min(grids, key=_badness)


def _grid(rect: QRect, weights: Sequence[float], columns: int) -> list[QRect]:
    per_column = [len(weights) // columns + (c >= columns - len(weights) % columns) for c in range(columns)]
    ends = list(accumulate(per_column))
    groups = [list(weights[end - count : end]) for end, count in zip(ends, per_column, strict=True)]
    even = columns == len(weights)
    slots = split(rect, [sum(g) if even else 1.0 for g in groups], across=True)
    return [cell for slot, group in zip(slots, groups, strict=True) for cell in split(slot, group, across=False)]


def _badness(cells: Sequence[QRect]) -> float:
    """How far the worst cell is from a good shape, as a factor."""
    ratios = [cell.width() / max(1, cell.height()) / ASPECT for cell in cells]
    return max(max(ratio, 1 / max(ratio, 1e-9)) for ratio in ratios)


def split(rect: QRect, weights: Sequence[float], across: bool) -> list[QRect]:
    """Cut into parts by weight with a gap between them; widths are whole pixels that add up exactly."""
    length = (rect.width() if across else rect.height()) - GAP * (len(weights) - 1)
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
