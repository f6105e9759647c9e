"""The run before the last edit, which stays to be compared with: its curves and paths are drawn faint and dotted.

It holds what was shown and the series by reference, so there is at most one run more in memory.
"""

from __future__ import annotations

from typing import NamedTuple

from core.run.frame import Frame
from core.run.session import Session
from core.settings import Settings
from gui.settings.words import difference_words
from gui.worker.pending import restarts


class Ghost(NamedTuple):
    """frame: of a run as it stood; settings: those that it had then."""

    frame: Frame
    settings: Settings

    def difference(self, settings: Settings) -> str:
        """What the newer run has otherwise: `learning rate 0.1 → 0.3`; "" for nothing."""
        return ", ".join(difference_words(self.settings, settings))


class LastRun:
    """ghost: None where no edit has begun another run yet. shown: the lecturer may hide it."""

    def __init__(self) -> None:
        self.ghost: Ghost | None = None
        self.shown = True

    @property
    def visible(self) -> Ghost | None:
        return self.ghost if self.shown else None

    def forget(self) -> None:
        self.ghost = None

    def before_edit(self, session: Session | None, frame: Frame | None, wanted: Settings, drags: bool) -> None:
        """An edit asks for these settings. If they begin another run, the one that stands becomes the ghost; while one
        drag changes them again and again (`drags`), it is the run that stood when the drag began. A run that has not
        come to its first tick is none."""
        if session is not None and frame is not None and not drags and restarts(session, wanted):
            self.ghost = Ghost(frame, session.settings)
