"""Going back: a second session, with the same settings and edits, comes to a step where the first one has been."""

from __future__ import annotations

import math

from core.run.frame import Snapshot, snapshot
from core.run.session import Edit, Session
from core.settings import Effect, differing, get, replaced
from gui.worker.commands import Goal, InterruptFlag
from gui.worker.slices import Throttle, run_slice

UNTHROTTLED = Throttle()


class Replay:
    """target: the step that is to be shown, None where none is. The session is kept for a later step to look at."""

    def __init__(self) -> None:
        self.target: int | None = None
        self._session: Session | None = None
        self._edits: tuple[Edit, ...] = ()

    @property
    def step(self) -> int:
        """How far it has come; any thread may ask."""
        session = self._session
        return session.step if session is not None else 0

    def go_to(self, live: Session, step: int) -> Session | None:
        """Set off for a step of this session's past; the second session of before, where it is of no more use."""
        self.target = step
        edits = tuple(edit for edit in live.edits if edit.step < step)
        old = self._session
        if old is not None and old.step <= step and edits == self._edits and old.experiment is live.experiment:
            _show_alike(old, live)
            return None
        self._session, self._edits = live.clone(step), edits
        return old

    def advance(self, interrupt: InterruptFlag) -> Snapshot | None:
        """One slice; what was to be shown, once it is there."""
        session, target = self._session, self.target
        if session is None or target is None:
            return None
        if session.tick is None or session.step < target:
            done = run_slice(session, Goal(target, math.inf, replay=True), interrupt, UNTHROTTLED)
            if not done.arrived:
                return None
        self.target = None
        return snapshot(session)

    def stop(self) -> None:
        """Look no further."""
        self.target = None

    def end(self) -> Session | None:
        """Look back no more; the second session, which the caller closes."""
        self.stop()
        session, self._session = self._session, None
        return session


def _show_alike(session: Session, live: Session) -> None:
    """What is only for display is as it is in the live session."""
    settings = session.settings
    for field in differing(live.settings, settings):
        if field.effect is Effect.DISPLAY:
            settings = replaced(settings, field.path, get(live.settings, field.path))
    session.change(settings)
