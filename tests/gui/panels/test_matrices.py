"""Matrices stand in a row with their operators, numbers readable, nothing clipped, and nothing moves as cells fill."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from pytestqt.qtbot import QtBot

from core.records import Matrices, Matrix, Region
from core.run.views import MatricesView, View
from gui.look.theme import Theme
from gui.panels.matrices.layout import Layout
from gui.panels.matrices.panel import MatricesPanel
from gui.panels.matrix.cells import CellIndex
from tests.gui.panels.drawn import color, texts, words

LIGHT = Theme.named("light")
X = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
K = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])
Y = np.array([[15, 16], [6, 15]])
WHOLE = "{:.0f}"


def convolution(step: int = 3) -> Matrices:
    i, j = divmod(step, 2)
    blank = np.arange(4).reshape(2, 2) > step
    return Matrices(
        (
            Matrix(X, title="input", format=WHOLE, regions=(Region(i, j, 3, 3, "window"),)), "∗",
            Matrix(K, title="kernel", format=WHOLE), "=",
            Matrix(Y, title="output", format=WHOLE, blank=blank, highlight=((i, j),), summary="2 × 2"),
        ),
        f"Step {step}: {Y[i, j]}.",
    )  # fmt: skip


def backprop() -> Matrices:
    def one(values: list[list[float]], title: str, gradients: list[list[float]] | None = None) -> Matrix:
        return Matrix(np.array(values), title=title, gradients=None if gradients is None else np.array(gradients))

    return Matrices(
        (
            one([[1, 2], [3, 4]], "X"), "×", one([[-1.5, 0.5], [0.5, 0.5]], "W", [[0, -34], [0, -50]]), "=",
            one([[-0.5, 1.5], [-0.5, 5.5]], "z", [[0, -7], [0, -9]]), "\n",
            "→", one([[3], [11]], "y", [[-3.5], [-4.5]]), "→", one([[16.25]], "loss"),
        ),
        "What arrives at z goes back through W.",
    )  # fmt: skip


def panel_of(qtbot: QtBot, size: tuple[int, int] = (500, 350), **records: Matrices) -> MatricesPanel:
    panel = MatricesPanel(View("product", MatricesView()), LIGHT)
    qtbot.addWidget(panel)
    panel.set_variants(tuple(records) if len(records) > 1 else ())
    panel.resize(*size)
    panel.show_records(records if len(records) > 1 else {"": next(iter(records.values()))})
    return panel


def layout_of(panel: MatricesPanel, name: str = "") -> Layout:
    return panel._layouts()[name]


@pytest.mark.parametrize("size", [(400, 250), (500, 350), (900, 300), (300, 500), (800, 470)], ids=str)
@pytest.mark.parametrize("record", [convolution(), backprop()], ids=["convolution", "backprop"])
def test_that_everything_is_inside_and_apart(qtbot: QtBot, record: Matrices, size: tuple[int, int]) -> None:
    panel = panel_of(qtbot, size, one=record)
    layout = layout_of(panel)
    parts = [cells.part for cells in layout.cells] + [sign.box for sign in layout.operators]
    assert all(panel.area.adjusted(-1, -1, 1, 1).contains(cells.part) for cells in layout.cells)
    for a, b in combinations([part.adjusted(1, 1, -1, -1) for part in parts], 2):
        assert not a.intersects(b)


def test_that_numbers_titles_operators_and_the_caption_are_drawn(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, one=convolution()))
    assert {"input", "kernel", "output", "∗", "=", "2 × 2", "window"} <= set(drawn)
    assert "Step 3: 15." in " ".join(drawn)
    assert drawn.count("16") == 1
    assert min(one.size for one in texts(panel_of(qtbot, one=convolution()))) >= 9  # points: 12 pixels


def test_that_the_type_grows_with_the_panel(qtbot: QtBot) -> None:
    small, large = (layout_of(panel_of(qtbot, size, one=convolution())).size for size in ((400, 250), (840, 470)))
    assert 12 <= small < large


def test_that_a_blank_cell_has_no_number_and_nothing_moves_when_it_is_filled(qtbot: QtBot) -> None:
    first, last = panel_of(qtbot, one=convolution(0)), panel_of(qtbot, one=convolution(3))
    assert "16" not in words(first)
    assert [cells.grid for cells in layout_of(first).cells] == [cells.grid for cells in layout_of(last).cells]
    output = layout_of(first).cells[2]
    assert first.readout(output.box(1, 1).center()) == "output · row 2, column 2: nothing yet"


def test_that_a_gradient_stands_below_its_value(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, one=backprop())
    at = {one.text: one for one in texts(panel)}
    assert at["1.5"].y < at["← −7"].y
    weights = layout_of(panel).cells[1]
    assert panel.readout(weights.box(1, 1).center()) == "W · row 2, column 2: 0.5 · gradient −50"


def test_that_a_line_break_begins_a_new_line_and_a_long_line_is_broken_before_an_operator(qtbot: QtBot) -> None:
    x, w, z, y, loss = layout_of(panel_of(qtbot, one=backprop())).cells
    assert len({cells.grid.center().y() // 2 for cells in (x, w, z)}) == 1
    assert min(y.top, loss.top) > max(c.grid.bottom() for c in (x, w, z))
    tall = layout_of(panel_of(qtbot, (260, 500), one=convolution()))
    lines = {}
    for cells in tall.cells:
        lines.setdefault(round(cells.grid.center().y()), []).append(cells)
    assert len(lines) > 1
    assert all(
        any(sign.box.center().y() == pytest.approx(y, abs=1) for sign in tall.operators) for y in list(lines)[1:]
    )


def test_that_what_is_too_large_for_numbers_keeps_its_tints(qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    large = Matrices((Matrix(rng.normal(size=(10, 75)), title="A"), "×", Matrix(rng.normal(size=(75, 4)), title="B")))
    panel = panel_of(qtbot, (400, 250), one=large)
    assert layout_of(panel).size == 0
    assert all(panel.area.contains(cells.grid) for cells in layout_of(panel).cells)
    assert {"A", "B", "×"} <= set(words(panel))


def test_that_matrices_share_a_tint_unless_they_have_limits(qtbot: QtBot) -> None:
    same = Matrices((Matrix(np.array([[1.0]])), "→", Matrix(np.array([[1.0]])), "→", Matrix(np.array([[8.0]]))))
    own = Matrices((same.matrices[0], "→", Matrix(np.array([[1.0]]), limits=(0, 1)), "→", same.matrices[2]))

    def grounds(record: Matrices) -> list[str]:
        panel = panel_of(qtbot, one=record)
        return [color(panel, c.left + 5, c.top + 5) for c in layout_of(panel).cells]

    first, second, third = grounds(same)
    assert first == second != third
    assert grounds(own)[0] == first
    assert grounds(own)[1] == third


def test_that_muted_cells_recede_and_what_is_not_a_number_is_seen(qtbot: QtBot) -> None:
    values = np.array([[5.0, 5.0, np.nan]])
    panel = panel_of(qtbot, one=Matrices((Matrix(values, muted=np.array([[False, True, False]])),)))
    cells = layout_of(panel).cells[0]
    plain, muted, undefined = (color(panel, cells.box(0, j).left() + 5, cells.top + 5) for j in range(3))
    assert plain != muted
    assert undefined == LIGHT.window
    assert "nan" in words(panel)


def test_that_regions_and_highlights_are_outlined(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, one=convolution(3))
    x, _, y = layout_of(panel).cells
    window = x.around(x.matrix.regions[0])
    assert color(panel, window.left() + 1, window.center().y() + 9) == LIGHT.accent
    chosen = y.box(1, 1)
    assert color(panel, chosen.left() + 1, chosen.center().y() + 9) == LIGHT.accent


def test_that_cells_are_found_and_walked(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, one=convolution())
    for number, cells in enumerate(layout_of(panel).cells):
        rows, columns = cells.matrix.values.shape
        for i in range(rows):
            for j in range(columns):
                assert panel.cell_at(cells.box(i, j).center()) == ("", number, i, j)
    assert panel.cell_at(QPointF(2, 2)) is None
    here = CellIndex("", 0, 3, 3)
    assert panel.next_cell(here, -1, 0) == ("", 0, 3, 2)
    assert panel.next_cell(here, 1, 0) == ("", 1, 2, 0)  # into the next matrix, as low as it goes
    assert panel.next_cell(here, 0, 1) == here
    assert panel.next_cell(CellIndex("", 0, 0, 0), -1, 0) == ("", 0, 0, 0)


def test_that_variants_stand_below_each_other(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, (600, 400), SGD=convolution(), Adam=convolution(1))
    assert {"SGD", "Adam"} <= set(words(panel))
    upper, lower = (QRectF(layout_of(panel, name).cells[0].part) for name in ("SGD", "Adam"))
    assert upper.bottom() < lower.top()
    found = panel.cell_at(layout_of(panel, "Adam").cells[0].box(0, 0).center())
    assert found == ("Adam", 0, 0, 0)
    assert panel.readout(layout_of(panel, "Adam").cells[0].box(0, 1).center()) == "Adam · input · row 1, column 2: 2"
