"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

MARK = ".unfinished"
STEM = 32  # characters of the target's name in that of its temporary file, which must not become too long

_under_way: set[Path] = set()


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a name beside `path` to write to; it takes the name `path` when all went well, and vanishes when not.

    The suffix stays the last part of the name, for writers that go by it. What a process that was killed has left of
    an earlier write of `path` is removed. Raises OSError where the folder is missing or not writable.
    """
    _remove_abandoned(path)
    handle, beside = _begin(path)
    _under_way.add(beside)
    try:
        with ExitStack() as lock:
            lock.callback(os.close, handle)
            yield beside
            # mkstemp makes files that only their owner reads; a finished one gets the rights of any new file
            mask = os.umask(0)
            os.umask(mask)
            beside.chmod(0o666 & ~mask)
            if sys.platform == "win32":
                lock.close()  # no file that is open is renamed there
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        _under_way.discard(beside)


def discard_unfinished() -> None:
    """Remove what is being written at this moment: for a process that ends in the middle of it."""
    for beside in tuple(_under_way):
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _begin(path: Path) -> tuple[int, Path]:
    """A new temporary file, open and locked for as long as this process lives or until it is closed."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path), suffix=MARK + path.suffix)
        _lock(handle)
        if os.path.exists(name):  # nobody took it for abandoned in the moment before it was locked
            return handle, Path(name)
        os.close(handle)


def _prefix(path: Path) -> str:
    return f".{path.stem[:STEM]}."


def _remove_abandoned(path: Path) -> None:
    """Remove temporary files that no living process writes: the lock of a process ends with it, however it ends.

    (A process's number in the name would say less: numbers are given out again, and on a shared folder the writer may
    be on another computer.)
    """
    start, end = _prefix(path), MARK + path.suffix
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if entry.name.startswith(start) and entry.name.endswith(end):
                with suppress(OSError):
                    _remove_unlocked(entry.path)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        """An open file cannot be removed there: to be open is to be locked."""

    def _remove_unlocked(name: str) -> None:
        os.unlink(name)

else:
    import fcntl

    def _lock(handle: int) -> None:
        """Where a file system knows no locks, nothing there is ever taken for abandoned."""
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove_unlocked(name: str) -> None:
        handle = os.open(name, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name)
        finally:
            os.close(handle)
