"""`--seeds` on the command line."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import main
from tests.test_main import png_texts

ROOT = Path(__file__).parents[1]
INTERRUPTIBLE = """
import signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background hands down that it is ignored
import main

if __name__ == "__main__":
    raise SystemExit(main.main())
"""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["playground", "--seeds", "1"], "argument --seeds: takes a whole number from 2 to 64, not '1'"),
        (["playground", "--seeds", "65"], "takes a whole number from 2 to 64, not '65'"),
        (["playground", "--seeds", "many"], "takes a whole number from 2 to 64, not 'many'"),
        (
            ["playground", "--seeds", "8", "--steps", "0", "--export", "x.csv"],
            "no steps here that seeds could differ in",
        ),
        (
            ["shopping-graph", "--seeds", "8", "--export", "x.csv"],
            "shopping-graph has no seed: nothing in it is random",
        ),
        (["shopping-graph", "--seeds", "8"], "shopping-graph has no seed: nothing in it is random"),
        (["--seeds", "8"], "--preset, --set, --seed, --seeds and --steps need the id of an experiment"),
        (
            ["early-stopping", "--steps", "5", "--seeds", "2", "--capture", "x.png"],
            "so there is no band; --export FILE",
        ),
        (["digits-mlp", "--set", "data=MNIST", "--seeds", "2", "--export", "x.csv"], "MNIST is not on this computer"),
    ],
)
def test_that_wrong_input_gets_one_sentence_and_exit_code_2(
    arguments: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main.main(arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert told in said
    assert list(tmp_path.iterdir()) == []
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.usefixtures("qapp")
def test_that_a_capture_with_seeds_is_the_same_bytes_twice_and_tells_of_them(tmp_path: Path) -> None:
    first, second, alone = (tmp_path / f"{name}.png" for name in "123")
    command = ["playground", "--steps", "20", "--seed", "5", "--size", "800x600"]
    for path in (first, second):
        assert main.main([*command, "--seeds", "3", "--capture", str(path)]) == 0
    assert main.main([*command, "--capture", str(alone)]) == 0
    assert first.read_bytes() == second.read_bytes()
    texts = png_texts(first)
    assert texts["Seeds"] == "5, 6, 7"
    assert texts["Command"] == "chalkgrad playground --preset Quick --seed 5 --steps 20 --seeds 3"
    assert "Seeds" not in png_texts(alone)
    assert multiprocessing.active_children() == []


def _children_of(pid: int) -> list[int]:
    """Those that any of its threads has begun."""
    return [int(one) for file in Path(f"/proc/{pid}/task").glob("*/children") for one in file.read_text().split()]


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert holds()


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="it looks for processes as Linux lists them")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_that_a_signal_ends_the_seeds_too(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTIBLE, "optimizer-race", "--steps", "99999", "--seeds", "3"]
    with subprocess.Popen([*command, "--export", tmp_path / "all.csv"], cwd=ROOT, stderr=subprocess.DEVNULL) as program:
        try:
            _wait_until(lambda: len(_children_of(program.pid)) >= 2)
            children = _children_of(program.pid)
            time.sleep(1)  # in the middle of training
            program.send_signal(signal.Signals[name])
            program.wait(60)
        finally:
            program.kill()
    _wait_until(lambda: not any(map(_runs, children)))
    assert list(tmp_path.iterdir()) == []
