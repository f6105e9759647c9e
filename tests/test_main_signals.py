"""Ctrl+C or a kill while the command line runs an experiment, writes its series, or draws it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

INTERRUPTED = """
import os, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background hands down that it is ignored
signal.signal(signal.SIGTERM, signal.SIG_DFL)
from dataclasses import replace
import core.experiments, core.run.export, main
from gui.panels.panel import Panel

def interrupt(*_):
    os.kill(os.getpid(), signal.{name})

def interrupted(settings, now, library):
    for tick in playground.run(settings, now, library):
        yield tick
        interrupt()

def half(session):
    yield 0, "loss", "", 0.0
    interrupt()
    yield 1, "loss", "", 0.0

playground = core.experiments.catalog()["playground"]
broken = replace(playground, run=interrupted) if "{where}" == "run" else playground
core.experiments.catalog = lambda: {{"playground": broken}}
if "{where}" == "export":
    core.run.export.rows = half
if "{where}" == "paint":
    Panel.resizeEvent = interrupt
raise SystemExit(main.main(["playground", "--steps", "20", "--export", sys.argv[1], "--capture", sys.argv[2]]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are another thing there")
@pytest.mark.parametrize("where", ["run", "export", "paint"])
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_that_a_signal_in_mid_capture_ends_it_without_half_a_file(name: str, where: str, tmp_path: Path) -> None:
    table, picture = tmp_path / "run.csv", tmp_path / "run.png"
    command = [sys.executable, "-c", INTERRUPTED.format(name=name, where=where), table, picture]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.Signals[name], "", "")
    assert list(tmp_path.iterdir()) == ([table] if where == "paint" else [])
