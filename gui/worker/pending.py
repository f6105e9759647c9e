"""Settings that were asked for, until the run allows them."""

from __future__ import annotations

from core.run.experiment import Pace
from core.run.session import Session
from core.settings import Effect, Settings, differing

GRACE_PERIOD = 0.25  # seconds that a load may take before a newer setting interrupts it


class PendingSettings:
    """Settings that are to be in force as soon as the run allows it: the newest that were asked for."""

    def __init__(self) -> None:
        self.newest: Settings | None = None

    def may_apply(self, session: Session, breathing: bool, replaying: bool, age: float) -> bool:
        """A live change must wait for the next tick, and while replaying for the last one; a restart need not."""
        if self.newest is None:
            return False
        if self.restarts(session):
            return not breathing or age > GRACE_PERIOD
        return not breathing and not replaying

    def restarts(self, session: Session) -> bool:
        """Whether a new session is needed."""
        return self.newest is not None and restarts(session, self.newest)

    def take(self, session: Session) -> Settings:
        """What is asked for, once: no longer pending."""
        newest, self.newest = self.newest, None
        return newest or session.settings


def restarts(session: Session, wanted: Settings) -> bool:
    """Whether these settings need a new session. An instant run has no next update for a live change to act on."""
    effects = {field.effect for field in differing(wanted, session.settings)}
    instant = session.preset.pace is Pace.INSTANT
    return Effect.RESTART in effects or (instant and Effect.LIVE in effects)
