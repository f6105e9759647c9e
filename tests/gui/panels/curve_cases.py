"""Series of a small race, and the panel that draws them."""

import numpy as np
from pytestqt.qtbot import QtBot

from core.run.frame import Frame
from core.run.series import Series
from core.run.session import Event
from core.run.tick import Key
from core.run.views import View
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel

RULES = ("SGD", "Adam")


def series_of(values: np.ndarray) -> Series:
    series = Series()
    for step, value in enumerate(values):
        series.append(step, float(value))
    return series


def frame_of(series: dict[Key, Series], events: tuple[Event, ...] = (), settled: bool = True) -> Frame:
    return Frame(100, 1.0, series, {}, events, settled)


def falling(rate: float, steps: int = 101) -> Series:
    return series_of(0.1 + 2 * np.exp(-rate * np.arange(steps)))


def race(steps: int = 101) -> dict[Key, Series]:
    return {Key("loss", "Adam"): falling(0.2), Key("loss", "SGD"): falling(0.02, steps)}


def panel_of(
    qtbot: QtBot, view: View, size: tuple[int, int] = (600, 400), variants: tuple[str, ...] = ()
) -> CurvesPanel:
    panel = CurvesPanel(view, Theme.named("light"))
    qtbot.addWidget(panel)
    panel.set_variants(variants)
    panel.resize(*size)
    return panel
