"""What the worker tells the window: rare reports, never pictures."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from core.data.errors import DataFileError, MissingData
from core.run.session import Session
from gui.worker.commands import Captured, Failure, Loaded, Missing, Replayed, Report, RunState


class Reporter:
    """Tells the window what it must hear of, and of a state only when it is another one."""

    def __init__(self, report: Callable[[Report], None]) -> None:
        self.serial = 0  # of the last command obeyed
        self.state = RunState.EMPTY
        self.close_failure: Failure | None = None  # of the session before: reported once the new one is loaded
        self._report = report

    def show(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.say(state)

    def say(self, what: RunState | Loaded | Replayed | Captured | Failure | Missing) -> None:
        self._report(Report(self.serial, what))

    def say_loaded(self, session: Session) -> None:
        self.say(Loaded(session))
        failure, self.close_failure = self.close_failure, None
        if failure is not None:
            self.say(failure)

    def say_replay_failure(self, error: Exception) -> None:
        """The run itself is well: only a step of its past could not be shown."""
        self.say(failure_of(error)._replace(replay=True))

    def say_failure(self, error: Exception, begun: bool) -> None:
        if isinstance(error, MissingData):
            self.say(Missing(error.name, error.reason))
            self.show(RunState.EMPTY)
            return
        self.say(failure_of(error)._replace(begun=begun))
        self.show(RunState.FAILED)


def failure_of(error: Exception, before: bool = False) -> Failure:
    """What is wrong with a file is a sentence for its reader; all else names its type for whoever mends it."""
    message = str(error) if isinstance(error, DataFileError) else f"{type(error).__name__}: {error}"
    return Failure(message, "".join(traceback.format_exception(error)), before)
