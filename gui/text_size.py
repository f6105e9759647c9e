"""How large the text around the pictures is: as the reader has set it, or as suits the window."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QSize

from gui.panels.card import fitting_zoom
from gui.stage import ROOM as STAGE_ROOM

AUTOMATIC = 0
PERCENTS = (100, 125, 150, 200)  # of text of 14 pixels
ROOM = (1780, 950)  # pixels of a window for each unit of scale: a screen of 3840 × 2160 has twice as large a text
LEAST = (630, 320)  # pixels of a window that 100 % needs


class TextSize(NamedTuple):
    """scale: of all text around the stage. emphasis: how much larger than by themselves the panels write."""

    scale: float
    emphasis: float

    @classmethod
    def fitting(cls, window: QSize, percent: int, presenting: bool) -> TextSize:
        """percent: one of PERCENTS, of which a small window gets what it has room for; anything else is AUTOMATIC.

        In a presentation, with nothing beside the stage, the header is as large as the panels."""
        automatic = fitting_zoom(window, STAGE_ROOM if presenting else ROOM)
        if percent not in PERCENTS:
            return cls(automatic, 1.0)
        most = min(window.width() / LEAST[0], window.height() / LEAST[1])
        scale = max([1.0, *(one / 100 for one in PERCENTS if one <= percent and one / 100 <= most)])
        return cls(scale, scale / automatic)


def next_percent(scale: float, direction: int) -> int:
    """The percentage above (1) or below (−1) what is shown now; at the ends the last one."""
    beyond = [one for one in PERCENTS if (one / 100 - scale) * direction > 0.01]
    return min(beyond, key=lambda one: abs(one / 100 - scale), default=PERCENTS[-1 if direction > 0 else 0])
