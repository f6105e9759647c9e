"""Cases for every panel: a view, and the frame of a small run at any step, much like a real experiment's."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from core.records import (
    ArrowsMark,
    Axes,
    BandMark,
    Bars,
    Block,
    Blocks,
    Branches,
    ContoursMark,
    Curves,
    CurvesGrid,
    Edge,
    EllipseMark,
    FieldMark,
    Graph,
    Histograms,
    ImageGrid,
    LinesMark,
    Matrices,
    Matrix,
    Node,
    NodePicture,
    PathMark,
    Plane,
    Point,
    PointsMark,
    Record,
    Reference,
    Region,
    Ridge,
    Span,
    Stack,
    Table,
    Text,
)
from core.run.frame import Frame
from core.run.series import Series
from core.run.session import Event
from core.run.tick import Key
from core.run.views import (
    BarsView,
    BlocksView,
    CurvesGridView,
    CurvesView,
    GraphView,
    HistogramsView,
    ImageGridView,
    MatricesView,
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


def _annotated(step: int, place: int) -> Record:
    h = np.logspace(-6, 0, 61)
    error = (step + 1) * h + 1e-9 / h
    error[:5] = np.nan
    return Curves(
        h, {"measured": error, "(n + 1) h": (step + 1) * h}, "h", "error", dashed=("(n + 1) h",),
        bands={"measured": (error / 2, 2 * error)}, spans=(Span(1e-6, 1e-5, "rounding"),),
        points=(Point(1e-4, (step + 1) * 1e-4, "chosen", "measured"),), log_x=True, log_y=True,
    )  # fmt: skip


def _sweep(step: int, place: int) -> Record:
    """A 4 × 4 sweep that fills: one plot for every 15 steps."""
    x = np.arange(20.0)
    there = min(1 + step // 15, 16)
    cells = [Curves(x, {"with": 1 - np.exp(-x / (i + 1)), "without": x / (20 + 5 * i)}, "epoch", "accuracy")
             if i < there else None for i in range(16)]  # fmt: skip
    titles = tuple(f"σ {1 / 2**i:.2g}" for i in range(16))
    return CurvesGrid(tuple(cells), titles, 4, x_range=(0, 20), y_range=(0, 1), selected=step % there)


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
    return Ridge(names, edges, steps, np.array(samples, dtype=float), x_label="weight")


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


def _photographs(step: int, place: int) -> Record:
    rng = np.random.default_rng(step)
    colored = rng.integers(0, 255, (4, 12, 12, 3), dtype=np.uint8)
    return ImageGrid(
        ("in colour", "grey"), (colored, rng.random((4, 12, 12))), ((0.0, 1.0), (0.0, 1.0)), selected=(0, step % 4)
    )


def _product(step: int, place: int) -> Record:
    """A convolution, one output cell at a step."""
    x, k = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]), np.array([[2, 0], [0, 1]])
    y = np.lib.stride_tricks.sliding_window_view(x, (2, 2)).reshape(9, 4) @ k.ravel()
    i, j = divmod(step % 9, 3)
    whole = "{:.0f}"
    return Matrices(
        (
            Matrix(x, format=whole, title="x", regions=(Region(i, j, 2, 2, "window"),)), "∗",
            Matrix(k, format=whole, title="k", gradients=x[1:3, 1:3], muted=k == 0), "=",
            Matrix(y.reshape(3, 3), format=whole, title="y", highlight=((i, j),), summary="3 × 3",
                   blank=np.arange(9).reshape(3, 3) > step % 9),
        ),
        f"The window at ({i}, {j}), times the kernel: {y[3 * i + j]}.",
    )  # fmt: skip


def _stacks(step: int, place: int) -> Record:
    conv = Block("conv 3×3", (28, 28, 16), "conv", "160 parameters")
    plain = Stack(
        "plain", (Block("input", (28, 28, 1), "input"), conv, Block("dense", (10,), "dense")), "7,850 weights"
    )
    block = Branches(((conv, conv), ()), Block("+", (28, 28, 16), "add"))
    module = Branches(((conv,), (conv, conv)), Block("concat", (28, 28, 32), "concat"))
    return Blocks((plain, Stack("deep", (conv, block, module))), (1, step % 8), f"Layer {step % 8} of the deep one.")


def _bars(step: int, place: int) -> Record:
    names = ("apple", "orange", "tax")
    return Bars(names, ("gradient", "value"), np.array([[2.2, 3.3, 650.0], [step, -step / 2, 1.1]]), "price")


def _times(step: int, place: int) -> Record:
    heights = np.array([[3.0, step / 40, 0.5], [6.0, 1.0, -0.5]])
    names = ("conv 1", "conv 2", "dense")
    return Bars(names, ("forward", "backward"), heights, "ms", stacked=True, references=(Reference(4.0, "budget"),))


def _overflow(step: int, place: int) -> Record:
    heights = np.array([[1e-3, 1.0 + step, np.inf, np.nan]])
    references = (Reference(100.0, "limit"),)
    return Bars(("z = −7", "0", "89", "∞ / ∞"), ("e^z",), heights, log=True, references=references, selected=step % 4)


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


def _neurons(step: int, place: int) -> Record:
    """A network of 2-3-1, a picture at each node."""
    x, y = np.meshgrid(np.linspace(-1, 1, 12), np.linspace(1, -1, 12))
    angles = np.array([0.3, 1.2, 2.4]) + step / 100
    hidden = [np.tanh(3 * (np.cos(a) * x + np.sin(a) * y)) for a in angles]
    answers = {"x": x, "y": y, **{f"neuron {i}": values for i, values in enumerate(hidden)}, "P": sum(hidden)}
    columns = {"x": (0, 0.5), "y": (0, 1.5), "neuron 0": (1, 0), "neuron 1": (1, 1), "neuron 2": (1, 2), "P": (2, 1)}
    nodes = tuple(Node(id, "" if "n" in id else id, *at, kind="neuron") for id, at in columns.items())
    weights = {
        (s, f"neuron {i}"): part for i, a in enumerate(angles) for s, part in (("x", np.cos(a)), ("y", np.sin(a)))
    }
    edges = [Edge(*ends, weight=float(w)) for ends, w in weights.items()]
    edges += [Edge(f"neuron {i}", "P", weight=1.0 - i) for i in range(3)]
    pictures = {id: NodePicture(values, (-1.0, 1.0)) for id, values in answers.items()}
    return Graph(nodes, tuple(edges), f"{len(edges)} weights", "P", pictures)


def _table(step: int, place: int) -> Record:
    rows = tuple((name, f"{step * (i + 1) / 100:.2f}") for i, name in enumerate(("SGD", "Adam", "AdaGrad")))
    return Table(("rule", "loss"), rows)


def _trials(step: int, place: int) -> Record:
    """None to begin with."""
    rows = tuple((str(i), f"{10 ** -(i % 5):g}", f"{i / 60:.3f}") for i in range(step // 20))
    return Table(("trial", "learning rate", "accuracy"), rows, selected=1 if len(rows) > 1 else None)


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


def _cloud(step: int, place: int) -> Record:
    """Every other mark, on logarithmic axes."""
    x = np.logspace(-3, -0.5, 30)
    y = 10 ** (np.linspace(0, 1, 30) + np.sin(np.arange(30)))
    line = np.logspace(-3, 0, 20)
    layers = (
        BandMark(line, 2 + 0 * line, 5 + 10 * line, "spread", 1),
        LinesMark(line, 3 + 7 * line, "fitted", color=1),
        EllipseMark.of_axes((0.2, 5.0), (0.1, 3.0), 0.2, "one deviation", color=2),
        ArrowsMark(x[:1], y[:1], x[-1:], y[-1:], "drift", "Adam"),
        PointsMark(x, y, values=np.arange(30.0) + step, limits=(0, 300), sizes=np.linspace(0.5, 3, 30), name="trial"),
    )
    return Plane(Axes((1e-3, 1.0), (0.5, 200.0), "rate", "loss", log_x=True, log_y=True), layers)


RULES = ("SGD", "Adam")
CASES = [
    Case("loss", View("loss", CurvesView(smooth=10, y_label="cross entropy"), title="Loss on each batch"), None, RULES),
    Case("logarithmic loss", View("loss", CurvesView(log_y=True)), None),
    Case("curves", View("f"), _curves),
    Case("annotated curves", View("f"), _annotated),
    Case("sweep", View("sweep", CurvesGridView()), _sweep),
    Case("histograms", View("weights", HistogramsView()), _weights, RULES),
    Case("histogram", View("weights", HistogramsView()), _weights),
    Case("ridge", View("weights", RidgeView()), _ridge, RULES),
    Case("filters", View("filters", ImageGridView()), _images),
    Case("digits", View("digits", ImageGridView()), _digits),
    Case("photographs", View("photographs", ImageGridView()), _photographs),
    Case("product", View("product", MatricesView()), _product),
    Case("architectures", View("stacks", BlocksView()), _stacks),
    Case("confusion", View("confusion", MatrixView()), _confusion),
    Case("bars", View("bars", BarsView()), _bars),
    Case("times", View("times", BarsView()), _times),
    Case("overflow", View("overflow", BarsView()), _overflow),
    Case("graph", View("graph", GraphView()), _graph),
    Case("neurons", View("graph", GraphView()), _neurons),
    Case("table", View("table", TableView()), _table),
    Case("trials", View("trials", TableView()), _trials),
    Case("text", View("text", TextView()), _text, values=False),
    Case("paths", View("paths", PlaneView()), _paths, RULES),
    Case("decision", View("decision", PlaneView()), _decision),
    Case("cloud", View("cloud", PlaneView()), _cloud),
    Case("surface", View("paths", SurfaceView()), _paths, RULES, values=False),
]


def settled_frames(case: Case) -> Mapping[int, Frame]:
    """Frames on the way, and the settled one at the end."""
    return {step: case.frame(step, settled=step == LAST) for step in (0, 30, 120, 200, LAST)}
