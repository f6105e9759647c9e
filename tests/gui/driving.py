"""How tests drive the worker and wait for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pytestqt.qtbot import QtBot

from core.run.experiment import Experiment
from core.run.frame import Frame
from gui.runner import Runner
from tests.gui.specimens import VALUE

CHANNELS = ("value", "bars", "words")


def load(runner: Runner, experiment: Experiment, **settings: Any) -> None:
    preset = experiment.presets[0]
    runner.load(experiment, replace(preset.settings, **settings), preset)


def settled(qtbot: QtBot, runner: Runner) -> Frame:
    """The last frame, once the run rests."""
    found: list[Frame] = []

    def take() -> bool:
        frame = runner.frame()
        found.extend([frame] if frame is not None else [])
        return bool(found) and found[-1].settled

    qtbot.waitUntil(take, timeout=5000)
    return found[-1]


def values(frame: Frame) -> list[float]:
    return list(frame.series[VALUE].read()[3])
