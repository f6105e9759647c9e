"""Getting MNIST: by download from a server on loopback, or from a folder."""

import gzip
import hashlib
import struct
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.data.mnist.files import MnistFile, check_folder
from gui.look.theme import Theme
from gui.missing_data.page import MissingDataPage


def idx(count: int) -> bytes:
    return struct.pack(">BBBBI", 0, 0, 8, 1, count) + bytes(count)


CONTENT = {f"file-{n}-idx1-ubyte": idx(200_000 + n) for n in range(4)}
PACKED = {name: gzip.compress(content, compresslevel=0) for name, content in CONTENT.items()}
SMALL = [MnistFile(name, hashlib.sha256(c).hexdigest(), len(PACKED[name])) for name, c in CONTENT.items()]


class Handler(BaseHTTPRequestHandler):
    """Sends the files; after half of the first one it waits at the gate."""

    def __init__(self, gate: threading.Event, *rest: object) -> None:
        self.gate = gate
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        packed = PACKED.get(self.path.rpartition("/")[2].removesuffix(".gz"))
        if packed is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        half = len(packed) // 2
        try:
            self.wfile.write(packed[:half])
            self.wfile.flush()
            self.gate.wait(10)
            self.wfile.write(packed[half:])
        except ConnectionError:
            return  # the other side has cancelled

    def log_message(self, format: str, *args: object) -> None:
        return


class Server:
    """A mirror on loopback; `gate` lets the second halves through."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, self.gate))
        self._http.daemon_threads = False  # closing waits for those that still answer
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._http.server_port}/"

    def stop(self) -> None:
        self.gate.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


def page(qtbot: QtBot, folder: Path, mirrors: list[str]) -> MissingDataPage:
    made = MissingDataPage(Theme.named("light"), folder, mirrors, SMALL)
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_a_download_shows_its_progress_and_says_when_it_is_there(
    qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    made = page(qtbot, tmp_path / "mnist", [server.url])
    made.card.download_button.click()
    assert made.card.bar.isVisible()
    assert made.card.download_button.isHidden()
    qtbot.waitUntil(lambda: made.card.bar.maximum() > 0 and made.card.bar.value() > 0)
    assert "of 0.8 MB" in made.card.message.text()
    with qtbot.waitSignal(made.downloaded):
        server.gate.set()
    assert sorted(p.name for p in (tmp_path / "mnist").iterdir()) == sorted(f"{name}.gz" for name in PACKED)
    assert made.card.bar.isHidden()
    assert made.card.download_button.isVisible()


def test_that_a_cancelled_download_keeps_nothing_and_can_begin_again(
    qtbot: QtBot, tmp_path: Path, server: Server
) -> None:
    made = page(qtbot, tmp_path / "mnist", [server.url])
    made.start()
    qtbot.waitUntil(lambda: made.card.bar.value() > 0)
    made.card.cancel_button.click()
    assert made.card.message.text() == "Cancelling…"
    server.gate.set()
    qtbot.waitUntil(made.card.download_button.isVisible)
    assert made.card.message.text() == "The download was cancelled; nothing was kept."
    assert not (tmp_path / "mnist").exists()
    with qtbot.waitSignal(made.downloaded):
        made.card.download_button.click()


def test_that_a_machine_without_network_is_told_what_to_do(qtbot: QtBot, tmp_path: Path, server: Server) -> None:
    server.stop()
    made = page(qtbot, tmp_path / "mnist", [server.url, f"{server.url}second/"])
    with qtbot.assertNotEmitted(made.downloaded):
        made.start()
        qtbot.waitUntil(made.card.download_button.isVisible)
    assert made.card.message.text().startswith("MNIST could not be downloaded (127.0.0.1")
    assert "open a folder that holds the four files" in made.card.message.text()
    assert made.card.message.property("wrong") is True
    assert not (tmp_path / "mnist").exists()


def test_that_the_second_mirror_is_tried(qtbot: QtBot, tmp_path: Path, server: Server) -> None:
    server.gate.set()
    made = page(qtbot, tmp_path / "mnist", [f"{server.url}none/file-x", server.url])
    with qtbot.waitSignal(made.downloaded):
        made.start()


def test_that_closing_ends_a_download(qtbot: QtBot, tmp_path: Path, server: Server) -> None:
    made = page(qtbot, tmp_path / "mnist", [server.url])
    made.start()
    qtbot.waitUntil(lambda: made.card.bar.value() > 0)
    server.gate.set()
    made.stop()
    made.stop()
    assert not (tmp_path / "mnist").exists()


def test_that_starting_twice_is_one_download(qtbot: QtBot, tmp_path: Path, server: Server) -> None:
    server.gate.set()
    made = page(qtbot, tmp_path / "mnist", [server.url])
    with qtbot.waitSignal(made.downloaded):
        made.start()
        made.start()


def fill(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in CONTENT.items():
        (folder / name).write_bytes(content)


def test_that_a_folder_must_hold_the_four_files(qtbot: QtBot, tmp_path: Path) -> None:
    made = page(qtbot, tmp_path, [])
    first, *others = CONTENT
    (tmp_path / f"{first}.gz").write_bytes(b"")
    with qtbot.assertNotEmitted(made.folder_chosen):
        made.choose(str(tmp_path))
        qtbot.waitUntil(made.card.folder_button.isVisible)
    assert f"does not hold {others[0]}" in made.card.message.text()
    assert first not in made.card.message.text()


@pytest.mark.parametrize("inside", ["", "mnist"])
def test_that_a_folder_with_the_four_files_is_taken(qtbot: QtBot, tmp_path: Path, inside: str) -> None:
    made = page(qtbot, tmp_path, [])
    fill(tmp_path / inside)
    with qtbot.waitSignal(made.folder_chosen) as chosen:
        made.choose(str(tmp_path))
    assert chosen.args == [str(tmp_path)]


def test_that_a_folder_with_a_damaged_file_is_not_taken_and_both_ways_stay_open(qtbot: QtBot, tmp_path: Path) -> None:
    made = page(qtbot, tmp_path, [])
    fill(tmp_path)
    name, content = next(iter(CONTENT.items()))
    (tmp_path / name).write_bytes(content[:-7])
    with qtbot.assertNotEmitted(made.folder_chosen):
        made.choose(str(tmp_path))
        qtbot.waitUntil(made.card.folder_button.isVisible)
    assert f"{name} is cut short" in made.card.message.text()
    assert made.card.download_button.isVisible()
    fill(tmp_path)
    with qtbot.waitSignal(made.folder_chosen):
        made.choose(str(tmp_path))


def test_that_a_damaged_download_is_fetched_anew(qtbot: QtBot, tmp_path: Path, server: Server) -> None:
    server.gate.set()
    fill(tmp_path)
    for name in CONTENT:
        (tmp_path / name).write_bytes(b"damaged")
    made = page(qtbot, tmp_path, [server.url])
    with qtbot.waitSignal(made.downloaded):
        made.start()
    check_folder(tmp_path, SMALL)


def test_that_the_page_says_why_unless_a_download_has_more_to_say(qtbot: QtBot, tmp_path: Path, server: Server) -> None:
    made = page(qtbot, tmp_path / "mnist", [server.url])
    made.explain("in /stick, a file is cut short")
    assert made.card.message.text() == "MNIST could not be opened: in /stick, a file is cut short."
    made.explain("")
    assert made.card.message.isHidden()
    made.start()
    made.explain("in /stick, a file is cut short")
    assert "cut short" not in made.card.message.text()
    server.gate.set()
    made.stop()


def test_that_the_folder_dialog_is_opened_not_executed(qtbot: QtBot, tmp_path: Path) -> None:
    made = page(qtbot, tmp_path, [])
    made.card.folder_button.click()
    assert made.dialog is not None
    assert made.dialog.isVisible()
    made.dialog.reject()
