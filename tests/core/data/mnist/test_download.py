"""Against a real server on loopback."""

import gzip
import hashlib
import itertools
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from core.data.mnist.download import MIRRORS, DownloadCancelled, DownloadError, cache_folder, download
from core.data.mnist.files import MnistFile, find

CONTENTS = {"a-images-idx3-ubyte": bytes(range(256)) * 2000, "a-labels-idx1-ubyte": b"0123456789" * 7}
PACKED = {f"/good/{name}.gz": gzip.compress(content, 0) for name, content in CONTENTS.items()}
FILES = tuple(
    MnistFile(name, hashlib.sha256(content).hexdigest(), len(gzip.compress(content, 0)))
    for name, content in CONTENTS.items()
)


class Mirror(BaseHTTPRequestHandler):
    """/good/ has the files; /wrong/ other bytes; /short/ stops early; /half/ cuts the packed file; /slow/ stalls;
    /drip/ sends a byte now and then without end, and /headers/ a header without end."""

    def do_GET(self) -> None:
        way, name = self.path.split("/")[1:]
        body = PACKED.get(f"/good/{name}")
        if way in ("drip", "headers"):
            self.drip(way)
            return
        if body is None or way == "gone":
            self.send_error(404)
            return
        if way == "wrong":
            body = gzip.compress(b"other bytes")
        if way == "half":
            body = body[: len(body) // 2]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if way in ("short", "slow") else body)
        if way == "slow":
            self.server.released.wait(5)  # type: ignore[attr-defined]

    def drip(self, way: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if way == "drip" else b"X-Header: "))
        self.server.dripping.set()  # type: ignore[attr-defined]
        with suppress(OSError):
            while not self.server.released.wait(0.01):  # type: ignore[attr-defined]
                self.wfile.write(b"x")

    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def dripping() -> threading.Event:
    """Set once the server drips."""
    return threading.Event()


@pytest.fixture(scope="module")
def server(dripping: threading.Event) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Mirror) as httpd:
        httpd.released, httpd.dripping = threading.Event(), dripping  # type: ignore[attr-defined]
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.released.set()  # type: ignore[attr-defined]
        httpd.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the machine has a proxy, it must not be asked for this one."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def fetch(folder: Path, server: str, *ways: str, **how: object) -> None:
    download(folder, mirrors=[f"{server}/{way}/" for way in ways], files=FILES, timeout=2, **how)  # type: ignore[arg-type]


def is_complete(folder: Path) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(f"{name}.gz" for name in CONTENTS)


def test_that_whole_files_are_kept_with_progress(server: str, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    folder = tmp_path / "new" / "mnist"
    fetch(folder, server, "good", progress=lambda done, total: heard.append((done, total)))
    assert is_complete(folder)
    for file in FILES:
        path = find(folder, file)
        assert path is not None
        assert gzip.decompress(path.read_bytes()) == CONTENTS[file.name]
    assert heard[0][0] == 0
    assert len(heard) > 4
    assert heard == sorted(heard)
    assert heard[-1] == (sum(file.packed_size for file in FILES),) * 2


@pytest.mark.parametrize(
    ("way", "reason"),
    [("gone", "answered 404"), ("wrong", "checksum differs"), ("short", "cut short|broke"), ("half", "cut short")],
)
def test_that_a_bad_mirror_alone_fails_with_one_sentence_and_leaves_nothing(
    server: str, tmp_path: Path, way: str, reason: str
) -> None:
    with pytest.raises(DownloadError, match=reason) as caught:
        fetch(tmp_path / "mnist", server, way)
    assert "127.0.0.1" in str(caught.value)
    assert "open a folder" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("way", ["gone", "wrong", "short", "half"])
def test_that_the_second_mirror_is_asked_where_the_first_is_bad(server: str, tmp_path: Path, way: str) -> None:
    fetch(tmp_path, server, way, "good")
    assert is_complete(tmp_path)


def test_that_a_stalled_mirror_is_given_up(server: str, tmp_path: Path) -> None:
    download(tmp_path, mirrors=[f"{server}/slow/", f"{server}/good/"], files=FILES, timeout=0.5)
    assert is_complete(tmp_path)


@pytest.mark.parametrize("way", ["drip", "headers"])
def test_that_a_mirror_that_drips_is_given_up(server: str, tmp_path: Path, way: str) -> None:
    download(tmp_path, mirrors=[f"{server}/{way}/", f"{server}/good/"], files=FILES, timeout=0.3)
    assert is_complete(tmp_path)
    with pytest.raises(DownloadError, match="stalled"):
        download(tmp_path, mirrors=[f"{server}/{way}/"], files=FILES, timeout=0.3)
    assert not [thread for thread in threading.enumerate() if thread.name == "request"]


@pytest.mark.parametrize("way", ["drip", "headers"])
def test_that_the_limit_is_the_clock_s(server: str, tmp_path: Path, way: str) -> None:
    half_hours = itertools.count(step=1800.0)
    with pytest.raises(DownloadError, match="stalled"):
        download(tmp_path, mirrors=[f"{server}/{way}/"], files=FILES, timeout=3600, clock=lambda: next(half_hours))


@pytest.mark.parametrize("way", ["drip", "headers", "slow"])
def test_that_a_download_is_cancelled_in_every_phase(
    server: str, tmp_path: Path, way: str, dripping: threading.Event
) -> None:
    class Hurried(threading.Event):
        """Cancelled as soon as the server drips, or the second time that one looks."""

        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return dripping.is_set() or (way == "slow" and self.looks > 4)

    dripping.clear()
    with pytest.raises(DownloadCancelled):
        download(tmp_path, mirrors=[f"{server}/{way}/"], files=FILES, timeout=3600, cancel=Hurried())
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name == "request"]


def test_that_an_error_after_cancelling_is_of_no_interest(server: str, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_at_the_end(done: int, total: int) -> None:
        if done:
            cancel.set()

    with pytest.raises(DownloadCancelled):
        fetch(tmp_path, server, "wrong", progress=stop_at_the_end, cancel=cancel)


def test_that_cancelling_in_mid_transfer_leaves_nothing(server: str, tmp_path: Path) -> None:
    cancel = threading.Event()

    def stop_half_way(done: int, total: int) -> None:
        if done > total / 2:
            cancel.set()

    with pytest.raises(DownloadCancelled):
        fetch(tmp_path / "mnist", server, "good", "good", progress=stop_half_way, cancel=cancel)
    assert list(tmp_path.iterdir()) == []


def test_that_no_connection_gives_one_clear_sentence(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9/"
    with pytest.raises(DownloadError, match="no connection") as caught:
        download(tmp_path / "mnist", mirrors=[nowhere, nowhere], files=FILES, timeout=2)
    assert "check the network" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_that_a_folder_that_cannot_be_written_gets_one_sentence(server: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DownloadError, match="could not be written"):
        fetch(tmp_path / "file", server, "good")


def test_that_what_was_there_survives_a_failed_download(server: str, tmp_path: Path) -> None:
    fetch(tmp_path, server, "good")
    with pytest.raises(DownloadError):
        fetch(tmp_path, server, "wrong")
    assert is_complete(tmp_path)


def test_that_a_file_that_cannot_be_written_leaves_the_folder_as_it_was(server: str, tmp_path: Path) -> None:
    first, last = (tmp_path / f"{name}.gz" for name in CONTENTS)
    first.write_bytes(b"as it was")
    last.mkdir()
    with pytest.raises(DownloadError, match="could not be written"):
        fetch(tmp_path, server, "good")
    assert first.read_bytes() == b"as it was"
    assert sorted(tmp_path.iterdir()) == [first, last]


def test_that_there_are_two_mirrors_and_a_folder_of_the_user() -> None:
    assert len(MIRRORS) == 2
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in MIRRORS)
    assert cache_folder().parts[-2:] == ("chalkgrad", "mnist")
