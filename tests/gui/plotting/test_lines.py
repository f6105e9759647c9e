"""A line is reduced to what can be seen without losing a peak, drawn in pieces, and its dashes run on."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from PySide6.QtGui import QPainterPath, QPen

from core.records import Curves
from core.run.series import Series
from gui.look.theme import Theme, VariantStyle
from gui.plotting.lines import MOST_ROWS, PAIRED, course, groups, line_of_series, lines_of_record, outline
from gui.plotting.shapes import CHUNK, pieces

STYLE = VariantStyle("#000000")


def series_of(values: np.ndarray) -> Series:
    series = Series()
    for step, value in enumerate(values):
        series.append(step, float(value))
    return series


def test_that_a_short_line_is_drawn_point_by_point() -> None:
    values = np.sin(np.arange(50.0))
    x, y = outline(line_of_series("", STYLE, series_of(values)), 2000)
    assert_array_equal(x, np.arange(50))
    assert_array_equal(y, values)


def test_that_a_long_line_keeps_its_peaks_and_its_end_in_few_points() -> None:
    values = np.random.default_rng(0).normal(size=20_000)
    values[12_345] = 50
    line = line_of_series("", STYLE, series_of(values))
    x, y = outline(line, 1000)
    assert len(line.x) <= MOST_ROWS
    assert len(x) <= 1000
    assert (y.max(), y.min()) == (50, values.min())
    assert x[-1] == 19_999


def test_that_groups_do_not_shift_as_rows_are_added() -> None:
    few, many = groups(9_000, 4096), groups(9_001, 4096)
    assert_array_equal(few[0], many[0][: len(few[0])])


def test_that_a_long_line_begins_where_the_run_began() -> None:
    values = np.random.default_rng(0).normal(size=20_000)
    line = line_of_series("", STYLE, series_of(values), smooth=30)
    assert (line.x[0], line.y[0], line.smooth[0]) == (0, values[0], values[0])
    x, y = course(line, 500)
    assert (x[0], y[0]) == (0, values[0])


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 7, 8, 9, 1000])
@pytest.mark.parametrize("most", [1, 2, 3, 8, 300])
def test_that_groups_are_every_row_once_and_no_more_than_asked_for(rows: int, most: int) -> None:
    starts, ends = groups(rows, most)
    assert len(starts) <= max(most, 2)
    assert [row for a, b in zip(starts, ends, strict=True) for row in range(a, b + 1)] == list(range(rows))


def test_that_the_bold_line_is_the_trailing_mean_at_the_steps_it_is_drawn_at() -> None:
    values = np.random.default_rng(1).normal(size=10_000)
    line = line_of_series("", STYLE, series_of(values), smooth=100)
    x, y = course(line, 500)
    weights = (1 - 2 / 101) ** np.arange(10_000.0)[::-1]
    expected = [np.average(values[: step + 1], weights=weights[-step - 1 :]) for step in x]
    assert_allclose(y, expected, atol=1e-9)


def test_that_the_end_of_a_line_is_its_last_drawable_point() -> None:
    line = line_of_series("", STYLE, series_of(np.array([2.0, 1.0, 0.0, np.nan])))
    assert line.end(log=False) == (2.0, 0.0)
    assert line.end(log=True) == (1.0, 1.0)


def test_that_the_nearest_row_is_read_off() -> None:
    line = line_of_series("", STYLE, series_of(np.arange(10.0)))
    assert [line.row_at(x) for x in (-5, 2.4, 2.6, 99)] == [0, 2, 3, 9]


def pieces_of(x: np.ndarray, y: np.ndarray, pen: QPen) -> list[tuple[QPainterPath, QPen]]:
    return list(pieces(np.array([x, y], dtype=float), pen))


def test_that_a_line_in_pieces_is_the_whole_line() -> None:
    x, y = np.arange(300.0), np.random.default_rng(0).normal(size=300)
    y[[70, 71, 200]] = np.nan
    found = pieces_of(x, y, QPen())
    assert all(path.elementCount() <= CHUNK + 1 for path, _ in found)
    drawn = {(e.x, e.y) for path, _ in found for e in (path.elementAt(i) for i in range(path.elementCount()))}
    assert drawn == {(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True) if np.isfinite(b)}
    ends = [path.currentPosition().x() for path, _ in found]
    assert ends[:-1] == [64, 128, 192, 256]


def test_that_dashes_run_on_from_piece_to_piece() -> None:
    pen = QPen()
    pen.setWidthF(2)
    pen.setDashPattern([5, 2.5])
    x = 3 * np.arange(200.0)
    y = np.zeros(200)
    y[10] = np.nan  # a gap is no line
    offsets = [own.dashOffset() for _, own in pieces_of(x, y, pen)]
    assert offsets == [0, (64 - 2) * 3 / 2, (128 - 2) * 3 / 2, (192 - 2) * 3 / 2]


def test_that_one_point_or_none_is_no_line() -> None:
    for n in (0, 1):
        assert pieces_of(np.zeros(n), np.zeros(n), QPen()) == []


def test_that_a_paired_line_has_the_color_of_the_other_in_dashes_and_a_marker_of_its_own() -> None:
    x, light = np.arange(3.0), Theme.named("light")
    names = ("without, training", "with, training", "without, test", "with, test")
    pairs = {"without, test": "without, training", "with, test": "with, training"}
    record = Curves(x, dict.fromkeys(names, x), paired=pairs)
    styles = {line.name: line.style for line in lines_of_record(record, "", STYLE, light)}
    assert [styles[name].color for name in names] == [light.color(i) for i in (0, 1, 0, 1)]
    assert [styles[name].dash for name in names] == [(), (), PAIRED, PAIRED]
    assert len({style.marker for style in styles.values()}) == 4
