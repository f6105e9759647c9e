"""A job beside the window, in a thread of its own: a download, a run that is written to a file.

Nothing of Qt is touched in it and it emits nothing: the window looks now and then how far it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

Progress = Callable[[int, int], None]
Work = Callable[[Progress, threading.Event], None]


class Background:
    """Runs `work(progress, cancel)` in a thread of its own.

    done and total are what it last reported; error is what it raised, once it has ended. The thread is a daemon: a
    connection that stalls must not keep the program from closing.
    """

    def __init__(self, work: Work) -> None:
        self.done = 0
        self.total = 0
        self.error: Exception | None = None
        self._cancel = threading.Event()
        self._work = work
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._work(self._report, self._cancel)
        except Exception as wrong:  # noqa: BLE001 - handed to the window, whatever it is
            self.error = wrong

    def _report(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask it to end; returns at once."""
        self._cancel.set()

    def wait(self, seconds: float) -> None:
        self._thread.join(seconds)
