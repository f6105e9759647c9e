"""Going back in a run: a step of its past is shown, while the run itself stays where it is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from core.run.experiment import Pace
from core.run.frame import Snapshot, snapshot_at
from core.run.session import Session
from core.settings import Effect, Settings, differing
from gui.parts import Parts
from gui.worker.commands import Replayed
from gui.worker.runner import Runner


class Past(QObject):
    """snapshot: the step of the past that is shown, None for now. What was kept is shown at once; any other step is
    computed again by a second session, and what was kept before it is shown meanwhile. A walk is so short that the run
    itself goes back."""

    left = Signal()  # now is to be shown again

    def __init__(self, parts: Parts, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self.snapshot: Snapshot | None = None
        self._target: int | None = None  # the step that a replay is on its way to
        self._parts, self._runner, self._scrubber = parts, runner, parts.scrubber
        self._scrubber.sought.connect(self.go_to)
        self._scrubber.returned.connect(self.end)
        runner.replayed.connect(self._on_replayed)
        runner.failed.connect(self._on_failed)

    @property
    def active(self) -> bool:
        """Whether something else than now is shown, or about to be."""
        return self.snapshot is not None or self._target is not None

    @property
    def pending(self) -> bool:
        """Whether a replay is on its way."""
        return self._target is not None

    @Slot(int)
    def go_to(self, step: int) -> None:
        """Show this step."""
        session = self._session()
        if session is None or step in (self._target, self._position(session)):
            return
        if session.walks:
            self._runner.go_to(step)
        elif step >= session.step:
            self.end()
        else:
            self._look(session, step)

    def back(self) -> None:
        """To what was kept last before the step that is shown; in a walk to the step before."""
        session = self._session()
        if session is None:
            return
        if session.preset.pace is Pace.STEPPED:
            self._runner.step_back()
        elif (at := self._position(session)) > 0:
            self.go_to(max((step for step in _kept(session) if step < at), default=0))

    def forward(self) -> bool:
        """To what was kept next, or to now; False where now is shown."""
        session = self._session()
        if session is None or not (self.active or session.experiment.recorded):
            return False
        at = self._position(session)
        self.go_to(min((step for step in _kept(session) if step > at), default=session.step))
        return True

    def move(self, steps: int) -> None:
        """To the step so many before or after the one that is shown."""
        session = self._session()
        if session is not None:
            self.go_to(min(session.step, max(0, self._position(session) + steps)))

    @Slot()
    def end(self) -> None:
        """Back to now; in a recording to its end."""
        session = self._session()
        if session is not None and session.experiment.recorded:
            self.go_to(session.experiment.recorded[-1])
        if self.active:
            if self._target is not None:
                self._runner.pause()  # there is nothing to look for any more
            self.forget()
            self.left.emit()

    def forget(self) -> None:
        """Another run is shown, or now."""
        self.snapshot = self._target = None
        self._scrubber.show_now()
        self._parts.header.transport.show_past(False)

    def pull(self) -> None:
        """Show how far the run has come, and any replay."""
        session = self._session()
        if session is None:
            return
        newest = session.step
        total = session.tick.total if session.tick is not None else None
        known = 0 if session.preset.endless else total or session.preset.steps
        reach = max(known, newest) if session.walks else newest
        self._scrubber.show_run(newest, known, reach, _kept(session))
        if self._target is not None:
            reached = self._runner.replay_step  # of the replay before, until the worker has begun this one
            self._scrubber.show_replay(reached if reached <= self._target else 0, self._target)

    def after_edit(self, before: Settings, after: Settings) -> bool:
        """Settings have been changed while a step of the past is shown; whether the change is for later steps only.
        What is for display shows at the step where one looks."""
        session, at = self._session(), self.snapshot
        if session is None or not self.active:
            return False
        effects = {field.effect for field in differing(after, before)}
        if effects != {Effect.DISPLAY}:
            self.end()
            return Effect.RESTART not in effects
        if at is not None:
            self._target = at.step
            self._runner.look_back(at.step)
        return False

    def _session(self) -> Session | None:
        """The run in whose past one can look."""
        return None if self._runner.held else self._runner.session

    def _position(self, session: Session) -> int:
        if self._target is not None:
            return self._target
        return self.snapshot.step if self.snapshot is not None else session.step

    def _look(self, session: Session, step: int) -> None:
        kept = session.history.at(step) if self._runner.settings == session.settings else None
        if kept is not None:
            self._runner.pause()
            self._target = None
            self._show(snapshot_at(session, kept))
            return
        self._target = step
        self._runner.look_back(step)
        meanwhile = session.history.before(step)
        if meanwhile is not None:
            self._show(snapshot_at(session, meanwhile))
        self._scrubber.show_replay(0, step)

    @Slot(object)
    def _on_replayed(self, replayed: Replayed) -> None:
        if self._target is not None:
            self._target = None
            self._show(replayed.snapshot)

    @Slot(object)
    def _on_failed(self) -> None:
        self.end()

    def _show(self, shown: Snapshot) -> None:
        session = self._session()
        newest = session.step if session is not None else shown.step
        self.snapshot = shown
        self._parts.show_past(shown)
        self._scrubber.show_past(shown.step, newest)


def _kept(session: Session) -> tuple[int, ...]:
    """The steps that are shown at once."""
    return session.experiment.recorded or (() if session.walks else session.history.steps)
