"""Downloading MNIST: two mirrors, progress, cancel, and a checksum before anything is written.

All four files are fetched and checked in memory (12 MB), then written beside their places, and when all are written
they are renamed, so a download that fails or is cancelled leaves nothing behind. A window calls it in a thread.
"""

import http.client
import threading
import time
import urllib.error
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty

import platformdirs

from core.data.errors import DataFileError
from core.data.mnist.files import FILES, MnistFile
from core.data.mnist.idx import unpack
from core.data.mnist.request import CHUNK, Request
from core.files import written_whole

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
TIMEOUT = 8.0  # seconds for the server's answer, and then for every 64 KB: what drips is as dead as what stalls
LOOK = 0.05  # seconds between two looks at `cancel`

Clock = Callable[[], float]
Progress = Callable[[int, int], None]


class DownloadError(Exception):
    """The download failed from every mirror; the message is for the user."""


class DownloadCancelled(Exception):  # noqa: N818 (nothing went wrong)
    """The download was cancelled; nothing was written."""


def cache_folder() -> Path:
    """Where downloads are kept for this user: `…/chalkgrad/mnist` in the system's cache folder."""
    return platformdirs.user_cache_path("chalkgrad", appauthor=False) / "mnist"


def download(
    folder: Path,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    mirrors: Sequence[str] = MIRRORS,
    files: Sequence[MnistFile] = FILES,
    timeout: float = TIMEOUT,
    clock: Clock = time.monotonic,
) -> None:
    """Fetches the files into the folder; `progress(done, total)` counts bytes and falls back when a mirror is changed.

    Raises DownloadError with one sentence, or DownloadCancelled; then the folder is as it was.
    """
    total = sum(file.packed_size for file in files)
    transfer = _Transfer(list(mirrors), progress, cancel or threading.Event(), timeout, clock, total)
    contents = [(file.name, transfer.fetch(file)) for file in files]
    transfer.check_cancelled()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as whole:
            for name, content in contents:
                whole.enter_context(written_whole(folder / f"{name}.gz")).write_bytes(content)
    except OSError as error:
        raise DownloadError(f"MNIST could not be written to {folder}: {error.strerror or error}.") from error


@dataclass
class _Transfer:
    """One download in progress: the mirrors still trusted, and the bytes so far."""

    mirrors: list[str]
    progress: Progress | None
    cancel: threading.Event
    timeout: float
    clock: Clock
    total: int
    done: int = 0
    problems: list[str] = field(default_factory=list)

    def fetch(self, file: MnistFile) -> bytes:
        """The packed file from the first mirror that has it whole; a mirror that failed is not asked again."""
        while self.mirrors:
            mirror = self.mirrors[0]
            try:
                packed = self._stream(f"{mirror}{file.name}.gz", file)
                file.check(unpack(packed, file.name))
            except (OSError, http.client.HTTPException, DataFileError) as error:
                self.problems.append(f"{_host(mirror)}: {_reason(error)}")
                self.mirrors.pop(0)
            else:
                self.done += file.packed_size
                return packed
            self.check_cancelled()  # an error that comes after it is of no interest
        raise DownloadError(
            f"MNIST could not be downloaded ({'; '.join(self.problems)}); "
            "check the network connection, or open a folder that holds the four files."
        )

    def check_cancelled(self) -> None:
        """Raises DownloadCancelled where it is."""
        if self.cancel.is_set():
            raise DownloadCancelled("The download was cancelled.")

    def _stream(self, url: str, file: MnistFile) -> bytes:
        received = bytearray()
        self._report(0, file)
        with closing(Request(url, self.timeout)) as request:
            due = self.clock() + self.timeout
            while (piece := self._next(request, due)) is not None:
                if not piece or (len(received) + len(piece)) // CHUNK > len(received) // CHUNK:
                    due = self.clock() + self.timeout
                received += piece
                self._report(len(received), file)
                if len(received) > 4 * file.packed_size + CHUNK:
                    raise DataFileError(f"{file.name} is far larger than it should be")
        return bytes(received)

    def _next(self, request: Request, due: float) -> bytes | None:
        """The next piece. Raises what went wrong, TimeoutError where nothing more will do."""
        while True:
            self.check_cancelled()
            if self.clock() > due:
                raise TimeoutError
            try:
                piece = request.pieces.get(timeout=LOOK)
            except Empty:
                continue
            if isinstance(piece, Exception):
                raise piece
            return piece

    def _report(self, received: int, file: MnistFile) -> None:
        self.check_cancelled()
        if self.progress is not None:
            self.progress(self.done + min(received, file.packed_size), self.total)


def _host(mirror: str) -> str:
    return mirror.split("/")[2]


def _reason(error: Exception) -> str:
    """A few words on what went wrong, without the class names of the network library."""
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    if isinstance(error, urllib.error.URLError):
        cause = error.reason
        detail = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
        return f"no connection, {detail}"
    if isinstance(error, TimeoutError):
        return "the connection stalled"
    if isinstance(error, DataFileError):
        return str(error).rstrip(".")
    return "the connection broke"
