"""Graphs stand still while they are walked, and their texts touch neither nodes nor each other."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments.backpropagation.shopping_graph import run as shopping
from core.records import Edge, Graph, Node
from core.run.session import Session
from core.run.tick import Key
from core.run.views import GraphView, View
from gui.look.theme import Theme
from gui.panels.graph.drawing import SHADES, shades_of
from gui.panels.graph.layout import Layout, lay_out
from gui.panels.graph.panel import GraphPanel
from gui.plotting.lettering import line_of, typeset, width_of
from gui.view_state import PlotState
from tests.gui.panels.drawn import color, texts, words

LIGHT = Theme.named("light")
AREAS = [QRectF(12, 34, w, h) for w, h in ((476, 240), (876, 600), (1576, 800))]
SIZES = pytest.mark.parametrize("area", AREAS, ids=lambda area: f"{area.width():.0f}")


def walk(preset: str) -> Iterator[Graph]:
    chosen = shopping.preset(preset)
    session = Session(shopping, chosen.settings, Library(), preset=chosen)
    step = 0
    while not session.finished:
        session.run_to(step)
        record = session.record(Key("graph"))
        assert isinstance(record, Graph)
        yield record
        step += 1


def network(*sizes: int) -> Graph:
    rng = np.random.default_rng(0)
    last, most = len(sizes) - 1, max(sizes)
    nodes = tuple(
        Node(f"{x}.{i}", "xyzuvw"[i] if x == 0 else "P" if x == last else "", x, (most - n) / 2 + i,
             "input" if x == 0 else "output" if x == last else "neuron")
        for x, n in enumerate(sizes) for i in range(n)
    )  # fmt: skip
    edges = tuple(
        Edge(f"{x}.{i}", f"{x + 1}.{j}", weight=float(rng.normal()))
        for x in range(last)
        for i in range(sizes[x])
        for j in range(sizes[x + 1])
    )
    return Graph(nodes, edges, f"{len(edges)} weights")


def panel_of(qtbot: QtBot, graph: Graph, size: tuple[int, int] = (500, 350), theme: Theme = LIGHT) -> GraphPanel:
    panel = GraphPanel(View("graph", GraphView()), theme)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show_records({"": graph})
    return panel


def text_boxes(graph: Graph, layout: Layout) -> list[QRectF]:
    found = []
    for route in layout.routes:
        edge = graph.edges[route.index]
        font = LIGHT.font(layout.size, bold=edge.active)
        line = line_of(font)
        for text, top in ((typeset(edge.above), -line - 1), (typeset(edge.below), 2.0)):
            width = width_of(text if top < 0 else f"← {text}", font)
            if text:
                found.append(
                    QRectF(route.text.x() - width / 2, route.text.y() + top, width, line).adjusted(0, 2, 0, -2)
                )
    return found


@SIZES
@pytest.mark.parametrize("preset", ["Quick", "Book", "(x + y)²"])
def test_that_texts_touch_neither_nodes_nor_each_other(preset: str, area: QRectF) -> None:
    for graph in walk(preset):
        layout = lay_out(graph, LIGHT, area)
        boxes = text_boxes(graph, layout)
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))
        assert not any(a.intersects(b) for a in boxes for b in layout.boxes.values())


@SIZES
@pytest.mark.parametrize("graph", [network(2, 8, 8, 8, 1), network(2, 4, 2, 1), network(6, 1)], ids=["8", "4", "6"])
def test_that_nodes_lie_inside_and_apart(graph: Graph, area: QRectF) -> None:
    boxes = lay_out(graph, LIGHT, area).boxes.values()
    assert all(area.contains(box) for box in boxes)
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))


@SIZES
@pytest.mark.parametrize("preset", ["Quick", "Book"])
def test_that_the_nodes_stand_still_while_the_graph_is_walked(preset: str, area: QRectF) -> None:
    boxes = [lay_out(graph, LIGHT, area).boxes for graph in walk(preset)]
    assert all(one == boxes[0] for one in boxes)


@SIZES
def test_that_labels_are_whole_in_the_shopping_graph(qtbot: QtBot, area: QRectF) -> None:
    graph = next(walk("Book"))
    panel = panel_of(qtbot, graph, (int(area.width()) + 24, int(area.height()) + 120))
    drawn = " ".join(words(panel))
    assert "…" not in drawn
    for node in graph.nodes:
        assert all(word in drawn for word in node.label.split())


def test_that_values_stand_above_and_gradients_below(qtbot: QtBot) -> None:
    *_, last = walk("Book")
    at = {one.text: one.y for one in texts(panel_of(qtbot, last, (900, 700)))}
    assert at["715"] < at["← 1"]
    assert at["450"] < at["← 165"]
    assert last.caption.split()[0] in " ".join(at)


def test_that_a_route_goes_from_its_source_to_its_target() -> None:
    graph = next(walk("Book"))
    layout = lay_out(graph, LIGHT, AREAS[1])
    for route in layout.routes:
        edge = graph.edges[route.index]
        source, target = layout.boxes[edge.source], layout.boxes[edge.target]
        assert source.adjusted(-1, -1, 1, 1).contains(route.start)
        assert target.adjusted(-1, -1, 1, 1).contains(route.end)
        assert route.distance(route.start) < 1e-6
        assert route.distance(route.end) < 1e-6


def test_that_a_value_used_twice_keeps_its_texts_apart() -> None:
    nodes = (
        Node("x", "x", 0, 0, "input"),
        Node("a", "exp", 1, -1),
        Node("b", "log", 1, 1),
        Node("d", "×", 2, 0),
        Node("z", "z", 3, 0, "output"),
    )
    edges = (
        Edge("x", "a", "2", "7.389"),
        Edge("x", "b", "2", "0.5"),
        Edge("x", "d", "2", "1"),
        Edge("a", "d", "7.389", "1"),
        Edge("b", "d", "0.693", "1"),
        Edge("d", "z", "10.2", "1"),
    )
    graph = Graph(nodes, edges)
    boxes = text_boxes(graph, lay_out(graph, LIGHT, AREAS[1]))
    assert not any(a.intersects(b) for a, b in combinations(boxes, 2))


@pytest.mark.parametrize("theme", [LIGHT, Theme.named("dark")], ids=lambda theme: theme.name)
def test_that_the_sign_of_a_weight_is_told_by_its_color_and_its_size_by_the_width(qtbot: QtBot, theme: Theme) -> None:
    nodes = tuple(Node(f"{x}{y}", "", x, y, "neuron") for x in (0, 1) for y in (0, 1, 2))
    edges = tuple(Edge(f"0{y}", f"1{y}", weight=weight) for y, weight in enumerate((2.0, -2.0, 0.2)))
    graph = Graph(nodes, edges)
    panel = panel_of(qtbot, graph, theme=theme)
    layout = panel._layout(graph, panel.area)
    red, blue = [], []
    widths = []
    for route in layout.routes:
        x, y = (route.start.x() + route.end.x()) / 2, route.start.y()
        found = [color(panel, x, y + dy) for dy in range(-6, 7)]
        widths.append(sum(one != theme.panel for one in found))
        red.append(int(color(panel, x, y)[1:3], 16))
        blue.append(int(color(panel, x, y)[5:7], 16))
    assert red[0] > blue[0]
    assert red[1] < blue[1]
    assert widths[0] == widths[1] > widths[2] > 0


def test_that_the_cursor_tells_nodes_and_edges(qtbot: QtBot) -> None:
    *_, last = walk("Book")
    panel = panel_of(qtbot, last, (900, 700))
    told = {panel.readout(QPointF(x, y)) for x in range(0, 900, 9) for y in range(0, 700, 9)}
    assert {"apple price · 100, gradient 2.2", "tax · 1.1, gradient 650", "total · 715, gradient 1"} <= told
    assert {"+ · 200 + 450 = 650, gradient 1.1", "× · 650 × 1.1 = 715, gradient 1"} <= told
    assert {"× → total · 715, gradient 1", "tax → × · 1.1, gradient 650"} <= told
    weights = panel_of(qtbot, network(2, 3, 1), (900, 700))
    told = {weights.readout(QPointF(x, 340)) for x in range(0, 900, 9)}
    assert any("weight" in text for text in told)


def test_that_a_graph_without_nodes_or_edges_is_drawn(qtbot: QtBot) -> None:
    for graph in (Graph((), ()), Graph((Node("a", "alone", 0, 0, "input"),), ())):
        panel = panel_of(qtbot, graph)
        panel.grab()
        assert panel.readout(QPointF(3, 3)) == ""


def test_that_texts_are_left_out_where_there_is_no_room_for_them(qtbot: QtBot) -> None:
    *_, last = walk("Book")
    assert "715" not in words(panel_of(qtbot, last, (240, 180)))
    assert "715" in words(panel_of(qtbot, last, (500, 350)))


def test_that_nodes_and_edges_are_found_under_a_point(qtbot: QtBot) -> None:
    *_, last = walk("Book")
    panel = panel_of(qtbot, last, (900, 700))
    layout = panel._layout(last, panel.area)
    for id, box in layout.boxes.items():
        assert panel.node_at(box.center()) == id
        assert panel.edge_at(box.center()) is None
    for route in layout.routes:
        assert panel.edge_at(route.bend) == (last.edges[route.index].source, last.edges[route.index].target)
    assert panel.node_at(QPointF(3, 3)) is None
    assert panel.edge_at(QPointF(3, 3)) is None


def test_that_arrow_keys_lead_to_the_nearest_node_in_their_direction(qtbot: QtBot) -> None:
    diagram = panel_of(qtbot, network(3, 3, 1)).diagram
    assert diagram is not None
    assert diagram.next_node("0.1", 1, 0) == "1.1"
    assert diagram.next_node("0.1", 0, 1) == "0.2"
    assert diagram.next_node("1.0", -1, 0) == "0.0"
    assert diagram.next_node("0.0", 0, -1) == "0.0"
    assert diagram.next_node("2.0", 1, 0) == "2.0"


@pytest.mark.parametrize("selected", ["1.1", ("0.0", "1.2")], ids=str)
def test_that_what_is_chosen_has_a_halo(qtbot: QtBot, selected: str | tuple[str, str]) -> None:
    plain = network(3, 3, 1)
    chosen = Graph(plain.nodes, plain.edges, plain.caption, selected)
    panel = panel_of(qtbot, chosen)
    halo = LIGHT.faint(LIGHT.accent, 0.35)
    layout = panel._layout(chosen, panel.area)
    if isinstance(selected, str):
        box = layout.boxes[selected]
        assert color(panel, box.center().x(), box.top() - 3) == halo
    else:
        ends = [(edge.source, edge.target) for edge in chosen.edges]
        route = layout.routes[ends.index(selected)]
        middle = (route.start + route.end) / 2
        assert halo in {color(panel, middle.x(), middle.y() + dy) for dy in range(-9, 10)}
    assert layout.boxes == panel_of(qtbot, plain)._layout(plain, panel.area).boxes


def test_that_a_node_whose_value_is_not_known_yet_says_what_goes_into_it(qtbot: QtBot) -> None:
    def words(graph: Graph) -> str:
        panel = panel_of(qtbot, graph, (900, 700))
        layout = panel._layout(graph, panel.area)
        node = next(node for node in graph.nodes if node.label == "+")
        return panel.readout(layout.boxes[node.id].center())

    first, *_, last = walk("(x + y)²")
    assert words(first) == "+ · 3 + 4"
    assert words(last) == "+ · 3 + 4 = 7, gradient 14"


def test_that_a_value_used_twice_tells_what_each_use_sends_back(qtbot: QtBot) -> None:
    nodes = (Node("x", "x", 0, 0, "input"), Node("s", "( )²", 1, -1), Node("e", "exp", 1, 1), Node("z", "z", 2, 0))
    edges = (
        Edge("x", "s", "3", "6"),
        Edge("x", "e", "3", "20"),
        Edge("s", "z", "9", "1"),
        Edge("e", "z", "20", "1"),
    )
    panel = panel_of(qtbot, Graph(nodes, edges), (900, 700))
    boxes = panel._layout(Graph(nodes, edges), panel.area).boxes
    assert panel.readout(boxes["x"].center()) == "x · 3, gradient 6 + 20"
    assert panel.readout(boxes["s"].center()) == "( )² · 3² = 9, gradient 1"
    assert panel.readout(boxes["e"].center()) == "exp · exp(3) = 20, gradient 1"


def test_that_a_zoomed_diagram_grows_as_one_and_is_still_found_under_the_cursor(qtbot: QtBot) -> None:
    *_, last = walk("Book")
    panel = panel_of(qtbot, last, (900, 700))
    boxes = panel._layout(last, panel.area).boxes
    panel.set_state(PlotState(x=(0.0, 0.5), y=(-0.5, 0.0)))
    diagram = panel.diagram
    assert diagram is not None
    assert diagram.view.m11() == diagram.view.m22() == pytest.approx(2)
    assert panel._layout(last, panel.area).boxes == boxes
    first, *_, end = last.nodes
    seen = diagram.view.mapRect(boxes[first.id])
    assert panel.node_at(seen.center()) == first.id
    assert panel.node_at(diagram.view.map(boxes[end.id].center())) is None  # beyond the frame


def test_that_a_rectangle_of_any_shape_is_seen_whole_and_undistorted(qtbot: QtBot) -> None:
    *_, last = walk("Book")
    panel = panel_of(qtbot, last, (900, 700))
    panel.set_state(PlotState(x=(0.2, 0.9), y=(-0.5, -0.4)))
    diagram = panel.diagram
    assert diagram is not None
    assert diagram.view.m11() == diagram.view.m22() == pytest.approx(1 / 0.7)
    middle = diagram.frame.topLeft() + QPointF(0.55 * diagram.frame.width(), 0.45 * diagram.frame.height())
    assert (diagram.view.map(middle) - diagram.frame.center()).manhattanLength() < 1e-6


def test_that_a_network_is_copied_as_its_weights_and_a_computation_as_its_values(qtbot: QtBot) -> None:
    net = network(2, 1)
    table = dict(panel_of(qtbot, net).columns())
    assert table["from"] == ["x", "y"]
    assert table["to"] == ["P", "P"]
    assert table["weight"] == [edge.weight for edge in net.edges]
    *_, last = walk("Book")
    table = dict(panel_of(qtbot, last).columns())
    row = list(table["name"]).index("total")
    assert (table["value"][row], table["gradient"][row]) == ("715", "1")


def test_that_an_infinite_weight_is_the_largest_and_one_that_is_no_number_is_not_drawn() -> None:
    nodes = tuple(Node(name, "", x, 0) for x, name in enumerate("ab"))
    edges = [Edge("a", "b", weight=weight) for weight in (float("-inf"), 1.0, float("nan"))]
    edges.append(Edge("a", "b"))
    assert shades_of(Graph(nodes, tuple(edges))) == {(True, 0): [1], (True, -SHADES): [0]}


def test_that_where_some_weights_are_active_the_others_are_pale_and_beneath_them() -> None:
    nodes = tuple(Node(name, "", x, 0) for x, name in enumerate("ab"))
    edges = (Edge("a", "b", weight=2.0), Edge("a", "b", weight=1.0, active=True))
    assert list(shades_of(Graph(nodes, edges)).items()) == [((False, SHADES), [0]), ((True, SHADES // 2), [1])]


def test_that_a_weight_may_be_written_on_its_line(qtbot: QtBot) -> None:
    nodes = (Node("a", "a", 0, 0, "input"), Node("b", "b", 1, 0, "output"))
    assert "w = 2" in words(panel_of(qtbot, Graph(nodes, (Edge("a", "b", "w = 2", weight=2.0),))))
