"""A window with a plot of each kind, which says in lines of JSON what is seen in it: for a test that moves the mouse.

python -m tests.plots_on_screen            a plot of each kind
python -m tests.plots_on_screen softmax    an experiment of the course
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from typing import Annotated, Any

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtWidgets import QApplication, QMenu

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Preset, experiment
from core.run.tick import Key, Run, Start, Tick
from core.run.views import (
    BarsView,
    CurvesGridView,
    CurvesView,
    HistogramsView,
    ImageGridView,
    PlaneView,
    RidgeView,
    View,
)
from core.settings import Display, PointField, RangeField, Settings
from gui.app import make_application, open_window
from gui.look.theme import Theme
from gui.panels.plot_panel import PlotPanel
from gui.window import MainWindow
from tests.contracts.panel_cases import CASES, RULES

LAST = 120  # the step it waits at
SEEN = 20  # milliseconds between two looks

RECORDS = {"sweep": "sweep", "weights": "histograms", "ridge": "ridge", "bars": "bars", "pictures": "digits"}


@dataclass(frozen=True, kw_only=True)
class PlotsSettings(Settings):
    """What the gestures set."""

    start: Annotated[tuple[float, float], PointField(), Display] = (0.0, 0.0)
    cell: Annotated[int, RangeField(0, 15), Display] = 0
    bar: Annotated[int, RangeField(0, 2), Display] = 0
    picture: Annotated[int, RangeField(0, 8), Display] = 0
    threshold: Annotated[int, RangeField(0, LAST), Display] = 60


@experiment(
    id="plots",
    chapter="Playground",
    settings=PlotsSettings,
    presets=(Preset("Quick", PlotsSettings(), LAST),),
    views=(
        View("paths", PlaneView(point="start"), "Plane"),
        View("loss", CurvesView(smooth=10), "Loss"),
        View("accuracy", CurvesView(line="threshold"), "Accuracy"),
        View("sweep", CurvesGridView(choose="cell"), "Sweep", area="side"),
        View("weights", HistogramsView(), "Weights", area="side"),
        View("ridge", RidgeView(), "Ridge", area="side"),
        View("bars", BarsView(choose="bar"), "Bars", area="below"),
        View("pictures", ImageGridView(choose="picture"), "Pictures", area="below"),
    ),
    variants=RULES,
)
def plots(settings: PlotsSettings, now: Callable[[], PlotsSettings], library: Library) -> Run:
    """Where does the mouse lead?"""
    records = {case.name: case.record for case in CASES if case.record is not None}
    yield Start()
    for step in range(LAST + 1):
        views = {Key(channel): partial(records[name], LAST, 0) for channel, name in RECORDS.items()}
        views |= {Key("paths", name): partial(records["paths"], LAST, place) for place, name in enumerate(RULES)}
        scalars = {Key("loss", name): 2.0 / (1 + step * (1 + place)) for place, name in enumerate(RULES)}
        scalars |= {Key("accuracy", name): 1 - value / 2 for (_, name), value in scalars.items()}
        yield Tick(step, scalars=scalars, views=views)


def seen(window: MainWindow) -> Mapping[str, Any]:
    """Places are pixels of the screen."""
    stage, frame = window.parts.stage, window.lecture.frame
    question = window.parts.pages.currentWidget() is window.parts.curtain
    if stage is None or frame is None:
        return {"question": question, "step": -1, "plots": {}}
    popup = QApplication.activePopupWidget()
    return {
        "step": frame.step if frame.settled else -1,
        "question": question,
        "settings": asdict(window.lecture.runner.settings or PlotsSettings()),
        "maximized": stage.maximized.view.title if stage.maximized else "",
        "menu": {
            action.text(): _on_screen(popup, QPointF(popup.actionGeometry(action).center()))
            for action in popup.actions()
            if action.text()
        }
        if isinstance(popup, QMenu)
        else {},
        "plots": {plot.view.title: _plot(plot) for plot in stage.plots.values() if plot.isVisible() and not plot.empty},
        "wrong": window.parts.banner.message.text() if window.parts.banner.isVisible() else "",
    }


def _plot(panel: PlotPanel) -> Mapping[str, Any]:
    panel.ensure_drawn()
    frames = [frame.plot.frame for frame in panel.frames.values()]
    corners = [_on_screen(panel, at * panel.zoom) for at in (frames[0].topLeft(), frames[0].bottomRight())]
    names = {one.label.curve: _on_screen(panel, one.box.center() * panel.zoom) for one in panel.entries}
    first = next(iter(panel.frames.values())).plot
    return {
        "corners": corners,
        "title": _on_screen(panel, QPointF(40, 17)),
        "x": first.x,
        "y": first.y,
        "names": names,
        "state": panel.state.to_json(),
        "header": panel.header_value() or panel.says(),
    }


def _on_screen(widget: Any, at: QPointF) -> tuple[int, int]:
    place = widget.mapToGlobal(at.toPoint())
    return place.x(), place.y()


class Reporter:
    """Writes a line whenever something else is seen."""

    def __init__(self) -> None:
        self._last = ""
        self.timer = QTimer()
        self.timer.timeout.connect(self.look)
        self.timer.start(SEEN)

    def look(self) -> None:
        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)), None)
        line = json.dumps(seen(window)) if window is not None else ""
        if line != self._last:
            self._last = line
            print(line, flush=True)


if __name__ == "__main__":
    make_application(Theme.named("light"))
    reporter = Reporter()
    shown = {id: catalog()[id] for id in sys.argv[1:]} or {plots.id: plots}
    sys.exit(open_window(None, theme="light", experiments=shown))
