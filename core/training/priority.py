"""A process that lets every other one go first: what is computed beside a window must not make it stutter."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

NICENESS = 10  # of 19: half-way between an ordinary process and one that only runs while nothing else does
BELOW_NORMAL = 0x4000  # Windows' BELOW_NORMAL_PRIORITY_CLASS
THREADS = Path("/proc/self/task")  # Linux has a niceness for each thread, those of BLAS among them


def lower_priority() -> None:
    """Of this process from now on; calling it again changes nothing, and where it is not allowed nothing happens."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), BELOW_NORMAL)
        return
    threads = [int(one.name) for one in THREADS.iterdir()] if THREADS.is_dir() else [0]
    for thread in threads:
        with suppress(OSError):  # it has just ended, or is nicer already
            if os.getpriority(os.PRIO_PROCESS, thread) < NICENESS:
                os.setpriority(os.PRIO_PROCESS, thread, NICENESS)
