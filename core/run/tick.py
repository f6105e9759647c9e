"""What an experiment says after every update: a tick.

An experiment is a generator of ticks. To pause it is not to call `next`; to stop it is to call `close()`. `yield None`
is a breath: nothing new to see, but a good moment to stop or to load another experiment. Views are called only between
two `next` calls, by whoever calls `next`, so they may read the network as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from core.array import Array
    from core.records import Record

NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Key(NamedTuple):
    """Names one thing that is watched: a channel ("loss") and, where several runs are compared, whose ("Adam")."""

    channel: str
    variant: str = ""


class Tick(NamedTuple):
    """The state after `step` updates. The first tick is step 0, before any update."""

    step: int
    epoch: float = 0.0
    total: int | None = None  # steps of the whole run, for progress; None where there is no natural end
    scalars: Mapping[Key, float] = NOTHING  # cheap, every step
    samples: Mapping[Key, Array] = NOTHING  # small arrays of a fixed shape, every k-th step whether anyone looks or not
    views: Mapping[Key, Callable[[], Record]] = NOTHING  # costly, called only if someone looks
    # Events: "diverged", "stopped early", "rate changed". Of Key("") at the first tick: a sentence about the whole run.
    marks: Mapping[Key, str] = NOTHING
    data: str = ""  # told by the first tick: what is trained on and what was done to it, "MNIST · 60,000 · /255"


Ticks: TypeAlias = Generator[Tick | None, None, None]
