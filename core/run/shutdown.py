"""Ending the process from the middle of something: the processes it has begun end with it, and no half file is left."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from core.files import discard_unfinished

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


def leave_at_once(code: int) -> None:
    """End here and now, whatever the threads of this process are about."""
    for process in multiprocessing.active_children():
        process.terminate()
    discard_unfinished()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, RuntimeError):  # closed, or in the middle of being written to
            stream.flush()
    os._exit(code)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within this, Ctrl+C, a kill or a hang-up end the process at once with 128 + their number, as a shell would say.

    No exception is raised for them: inside a callback of Qt it would be printed, and the picture be drawn to its end.
    """

    def end(number: int, _: FrameType | None) -> None:
        leave_at_once(128 + number)

    known = [signal.Signals[name] for name in SIGNALS if name in signal.Signals.__members__]  # Windows knows two
    before = {one: signal.getsignal(one) for one in known}
    obeyed = [one for one in known if before[one] not in (signal.SIG_IGN, None)]  # nohup, a job in the background
    for one in obeyed:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in obeyed:
            signal.signal(one, before[one])
