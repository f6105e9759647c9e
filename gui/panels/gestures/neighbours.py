"""Where an arrow key leads: from one box to the nearest in that direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QRectF

ASIDE = 2.0  # how much a step aside counts beside one ahead

K = TypeVar("K")


def neighbour(boxes: Mapping[K, QRectF], here: K, across: int, down: int) -> K:
    """The nearest box in a direction; the same where there is none, and the first where `here` is none of them."""
    if here not in boxes:
        return next(iter(boxes), here)
    centre = boxes[here].center()

    def far(other: K) -> float:
        away = boxes[other].center() - centre
        ahead = away.x() * across + away.y() * down
        aside = abs(away.x() * down) + abs(away.y() * across)
        return ahead + ASIDE * aside if ahead > 1 else float("inf")

    nearest = min(boxes, key=far, default=here)
    return nearest if far(nearest) < float("inf") else here


def in_order(index: int, step: int, count: int) -> int:
    """The next of a list; at either end it stays."""
    return min(max(index + step, 0), max(count - 1, 0))
