"""Commands on their way from the window to the worker thread."""

from __future__ import annotations

import threading
from collections.abc import Callable

from gui.worker.commands import Commands, InterruptFlag


class Mailbox:
    """Commands on their way to the worker."""

    def __init__(self, interrupt: InterruptFlag) -> None:
        self._interrupt = interrupt
        self._arrival = threading.Condition()
        self._waiting = Commands()

    def put(self, change: Callable[[Commands], None]) -> int:
        """Let `change` write into the slots; the serial number of this command."""
        with self._arrival:
            self._waiting.serial += 1
            change(self._waiting)
            self._interrupt.pending = True
            self._arrival.notify()
            return self._waiting.serial

    def take(self, seconds: float | None) -> Commands | None:
        """All that waits; None where nothing has come in that time. None seconds: wait for as long as it takes."""
        with self._arrival:
            if not self._interrupt.pending and seconds != 0.0:
                self._arrival.wait(seconds)
            if not self._interrupt.pending:
                return None
            self._interrupt.pending = False
            taken, self._waiting = self._waiting, Commands(serial=self._waiting.serial)
            return taken
