"""Cases for every panel: a view, and the frame of a small run at any step, much like a real experiment's."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from core.records import (
    ArrowsMark,
    Axes,
    Bars,
    ContoursMark,
    Curves,
    Edge,
    FieldMark,
    Graph,
    Histograms,
    ImageGrid,
    LinesMark,
    Matrix,
    Node,
    PathMark,
    Plane,
    PointsMark,
    Record,
    Ridge,
    Table,
    Text,
)
from core.run.frame import Frame
from core.run.series import Series
from core.run.session import Event
from core.run.tick import Key
from core.run.views import (
    BarsView,
    CurvesView,
    GraphView,
    HistogramsView,
    ImageGridView,
    MatrixView,
    PlaneView,
    RidgeView,
    SurfaceView,
    TableView,
    TextView,
    View,
)

LAST = 240  # step of the settled frame


class Case(NamedTuple):
    name: str
    view: View
    record: Callable[[int, int], Record] | None  # of a step and the place of a variant; None for scalar series
    variants: tuple[str, ...] = ()
    values: bool = True  # there are values to read off under the cursor

    def frame(self, step: int, settled: bool) -> Frame:
        names = self.variants or ("",)
        channel = self.view.channel
        records = {} if self.record is None else {Key(channel, n): self.record(step, i) for i, n in enumerate(names)}
        series = {Key(channel, n): _series(step, i) for i, n in enumerate(names)} if self.record is None else {}
        events = [Event(60, Key("edit"), "lr 0.1 → 0.01")] if step >= 60 else []
        return Frame(step, step / 100, series, records, events, settled)


def _series(step: int, place: int) -> Series:
    noise = np.random.default_rng(place).normal(size=LAST + 1)
    series = Series()
    for i in range(step + 1):
        series.append(i, float(0.1 + (2 + 0.1 * noise[i]) * np.exp(-i / (40 + 30 * place))))
    return series


def _curves(step: int, place: int) -> Record:
    x = np.linspace(-3, 3, 61)
    return Curves(x, {"f": np.tanh(x * step / 100), "theory": x}, "x", "y", dashed=("theory",))


def _weights(step: int, place: int) -> Record:
    rng = np.random.default_rng(place)
    arrays = {f"layer {i}": np.maximum(rng.normal(scale=0.2 + step / 200, size=2000), -0.1 * i) for i in range(4)}
    return Histograms.of(arrays, np.linspace(-1, 1, 41), x_label="weight")


def _ridge(step: int, place: int) -> Record:
    rng = np.random.default_rng(place)
    edges = np.linspace(-1, 1, 31)
    steps = np.arange(0, step + 1, 10)
    names = ("layer 1", "layer 2")
    samples = [[np.histogram(rng.normal(scale=0.1 + s / 400, size=500), edges)[0] for _ in names] for s in steps]
    return Ridge(names, edges, x_label="weight").over(steps, np.array(samples, dtype=float))


def _images(step: int, place: int) -> Record:
    rng = np.random.default_rng(7)
    before, noise = rng.normal(size=(12, 5, 5)), rng.normal(size=(12, 5, 5))
    limits = ((-2.0, 2.0), (-2.0, 2.0))
    return ImageGrid(("before", "now"), (before, before + step / 100 * noise), limits, scale="signed")


def _digits(step: int, place: int) -> Record:
    images = np.random.default_rng(step).random((9, 28, 28))
    captions = (tuple(f"{i} read as {(i * step) % 10}" for i in range(9)),)
    return ImageGrid(("mistakes",), (images,), ((0.0, 1.0),), captions=captions)


def _confusion(step: int, place: int) -> Record:
    digits = tuple("0123456789")
    counts = np.random.default_rng(step).integers(0, 9, (10, 10)) + step * np.eye(10)
    return Matrix(counts, digits, digits, "true", "read as", "{:.0f}", highlight=((2, 7),))


def _bars(step: int, place: int) -> Record:
    names = ("apple", "orange", "tax")
    return Bars(names, ("gradient", "value"), np.array([[2.2, 3.3, 650.0], [step, -step / 2, 1.1]]), "price")


def _graph(step: int, place: int) -> Record:
    state = "active" if step < LAST else "done"
    nodes = (
        Node("a", "apple", 0, 0, "input"),
        Node("n", "count", 0, 1, "input"),
        Node("m", "×", 1, 0.5, state=state),
        Node("out", "price", 2, 0.5, "output"),
    )
    edges = (Edge("a", "m", "100", "2.2"), Edge("n", "m", "2", "110"), Edge("m", "out", "200", "1", active=True))
    return Graph(nodes, edges, f"Step {step}: the product passes on what came back, times the other input.")


def _table(step: int, place: int) -> Record:
    rows = tuple((name, f"{step * (i + 1) / 100:.2f}") for i, name in enumerate(("SGD", "Adam", "AdaGrad")))
    return Table(("rule", "loss"), rows)


def _text(step: int, place: int) -> Record:
    return Text(f"After {step} updates the loss has halved.", r"w \leftarrow w - \eta \nabla f(w)")


@cache
def _valley() -> tuple[FieldMark, ContoursMark]:
    x, y = np.meshgrid(np.linspace(-10, 10, 41), np.linspace(-5, 5, 31))
    values = x**2 / 20 + y**2
    ends = ((-10.0, 10.0), (-5.0, 5.0))
    return (
        FieldMark(values, *ends, limits=(0.0, 30.0), label="f"),
        ContoursMark(values, *ends, levels=(0.5, 1.0, 2.0, 5.0, 10.0, 20.0)),
    )


def _paths(step: int, place: int) -> Record:
    field, contours = _valley()
    t = np.arange(step // 8 + 1) / 10
    x, y = -7 * np.exp(-t * (1 + place)), 2 * np.cos(t * 5) * np.exp(-t)
    path = PathMark(x, y, x**2 / 20 + y**2, ("SGD", "Adam")[place])
    arrows = ArrowsMark(np.array([0.0, 4.0]), np.array([2.0, -2.0]), np.array([0.0, -1.0]), np.array([-1.0, 1.0]))
    return Plane(Axes((-10, 10), (-5, 5), "w", "b"), (field, contours, arrows, path))


def _decision(step: int, place: int) -> Record:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(-1, 1, 60), rng.uniform(-1, 1, 60)
    grid = np.linspace(-1, 1, 30)
    values = np.tanh(np.add.outer(grid, grid) * step / 50)
    ends = ((-1.0, 1.0), (-1.0, 1.0))
    field = FieldMark(values, *ends, limits=(-1.0, 1.0), scale="signed", label="output")
    points = PointsMark(x, y, (x + y > 0).astype(np.int64), name="samples", highlight=5)
    boundary = LinesMark(grid, -grid, "boundary", dashed=True)
    return Plane(Axes(*ends, "x₁", "x₂", equal=True), (field, boundary, points))


RULES = ("SGD", "Adam")
CASES = [
    Case("loss", View("loss", CurvesView(smooth=10, y_label="cross entropy"), title="Loss on each batch"), None, RULES),
    Case("logarithmic loss", View("loss", CurvesView(log_y=True)), None),
    Case("curves", View("f"), _curves),
    Case("histograms", View("weights", HistogramsView()), _weights, RULES),
    Case("histogram", View("weights", HistogramsView()), _weights),
    Case("ridge", View("weights", RidgeView()), _ridge, RULES),
    Case("filters", View("filters", ImageGridView()), _images),
    Case("digits", View("digits", ImageGridView()), _digits),
    Case("confusion", View("confusion", MatrixView()), _confusion),
    Case("bars", View("bars", BarsView()), _bars),
    Case("graph", View("graph", GraphView()), _graph),
    Case("table", View("table", TableView()), _table),
    Case("text", View("text", TextView()), _text, values=False),
    Case("paths", View("paths", PlaneView()), _paths, RULES),
    Case("decision", View("decision", PlaneView()), _decision),
    Case("surface", View("paths", SurfaceView()), _paths, RULES, values=False),
]


def settled_frames(case: Case) -> Mapping[int, Frame]:
    """Frames on the way, and the settled one at the end."""
    return {step: case.frame(step, settled=step == LAST) for step in (0, 30, 120, 200, LAST)}
