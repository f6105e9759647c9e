"""The grid of small plots: its numbers keep apart however small its cells are."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from core.records import Histograms, Record, Ridge
from core.run.views import View
from gui.look.theme import Theme
from gui.panels.histograms import HistogramsPanel
from gui.panels.panel import Panel
from gui.panels.ridge import RidgePanel
from gui.plotting.small_multiples import without_first_word
from tests.gui.panels.drawn import texts

LIGHT = Theme.named("light")
LAYERS = tuple(f"layer {i}" for i in range(1, 6))
VARIANTS = ("SGD", "Momentum", "AdaGrad", "Adam")
EDGES = np.linspace(-0.75, 0.75, 61)


def histograms() -> Histograms:
    rng = np.random.default_rng(0)
    return Histograms.of({name: rng.normal(0, 0.1, 2000) for name in LAYERS}, EDGES, "weight")


def ridge() -> Ridge:
    rng = np.random.default_rng(0)
    counts = [[np.histogram(rng.normal(0, 0.1, 2000), EDGES)[0] for _ in LAYERS] for _ in range(3)]
    return Ridge(LAYERS, EDGES, np.array([0, 10, 20]), np.array(counts), "weight")


def boxes(panel: Panel) -> list[tuple[str, QRectF]]:
    """Every text with the room that its letters take."""
    found = []
    for one in texts(panel):
        metrics = QFontMetricsF(LIGHT.font(round(one.size)))
        ink = metrics.tightBoundingRect(one.text)
        found.append((one.text, ink.translated(one.x, one.y)))
    return found


@pytest.mark.parametrize("size", [(286, 196), (310, 170), (430, 160), (748, 160), (980, 200), (528, 250)])
@pytest.mark.parametrize(("panel_type", "record"), [(HistogramsPanel, histograms()), (RidgePanel, ridge())])
def test_that_no_text_lies_on_another(
    qtbot: QtBot, panel_type: type[Panel], record: Record, size: tuple[int, int]
) -> None:
    panel = panel_type(View("weights", type(record)), LIGHT)
    qtbot.addWidget(panel)
    panel.set_variants(VARIANTS)
    panel.resize(*size)
    panel.show_records(dict.fromkeys(VARIANTS, record))
    overlapping = [(a, b) for (a, x), (b, y) in combinations(boxes(panel), 2) if x.intersects(y)]
    assert overlapping == []


def test_that_narrow_columns_lose_the_word_that_all_names_share() -> None:
    assert without_first_word(["layer 1", "layer 2"], tight=True) == ["1", "2"]
    assert without_first_word(["layer 1", "layer 2"], tight=False) == ["layer 1", "layer 2"]
    assert without_first_word(["hidden 1", "scores"], tight=True) == ["hidden 1", "scores"]
    assert without_first_word(["layer"], tight=True) == ["layer"]
