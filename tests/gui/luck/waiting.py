"""Until the seeds that were asked for have been run."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gui.luck.luck import Luck


def complete(qtbot: QtBot, luck: Luck) -> None:
    qtbot.waitUntil(lambda: luck.seeds is not None and len(luck.seeds.runs) == luck.seeds.total)
