"""Where the panels of a stage stand by themselves: a pure function of the views and the size.

"main" is the large left part, "side" the column beside it, "below" the row beneath both. The cells of an area share it
by weight and fill it, so no cell is empty; an area that is tall or wide enough becomes a column, a row, or two columns,
whichever gives its pictures the better shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from PySide6.QtCore import QRect

from core.run.views import View
from gui.arrangement.layout import LEAST, lay_out, split
from gui.arrangement.tree import Arrangement, Split, panels, replaced

SIDE = 0.42  # of the width, for one column beside the main part
BELOW = 0.32  # of the height
ASPECT = 1.45  # width over height of a well-shaped plot


def named(views: Sequence[View]) -> dict[str, View]:
    """By channel, with a number from the second panel on that shows it."""
    channels = [view.channel for view in views]
    counts = [channels[: i + 1].count(channel) for i, channel in enumerate(channels)]
    names = [f"{channel} {n}" if n > 1 else channel for channel, n in zip(channels, counts, strict=True)]
    return dict(zip(names, views, strict=True))


def arrange(views: Sequence[View], area: QRect) -> list[QRect]:
    """One rectangle for each view, in the order of the views, where nothing was moved."""
    if not views:
        return []
    cells = lay_out(automatic(named(views), area), area).cells
    return [cells[name] for name in named(views)]


def automatic(views: Mapping[str, View], area: QRect) -> Arrangement:
    """What suits these views, of which there is at least one."""
    areas = {name: [one for one, view in views.items() if view.area == name] for name in ("main", "side", "below")}
    made = _in_areas(views, areas, area)
    # On a small screen the last companions go to the row beneath, where they are still large enough to be read.
    while len(areas["side"]) > 1 and _lowest(made, areas["side"], area) < LEAST[1]:
        areas["below"].insert(0, areas["side"].pop())
        made = _in_areas(views, areas, area)
    return made


def completed(whole: Arrangement, views: Mapping[str, View]) -> Arrangement:
    """With a place for the panels that are hidden: each shares the cell of its neighbour, once it is seen."""
    order = list(views)
    for i, (name, view) in enumerate(views.items()):
        there = sorted(panels(whole), key=order.index)
        if name not in there:
            near = min(there, key=lambda one: (views[one].area != view.area, abs(order.index(one) - i)))
            whole = replaced(whole, near, Split(False, (near, name), (views[near].weight, view.weight)))
    return whole


def _lowest(whole: Arrangement, names: Sequence[str], area: QRect) -> int:
    """The height of the lowest of these panels, by their weights alone."""
    cells = lay_out(whole, area, needs=(0, 0)).cells
    return min(cells[name].height() for name in names)


def _in_areas(views: Mapping[str, View], areas: Mapping[str, Sequence[str]], area: QRect) -> Arrangement:
    upper = below = area
    if areas["below"] and (areas["main"] or areas["side"]):
        upper, below = split(area, [1 - BELOW, BELOW], across=False)
    main = side = upper
    beside = SIDE if len(areas["side"]) <= 3 else 0.5  # many companions want two columns
    if areas["main"] and areas["side"]:
        main, side = split(upper, [1 - beside, beside], across=True)
    rects = {"main": main, "side": side, "below": below}
    grids = {name: [_best_grid(views, there, rects[name])] if there else [] for name, there in areas.items()}
    above = _joined(True, [*grids["main"], *grids["side"]], (1 - beside, beside))
    return _joined(False, [*above, *grids["below"]], (1 - BELOW, BELOW))[0]


def _joined(across: bool, parts: Sequence[Arrangement], shares: tuple[float, float]) -> list[Arrangement]:
    """Two parts as one; one or none as it is."""
    return [Split(across, tuple(parts), shares)] if len(parts) == 2 else list(parts)


def _best_grid(views: Mapping[str, View], names: Sequence[str], rect: QRect) -> Arrangement:
    """The grid of 1, 2, 3 … columns, each filled from top to bottom, whose cells have the best shape."""
    grids = [_grid(views, names, columns) for columns in range(1, len(names) + 1)]
    return min(grids, key=lambda grid: _badness(list(lay_out(grid, rect, needs=(0, 0)).cells.values())))


def _grid(views: Mapping[str, View], names: Sequence[str], columns: int) -> Arrangement:
    per_column = [len(names) // columns + (c >= columns - len(names) % columns) for c in range(columns)]
    ends = accumulate(per_column)
    groups = [names[end - count : end] for end, count in zip(ends, per_column, strict=True)]
    if columns == len(names):
        return _row(True, names, [views[name].weight for name in names])
    return _row(True, [_row(False, group, [views[name].weight for name in group]) for group in groups], [1.0] * columns)


def _row(across: bool, parts: Sequence[Arrangement], shares: Sequence[float]) -> Arrangement:
    return parts[0] if len(parts) == 1 else Split(across, tuple(parts), tuple(shares))


def _badness(cells: Sequence[QRect]) -> float:
    """How far the worst cell is from a good shape, as a factor."""
    ratios = [cell.width() / max(1, cell.height()) / ASPECT for cell in cells]
    return max(max(ratio, 1 / max(ratio, 1e-9)) for ratio in ratios)
