"""Where the panels of a stage stand, as a value: a tree whose leaves are the names of panels.

A split has parts beside each other or above each other, each with a share of the length. What the lecturer does to the
panels makes a new tree of the old one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import Enum
from typing import Any, TypeAlias

DEEPEST = 32  # splits within splits that are read from a file
SHARES = (1e-6, 1e6)


@dataclass(frozen=True)
class Split:
    """across: whether the parts stand beside each other; else they stand above each other."""

    across: bool
    parts: tuple[Arrangement, ...]
    shares: tuple[float, ...]

    def with_shares(self, changed: dict[int, float]) -> Split:
        """With other shares for the parts of these numbers."""
        return replace(self, shares=tuple(changed.get(i, share) for i, share in enumerate(self.shares)))


Arrangement: TypeAlias = Split | str


class Edge(Enum):
    """Of a panel, or of the whole stage. Values: across, after."""

    LEFT = True, False
    RIGHT = True, True
    TOP = False, False
    BOTTOM = False, True

    @property
    def across(self) -> bool:
        return self.value[0]

    @property
    def after(self) -> bool:
        return self.value[1]


def panels(whole: Arrangement) -> frozenset[str]:
    """The names of all that stand there."""
    return frozenset(_leaves(whole))


def _leaves(whole: Arrangement) -> list[str]:
    return [whole] if isinstance(whole, str) else [leaf for part in whole.parts for leaf in _leaves(part)]


def replaced(whole: Arrangement, old: Arrangement, new: Arrangement) -> Arrangement:
    """With `new` in the place of a part; a panel stands in one place only, so no part is there twice."""
    if whole == old:
        return new
    if isinstance(whole, str):
        return whole
    return replace(whole, parts=tuple(replaced(part, old, new) for part in whole.parts))


def swapped(whole: Arrangement, first: str, second: str) -> Arrangement:
    """Two panels in each other's place, which keeps its size."""
    if isinstance(whole, str):
        return {first: second, second: first}.get(whole, whole)
    return replace(whole, parts=tuple(swapped(part, first, second) for part in whole.parts))


def moved(whole: Arrangement, name: str, edge: Edge, anchor: str | None = None) -> Arrangement:
    """A panel at that edge of another one, or of the whole where `anchor` is None.

    Within its row or column it keeps its share, in another one it takes the mean of theirs; elsewhere the anchor makes
    half of its room free, and the whole a third.
    """
    target = anchor or _outermost(whole, edge)
    around = _parent(whole, name)
    if target == name or around is None:
        return whole
    if around.across == edge.across and target in around.parts:
        own = around.shares[around.parts.index(name)]
        return replaced(whole, around, _inserted(_without(around, name), name, own, target, edge))
    rest = _rest(whole, name)
    target = anchor or _outermost(rest, edge)
    around = _parent(rest, target)
    if around is not None and around.across == edge.across:
        mean = sum(around.shares) / len(around.shares)
        return replaced(rest, around, _inserted(around, name, mean, target, edge))
    pair = Split(edge.across, (target,), (1.0 if anchor else 2.0,))
    return replaced(rest, target, _inserted(pair, name, 1.0, target, edge))


def _outermost(whole: Arrangement, edge: Edge) -> Arrangement:
    """What stands at that edge of the whole from one end to the other."""
    if isinstance(whole, Split) and whole.across == edge.across:
        return whole.parts[-1 if edge.after else 0]
    return whole


def _parent(whole: Arrangement, part: Arrangement) -> Split | None:
    """The split that the part stands in."""
    if isinstance(whole, str) or part in whole.parts:
        return None if isinstance(whole, str) else whole
    return next((found for one in whole.parts if (found := _parent(one, part)) is not None), None)


def _inserted(row: Split, name: str, share: float, target: Arrangement, edge: Edge) -> Split:
    at = row.parts.index(target) + edge.after
    parts, shares = row.parts, row.shares
    return replace(row, parts=(*parts[:at], name, *parts[at:]), shares=(*shares[:at], share, *shares[at:]))


def _without(row: Split, name: str) -> Split:
    kept = [(part, share) for part, share in zip(row.parts, row.shares, strict=True) if part != name]
    return replace(row, parts=tuple(part for part, _ in kept), shares=tuple(share for _, share in kept))


def _rest(whole: Arrangement, name: str) -> Arrangement:
    """The whole without a panel. What is left of a pair takes its place."""
    around = _parent(whole, name)
    if around is None:
        return whole
    left = _without(around, name)
    return replaced(whole, around, left.parts[0] if len(left.parts) == 1 else left)


def to_json(whole: Arrangement) -> Any:
    """As values that JSON knows."""
    return whole if isinstance(whole, str) else asdict(whole)


def from_json(value: object) -> Arrangement:
    """The arrangement that `to_json` has written; ValueError for everything else."""
    whole = _read(value, 0)
    if len(panels(whole)) < len(_leaves(whole)):
        raise ValueError("a panel stands in two places")
    return whole


def _read(value: object, depth: int) -> Arrangement:
    if isinstance(value, str):
        return value
    match value:
        case {"across": bool(across), "parts": list(parts), "shares": list(shares), **more} if not more:
            if depth < DEEPEST and 2 <= len(parts) == len(shares) and all(map(_is_share, shares)):
                return Split(across, tuple(_read(part, depth + 1) for part in parts), tuple(map(float, shares)))
    raise ValueError("an arrangement is the name of a panel, or a split of two parts or more with a share for each")


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and SHARES[0] <= value <= SHARES[1]
