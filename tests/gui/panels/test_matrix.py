"""Cells are as square as their numbers allow, tinted on one scale, and silent where numbers do not fit."""

import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Matrix, Region
from core.run.views import MatrixView, View
from gui.look.theme import Theme, contrast
from gui.panels.matrix.cells import Cells, scale_of
from gui.panels.matrix.panel import MatrixPanel, neighbour
from gui.plotting.colors import color_at
from tests.gui.panels.drawn import color, texts, words

LIGHT = Theme.named("light")
DIGITS = tuple("0123456789")


def panel_of(qtbot: QtBot, size: tuple[int, int] = (500, 350), theme: Theme = LIGHT, **matrices: Matrix) -> MatrixPanel:
    panel = MatrixPanel(View("confusion", MatrixView()), theme)
    qtbot.addWidget(panel)
    panel.set_variants(tuple(matrices) if len(matrices) > 1 else ())
    panel.resize(*size)
    panel.show_records(matrices if len(matrices) > 1 else {"": next(iter(matrices.values()))})
    return panel


def jacobian() -> Matrix:
    return Matrix(
        np.array([[0.2, -0.1], [-0.1, 0.25]]), ("p₁", "p₂"), ("z₁", "z₂"), "output", "score", "{:.2f}", signed=True
    )


def test_that_numbers_names_labels_and_the_summary_are_drawn(qtbot: QtBot) -> None:
    confusion = Matrix(np.eye(3) * 7, ("a", "b", "c"), ("d", "e", "f"), "true", "read as", "{:.0f}", summary="21 right")
    drawn = words(panel_of(qtbot, one=confusion))
    assert drawn.count("7") == 3
    assert drawn.count("0") == 6
    assert {"a", "b", "c", "d", "e", "f", "true", "read as", "21 right"} <= set(drawn)


SENTENCE = "897 of 1,000 right; most often 8 for 3, 12 times; at step 800"


def test_that_a_long_summary_takes_a_second_line_where_the_cells_have_room_for_it(qtbot: QtBot) -> None:
    confusion = Matrix(np.eye(10) * 90, DIGITS, DIGITS, "true", "answer", "{:.0f}", summary=SENTENCE)
    for size, lines in (((380, 420), 2), ((380, 270), 1), ((700, 420), 1)):
        panel = panel_of(qtbot, size, one=confusion)
        found = [one for one in texts(panel) if "right" in one.text or "step" in one.text]
        assert len(found) == lines
        assert found[0].text.startswith("897 of 1,000 right; most often 8 for 3")
        assert all(0 < one.y < size[1] - 8 for one in found)
        assert "90" in words(panel)
        if lines == 2:
            assert " ".join(one.text for one in found) == SENTENCE


def test_that_rows_and_columns_without_names_are_counted_from_1(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, one=Matrix(np.array([[5.0, 6.0], [7.0, 8.0]])))
    (cells,) = panel._cells(panel.area)
    assert panel.readout(cells.box(1, 0).center()) == "row 2, column 1: 7"


def test_that_a_number_stands_in_its_cell(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, one=jacobian())
    for one in texts(panel):
        if one.text in ("0.20", "0.25"):
            assert panel.readout(QPointF(one.x + 4, one.y - 4)).endswith(f": {one.text}")


def test_that_numbers_are_left_out_where_they_do_not_fit(qtbot: QtBot) -> None:
    many = Matrix(np.full((40, 40), 0.123), (), ())
    assert "0.123" not in words(panel_of(qtbot, one=many))
    assert "0.123" in words(panel_of(qtbot, one=Matrix(many.values[:4, :4], (), ())))


def test_that_names_that_would_touch_are_left_out_evenly(qtbot: QtBot) -> None:
    names = tuple(f"unit {i}" for i in range(60))
    drawn = [text for text in words(panel_of(qtbot, one=Matrix(np.zeros((60, 60)), (), names))) if "unit" in text]
    assert 3 < len(drawn) < 20
    numbers = [int(text.split()[1]) for text in drawn]
    assert len(set(np.diff(numbers).tolist())) == 1


def named_columns(qtbot: QtBot, size: tuple[int, int], *names: str) -> tuple[MatrixPanel, Cells]:
    square = Matrix(np.eye(len(names)), names, names, "true class", "answer", "{:.0f}")
    panel = panel_of(qtbot, size, one=square)
    (cells,) = panel._cells(panel.area)
    return panel, cells


def test_that_cells_become_wider_than_high_where_the_names_of_columns_need_it(qtbot: QtBot) -> None:
    panel, cells = named_columns(qtbot, (520, 190), "malignant", "benign")
    assert words(panel).count("malignant") == words(panel).count("benign") == 2
    assert cells.width > 1.3 * cells.height
    assert cells.grid.right() <= panel.area.right()
    _, roomy = named_columns(qtbot, (520, 400), "malignant", "benign")
    assert roomy.width == roomy.height


def test_that_names_of_columns_take_two_lines_and_else_are_turned_where_they_are_too_wide(qtbot: QtBot) -> None:
    names = ("mean radius", "mean texture", "mean perimeter", "mean area")
    panel, cells = named_columns(qtbot, (500, 300), *names)
    lower = [one.y for one in texts(panel) if one.text in ("radius", "texture", "perimeter", "area")]
    assert len(lower) == 4  # beneath "mean"
    assert len(set(lower)) == 1
    assert lower[0] < cells.top + panel.area.top() + 2
    panel, cells = named_columns(qtbot, (330, 420), *(f"measurement{i}" for i in range(7)))
    found = [one for one in texts(panel) if one.text.startswith("measurement")]
    assert cells.heads.turned
    assert len(found) == 7  # names of rows are elided
    assert max(one.y for one in found) <= cells.top + 5  # they end where the cells begin


def test_that_the_tint_is_the_color_of_the_value(qtbot: QtBot) -> None:
    matrix = jacobian()
    panel = panel_of(qtbot, one=matrix)
    limits, scale = scale_of([matrix])
    first = next(one for one in texts(panel) if one.text == "0.20")
    expected = color_at(0.2, limits, scale, LIGHT).name()
    assert color(panel, first.x - 4, first.y + 12) == expected


def test_that_zero_is_in_the_middle_of_a_signed_scale() -> None:
    assert scale_of([jacobian()]) == ((-0.25, 0.25), "signed")


def test_that_matrices_side_by_side_share_the_scale() -> None:
    small, large = Matrix(np.eye(2), (), ()), Matrix(8 * np.eye(2), (), ())
    assert scale_of([small, large]) == ((-8, 8), "signed")
    assert scale_of([Matrix(np.array([[-1.0, 5.0]]), (), ())]) == ((-1, 5), "sequential")


def test_that_values_that_are_not_finite_leave_the_scale_alone(qtbot: QtBot) -> None:
    broken = Matrix(np.array([[np.nan, np.inf], [1.0, 2.0]]), (), ())
    assert scale_of([broken]) == ((-2, 2), "signed")
    assert {"nan", "inf", "1", "2"} <= set(words(panel_of(qtbot, one=broken)))


def test_that_numbers_can_be_read_on_every_tint(qtbot: QtBot) -> None:
    for theme in (LIGHT, Theme.named("dark")):
        grounds = [color_at(v, (-1, 1), "signed", theme).name() for v in np.linspace(-1, 1, 41)]
        assert min(max(contrast("#1c1c1e", g), contrast("#ffffff", g)) for g in grounds) > 4


def test_that_the_cursor_tells_row_column_and_value(qtbot: QtBot) -> None:
    counts = Matrix(np.arange(100).reshape(10, 10), DIGITS, DIGITS, "true", "read as", "{:.0f}")
    panel = panel_of(qtbot, one=counts)
    told = {panel.readout(QPointF(x, y)) for x in range(0, 500, 8) for y in range(0, 350, 8)} - {""}
    assert told == {f"true {i}, read as {j}: {10 * i + j}" for i in range(10) for j in range(10)}


def test_that_variants_are_named(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, SGD=jacobian(), Adam=jacobian())
    assert {"SGD", "Adam"} <= set(words(panel))


def test_that_a_very_small_panel_shows_the_cells_alone(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, (160, 120), one=Matrix(np.eye(10), DIGITS, DIGITS, "true", "read as"))
    assert words(panel) == [panel.title]
    assert panel.readout(QPointF(80, 70)) != ""


def test_that_gradients_blanks_regions_and_the_title_are_drawn(qtbot: QtBot) -> None:
    values = np.array([[1.0, 2.0], [3.0, 4.0]])
    matrix = Matrix(
        values, title="W", gradients=-values, blank=values == 4, regions=(Region(0, 0, 2, 1, "seen"),), limits=(0, 8)
    )
    panel = panel_of(qtbot, one=matrix)
    assert {"W", "1", "2", "3", "← −1", "← −3", "seen"} <= set(words(panel))
    assert not {"4", "← −4"} & set(words(panel))
    assert scale_of([matrix]) == ((-8, 8), "signed")


def test_that_cells_are_found(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, SGD=jacobian(), Adam=jacobian())
    found = {panel.cell_at(QPointF(x, y)) for x in range(0, 500, 5) for y in range(0, 350, 5)}
    assert found == {None, *((name, 0, i, j) for name in ("SGD", "Adam") for i in range(2) for j in range(2))}
    assert [neighbour(jacobian(), 0, 0, *step) for step in ((1, 0), (-1, 0), (0, 1), (0, -1))] == [
        (0, 1), (0, 0), (1, 0), (0, 0)
    ]  # fmt: skip
