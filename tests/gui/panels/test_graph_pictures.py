"""Nodes drawn as pictures: large, apart, sharp at any scale, and their labels not lost."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.records import Edge, Graph, Node, NodePicture
from core.run.views import GraphView, View
from gui.look.theme import Theme
from gui.panels.graph.panel import GraphPanel
from gui.panels.graph.squares import lay_out_squares
from gui.view_state import PlotState
from tests.gui.panels.drawn import color, texts, words

LIGHT, DARK = Theme.named("light"), Theme.named("dark")
NETS = ((2, 8, 8, 8, 8, 8, 8, 1), (7, 8, 1), (2, 4, 2, 1), (7, 1), (2, 1), (1, 1))
AREAS = [QRectF(12, 34, w, h) for w, h in ((400, 440), (770, 800), (1576, 800))]
EVERY = pytest.mark.parametrize("sizes", NETS, ids=str)
NAMES = ("x", "y", "x²", "y²", "xy", "sin\u00a0πx", "sin\u00a0πy")


def network(*sizes: int, values: np.ndarray | None = None) -> Graph:
    last = len(sizes) - 1
    nodes = tuple(
        Node(f"{x}.{i}", NAMES[i] if x == 0 else "P" if x == last else "", x, (max(sizes) - n) / 2 + i, "neuron")
        for x, n in enumerate(sizes)
        for i in range(n)
    )
    edges = tuple(
        Edge(f"{x}.{i}", f"{x + 1}.{j}", weight=1.0 - i - j)
        for x in range(last)
        for i in range(sizes[x])
        for j in range(sizes[x + 1])
    )
    shown = np.add.outer(np.arange(8.0), np.arange(8.0)) - 7 if values is None else values
    return Graph(nodes, edges, "weights", "0.0", {node.id: NodePicture(shown, (-7.0, 7.0)) for node in nodes})


def panel_of(qtbot: QtBot, graph: Graph, size: tuple[int, int] = (800, 840), theme: Theme = LIGHT) -> GraphPanel:
    panel = GraphPanel(View("network", GraphView()), theme)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show_records({"": graph})
    return panel


@EVERY
@pytest.mark.parametrize("area", AREAS, ids=lambda area: f"{area.width():.0f}")
def test_that_squares_lie_inside_and_apart(sizes: tuple[int, ...], area: QRectF) -> None:
    boxes = lay_out_squares(network(*sizes), LIGHT, area).boxes.values()
    assert all(area.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(box) for box in boxes)
    assert all(abs(box.width() - box.height()) < 1e-9 for box in boxes)
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))


@EVERY
@pytest.mark.parametrize("area", AREAS, ids=lambda area: f"{area.width():.0f}")
def test_that_squares_are_as_large_as_columns_or_rows_allow(sizes: tuple[int, ...], area: QRectF) -> None:
    boxes = lay_out_squares(network(*sizes), LIGHT, area).boxes
    tallest = max(sizes)
    column = sizes.index(tallest)
    high = tallest * boxes[f"{column}.0"].height() / area.height()
    wide = sum(boxes[f"{x}.0"].width() for x in range(len(sizes))) / area.width()
    assert high > 0.75 or wide > 0.48


@pytest.mark.parametrize("size", [(425, 520), (795, 850), (1900, 1800)], ids=str)
def test_that_inputs_and_the_output_keep_their_names(qtbot: QtBot, size: tuple[int, int]) -> None:
    panel = panel_of(qtbot, network(7, 8, 1), size)
    drawn = texts(panel)  # cut into pieces at blanks and at other scripts
    whole = "".join(one.text for one in drawn)
    assert all("".join(name.split()) in whole for name in NAMES)
    assert "…" not in whole
    boxes = panel._layout(network(7, 8, 1), panel.area).boxes
    x, p = (next(one for one in drawn if one.text == name) for name in "xP")
    assert x.x < boxes["0.0"].left() * panel.zoom
    assert p.x > boxes["2.0"].right() * panel.zoom


def test_that_a_column_says_its_range_once_and_only_where_there_is_room(qtbot: QtBot) -> None:
    assert words(panel_of(qtbot, network(2, 4, 2, 1))).count("± 7") == 4
    assert "± 7" not in words(panel_of(qtbot, network(2, 8, 8, 8, 8, 8, 8, 1), (300, 300)))


@pytest.mark.parametrize("zoomed", [PlotState(), PlotState(x=(0.1, 0.83), y=(-0.8, -0.07))], ids=["all", "zoomed"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0, 8 / 7])
def test_that_a_picture_has_sharp_edges_at_any_scale(qtbot: QtBot, scale: float, zoomed: PlotState) -> None:
    board = np.indices((6, 6)).sum(axis=0) % 2 * 14.0 - 7
    pictures = network(2, 3, 1, values=board).pictures
    graph = Graph(network(2, 3, 1).nodes, (), pictures=pictures)
    panel = panel_of(qtbot, graph, (517, 433))
    panel.set_state(zoomed)
    image = QImage(panel.size() * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.white)
    QWidget.render(panel, image)
    frame = QColor(LIGHT.faint(LIGHT.secondary, 0.7)).name()
    diagram = panel.diagram
    assert diagram is not None
    boxes = [diagram.view.mapRect(box) for box in diagram.layout.boxes.values()]
    whole = [box for box in boxes if diagram.frame.contains(box)]
    assert whole
    for box in whole:
        row, left, right = (round(v * scale) for v in (box.center().y() + 3, box.left(), box.right()))
        found = [image.pixelColor(x, row).name() for x in range(left - 3, right + 3)]
        assert set(found) == {LIGHT.panel, frame, "#07315c", "#6b2a04"}
        assert found.count(frame) == 2 * max(round(scale * diagram.view.m11()), 1)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_a_picture_is_centred_on_its_own_middle(qtbot: QtBot, theme: Theme) -> None:
    nodes = tuple(Node(id, "", x, 0) for x, id in enumerate("abc"))
    levels = {"a": (0.5, (0.0, 1.0), 0.5), "b": (0.0, (-3.0, 3.0), 0.0), "c": (1.0, (0.0, 1.0), 0.5)}
    pictures = {id: NodePicture(np.full((4, 4), v), limits, centre=c) for id, (v, limits, c) in levels.items()}
    panel = panel_of(qtbot, Graph(nodes, (), pictures=pictures), theme=theme)
    boxes = panel._layout(Graph(nodes, (), pictures=pictures), panel.area).boxes
    a, b, c = (QColor(color(panel, box.center().x(), box.center().y())) for box in boxes.values())
    assert a == b
    assert c.red() > c.blue() + 60


def test_that_what_is_no_number_is_left_out(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, network(1, 1, values=np.full((4, 4), np.nan)))
    graph = network(1, 1)
    frame = QColor(LIGHT.faint(LIGHT.secondary, 0.7)).name()
    box = panel._layout(graph, panel.area).boxes["1.0"]
    assert color(panel, box.center().x(), box.center().y()) == frame


def test_that_the_cursor_tells_the_value_beneath_it(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, network(2, 3, 1))
    box = panel._layout(network(2, 3, 1), panel.area).boxes["1.2"]
    eighth = box.width() / 8
    assert panel.readout(box.topLeft() + QPointF(1, 1)) == "1.2 · here −7, scale ± 7"
    assert panel.readout(box.topLeft() + QPointF(3.5 * eighth, 1.5 * eighth)) == "1.2 · here −3, scale ± 7"


def test_that_the_layout_is_kept_while_weights_and_pictures_change(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, network(2, 4, 1))
    before = panel._layout(network(2, 4, 1), panel.area)
    later = network(2, 4, 1, values=np.ones((8, 8)))
    panel.show_records({"": later})
    assert panel._layout(later, panel.area) is before


def test_that_a_node_without_a_picture_stands_among_them(qtbot: QtBot) -> None:
    graph = network(2, 2, 1)
    some = Graph(graph.nodes, graph.edges, "", None, {id: p for id, p in graph.pictures.items() if id != "2.0"})
    assert "P" in words(panel_of(qtbot, some))
