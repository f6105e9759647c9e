"""The menu of a plot: what is shown of it, and what can be taken from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import partial
from itertools import zip_longest

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from gui.panels.plot_panel import PlotPanel

WIDTHS = (0, 10, 30, 100, 300, 1000)  # steps of the mean


class PlotMenu(QMenu):
    """Made for one click, and gone with it."""

    def __init__(self, panel: PlotPanel) -> None:
        super().__init__(panel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        state = panel.state
        self.addAction(self.tr("View all"), panel.show_all).setEnabled(state.zoomed)
        for text, log, toggle in (
            (self.tr("Logarithmic x"), panel.logs[0], panel.toggle_log_x),
            (self.tr("Logarithmic y"), panel.logs[1], panel.toggle_log_y),
        ):
            if log is not None:
                action = self.addAction(text, toggle)
                action.setCheckable(True)
                action.setChecked(log)
        if panel.smoothing is not None:
            self._add_smoothing(panel, panel.smoothing)
        if state.hidden:
            self.addAction(self.tr("Show all curves"), lambda: panel.change_state(hidden=frozenset()))
        self.addAction(self.tr("As the experiment has it"), panel.reset_state).setEnabled(state != type(state)())
        self.addSeparator()
        self.addAction(self.tr("Copy the data"), lambda: copy_data(panel))
        self.addAction(self.tr("Save this panel…"), panel.save_requested.emit)

    def _add_smoothing(self, panel: PlotPanel, now: int) -> None:
        menu = self.addMenu(self.tr("Smoothing"))
        for width in sorted({*WIDTHS, now}):
            text = self.tr("mean over {0} steps").format(width) if width else self.tr("none")
            action = menu.addAction(text, partial(panel.change_state, smooth=width))
            action.setCheckable(True)
            action.setChecked(width == now)


def open_menu(panel: PlotPanel, at: QPoint) -> PlotMenu:
    """At a place of the screen; opened, not executed."""
    menu = PlotMenu(panel)
    menu.popup(at)
    return menu


def copy_data(panel: PlotPanel) -> None:
    """What is shown, as a table that a spreadsheet takes."""
    QGuiApplication.clipboard().setText(table_text(panel.columns()))


def table_text(columns: Sequence[tuple[str, Sequence[object]]]) -> str:
    """CSV with a head for each column; those that are shorter end in empty cells."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([head for head, _ in columns])
    writer.writerows(zip_longest(*(values for _, values in columns), fillvalue=""))
    return text.getvalue()
