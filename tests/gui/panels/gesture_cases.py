"""For every option that binds a field, what mouse and keys do on its panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from core.records import (
    Axes,
    Bars,
    Block,
    Blocks,
    Curves,
    CurvesGrid,
    Edge,
    FieldMark,
    Graph,
    ImageGrid,
    Matrices,
    Matrix,
    Node,
    Plane,
    PointsMark,
    Record,
    Stack,
    Table,
)
from core.run.views import (
    BarsView,
    BlocksView,
    CurvesGridView,
    CurvesView,
    GraphView,
    ImageGridView,
    MatricesView,
    MatrixView,
    PlaneView,
    SurfaceView,
    TableView,
    ViewOptions,
)
from core.settings import (
    AddPoint,
    Change,
    MovePoint,
    PaintPixels,
    SetCell,
    SetValue,
)
from tests.gui.panels.bench import Bench, Bound, Key


def same(changes: Sequence[Change], expected: Expected) -> bool:
    """Equal but for what half a pixel is worth on the axes."""
    if callable(expected):
        return expected(changes)
    return len(changes) == len(expected) and all(map(_alike, changes, expected))


def _alike(a: object, b: object) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) < 0.06
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(_alike, a, b))
    if isinstance(a, Change) and isinstance(b, Change):
        return type(a) is type(b) and _alike(tuple(vars(a).values()), tuple(vars(b).values()))
    return a == b


CELLS = np.array(Bound().cells)


MATRIX = Matrix(CELLS)


MATRICES = Matrices((Matrix(np.eye(3), title="x"), "×", Matrix(CELLS, title="W")), "A product.")


PLANE = Plane(Axes((-10.0, 10.0), (-5.0, 5.0)), ())


CORNERS = Plane(PLANE.axes, (PointsMark(np.array([-5.0, 5.0, 5.0]), np.array([0.0, 0.0, 4.0])),))


HEIGHTS = np.add.outer(np.arange(9.0), np.arange(9.0))


SURFACE = Plane(PLANE.axes, (FieldMark(HEIGHTS, PLANE.axes.x, PLANE.axes.y, (0, 16)),), Bound().direction)


IMAGES = ImageGrid(("a", "b"), (np.zeros((2, 8, 8)), np.ones((4, 8, 8))), ((0.0, 1.0), (0.0, 1.0)))


SHEET = ImageGrid(("drawn", "averages"), (np.zeros((1, 8, 8)), np.ones((2, 8, 8))), ((0.0, 1.0), (0.0, 1.0)))


BARS = Bars(("p", "q", "r"), ("height",), np.array(Bound().row))


GRAPH = Graph(
    (
        Node("a", "a", 0, 0, "input"),
        Node("b", "b", 0, 2, "input"),
        Node("c", "+", 1, 1),
        Node("d", "d", 2, 1, "output"),
    ),
    (Edge("a", "c", weight=4.0), Edge("b", "c", weight=8.0), Edge("c", "d", weight=2.0)),
)


BLOCK = Block("dense", (10,), "dense")


BLOCKS = Blocks((Stack("small", (BLOCK, BLOCK)), Stack("large", (BLOCK, BLOCK, BLOCK))))


CURVE = Curves(np.arange(11.0), {"f": np.arange(11.0)})


GRID = CurvesGrid((CURVE,) * 6, tuple("abcdef"), 3)


TABLE = Table(("rule", "loss"), (("SGD", "3"), ("Adam", "1"), ("AdaGrad", "2")))


Expected: TypeAlias = Sequence[Change] | Callable[[Sequence[Change]], bool]


class Case(NamedTuple):
    """mouse, keys: what is done, and the changes that come of it."""

    options: ViewOptions
    record: Record
    mouse: Callable[[Bench], None]
    of_mouse: Expected
    keys: Callable[[Bench], None]
    of_keys: Expected


def typed(*keys: Qt.Key) -> Callable[[Bench], None]:
    return lambda bench: bench.type(*keys)


def clicked(hit: str, wanted: object) -> Callable[[Bench], None]:
    """A click on what the panel's own hit testing says is there."""
    return lambda bench: bench.click(bench.place(getattr(bench.panel, hit), wanted))


def to_value(bench: Bench, bar: int, value: float) -> QPointF:
    """The place at which a bar ends that is so high."""
    layout = bench.panel.layout_now
    at = bench.place(bench.panel.bar_at, bar)
    return QPointF(at.x(), layout.along(value))


def enter(bench: Bench, text: str) -> None:
    """Into the editor that is open."""
    editor = bench.panel.focusWidget()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Key.Key_Return)


def click_and_enter(cell: tuple[str, int, int, int], text: str) -> Callable[[Bench], None]:
    def act(bench: Bench) -> None:
        clicked("cell_at", cell)(bench)
        enter(bench, text)

    return act


def type_and_enter(*keys: Qt.Key, text: str) -> Callable[[Bench], None]:
    def act(bench: Bench) -> None:
        bench.type(*keys)
        enter(bench, text)

    return act


def on_sheet(bench: Bench, row: float, column: float) -> QPointF:
    """The middle of a pixel of the picture that is drawn."""
    box = bench.panel._sheet()
    return QPointF(box.left() + (column + 0.5) / 8 * box.width(), box.top() + (row + 0.5) / 8 * box.height())


def inks(index: int) -> Callable[[Sequence[Change]], bool]:
    """A single dot, dark at that pixel."""

    def check(changes: Sequence[Change]) -> bool:
        (dot,) = changes
        assert isinstance(dot, PaintPixels)
        (pixel,) = dot.pixels  # in a sheet so small the pen covers one alone
        return (dot.path, dot.size, dot.erase) == ("digit", 8, False) and pixel[0] == index and pixel[1] > 180

    return check


def drag_edge(bench: Bench) -> None:
    at = bench.place(bench.panel.edge_at, ("b", "c"))
    bench.drag(at, at - QPointF(0, 25), at - QPointF(0, 50))


CASES: dict[tuple[type[ViewOptions], str], Case] = {
    (CurvesView, "line"): Case(
        CurvesView(line="at"), CURVE,
        lambda b: b.drag(b.point(5, 4), b.point(7, 4)), [SetValue("at", 7.0)],
        typed(Key.Key_Right, Key.Key_Left), [SetValue("at", 5.1), SetValue("at", 5.0)],
    ),
    (ImageGridView, "choose"): Case(
        ImageGridView(choose="index"), IMAGES,
        clicked("image_at", (1, 2)), [SetValue("index", 4)],
        typed(Key.Key_Right), [SetValue("index", 1)],
    ),
    (ImageGridView, "draw"): Case(
        ImageGridView(draw="digit"), SHEET,
        lambda b: b.click(on_sheet(b, 2, 3)), inks(2 * 8 + 3),
        typed(Key.Key_Left, Key.Key_Return), inks(4 * 8 + 3),
    ),
    (MatrixView, "choose"): Case(
        MatrixView(choose="index"), MATRIX,
        clicked("cell_at", ("", 0, 1, 1)), [SetValue("index", 4)],
        typed(Key.Key_Down, Key.Key_Right), [SetValue("index", 3), SetValue("index", 4)],
    ),
    (MatrixView, "edit"): Case(
        MatrixView(edit="cells"), MATRIX,
        click_and_enter(("", 0, 1, 2), "-0.5"), [SetCell("cells", 1, 2, -0.5)],
        type_and_enter(Key.Key_Right, Key.Key_Down, Key.Key_Return, text="7"), [SetCell("cells", 1, 1, 7.0)],
    ),
    (MatricesView, "edit"): Case(
        MatricesView(edit=(("W", "cells"),)), MATRICES,
        click_and_enter(("", 1, 0, 1), "9"), [SetCell("cells", 0, 1, 9.0)],
        type_and_enter(Key.Key_Down, Key.Key_Enter, text="8"), [SetCell("cells", 1, 0, 8.0)],
    ),
    (BlocksView, "choose"): Case(
        BlocksView(choose="index"), BLOCKS,
        clicked("block_at", (1, 2)), [SetValue("index", 4)],
        typed(Key.Key_Down, Key.Key_Right), [SetValue("index", 2), SetValue("index", 3)],
    ),
    (CurvesGridView, "choose"): Case(
        CurvesGridView(choose="index"), GRID,
        clicked("plot_at", 5), [SetValue("index", 5)],
        typed(Key.Key_Down, Key.Key_Right, Key.Key_Up), [SetValue("index", i) for i in (3, 4, 1)],
    ),
    (BarsView, "choose"): Case(
        BarsView(choose="index"), BARS,
        clicked("bar_at", 2), [SetValue("index", 2)],
        typed(Key.Key_Right, Key.Key_Right, Key.Key_Right, Key.Key_Left), [SetValue("index", i) for i in (1, 2, 1)],
    ),
    (BarsView, "drag"): Case(
        BarsView(drag="row"), BARS,
        lambda b: b.drag(to_value(b, 1, 7.5), to_value(b, 1, 6), to_value(b, 1, 5)),
        [SetCell("row", 0, 1, 6.0), SetCell("row", 0, 1, 5.0)],
        typed(Key.Key_Right, Key.Key_Up), [SetCell("row", 0, 1, 8.1)],
    ),
    (GraphView, "choose_node"): Case(
        GraphView(choose_node="index"), GRAPH,
        clicked("node_at", "c"), [SetValue("index", 2)],
        typed(Key.Key_Right, Key.Key_Right), [SetValue("index", 2), SetValue("index", 3)],
    ),
    (GraphView, "choose_edge"): Case(
        GraphView(choose_edge="index"), GRAPH,
        clicked("edge_at", ("c", "d")), [SetValue("index", 2)],
        typed(Key.Key_Period, Key.Key_Right, Key.Key_Comma), [SetValue("index", i) for i in (1, 2, 1)],
    ),
    (GraphView, "weights"): Case(
        GraphView(weights="row"), GRAPH,
        drag_edge, [SetCell("row", 0, 1, 8.25), SetCell("row", 0, 1, 8.5)],
        typed(Key.Key_Period, Key.Key_Up, Key.Key_Down), [SetCell("row", 0, 1, 8.1), SetCell("row", 0, 1, 8.0)],
    ),
    (TableView, "choose"): Case(
        TableView(choose="index"), TABLE,
        clicked("row_at", ("", 2)), [SetValue("index", 2)],
        typed(Key.Key_Down, Key.Key_Down, Key.Key_Up), [SetValue("index", i) for i in (1, 2, 1)],
    ),
    (PlaneView, "point"): Case(
        PlaneView(point="point"), PLANE,
        lambda b: (b.click(b.point(5, 2.5)), b.drag(b.point(5, 2.5), b.point(-5, 0))),
        [SetValue("point", (5.0, 2.5)), SetValue("point", (-5.0, 0.0))],
        typed(Key.Key_Right, Key.Key_Up), [SetValue("point", (0.2, 0.0)), SetValue("point", (0.2, 0.1))],
    ),
    (PlaneView, "points"): Case(
        PlaneView(points="points"), PLANE,
        lambda b: b.click(b.point(0, 0)), [AddPoint("points", (0.0, 0.0))],
        typed(Key.Key_Period, Key.Key_Left), [MovePoint("points", 1, (4.8, 0.0))],
    ),
    (PlaneView, "flip"): Case(
        PlaneView(flip="row"), CORNERS,
        lambda b: (b.click(b.point(5, 0)), b.click(b.point(5, 0)), b.click(b.point(0, 3))),
        [SetCell("row", 0, 1, 0.0), SetCell("row", 0, 1, 1.0)],
        typed(Key.Key_Period, Key.Key_Return, Key.Key_Left, Key.Key_Enter),
        [SetCell("row", 0, 1, 0.0), SetCell("row", 0, 0, 0.0)],
    ),
    (PlaneView, "choose"): Case(
        PlaneView(choose="index"), CORNERS,
        lambda b: (b.click(b.point(5, 0)), b.click(b.point(0, 3)), b.click(b.point(5, 4))),
        [SetValue("index", 1), SetValue("index", 2)],
        typed(Key.Key_Period, Key.Key_Right, Key.Key_Left), [SetValue("index", i) for i in (1, 2, 1)],
    ),
    (SurfaceView, "direction"): Case(
        SurfaceView(direction="direction"), SURFACE,
        lambda b: b.drag(QPointF(300, 200), QPointF(320, 200), QPointF(340, 210)),
        [SetValue("direction", (-74.0, 33.0))],
        typed(Key.Key_Left, Key.Key_Down), [SetValue("direction", (-58.0, 30.0)), SetValue("direction", (-58.0, 32.0))],
    ),
}  # fmt: skip
