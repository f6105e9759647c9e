"""Records are frozen, own their arrays, and describe themselves in words."""

import numpy as np
import pytest

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

GRID = np.arange(6.0).reshape(2, 3)
LINE = np.array([0.0, 1.0, 2.0])


def histograms() -> Histograms:
    values = np.array([-9.0, -0.5, 0.0, 0.0, 0.5, 1.0, 9.0])
    return Histograms.of({"layer 1": values}, np.array([-1.0, 0.0, 1.0]))


def records() -> list[Record]:
    return [
        Curves(LINE, {"loss": LINE}),
        histograms(),
        Ridge(("w",), np.array([0.0, 1.0]), LINE.astype(int), np.ones((3, 1))),
        ImageGrid(("row",), (GRID[np.newaxis],), ((0.0, 5.0),)),
        Matrix(GRID, ("a", "b"), ("x", "y", "z")),
        Bars(("p", "q", "r"), ("one", "two"), GRID),
        Table(("name", "value"), (("loss", "0.1"),)),
        Text("A sentence."),
        FieldMark(GRID, (0, 1), (0, 1), (0, 5)),
        ContoursMark(GRID, (0, 1), (0, 1), (1.0, 2.0)),
        PathMark(LINE, LINE, name="SGD"),
        PointsMark(LINE, LINE),
        LinesMark(LINE, LINE),
        ArrowsMark(LINE, LINE, LINE, LINE),
        Plane(Axes((0, 1), (0, 1)), (PathMark(LINE, LINE),)),
        Graph((Node("a", "2", 0, 0), Node("b", "×", 1, 0)), (Edge("a", "b", "2", "0.5"),), "Forward."),
    ]


@pytest.mark.parametrize("record", records(), ids=lambda record: type(record).__name__)
def test_that_a_record_describes_itself(record: Record) -> None:
    assert record.describe().strip()
    assert "\n" not in record.describe()


@pytest.mark.parametrize("record", records(), ids=lambda record: type(record).__name__)
def test_that_nobody_can_write_into_a_record(record: Record) -> None:
    values = list(vars(record).values())
    arrays = [v for v in values if isinstance(v, np.ndarray)]
    arrays += [a for v in values if isinstance(v, dict) for a in v.values()]
    arrays += [a for v in values if isinstance(v, tuple) for a in v if isinstance(a, np.ndarray)]
    for array in arrays:
        assert not array.flags.writeable
        assert array.base is None


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
