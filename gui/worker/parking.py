"""Sessions of experiments that were left, so that coming back shows the run as it stood."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

from core.run.memory import held_bytes
from core.run.session import Session

MOST_SESSIONS = 30  # a lecture goes back and forth; what counts is their memory
MOST_BYTES = 2**30  # of all of them together


class Parked(NamedTuple):
    """amid_step: the run stands at a breath, where its views must not be called. nbytes: what it holds; it does not
    change while nobody advances it."""

    session: Session
    amid_step: bool
    nbytes: int


class ParkedSessions:
    """The last few, by experiment id, oldest first."""

    def __init__(self, most: int = MOST_SESSIONS, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._parked: OrderedDict[str, Parked] = OrderedDict()

    def put(self, session: Session, amid_step: bool) -> list[Session]:
        """Keep a session; those that had to make room for it, which the caller closes."""
        evicted = [earlier.session for earlier in [self._parked.pop(session.experiment.id, None)] if earlier]
        self._parked[session.experiment.id] = Parked(session, amid_step, held_bytes(session))
        while self._parked and (len(self._parked) > self._most or self._bytes() > self._most_bytes):
            evicted.append(self._parked.popitem(last=False)[1].session)
        return evicted

    def take(self, id: str) -> Parked | None:
        """The session of that experiment, no longer parked; None where there is none."""
        return self._parked.pop(id, None)

    def clear(self) -> list[Session]:
        """All of them, to be closed."""
        sessions = [parked.session for parked in self._parked.values()]
        self._parked.clear()
        return sessions

    def _bytes(self) -> int:
        return sum(parked.nbytes for parked in self._parked.values())
