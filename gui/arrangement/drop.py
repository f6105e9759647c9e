"""Where a panel that is dragged would go: to an edge of another panel, into its place, or to an edge of the stage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

from gui.arrangement.layout import GAP, LEAST, lay_out
from gui.arrangement.tree import Arrangement, Edge, moved, swapped

BORDER = 20  # pixels within which the edge of the stage is meant
MIDDLE = 0.2  # of a panel's width and height to each side of its middle: the two change places


class Drop(NamedTuple):
    """What would become of the stage, and where on it the panel would stand."""

    arrangement: Arrangement
    rect: QRect


def find_drop(whole: Arrangement, cells: Mapping[str, QRect], area: QRect, name: str, at: QPoint) -> Drop | None:
    """None where there is no place or no room for the panel, or where it stands already. cells: of those in sight."""
    after = _after(whole, cells, area, name, at) if area.contains(at) else whole
    if after == whole:
        return None
    found = lay_out(after, area, cells.keys()).cells
    if any(
        now < min(least, before) for now, before, least in zip(_smallest(found), _smallest(cells), LEAST, strict=True)
    ):
        return None
    return Drop(after, found[name])


def _smallest(cells: Mapping[str, QRect]) -> tuple[int, int]:
    """The least width and the least height."""
    return min(cell.width() for cell in cells.values()), min(cell.height() for cell in cells.values())


def _after(whole: Arrangement, cells: Mapping[str, QRect], area: QRect, name: str, at: QPoint) -> Arrangement:
    outer, distance = _nearest_edge(area, at)
    if distance < BORDER:
        return moved(whole, name, outer)
    half = GAP // 2
    under = (other for other, cell in cells.items() if cell.adjusted(-half, -half, half, half).contains(at))
    target = next(under, name)
    if target == name:
        return whole
    cell = cells[target]
    x, y = ((at.x() - cell.x()) / max(1, cell.width()) - 0.5, (at.y() - cell.y()) / max(1, cell.height()) - 0.5)
    if max(abs(x), abs(y)) < MIDDLE:
        return swapped(whole, name, target)
    sideways = Edge.RIGHT if x > 0 else Edge.LEFT
    upright = Edge.BOTTOM if y > 0 else Edge.TOP
    return moved(whole, name, sideways if abs(x) > abs(y) else upright, target)


def _nearest_edge(area: QRect, at: QPoint) -> tuple[Edge, int]:
    """And how far it is, in pixels."""
    distances = {
        Edge.LEFT: at.x() - area.left(),
        Edge.RIGHT: area.right() - at.x(),
        Edge.TOP: at.y() - area.top(),
        Edge.BOTTOM: area.bottom() - at.y(),
    }
    return min(distances.items(), key=lambda one: one[1])
