"""The plots of a sweep share their axes, and those that have not come yet are empty."""

import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Curves, CurvesGrid
from core.run.views import CurvesGridView, View
from gui.look.theme import Theme
from gui.panels.curves_grid import CurvesGridPanel
from tests.gui.panels.drawn import image, words

LIGHT = Theme.named("light")
X = np.arange(11.0)


def sweep(filled: int, selected: int | None = None, log_y: bool = False) -> CurvesGrid:
    cells = tuple(Curves(X, {"with": X**i + 1, "without": X + 1}, "epoch", log_y=log_y) if i < filled else None
                  for i in range(4))  # fmt: skip
    return CurvesGrid(cells, ("σ 1", "σ 0.1", "σ 0.01", "σ 1e-03"), 2, selected=selected)


def panel_of(qtbot: QtBot, grid: CurvesGrid) -> CurvesGridPanel:
    panel = CurvesGridPanel(View("sweep", CurvesGridView()), LIGHT)
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.show_records({"": grid})
    return panel


def test_that_every_title_is_there_before_its_plot(qtbot: QtBot) -> None:
    for filled in (0, 1, 4):
        assert {"σ 1", "σ 0.1", "σ 0.01", "σ 1×10⁻³"} <= set(words(panel_of(qtbot, sweep(filled))))


def test_that_numbers_stand_only_at_the_left_and_below(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, sweep(4)))
    assert drawn.count("10") == 2  # one for each of two columns
    assert drawn.count("1000") == 2  # one for each of two rows
    assert {"epoch", "with", "without"} <= set(drawn)


def test_that_plots_are_found_and_values_told(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, sweep(3))
    found = {panel.plot_at(QPointF(x, y)) for x in range(0, 600, 9) for y in range(0, 400, 9)}
    assert found == {None, 0, 1, 2, 3}
    told = {panel.readout(QPointF(x, y)) for x in range(0, 600, 9) for y in range(0, 400, 9)}
    assert "σ 0.1 · epoch 10 · with 11, without 11" in told
    assert "σ 1e-03" in told


def test_that_the_chosen_plot_is_framed(qtbot: QtBot) -> None:
    plain, chosen = image(panel_of(qtbot, sweep(4))), image(panel_of(qtbot, sweep(4, selected=2)))
    differs = [(x, y) for x in range(600) for y in range(400) if plain.pixel(x, y) != chosen.pixel(x, y)]
    assert differs
    assert max(x for x, _ in differs) < 330
    assert min(y for _, y in differs) > 180


def test_that_a_logarithmic_sweep_has_powers_at_its_axis(qtbot: QtBot) -> None:
    drawn = set(words(panel_of(qtbot, sweep(4, log_y=True))))
    assert {"10", "100"} <= drawn


def test_that_the_numbers_of_a_logarithmic_axis_have_their_room(qtbot: QtBot) -> None:
    cell = Curves(X, {"gradient": 10.0 ** (X - 12)}, "layer", log_y=True)
    panel = panel_of(qtbot, CurvesGrid((cell, cell), ("one", "two"), 2))
    image(panel)
    assert panel.frames[0].plot.frame.left() >= LIGHT.metrics(14).horizontalAdvance("10⁻¹²")
