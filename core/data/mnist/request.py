"""One GET that nobody has to wait for: `pieces` fills up, and `close` ends it in whatever it is about.

A name server, a handshake, or headers that come byte by byte hold up the call that waits for them, whatever its timeout
says. So a thread of its own makes that call, and whoever reads the pieces keeps to the limits.
"""

from __future__ import annotations

import http.client
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import Any

CHUNK = 64 * 1024
FAREWELL = 0.2  # seconds that closing waits for the thread; in the middle of connecting it ends by its own timeout


class Request:
    """pieces: b"" once the server has answered, then its content, and None at the end; or what went wrong.

    timeout: seconds that connecting, the handshake, or a silence may take.
    """

    def __init__(self, url: str, timeout: float) -> None:
        self.pieces: SimpleQueue[bytes | Exception | None] = SimpleQueue()
        self._sockets: list[socket.socket] = []
        self._closed = False
        self._thread = threading.Thread(target=self._run, args=(url, timeout), name="request", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Break the connection, which ends the thread."""
        self._closed = True
        self._break()
        self._thread.join(FAREWELL)

    def _run(self, url: str, timeout: float) -> None:
        opener = urllib.request.build_opener(_HttpHandler(self._connected), _HttpsHandler(self._connected))
        request = urllib.request.Request(url, headers={"User-Agent": "chalkgrad"})
        try:
            with opener.open(request, timeout=timeout) as response:
                self.pieces.put(b"")
                while not self._closed and (piece := response.read1(CHUNK)):
                    self.pieces.put(piece)
            self.pieces.put(None)
        except urllib.error.HTTPError as error:
            error.close()  # it is the server's answer, too
            self.pieces.put(error)
        except Exception as error:  # noqa: BLE001 (raised where the pieces are read)
            self.pieces.put(error)

    def _connected(self, made: socket.socket) -> None:
        self._sockets.append(made)
        if self._closed:
            self._break()

    def _break(self) -> None:
        for made in self._sockets:
            with suppress(OSError):
                made.shutdown(socket.SHUT_RDWR)


Connected = Callable[[socket.socket], None]


class _HttpConnection(http.client.HTTPConnection):
    def __init__(self, host: str, *, connected: Connected, **how: Any) -> None:
        super().__init__(host, **how)
        self._connected = connected

    def connect(self) -> None:
        super().connect()
        self._connected(self.sock)


class _HttpsConnection(_HttpConnection, http.client.HTTPSConnection):
    pass


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, connected: Connected) -> None:
        super().__init__()
        self._connected = connected

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_HttpConnection, connected=self._connected), req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, connected: Connected) -> None:
        super().__init__()
        self._connected = connected

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(_HttpsConnection, connected=self._connected), req)
