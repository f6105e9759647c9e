"""The gestures of the chapter Neurons, with the mouse, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from gui.look.theme import Theme
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen
from tests.gui.panels.drawn import under


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(catalog(), Library(), Theme.named("dark"), state_path=tmp_path / "window.json")
    yield from on_screen(qtbot, made)


def opened(qtbot: QtBot, window: MainWindow, id: str, preset: str, steps: int = 0) -> None:
    """At rest after so many steps, and painted."""
    experiment = catalog()[id]
    lecture = window.lecture
    chosen = experiment.preset(preset)
    lecture.load(experiment, chosen, chosen.settings, steps=steps)
    qtbot.waitUntil(lambda: lecture.frame is not None and lecture.frame.settled and lecture.frame.step == steps)
    qtbot.waitUntil(lambda: lecture.runner.state in (RunState.PAUSED, RunState.FINISHED))
    QApplication.processEvents()


def panel(window: MainWindow, channel: str) -> Any:
    return next(one for one in window.parts.stage.panels if one.view.channel == channel and not one.isHidden())


def click(panel: Any, at: QPointF) -> None:
    widget, place = under(panel, (at * panel.zoom).toPoint())
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


def drag(panel: Any, *places: QPointF) -> None:
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    widget, start = under(panel, (places[0] * panel.zoom).toPoint())
    QTest.mousePress(widget, left, plain, start)
    for at in places[1:]:
        QTest.mouseMove(widget, widget.mapFrom(panel, (at * panel.zoom).toPoint()))
    QTest.mouseRelease(widget, left, plain, widget.mapFrom(panel, (places[-1] * panel.zoom).toPoint()))


def on_edge(panel: Any, source: str, target: str) -> QPointF:
    """A place near the end of an edge, where no text stands."""
    diagram = panel.diagram
    index = next(i for i, e in enumerate(diagram.graph.edges) if (e.source, e.target) == (source, target))
    found = diagram.path_of(index).pointAtPercent(0.8)
    assert isinstance(found, QPointF)
    return found


def test_that_a_click_on_a_corner_flips_what_the_neuron_should_learn(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "logic-gates", "Quick", 24)
    plane = panel(window, "plane")
    click(plane, plane._plot.point(0.0, 1.0))
    settings: Any = window.lecture.runner.settings
    assert settings.targets == ((0.0, 1.0, 0.0, 1.0),)
    qtbot.waitUntil(lambda: "answered wrongly around" in plane.describe())


def test_that_a_drag_of_an_edge_moves_a_weight_of_the_neuron(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "logic-gates", "Quick", 24)
    neuron = panel(window, "neuron")
    at = on_edge(neuron, "1", "y")
    drag(neuron, at, at - QPointF(0, 50), at - QPointF(0, 100))
    settings: Any = window.lecture.runner.settings
    assert settings.nudges == ((2, pytest.approx(1.0, abs=0.05)),)


def test_that_a_click_on_a_gate_shows_what_it_answers(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "logic-gates", "Book", 4)
    circuit = panel(window, "circuit")
    click(circuit, circuit.diagram.layout.boxes["OR"].center())
    settings: Any = window.lecture.runner.settings
    assert settings.node == 1


def test_that_the_upright_line_moves_z_and_a_row_chooses_what_is_shaded(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "activations", "Quick")
    slope = panel(window, "slope")
    drag(slope, slope._plot.point(1.0, 0.5), slope._plot.point(2.0, 0.5), slope._plot.point(3.0, 0.5))
    table = panel(window, "numbers")
    qtbot.waitUntil(lambda: "f(3" in table.describe() or "f(2.9" in table.describe())
    rows = [p for p in places(table) if table.row_at(p) == ("", 1)]
    click(table, rows[len(rows) // 2])
    settings: Any = window.lecture.runner.settings
    assert settings.chosen == 1
    qtbot.waitUntil(lambda: "tanh from" in slope.describe())


def places(panel: Any) -> list[QPointF]:
    area = panel.area
    return [QPointF(area.center().x(), area.top() + y) for y in range(0, int(area.height()), 4)]


def test_that_a_bar_of_the_logits_is_dragged_and_the_probabilities_follow(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "softmax", "Book")
    bars, probabilities = panel(window, "logits"), panel(window, "probabilities")
    before = probabilities.describe()
    at = next(p for p in spread(bars) if bars.bar_at(p) == 1)
    layout = bars.layout_now
    drag(bars, QPointF(at.x(), layout.along(1.0)), QPointF(at.x(), layout.along(1.5)))
    settings: Any = window.lecture.runner.settings
    assert settings.logits == ((2.0, pytest.approx(1.5, abs=0.02), 0.1),)
    qtbot.waitUntil(lambda: probabilities.describe() != before)


def spread(panel: Any) -> list[QPointF]:
    area = panel.area
    return [
        QPointF(area.left() + x, area.top() + y)
        for x in range(0, int(area.width()), 6)
        for y in range(0, int(area.height()), 6)
    ]


def test_that_a_weight_of_the_network_is_chosen_by_a_click_and_moved_by_a_drag(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, "forward-pass", "Quick")
    network = panel(window, "network")
    click(network, on_edge(network, "h₃", "y"))
    settings: Any = window.lecture.runner.settings
    assert (settings.edge, settings.nudges) == (38, ((38, 0.1),))
    qtbot.waitUntil(lambda: network.graph.selected == ("h₃", "y"))
    at = on_edge(network, "h₃", "y")
    drag(network, at, at + QPointF(0, 30), at + QPointF(0, 60))
    settings = window.lecture.runner.settings
    assert settings.nudges == ((38, pytest.approx(-0.5, abs=0.05)),)


def test_that_a_click_begins_a_curve_of_ones_own_and_a_drag_moves_its_knot(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "function-fitting", "Quick", 10)
    fits = panel(window, "fits")
    click(fits, fits._plot.point(0.5, 0.25))
    settings: Any = window.lecture.runner.settings
    assert settings.target == "own curve"
    assert settings.knots == ((pytest.approx(0.5, abs=0.01), pytest.approx(0.25, abs=0.01)),)
    window.lecture.runner.pause()
    qtbot.waitUntil(lambda: "1 knot" in fits.describe())
    drag(fits, fits._plot.point(0.5, 0.25), fits._plot.point(0.4, 0.3), fits._plot.point(0.25, 0.5))
    settings = window.lecture.runner.settings
    assert settings.knots == ((pytest.approx(0.25, abs=0.01), pytest.approx(0.5, abs=0.01)),)
