"""What a run yields: one `Start`, then a `Tick` after every update.

A run is a generator. To pause it is not to call `next`; to stop it is to call `close()`. `yield None` is a breath:
nothing new to see, but a good moment to stop or to load another experiment; a run that computes for long breathes at
least every 50 ms. Views are called only between two `next` calls, by whoever calls `next`, so they may read the network
as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from core.array import Array
    from core.records import Record

NOTHING: Mapping[Any, Any] = MappingProxyType({})
DIVERGED = "diverged"  # the event of a run that ends because its loss is no number, or far too large


class Key(NamedTuple):
    """Names one thing that is watched: a channel ("loss") and, where several runs are compared, whose ("Adam")."""

    channel: str
    variant: str = ""


class Start(NamedTuple):
    """What is constant for a run; yielded once, before the first tick.

    data: what is trained on and what was done to it, "MNIST · 60,000 · /255". sentence: what a reader must know of
    this run, "sqrt(x) has no value at the start". fair: the variants share their initial weights and their batches.
    """

    data: str = ""
    sentence: str = ""
    fair: bool = False


@dataclass(frozen=True)
class OverTime:
    """A view that is filled from the samples of its own key: `fill(steps, samples)` makes the record.

    steps (times,); samples (times, *shape), all that the run has left behind whether anyone looked or not. So a picture
    over time does not depend on who was looking when.
    """

    fill: Callable[[Array, Array], Record]


class Lane(NamedTuple):
    """How far one variant has come: updates, and passes over its data."""

    step: int
    epoch: float


class Tick(NamedTuple):
    """The state after `step` updates. The first tick is step 0, before any update."""

    step: int
    epoch: float = 0.0
    total: int | None = None  # steps of the whole run, for progress; None where there is no natural end
    scalars: Mapping[Key, float] = NOTHING  # cheap, every step
    samples: Mapping[Key, Array] = NOTHING  # small arrays of a fixed shape, every k-th step whether anyone looks or not
    views: Mapping[Key, Callable[[], Record] | OverTime] = NOTHING  # costly, called only if someone looks
    lanes: Mapping[str, Lane] = NOTHING  # by variant, of those whose scalars are of another step than the tick's
    events: Mapping[Key, str] = NOTHING  # "diverged", "stopped early", "rate changed"
    points: Mapping[Key, Sequence[tuple[int, float]]] = (
        NOTHING  # (step, scalar) of several updates at once: a recording
    )


Ticks: TypeAlias = Generator[Tick | None, None, None]
Run: TypeAlias = Generator[Start | Tick | None, None, None]
