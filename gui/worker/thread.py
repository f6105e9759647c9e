"""The worker's thread, and how the window asks it to stand aside while it paints."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread, Signal

from core.data.library import Library
from gui.worker.commands import InterruptFlag
from gui.worker.mailbox import Mailbox
from gui.worker.player import Player

PAINT_TIMEOUT = 0.05  # seconds that the worker waits at most while the window paints
STACK = 16 * 2**20  # bytes: OpenBLAS overflows the 512 KB that macOS gives a thread


class PaintPriority:
    """Short-tick runs wait up to 50 ms for the GIL while the window paints: two threads that contend for it make each
    other half as fast, and the window stutters."""

    def __init__(self, interrupt: InterruptFlag) -> None:
        self._interrupt = interrupt
        self._painted = threading.Event()
        self._painted.set()

    def begin(self) -> None:
        """The window paints: the run is interrupted at its next tick."""
        self._painted.clear()
        self._interrupt.pending = True

    def end(self) -> None:
        self._painted.set()

    def wait(self) -> None:
        """Called by the worker between two slices."""
        self._painted.wait(PAINT_TIMEOUT)


class WorkerThread(QThread):
    """Obeys, works, and waits, until it is told to close. Whatever happens in it is told by `reported`."""

    reported = Signal(object)

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        interrupt = InterruptFlag()
        self.mailbox = Mailbox(interrupt)
        self.paint_priority = PaintPriority(interrupt)
        self.player = Player(library, interrupt, self.reported.emit)
        self.setStackSize(STACK)

    def run(self) -> None:
        closing = False
        wait: float | None = None
        while not closing:
            commands = self.mailbox.take(wait)
            closing = commands is not None and commands.close
            try:
                if closing:
                    self.player.close()
                elif commands is not None:
                    self.player.obey(commands)
                self.paint_priority.wait()
                wait = self.player.work()
            except Exception as error:  # noqa: BLE001 - experiments are written by students; the window lives on
                self.player.fail(error)
                wait = None
