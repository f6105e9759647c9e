"""How an experiment stood when it was left, so that coming back shows it again."""

from __future__ import annotations

from typing import NamedTuple

from core.run.experiment import Preset
from core.run.session import Edit, Session
from core.settings import Effect, Settings, differing
from gui.settings.undo import UndoStack


class Visit(NamedTuple):
    """initial: the settings that its run began with; settings: the newest.
    resumes: whether its run is the one to come back to, and not one with other settings that was just asked for."""

    preset: Preset
    initial: Settings
    settings: Settings
    edits: tuple[Edit, ...]
    step: int
    undo_stack: UndoStack
    resumes: bool = True


def visit_of(session: Session, newest: Settings, undo_stack: UndoStack) -> Visit:
    """newest: the settings that were asked for last; where they need another run, that is the one to come back to."""
    if any(field.effect is Effect.RESTART for field in differing(newest, session.settings)):
        return Visit(session.preset, newest, newest, (), 0, undo_stack, resumes=False)
    return Visit(session.preset, session.initial, newest, tuple(session.edits), session.step, undo_stack)
