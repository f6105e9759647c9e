"""A real screen for tests, with real keys and clicks, where Xvfb and xdotool exist."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SIZE = (1920, 1080)
ATTEMPTS, PATIENCE = 3, 20.0  # seconds

needs_screen = pytest.mark.skipif(not all(map(shutil.which, ("Xvfb", "xdotool"))), reason="needs Xvfb and xdotool")


class Screen:
    """name: of the display. home: where programs on it find and keep their files."""

    def __init__(self, name: str, home: Path) -> None:
        self.name = name
        self.home = home

    @property
    def environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        return plain | {"DISPLAY": self.name, "XDG_CONFIG_HOME": str(self.home), "XDG_CACHE_HOME": str(self.home)}

    def xdotool(self, *arguments: object) -> str:
        """Any number of its commands, one after another; what it prints."""
        words = ["xdotool", *map(str, arguments)]
        done = subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Python, with these arguments."""
        return subprocess.Popen(
            [sys.executable, *map(str, arguments)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def window(self, title: str, seconds: float = 60) -> str:
        """The window with this title, once it is there."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = self.xdotool("search", "--onlyvisible", "--name", title)
            if found:
                return found.splitlines()[0]
            time.sleep(0.1)
        raise AssertionError("no window appeared")


@contextmanager
def virtual_screen(home: Path) -> Iterator[Screen]:
    read, write = os.pipe()
    size = "x".join(map(str, SIZE))
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield Screen(f":{told.readline().strip()}", home)
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def started(home: Path, *arguments: object) -> Iterator[tuple[Screen, subprocess.Popen[str], str]]:
    """A program on a screen of its own, and its window. Several servers that begin at the same moment can get into each
    other's way, and then none of them shows anything: that is no fault of the program, and is tried again."""
    for attempt in range(ATTEMPTS):
        with virtual_screen(home) as screen:
            program = screen.start(*arguments)
            try:
                window = screen.window("Chalkgrad", seconds=PATIENCE)
            except AssertionError:
                program.kill()
                told = program.communicate()[1]
                if attempt == ATTEMPTS - 1:
                    raise AssertionError(f"no window appeared: {told}") from None
                continue
            yield screen, program, window
            return
