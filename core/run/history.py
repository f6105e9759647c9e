"""The past of a run: complete sets of records that were kept as it went on.

They are only a cache that makes going back quick. What they lack is computed again by a second session, and is the same
to the last bit: settings, edits and a step say all that a run shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from core.records import Record
from core.run.tick import Key, Lane

if TYPE_CHECKING:
    from core.run.session import Event

KEPT = 64  # moments in the steps of a preset
MOST_BYTES = 64 * 2**20  # of all records together


class Moment(NamedTuple):
    """What a run showed when it stood at this step. counts: how many points each series had."""

    step: int
    epoch: float
    lanes: Mapping[str, Lane]
    counts: Mapping[Key, int]
    events: tuple[Event, ...]
    records: Mapping[Key, Record]


class History:
    """Moments at multiples of `interval` steps. Where there are too many, or they take too much memory, the interval is
    doubled and every second one is dropped.

    One thread keeps, any thread reads: `_moments` is replaced whole.
    """

    def __init__(self, interval: int = 1, most: int = 2 * KEPT, most_bytes: int = MOST_BYTES) -> None:
        self.interval = max(1, interval)
        self._most = most
        self._most_bytes = most_bytes
        self._moments: dict[int, Moment] = {}
        self._bytes = 0

    def next_after(self, step: int) -> int:
        """The next step at which a moment is to be kept."""
        return (step // self.interval + 1) * self.interval

    def wants(self, step: int) -> bool:
        """Whether this step is to be kept and is not yet."""
        return step % self.interval == 0 and step not in self._moments

    def keep(self, moment: Moment) -> None:
        """Keep it, and drop others where it is one too many."""
        self._moments = {**self._moments, moment.step: moment}
        self._bytes += moment_bytes(moment)
        while len(self._moments) > self._most or (self._bytes > self._most_bytes and len(self._moments) > 1):
            self._thin()

    def _thin(self) -> None:
        self.interval *= 2
        self._moments = {step: one for step, one in self._moments.items() if step % self.interval == 0}
        self._bytes = sum(map(moment_bytes, self._moments.values()))

    def forget(self) -> None:
        """Keep nothing of what was: a setting has changed that records depend on."""
        self._moments, self._bytes = {}, 0

    @property
    def steps(self) -> tuple[int, ...]:
        """Those that are kept, in order."""
        return tuple(sorted(self._moments))

    @property
    def nbytes(self) -> int:
        """What the records take."""
        return self._bytes

    def at(self, step: int) -> Moment | None:
        """The moment of exactly this step, where it is kept."""
        return self._moments.get(step)

    def before(self, step: int) -> Moment | None:
        """The last moment that is kept before this step."""
        moments = self._moments
        earlier = [one for one in moments if one < step]
        return moments[max(earlier)] if earlier else None


def moment_bytes(moment: Moment) -> int:
    """What its records take in memory, by and large."""
    return sum(map(_bytes_of, moment.records.values()))


def _bytes_of(value: Any) -> int:
    match value:
        case np.ndarray():
            return int(value.nbytes) + 100
        case str():
            return len(value) + 50
        case tuple():
            return 60 + sum(map(_bytes_of, value))
        case dict():
            return 100 + sum(map(_bytes_of, value.values()))
        case None | bool() | int() | float():
            return 30
    return 60 + sum(map(_bytes_of, getattr(value, "__dict__", {}).values()))
