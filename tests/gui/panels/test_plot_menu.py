"""The menu of a plot: what it offers, what it does, and the data that it copies."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from core.records import Bars, Curves
from core.run.frame import Frame
from core.run.series import Series
from core.run.tick import Key
from core.run.views import BarsView, CurvesView, View
from gui.look.theme import Theme
from gui.panels import make_panel
from gui.panels.plot_menu import PlotMenu, copy_data, open_menu, table_text
from gui.panels.plot_panel import PlotPanel
from gui.view_state import PlotState

CURVES = Curves(np.arange(3.0), {"tame": np.array([1.0, 2.0, 4.0]), "wild": np.array([1.0, np.nan, 9.0])}, "step")


def panel_of(qtbot: QtBot, view: View) -> PlotPanel:
    made = make_panel(view, Theme.named("light"))
    assert isinstance(made, PlotPanel)
    qtbot.addWidget(made)
    made.resize(500, 350)
    made.show()
    return made


@pytest.fixture
def panel(qtbot: QtBot) -> PlotPanel:
    made = panel_of(qtbot, View("f", CurvesView()))
    made.show_records({"": CURVES})
    return made


@pytest.fixture
def loss(qtbot: QtBot) -> PlotPanel:
    """Series of a run, smoothed."""
    made = panel_of(qtbot, View("loss", CurvesView(smooth=10)))
    series = Series()
    for step in range(50):
        series.append(step, 1 / (1 + step))
    made.show_frame(Frame(49, 0.5, {Key("loss"): series}, {}, (), settled=True))
    return made


def actions(menu: QMenu) -> dict[str, QAction]:
    return {action.text(): action for action in menu.actions() if not action.isSeparator()}


def test_that_only_what_is_possible_is_offered(qtbot: QtBot, panel: PlotPanel) -> None:
    found = actions(PlotMenu(panel))
    assert set(found) == {
        "View all",
        "Logarithmic x",
        "Logarithmic y",
        "As the experiment has it",
        "Copy the data",
        "Save this panel…",
    }
    assert not found["View all"].isEnabled()
    assert not found["As the experiment has it"].isEnabled()
    stacked = panel_of(qtbot, View("bars", BarsView()))
    stacked.show_records({"": Bars(("a",), ("h", "k"), np.ones((2, 1)), stacked=True)})
    assert not any("Logarithmic" in text for text in actions(PlotMenu(stacked)))


def test_that_a_zoomed_plot_is_shown_whole(panel: PlotPanel) -> None:
    panel.change_state(x=(0.0, 1.0), log_y=True)
    actions(PlotMenu(panel))["View all"].trigger()
    assert panel.state == PlotState(log_y=True)
    actions(PlotMenu(panel))["As the experiment has it"].trigger()
    assert panel.state == PlotState()


def test_that_an_axis_is_made_logarithmic_and_linear_again(panel: PlotPanel) -> None:
    for wanted in (True, False):
        action = actions(PlotMenu(panel))["Logarithmic y"]
        assert action.isChecked() != wanted
        action.trigger()
        assert panel.logs == (False, wanted)


def test_that_another_scale_shows_all_of_its_axis(panel: PlotPanel) -> None:
    """What was zoomed to may hold nothing that a logarithm has."""
    panel.change_state(x=(0.5, 1.0), y=(-1.0, 2.0))
    panel.toggle_log_y()
    assert (panel.state.x, panel.state.y) == ((0.5, 1.0), None)


def test_that_the_width_of_the_mean_is_chosen(loss: PlotPanel) -> None:
    smoothing = next(menu for menu in PlotMenu(loss).findChildren(QMenu) if menu.title() == "Smoothing")
    widths = actions(smoothing)
    assert [text for text, one in widths.items() if one.isChecked()] == ["mean over 10 steps"]
    widths["mean over 100 steps"].trigger()
    assert (loss.smoothing, loss.says()) == (100, "mean over 100 steps")
    loss.change_state(smooth=0)
    assert loss.says() == "not smoothed"


def test_that_what_is_not_smoothed_has_no_width_to_choose(panel: PlotPanel) -> None:
    assert not [menu for menu in PlotMenu(panel).findChildren(QMenu) if menu.title() == "Smoothing"]


def test_that_hidden_curves_come_back(panel: PlotPanel) -> None:
    assert "Show all curves" not in actions(PlotMenu(panel))
    panel.toggle("wild", alone=False)
    actions(PlotMenu(panel))["Show all curves"].trigger()
    assert panel.state.hidden == frozenset()


def copied(panel: PlotPanel) -> list[list[str]]:
    copy_data(panel)
    return list(csv.reader(io.StringIO(QGuiApplication.clipboard().text())))


def test_that_the_data_is_copied_as_a_table(panel: PlotPanel) -> None:
    assert copied(panel) == [
        ["step", "tame", "wild"],
        ["0.0", "1.0", "1.0"],
        ["1.0", "2.0", "nan"],
        ["2.0", "4.0", "9.0"],
    ]
    panel.toggle("wild", alone=False)
    assert copied(panel)[0] == ["step", "tame"]


def test_that_a_mean_is_copied_beside_what_was_measured(loss: PlotPanel) -> None:
    table = copied(loss)
    assert table[0] == ["step", "loss", "loss mean"]
    assert len(table) == 51


def test_that_columns_of_different_lengths_and_names_with_commas_are_a_table() -> None:
    assert table_text([("a, b", [1, 2]), ("c", [3])]) == '"a, b",c\n1,3\n2,\n'
    assert table_text([]) == "\n"


def test_that_save_asks_for_a_picture_of_this_panel(qtbot: QtBot, panel: PlotPanel) -> None:
    with qtbot.waitSignal(panel.save_requested):
        actions(PlotMenu(panel))["Save this panel…"].trigger()


def test_that_a_menu_is_gone_when_it_is_closed(qtbot: QtBot, panel: PlotPanel) -> None:
    menu = open_menu(panel, QPoint(10, 10))
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
