"""What is particular to each kind of record; what all promise is in tests/contracts/test_records.py."""

from collections.abc import Callable

import numpy as np
import pytest

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
    Matrices,
    Matrix,
    Node,
    NodePicture,
    PathMark,
    Plane,
    Point,
    PointsMark,
    Reference,
    Region,
    Ridge,
    Span,
    Stack,
    Table,
)

GRID = np.arange(6.0).reshape(2, 3)
LINE = np.array([0.0, 1.0, 2.0])


def histograms() -> Histograms:
    values = np.array([-9.0, -0.5, 0.0, 0.0, 0.5, 1.0, 9.0])
    return Histograms.of({"layer 1": values}, np.array([-1.0, 0.0, 1.0]))


def test_that_a_record_does_not_change_with_the_array_it_was_made_from() -> None:
    values = np.ones(3)
    view = values[:]
    view.flags.writeable = False  # a read-only view of an array that still changes
    curve = Curves(view, {"loss": values})
    values[:] = 7
    assert curve.x.tolist() == curve.lines["loss"].tolist() == [1, 1, 1]


def test_that_histograms_count_everything() -> None:
    made = histograms()
    assert made.counts.tolist() == [[1, 4]]
    assert (made.below.tolist(), made.above.tolist(), made.zeros.tolist()) == ([1], [1], [2])
    assert made.total.tolist() == [7]
    assert made.describe() == "layer 1: 29 % zero, mean 0.143, std 4.83, 2 outside"


def test_that_a_ridge_describes_its_last_moment() -> None:
    empty = Ridge(("a", "b"), np.array([0.0, 1.0, 2.0]))
    assert empty.describe() == "histograms over time: none yet"
    filled = Ridge(("a", "b"), np.array([0.0, 1.0, 2.0]), np.array([0, 10]), np.arange(8).reshape(2, 2, 2))
    assert filled.counts.shape == (2, 2, 2)
    assert filled.describe().startswith("histograms over 2 moments up to step 10: a std")


def test_that_a_ridge_of_one_name_may_leave_out_its_axis() -> None:
    made = Ridge(("w",), np.array([0.0, 1.0, 2.0]), np.array([0]), np.array([[1, 1]]))
    assert made.counts.shape == (1, 1, 2)
    assert made.describe() == "histograms over 1 moments up to step 0: w std 0.5"


def test_that_an_unknown_scale_of_pictures_is_refused() -> None:
    with pytest.raises(ValueError, match="scale is one of grey, signed, sequential, not 'loud'"):
        ImageGrid(("row",), (GRID[np.newaxis],), ((0.0, 5.0),), scale="loud")


def test_that_a_plane_describes_its_layers_in_order() -> None:
    field = FieldMark(GRID, (0, 1), (0, 1), (0, 5), label="f")
    plane = Plane(Axes((0, 1), (0, 1)), (field, PathMark(LINE, LINE, name="Adam")))
    assert plane.describe() == "f from 0 to 5; Adam of 2 steps to (2, 2)"


def test_that_one_of_a_kind_is_told_as_one() -> None:
    one, two = np.zeros(1), np.zeros(2)
    assert PointsMark(one, one, name="lowest point").describe() == "1 lowest point"
    assert PointsMark(two, two).describe() == "2 points"
    assert PathMark(two, two, name="SGD").describe() == "SGD of 1 step to (0, 0)"
    assert ArrowsMark(one, one, one, one).describe() == "1 arrow"
    assert ContoursMark(np.zeros((2, 2)), (0, 1), (0, 1), (5.0,)).describe() == "1 contour from 5 to 5"


INPUT = Block("input", (28, 28, 1), "input")
MISTAKES: list[tuple[Callable[[], object], str]] = [
    (lambda: Curves(LINE, {"loss": np.zeros(2)}), r"line 'loss' has shape \(2,\), but x has 3 points"),
    (lambda: Curves(-LINE, {}), "never fall; sort the points by x"),
    (lambda: Curves(np.array([0, 1, np.inf]), {}), "finite numbers that never fall"),
    (lambda: Curves(LINE, {"f": LINE}, dashed=("g",)), "there is no line 'g'; there are 'f'"),
    (lambda: Curves(LINE, {"f": LINE}, paired={"f": "g"}), "there is no line 'g'; there are 'f'"),
    (lambda: Curves(LINE, {"f": LINE}, paired={"f": "f"}), "'f' is paired with 'f', which is itself paired"),
    (lambda: Curves(LINE, {"f": LINE}, points=(Point(0, 0, line="h"),)), "there is no line 'h'; there are 'f'"),
    (lambda: Curves(LINE, {}, bands={"b": (LINE, LINE[:2])}), r"band 'b' has shapes \(3,\) and \(2,\)"),
    (lambda: Span(2, 1), "from a lower to a higher x, not from 2 to 1"),
    (lambda: CurvesGrid((None, None), ("one",), 2), "a grid of 2 plots has one title for each, not 1"),
    (lambda: CurvesGrid((None,), ("one",), 0), "at least one column, not 0"),
    (lambda: CurvesGrid((None,), ("one",), 1, selected=1), "there is no plot 1 among 1"),
    (lambda: Matrix(np.zeros((2, 2, 2))), r"rows and columns; this one has shape \(2, 2, 2\)"),
    (lambda: Matrix(GRID, ("a",)), "1 row name for 2 rows"),
    (lambda: Matrix(GRID, (), ("a",)), "1 column name for 3 columns"),
    (lambda: Matrix(GRID, gradients=LINE), r"gradients of shape \(1, 3\) do not fit values of shape \(2, 3\)"),
    (lambda: Matrix(GRID, blank=LINE > 0), "blank of shape"),
    (lambda: Matrix(GRID, highlight=((2, 0),)), r"no cell \(2, 0\) in a matrix of 2 × 3"),
    (lambda: Matrix(GRID, regions=(Region(1, 1, 2, 2),)), r"2 × 2 cells at \(1, 1\) leaves a matrix of 2 × 3"),
    (lambda: Matrices((Matrix(GRID), "plus", Matrix(GRID))), "one of ×, ·, =.*or a line break, not 'plus'"),
    (lambda: Matrices(("=",)), "at least one matrix"),
    (lambda: Block("conv", (28, 28)), r"block 'conv' has shape \(28, 28\); it is \(height, width, channels\)"),
    (lambda: Block("conv", (0, 1, 1)), "has shape"),
    (lambda: Block("conv", (1,), "magic"), "a block is one of input, conv, .* not 'magic'"),
    (lambda: Branches(((INPUT,),), INPUT), "at least two paths, not 1"),
    (lambda: Stack("empty", ()), "the stack 'empty' has no block"),
    (lambda: Blocks(()), "at least one stack"),
    (lambda: Blocks((Stack("net", (INPUT,)),), (0, 1)), "there is no block 1 in stack 0"),
    (lambda: Bars(("a",), ("one",), GRID), r"heights of shape \(2, 3\) for 1 series and 1 name"),
    (lambda: Bars(("a",), ("s",), np.ones((1, 1)), log=True, stacked=True), "stacked bars need a linear axis"),
    (lambda: Bars(("a",), ("s",), np.ones((1, 1)), log=True, references=(Reference(0),)), "at or below 0"),
    (lambda: Bars(("a",), ("s",), np.ones((1, 1)), selected=1), "there is no bar 1 among 1"),
    (lambda: Reference(float("nan")), "a finite value, not at nan"),
    (lambda: ImageGrid(("a",), (GRID,), ((0, 1),)), r"images 'a' have shape \(2, 3\)"),
    (lambda: ImageGrid(("a",), (), ()), "0 groups of images with 1 label and 0 pairs of limits"),
    (lambda: ImageGrid(("a",), (np.full((1, 2, 2, 3), 2.0),), ((0, 1),)), "go from 2 to 2; scale them to 0 … 1"),
    (lambda: ImageGrid(("a",), (np.ones((1, 2, 2, 3), int),), ((0, 1),)), "are bytes, or floats from 0 to 1, not int"),
    (lambda: ImageGrid(("a",), (np.ones((1, 2, 2)),), ((0, 1),), selected=(0, 1)), "no image 1 in group 0"),
    (lambda: Table(("a", "b"), (("1",),)), "row 0 has 1 cell, but there are 2 columns"),
    (lambda: Table(("a",), (), selected=0), "there is no row 0 in a table of 0 rows"),
    (lambda: Graph((Node("a", "", 0, 0), Node("a", "", 1, 0)), ()), "two nodes of a graph are called 'a'"),
    (lambda: Graph((Node("a", "", 0, 0),), (Edge("a", "b"),)), "from 'a' to 'b' leads to a node that is not there"),
    (lambda: Graph((Node("a", "", 0, 0),), (), selected="b"), "no node or edge 'b' to choose"),
    (lambda: Graph((), (), pictures={"b": NodePicture(np.ones((2, 2)), (0, 1))}), "a picture of 'b', which is no node"),
    (lambda: NodePicture(np.ones(4), (0, 1)), "a node's picture has rows and columns; this one has shape"),
    (lambda: NodePicture(np.ones((2, 2)), (0, 1), "rainbow"), "one of grey, signed, sequential, not 'rainbow'"),
    (lambda: Axes((0, 1), (1, 1)), "the y axis goes from a lower to a higher number, not from 1 to 1"),
    (lambda: Axes((0, 1), (0, 1), log_x=True), "a logarithmic x axis begins above 0, not at 0"),
    (lambda: PathMark(np.zeros(0), np.zeros(0)), "a path has at least one point"),
    (lambda: PathMark(LINE, LINE, LINE[:1]), r"a path of 3 points cannot have z of shape \(1,\)"),
    (lambda: PointsMark(LINE, LINE, LINE, values=LINE), "by their group or by their values, not by both"),
    (lambda: PointsMark(LINE, LINE, sizes=-LINE), "the size of a point is at least 0, not -2"),
    (lambda: PointsMark(LINE, LINE, highlight=3), "there is no point 3 among 3"),
    (lambda: BandMark(LINE, LINE, LINE[:1]), r"a band of 3 points cannot have high of shape \(1,\)"),
    (lambda: EllipseMark(LINE, np.eye(2)), r"a centre \(2,\) and a covariance \(2, 2\), not \(3,\)"),
    (lambda: EllipseMark(LINE[:2], np.array([[1.0, 2.0], [0.0, 1.0]])), "is symmetric"),
    (lambda: FieldMark(LINE, (0, 1), (0, 1), (0, 1)), r"need a grid of values \(rows, columns\), not shape \(3,\)"),
    (
        lambda: Histograms(("a",), LINE, GRID, LINE, LINE, LINE, LINE, LINE),
        r"counts of shape \(2, 3\) for 1 histograms",
    ),
    (lambda: Ridge(("w",), LINE, LINE, GRID), r"\(times, names, bins\) is \(3, 1, 2\)"),
    (lambda: Matrix(np.array([[None]])), "hold numbers, not objects such as NoneType"),
]


@pytest.mark.parametrize(("made", "sentence"), MISTAKES, ids=range(len(MISTAKES)))
def test_that_a_mistake_is_told_in_a_sentence(made: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as told:
        made()
    assert "\n" not in str(told.value)


def test_that_what_is_not_there_yet_describes_itself() -> None:
    assert Table(("name", "value"), ()).describe() == "a table of name, value with no rows yet"
    assert Curves(np.zeros(0), {"loss": np.zeros(0)}).describe() == "empty"
    assert CurvesGrid((None, None), ("a", "b"), 2).describe() == "0 of 2 plots"
    blank = Matrix(np.zeros((2, 2)), title="y", blank=np.ones((2, 2), dtype=bool))
    assert blank.describe() == "y: matrix of 2 × 2, empty"


def test_that_matrices_are_read_like_a_line_on_the_board() -> None:
    x, w = Matrix(np.array([1.0, 2.0]), title="x"), Matrix(np.eye(2), title="W")
    hidden = Matrix(np.array([1.0, 2.0]), title="y", blank=np.array([[False, True]]))
    line = Matrices((x, "×", w, "\n", "=", hidden), "Row by column.")
    assert line.describe() == "x [1 2] × W [1 0; 0 1]; = y [1 _] Row by column."
    assert line.matrices == (x, w, hidden)


def test_that_blocks_are_counted_path_by_path() -> None:
    a, b, c, join = (Block(name, (4, 4, 2), "conv") for name in "abc+")
    stack = Stack("net", (a, Branches(((b, c), ()), join)), "12 parameters")
    assert [block.label for block in stack.blocks] == ["a", "b", "c", "+"]
    told = Blocks((stack,), (0, 2)).describe()
    assert told == "net: 4 blocks from 4×4×2 to 4×4×2, 12 parameters; chosen: c, 4×4×2"
    assert Block("dense", (10,)).volume == (1, 1, 10)


def test_that_an_ellipse_from_axes_is_the_one_of_its_covariance() -> None:
    made = EllipseMark.of_axes((1, 2), (3, 0.5), np.pi / 6)
    x, y = made.outline()
    inverse = np.linalg.inv(made.covariance)
    offsets = np.stack([x - 1, y - 2])
    np.testing.assert_allclose(np.einsum("ik,ij,jk->k", offsets, inverse, offsets), 1)
    np.testing.assert_allclose(np.hypot(*made.half_axes.T), (0.5, 3))
    direction = np.degrees(np.arctan2(*made.half_axes[1][::-1])) % 180
    np.testing.assert_allclose(direction, 30)


def test_that_a_flat_cloud_has_a_line_for_an_ellipse() -> None:
    x, y = EllipseMark(np.zeros(2), np.array([[1.0, 1.0], [1.0, 1.0]]), deviations=2).outline()
    np.testing.assert_allclose(x, y, atol=1e-7)
    assert np.ptp(x) == pytest.approx(4, rel=1e-3)


def test_that_a_curve_tells_bands_spans_and_points() -> None:
    made = Curves(
        LINE,
        {"f": np.array([0, 1, np.nan])},
        "h",
        "error",
        bands={"spread": (LINE, LINE + 1)},
        spans=(Span(0, 1, "rounding"),),
        points=(Point(1, 1, "best"),),
    )
    assert made.describe() == (
        "error at h 2: f undefined, spread between 2 and 3; rounding from 0 to 1; best at (1, 1)"
    )


def test_that_points_are_coloured_between_their_values_or_limits() -> None:
    assert PointsMark(LINE, LINE, values=np.array([np.nan, 2.0, 5.0])).span == (2, 5)
    assert PointsMark(LINE, LINE, values=LINE, limits=(0, 9)).span == (0, 9)
    assert PointsMark(LINE, LINE, values=LINE).describe() == "3 points with values from 0 to 2"


def test_that_a_vector_is_a_row() -> None:
    assert Matrix(LINE).values.shape == (1, 3)
    assert not Matrix(LINE).values.flags.writeable


def test_that_a_gradient_may_not_be_there_yet() -> None:
    matrix = Matrix(GRID, gradients=GRID, blank=GRID[0, 0] == GRID, gradients_blank=GRID[1, 1] == GRID)
    assert [matrix.has_gradient(*cell) for cell in ((0, 0), (1, 1), (0, 1))] == [False, False, True]
