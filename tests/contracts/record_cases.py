"""An example of every record, and of every part of one, with the values that are hard to store."""

import math

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
    Part,
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

GRID = np.arange(6.0).reshape(2, 3)
LINE = np.array([0.0, 1.0, 2.0])
BROKEN = np.array([math.nan, math.inf, -0.0], dtype=np.float32)
ENDS = ((0.0, 1.0), (-1.0, 1.0))

span = Span(1.0, math.inf, "saturated")
point = Point(1.0, -0.0, "the best", "loss")
curves = Curves(
    LINE,
    {"loss": BROKEN, "theory": LINE},
    "h",
    "f(h)",
    dashed=("theory",),
    bands={"loss": (LINE - 1, LINE + 1)},
    spans=(span,),
    points=(point,),
    log_x=True,
    log_y=True,
)
region = Region(0, 1, 2, 2, "window", color=3)
matrix = Matrix(
    np.array([[1.0, math.nan, 0.1 + 0.2], [math.inf, -0.0, 5e-324]]),
    ("a", "b"),
    ("x", "y", "z"),
    highlight=((0, 1),),
    title="W",
    gradients=GRID.astype(np.float16),
    regions=(region,),
    muted=np.array([[True, False, False], [False, False, True]]),
    blank=np.zeros((2, 3), dtype=bool),
    limits=(-math.inf, 1.0),
)
block = Block("conv 3×3", (28, 28, 16), "conv", "160 parameters")
join = Block("+", (28, 28, 16), "add")
branches = Branches(((block, block), ()), join)
stack = Stack("residual", (block, branches), "320 parameters")
node, other = Node("a", "2", 0, 0, "input", "waiting", "note"), Node("b", "×", 1, 0.5)
edge = Edge("a", "b", "2", "0.5", active=True, weight=-0.25)
picture = NodePicture(BROKEN[np.newaxis], (0.0, 1.0), "signed", 0.5)
reference = Reference(0.1, "chance")
axes = Axes((0.1, 1.0), (-1.0, 1.0), "h", "error", log_x=True)

PARTS: tuple[Part, ...] = (span, point, region, block, branches, stack, node, other, edge, picture, reference, axes)
MARKS: tuple[Record, ...] = (
    FieldMark(GRID, *ENDS, (0, 5), "signed", 1.5, "f"),
    ContoursMark(GRID, *ENDS, (1.0, 2.0)),
    PathMark(LINE, LINE, name="SGD"),
    PointsMark(LINE, LINE, np.array([0, 1, 2], dtype=np.int8), "cross", "samples", 2),
    PointsMark(LINE, LINE, values=BROKEN, sizes=LINE, limits=(0.0, math.inf)),
    LinesMark(LINE, LINE, "boundary", dashed=True, color="SGD"),
    ArrowsMark(LINE, LINE, LINE, LINE, color=2),
    BandMark(LINE, LINE - 1, LINE + 1, "spread", 0),
    EllipseMark.of_axes((1.0, 2.0), (3.0, 0.5), 0.3, "one deviation"),
)
RECORDS: tuple[Record, ...] = (
    *MARKS,
    Curves(LINE, {"loss": LINE}),
    Curves(np.zeros(0), {}),
    curves,
    CurvesGrid((curves, None), ("σ 1", "σ 2"), 2, (0.0, 2.0), None, 1),
    Histograms.of({"layer 1": LINE}, np.array([-1.0, 0.0, 1.0])),
    Ridge(("w",), np.array([0.0, 1.0]), np.array([0, 10, 20]), np.ones((3, 1))),
    Ridge(("w",), np.array([0.0, 1.0])),
    ImageGrid(("row",), (GRID[np.newaxis],), ((0.0, 5.0),)),
    ImageGrid(("photographs",), (np.arange(24, dtype=np.uint8).reshape(2, 2, 2, 3),), ((0, 1),), selected=(0, 1)),
    Matrix(GRID),
    matrix,
    Matrices((matrix, "×", Matrix(LINE), "\n", "=", Matrix(GRID)), "Row by column."),
    Bars(("p", "q", "r"), ("one", "two"), GRID),
    Bars(("p", "q", "r"), ("one",), BROKEN[np.newaxis], log=True, references=(reference,), selected=2),
    Table(("name", "value"), (("loss", "0.1"),), selected=0),
    Table((), ()),
    Text("A sentence.", r"\frac{1}{n}"),
    Plane(axes, MARKS, (45.0, 30.0)),
    Graph((node, other), (edge,), "Forward.", ("a", "b")),
    Graph((node, other), (edge,), "", "b", {"b": picture, "a": NodePicture(GRID, (-1.0, 5.0), "grey")}),
    Blocks((stack, Stack("small", (block,))), (0, 2), "One scale."),
)
EXAMPLES: tuple[Part, ...] = (*PARTS, *RECORDS)
