"""How far a run goes by itself, and what it means that it rests."""

from __future__ import annotations

import math

from core.run.experiment import Pace
from core.run.session import Session
from gui.worker.commands import Goal, RunState, Step


def position(session: Session, goal: Goal | None) -> int:
    """The step the reader believes to be at: while replaying the one it will end at."""
    return int(goal.step) if goal is not None and goal.replay and math.isfinite(goal.step) else session.step


def ended(session: Session) -> bool:
    """Nothing follows: the run has returned, or a walk stands at the end that its tick tells."""
    if session.finished or session.tick is None or session.preset.pace is not Pace.STEPPED:
        return session.finished
    total = session.tick.total
    return total is not None and session.step >= total


def resting(session: Session) -> RunState:
    return RunState.FINISHED if ended(session) else RunState.PAUSED


def play_goal(session: Session) -> Goal:
    preset = session.preset
    beyond = preset.endless or session.step >= preset.steps
    return Goal(math.inf if beyond else preset.steps, throttled=True)


def step_goal(session: Session, step: Step) -> Goal:
    """An experiment without epochs would look for the end of one for ever, so that step ends with the preset too."""
    if step.unit == "update":
        return Goal(session.step + step.n)
    if step.unit == "100":
        return Goal(session.step + 100 * step.n)
    epoch = session.tick.epoch if session.tick is not None else 0.0
    return Goal(play_goal(session).step, math.floor(epoch + 1e-9) + step.n)
