"""The real window on a real screen, with real keys and clicks, where Xvfb and xdotool exist."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ("Xvfb", "xdotool")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="needs Xvfb and xdotool"),
]


@pytest.fixture
def screen() -> Iterator[str]:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait(10)


def xdotool(screen: str, *arguments: object) -> str:
    done = subprocess.run(
        ["xdotool", *map(str, arguments)],
        env=os.environ | {"DISPLAY": screen},
        capture_output=True,
        text=True,
        timeout=30,
    )
    return done.stdout.strip()


def wait_for_window(screen: str, seconds: float = 30) -> str:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = xdotool(screen, "search", "--onlyvisible", "--name", "Chalkgrad")
        if found:
            return found.splitlines()[0]
        time.sleep(0.2)
    raise AssertionError("no window appeared")


def test_that_the_window_opens_trains_takes_keys_and_closes_in_mid_run(screen: str, tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    environment |= {"DISPLAY": screen, "XDG_CONFIG_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    window = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "playground"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        identity = wait_for_window(screen)
        xdotool(screen, "windowfocus", identity)
        title = xdotool(screen, "getwindowname", identity)
        xdotool(screen, "mousemove", "--window", identity, 700, 450, "click", 1)
        for key in ("space", "Right", "space", "r", "Next", "Prior", "F11", "F11", "space"):
            xdotool(screen, "key", "--window", identity, key)
            time.sleep(0.15)
        assert window.poll() is None, window.stderr.read() if window.stderr else ""
        assert "Chalkgrad" in title
        xdotool(screen, "key", "--window", identity, "ctrl+q")
        _, told = window.communicate(timeout=20)
    finally:
        window.kill()
    assert (window.returncode, told) == (0, "")
