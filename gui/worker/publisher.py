"""What the worker publishes for the window: the latest records of every channel that is wanted.

The window reads `Publisher.latest`, one frozen value that is replaced whole, so neither side needs a lock. While a run
goes on, all views together get at most 5 % of the worker's time; when it rests, everything wanted is computed afresh.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import NamedTuple

from core.records import Record
from core.run.frame import keep_moment
from core.run.session import Session
from core.run.tick import Key, Tick

SHARE = 0.05  # of the worker's time, for all views together
INTERVAL = 0.033  # seconds: the window pulls no faster
ROUND = 0.025  # seconds of views in a row: a click on Pause waits for them


class Slot:
    """The latest records of one channel, and of which tick; the window alone says whether it has taken them."""

    __slots__ = ("records", "taken", "tick")

    def __init__(self, records: Mapping[Key, Record], tick: Tick | None) -> None:
        self.records = records
        self.tick = tick
        self.taken = False


class Publication(NamedTuple):
    """settled: every slot is of the session's last tick. version grows with every publication."""

    session: Session
    slots: Mapping[str, Slot]
    settled: bool
    version: int


class Publisher:
    """Computes views. Every method but `charge` is called by the worker, `latest` is read by the window. clock: in
    seconds."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.latest: Publication | None = None
        self._due = math.inf
        self._keep_due = -math.inf
        self._charged = 0.0
        self._clock = clock
        self._wanted: frozenset[str] = frozenset()
        self._turn = 0
        self._version = 0

    def want(self, channels: frozenset[str]) -> None:
        """Only these are computed from now on."""
        self._wanted = channels
        self._due, self._charged = 0.0 if channels else math.inf, 0.0

    @property
    def due(self) -> float:
        """When the next view may be computed."""
        return self._due + self._charged / SHARE

    def charge(self, seconds: float) -> None:
        """The window has needed so long to take the last records in, and the run has waited for it: that is time of the
        worker's, too. Called by the window."""
        self._charged += seconds

    def begin(self, session: Session) -> None:
        """The run goes on: what is shown may lag behind from now on."""
        self._keep_due = -math.inf
        self._publish(session, self._slots(session), settled=False)

    def outdate(self) -> None:
        """A setting has changed that views read: what was computed from this very tick is not up to date."""
        for slot in self.latest.slots.values() if self.latest is not None else ():
            slot.tick = None

    def publish_due(self, session: Session, wait: float) -> float:
        """Compute what is due while running. wait: until the next tick; it is cut short if views fall due before it."""
        now = self._clock()
        if now >= self.due:
            self._publish_in_turn(session, now)
        if wait and self._stale(session):
            wait = min(wait, max(0.001, self.due - self._clock()))
        return wait

    def _publish_in_turn(self, session: Session, start: float) -> None:
        """The channels whose last records were taken: all of one tick, so that what is read beside each other belongs
        together; where they take too long the others come first the next time."""
        slots = self._slots(session)
        channels = self._channels(session)
        stale = self._stale(session)
        for channel in channels[self._turn :] + channels[: self._turn]:
            if channel not in stale or (channel in slots and not slots[channel].taken):
                continue
            slots[channel] = Slot(_records(session, channel), session.tick)
            self._turn = (channels.index(channel) + 1) % len(channels)
            if self._clock() - start > ROUND:
                break
        end = self._clock()
        self._due, self._charged = end + max(INTERVAL, (end - start) / SHARE), 0.0
        self._publish(session, slots, settled=False)

    def keep_at(self, session: Session) -> float:
        """The next step of which everything is to be kept; inf while there is no time for it, or nobody looks."""
        may = bool(self._wanted) and self._clock() >= self._keep_due
        return session.history.next_after(session.step) if may else math.inf

    def keep(self, session: Session) -> None:
        """Keep everything of this tick in the session's history, if it is such a step and there is time for it: half of
        all that views may take. What is wanted is up to date thereby."""
        start = self._clock()
        if not self._wanted or start < self._keep_due or not session.history.wants(session.step):
            return
        slots = {c: slot for c, slot in self._slots(session).items() if slot.tick is session.tick}
        known = {key: record for slot in slots.values() for key, record in slot.records.items()}
        records = keep_moment(session, known).records
        for channel in self._channels(session):
            made = {key: record for key, record in records.items() if key.channel == channel}
            slots.setdefault(channel, Slot(made, session.tick))
        end = self._clock()
        self._keep_due = end + 2 * (end - start) / SHARE
        self._due = max(self._due, end) + (end - start) / SHARE
        self._publish(session, slots, settled=False)

    def _stale(self, session: Session) -> list[str]:
        slots = self._slots(session)
        return [c for c in self._channels(session) if c not in slots or slots[c].tick is not session.tick]

    def settle(self, session: Session) -> None:
        """Compute everything wanted that is not of the last tick yet, and keep nothing older."""
        slots = {c: slot for c, slot in self._slots(session).items() if slot.tick is session.tick}
        for channel in self._stale(session):
            slots[channel] = Slot(_records(session, channel), session.tick)
        self._publish(session, slots, settled=True)

    def _channels(self, session: Session) -> list[str]:
        """The channels of the last tick's views that are wanted, each once, in the tick's order."""
        views = session.tick.views if session.tick is not None else ()
        return list(dict.fromkeys(key.channel for key in views if key.channel in self._wanted))

    def _slots(self, session: Session) -> dict[str, Slot]:
        publication = self.latest
        return dict(publication.slots) if publication is not None and publication.session is session else {}

    def _publish(self, session: Session, slots: Mapping[str, Slot], settled: bool) -> None:
        self._version += 1
        self.latest = Publication(session, slots, settled, self._version)


def _records(session: Session, channel: str) -> dict[Key, Record]:
    keys = [] if session.tick is None else [key for key in session.tick.views if key.channel == channel]
    made = {key: session.record(key) for key in keys}
    return {key: record for key, record in made.items() if record is not None}
