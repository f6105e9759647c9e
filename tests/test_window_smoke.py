"""The real window on a real screen, with real keys and clicks, where Xvfb and xdotool exist."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.screen import Screen, needs_screen, virtual_screen

pytestmark = [pytest.mark.slow, needs_screen]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with virtual_screen(tmp_path) as made:
        yield made


def test_that_the_window_opens_trains_takes_keys_and_closes_in_mid_run(screen: Screen) -> None:
    window = screen.start("main.py", "playground")
    try:
        identity = screen.window("Chalkgrad")
        screen.xdotool("windowfocus", identity)
        title = screen.xdotool("getwindowname", identity)
        screen.xdotool("mousemove", "--window", identity, 700, 450, "click", 1)
        for key in ("space", "Right", "space", "r", "Next", "Prior", "F11", "F11", "space"):
            screen.xdotool("key", "--window", identity, key)
            time.sleep(0.15)
        assert window.poll() is None, window.stderr.read() if window.stderr else ""
        assert "Chalkgrad" in title
        screen.xdotool("key", "--window", identity, "ctrl+q")
        _, told = window.communicate(timeout=20)
    finally:
        window.kill()
    assert (window.returncode, told) == (0, "")
