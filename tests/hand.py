"""A mouse before a real window, and eyes that wait for what they are to see."""

from __future__ import annotations

import json
import selectors
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.screen import SIZE, Screen, started

LATEST = 30  # seconds

Place = tuple[float, float]


class Hand:
    """seen: the newest line of what the window says of itself (`plots_on_screen.py`)."""

    def __init__(self, screen: Screen, program: subprocess.Popen[str]) -> None:
        assert program.stdout is not None
        self.screen, self.program = screen, program
        self.seen: dict[str, Any] = {}
        self._lines = selectors.DefaultSelector()
        self._lines.register(program.stdout, selectors.EVENT_READ)
        self._rest = b""

    def until(self, what: str, holds: Callable[[dict[str, Any]], object]) -> None:
        """Wait until that is seen."""
        deadline = time.monotonic() + LATEST
        while not (self.seen and holds(self.seen)):
            left = deadline - time.monotonic()
            assert self._lines.select(max(left, 0)), f"{what} is not seen, but {self.seen}"
            self._look()

    def _look(self) -> None:
        """The newest line."""
        assert self.program.stdout is not None
        chunk = self.program.stdout.buffer.raw.read(1 << 20)  # type: ignore[attr-defined]
        assert chunk, "the window is gone"
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self.seen = json.loads(lines[-1]) if lines else self.seen

    def plot(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.seen["plots"][name]
        return found

    def place(self, name: str, across: float, down: float) -> Place:
        """A place in the first frame of a plot, in shares of it."""
        (left, top), (right, bottom) = self.plot(name)["corners"]
        return round(left + across * (right - left)), round(top + down * (bottom - top))

    def do(self, *arguments: object) -> None:
        self.screen.xdotool(*arguments)

    def click(self, at: Place, button: int = 1, times: int = 1) -> None:
        self.do("mousemove", *at, "click", "--repeat", times, "--delay", 20, button)

    def drag(self, *way: Place) -> None:
        moves = (word for at in way[1:] for word in ("mousemove", *at))
        self.do("mousemove", *way[0], "mousedown", 1, *moves, "mouseup", 1)

    def holding(self, key: str, act: Callable[[], object]) -> None:
        self.do("keydown", key)
        act()
        self.do("keyup", key)

    def show_all(self, name: str) -> None:
        self.click(self.place(name, 0.45, 0.5), times=2)
        self.until(f"all of {name}", lambda _: not self._zoomed(name))

    def _zoomed(self, name: str) -> bool:
        return bool({"x", "y"} & self.plot(name)["state"].keys())

    def wait_for_zoom(self, name: str) -> None:
        self.until(f"zoom of {name}", lambda _: self._zoomed(name))


@contextmanager
def hand_before(home: Path, *experiment: str) -> Iterator[Hand]:
    """Before a window with a plot of each kind, or with these experiments of the course; only the stage is in it."""
    (home / "chalkgrad").mkdir()
    state = {"place": [0, 0, *SIZE], "gallery": 0, "settings": 0, "notes": 0}
    (home / "chalkgrad" / "window.json").write_text(json.dumps(state))
    with started(home, "-m", "tests.plots_on_screen", *experiment) as (screen, program, window):
        try:
            made = Hand(screen, program)
            made.do("windowfocus", window)
            yield made
            made.do("key", "ctrl+q")
            assert program.stderr is not None
            assert (program.wait(LATEST), program.stderr.read()) == (0, "")
        finally:
            program.kill()
            program.communicate()
