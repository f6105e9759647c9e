"""What the lecturer does to a stage that is no setting of the experiment: where its panels stand, and how each is seen.

Frozen values: with session, size and theme they make a picture. What is as the experiment has it is not written down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeAlias

from core.array import Interval
from gui.arrangement import tree
from gui.arrangement.tree import Arrangement

Curve: TypeAlias = tuple[tuple[float, float], ...]  # points (x, y) in data

FARTHEST = 1e300  # of a range: its width is finite too
MOST_SMOOTH = 10**9  # steps


@dataclass(frozen=True)
class PlotState:
    """None is as the experiment has it. x, y: the ranges shown, in data; smooth: steps, 0 for none; hidden: lines;
    sketch: a curve that was drawn by hand before the run."""

    x: Interval | None = None
    y: Interval | None = None
    log_x: bool | None = None
    log_y: bool | None = None
    smooth: int | None = None
    hidden: frozenset[str] = frozenset()
    sketch: Curve = ()

    @property
    def zoomed(self) -> bool:
        return self.x is not None or self.y is not None

    def to_json(self) -> dict[str, Any]:
        written = {name: value for name, value in asdict(self).items() if value not in (None, frozenset(), ())}
        return {name: sorted(value) if name == "hidden" else value for name, value in written.items()}

    @classmethod
    def from_json(cls, value: object) -> PlotState:
        """What `to_json` has written; ValueError for everything else."""
        read: dict[str, Callable[[object], Any]]
        read = {"x": _interval, "y": _interval, "log_x": _flag, "log_y": _flag, "smooth": _count, "hidden": _names}
        read["sketch"] = _curve
        return cls(**{name: read[name](one) for name, one in _entries(value, cls).items()})


def toggled(hidden: frozenset[str], curves: Set[str], curve: str, alone: bool) -> frozenset[str]:
    """The names that are hidden once this curve is hidden, or shown again. alone: all others are hidden, or none where
    it is alone already. At least one curve is always shown."""
    others = frozenset(curves - {curve})
    wanted = hidden ^ {curve}
    if alone:
        wanted = frozenset() if hidden == others else others
    return frozenset() if wanted >= curves else wanted


@dataclass(frozen=True)
class StageState:
    """arrangement: None where the panels stand as they suit the size; plots: by the names of their panels."""

    arrangement: Arrangement | None = None
    plots: Mapping[str, PlotState] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        plots = {name: written for name, plot in self.plots.items() if (written := plot.to_json())}
        moved = {} if self.arrangement is None else {"arrangement": tree.to_json(self.arrangement)}
        return {**moved, **({"plots": plots} if plots else {})}

    @classmethod
    def from_json(cls, value: object) -> StageState:
        """What `to_json` has written; ValueError for everything else."""
        entries = _entries(value, cls)
        arrangement = tree.from_json(entries["arrangement"]) if "arrangement" in entries else None
        plots = _mapping(entries.get("plots", {}))
        return cls(arrangement, {name: PlotState.from_json(plot) for name, plot in plots.items()})


UNTOUCHED = StageState()


def _entries(value: object, state: type[PlotState | StageState]) -> dict[str, Any]:
    """Those of a state's fields that are given."""
    entries = _mapping(value)
    known = {one.name for one in fields(state)}
    if not known.issuperset(entries):
        raise ValueError(
            f"a view state has {', '.join(sorted(known))}, and not {', '.join(sorted({*entries} - known))}"
        )
    return entries


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ValueError("a view state is an object with named entries")
    return value


def _interval(value: object) -> Interval:
    match value:
        case [float() | int() as low, float() | int() as high]:
            if bool not in (type(low), type(high)) and -FARTHEST <= low < high <= FARTHEST:
                return float(low), float(high)
    raise ValueError("a range is two finite numbers in ascending order")


def _curve(value: object) -> Curve:
    points: Sequence[Any] = value if isinstance(value, list | tuple) else [None]
    if not all(isinstance(point, list | tuple) and len(point) == 2 and all(map(_is_number, point)) for point in points):
        raise ValueError("a sketch is a list of points, each two finite numbers")
    return tuple((float(x), float(y)) for x, y in points)


def _is_number(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and abs(value) <= FARTHEST


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("a scale is logarithmic or not: true or false")
    return value


def _count(value: object) -> int:
    if type(value) is not int or not 0 <= value <= MOST_SMOOTH:
        raise ValueError(f"smooth is a number of steps from 0 to {MOST_SMOOTH:,}")
    return value


def _names(value: object) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError("hidden is a list of names")
    return frozenset(value)
