"""A table shows every row in the largest type that fits, and never clips a word."""

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from core.records import Table
from gui.panels.table.sheet import RowIndex, narrowed, numeric_columns, sheet_of
from gui.plotting.lettering import in_two, typeset
from tests.gui.panels.drawn import color, texts, words
from tests.gui.panels.tables import LIGHT, RULES, panel_of, rows_of, trials


def test_that_figures_are_whole_and_columns_without_room_are_counted(qtbot: QtBot) -> None:
    heads = ("optimizer", "end point", "value of f", "distance")
    table = Table(heads, (("SGD", "(−0.1427, −0.0942)", "0.001234", "0.1325"),))
    drawn = words(panel_of(qtbot, table, size=(260, 140)))
    assert "(−0.1427, −0.0942)" in drawn
    assert "distance" not in drawn
    assert any(
        text.startswith("+ ") and text.endswith("column" if "value of f" in drawn else "columns") for text in drawn
    )
    assert not any("…" in text for text in drawn)


def test_that_numbers_stand_at_the_right_and_words_at_the_left() -> None:
    assert numeric_columns((("3", "1.5", "−2", ""), ("4", "∞", "diverged", "")), 4) == (False, True, False, True)
    assert numeric_columns((("a", "3"), ("b", "4"), ("c", "diverged")), 2) == (False, True)


def test_that_numbers_of_a_column_end_below_each_other(qtbot: QtBot) -> None:
    table = Table(("name", "value"), (("a", "1"), ("b", "1000")))
    at = {one.text: one.x for one in texts(panel_of(qtbot, table))}
    assert at["1"] > at["1000"]
    assert at["a"] == at["b"] == at["name"]


def test_that_every_row_is_drawn_where_there_is_room(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, RULES))
    assert {"SGD 0.95", "(−0.35, 0.08)", "diverged", "Adam 0.3", "12"} <= set(drawn)
    assert not any("more" in text for text in drawn)


def test_that_type_shrinks_before_rows_are_left_out(qtbot: QtBot) -> None:
    few, many = (texts(panel_of(qtbot, rows_of(n))) for n in (4, 12))
    assert max(one.size for one in many if "number" in one.text) < max(one.size for one in few if "number" in one.text)
    assert sum("number" in one.text for one in many) == 12


def test_that_rows_without_room_are_counted(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, rows_of(100)))
    shown = sum(text.startswith("number") for text in drawn)
    assert 5 < shown < 100
    assert f"+ {100 - shown} rows" in drawn


def test_that_a_long_name_is_elided_and_not_clipped(qtbot: QtBot) -> None:
    table = Table(("name", "value"), (("a name that goes on and on without an end in sight " * 3, "1"),))
    drawn = words(panel_of(qtbot, table, size=(300, 200)))
    assert any(text.endswith("…") for text in drawn)
    assert "1" in drawn


def test_that_a_header_is_broken_before_it_is_elided(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, RULES, size=(330, 300)))
    assert not any("…" in text for text in drawn)
    assert in_two("distance to the nearest minimum") == "distance to the\nnearest minimum"


def test_that_a_row_named_after_a_variant_carries_its_color(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, RULES, variants=("SGD", "Momentum", "Adam"))
    row = next(one for one in texts(panel) if one.text == "Adam 0.3")
    middle = row.y - row.size / 3
    colors = {color(panel, x, middle) for x in range(14, 36)}
    assert LIGHT.styles(("SGD", "Momentum", "Adam"), False)["Adam"].color.lower() in colors


def test_that_tables_of_several_variants_stand_in_one(qtbot: QtBot) -> None:
    sheet = sheet_of({"SGD": rows_of(2), "Adam": rows_of(1)})
    assert [row[0] for row in sheet.rows] == ["SGD", "SGD", "Adam"]
    assert sheet.columns == ("", "trial", "accuracy")


def test_that_the_cell_under_the_cursor_is_told_whole(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, RULES)
    cell = next(one for one in texts(panel) if one.text == "(−0.35, 0.08)")
    assert panel.readout(QPointF(cell.x + 5, cell.y - 4)) == "end point: (−0.35, 0.08)"


def test_that_the_widest_columns_give_room_first() -> None:
    assert narrowed((50, 300, 100), 300) == (50, 150, 100)
    assert narrowed((50, 300, 400), 250) == (50, 100, 100)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("-3.2e-05", "−3.2×10⁻⁵"),
        ("1e+12", "1×10¹²"),
        ("(-1.20, -0.3)", "(−1.20, −0.3)"),
        ("from -1.2 to 0.7", "from −1.2 to 0.7"),
        ("2-8-8-1", "2-8-8-1"),
        ("x-ray 3e", "x-ray 3e"),
    ],
)
def test_that_numbers_are_printed_as_in_a_book(written: str, printed: str) -> None:
    assert typeset(written) == printed


def test_that_samples_of_lines_give_way_before_figures_are_cut(qtbot: QtBot) -> None:
    names = ("SGD", "Momentum")
    table = Table(("optimizer", "end point"), (("SGD 0.95", "(-0.0175, 0.0036)"), ("Momentum 0.1", "(-0.1, -0.0730)")))
    wide, narrow = (panel_of(qtbot, table, variants=names, size=(width, 140)) for width in (500, 250))
    for panel in (wide, narrow):
        assert {"Momentum 0.1", "(−0.0175, 0.0036)"} <= set(words(panel))
    left = {panel: next(one.x for one in texts(panel) if one.text == "Momentum 0.1") for panel in (wide, narrow)}
    assert left[narrow] < left[wide] - 10


def test_that_eleven_rows_stand_in_a_companion_of_a_small_window(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(11), size=(528, 240))
    assert trials(panel) == list(range(11))


def test_that_a_table_without_rows_shows_its_header(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, Table(("trial", "accuracy"), ()))
    assert {"trial", "accuracy", "no rows yet"} <= set(words(panel))
    assert "no rows yet" in panel.describe()
    assert panel.row_at(QPointF(60, 100)) is None


def test_that_the_chosen_row_is_seen_and_lit(qtbot: QtBot) -> None:
    long = rows_of(100)
    panel = panel_of(qtbot, Table(long.columns, long.rows, selected=70))
    assert trials(panel)[-1] == 70
    at = next(one for one in texts(panel) if one.text == "number 70")
    assert color(panel, panel.area.left() - 4, at.y - 3) == LIGHT.faint(LIGHT.accent, 0.16)
    assert panel.row_at(QPointF(at.x + 3, at.y - 3)) == RowIndex("", 70)


def test_that_rows_are_found_in_all_tables(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(2), rows_of(1), variants=("SGD", "Adam"))
    found = [panel.row_at(QPointF(40, y)) for y in range(0, 350, 4)]
    assert list(dict.fromkeys(row for row in found if row)) == [("SGD", 0), ("SGD", 1), ("Adam", 0)]


DONE = Table(
    ("", "what was done"),
    (
        ("rows", "341 train"),
        ("30 columns of numbers", "mean radius, mean texture, mean perimeter, mean area and 26 more"),
        ("standardized", "mean 0, spread 1"),
    ),
)


def test_that_sentences_are_broken_before_the_type_shrinks(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, DONE, size=(560, 210))
    drawn = texts(panel)
    assert {one.size for one in drawn if "numbers" in one.text or "more" in one.text} == {16.0}
    assert "mean radius, mean texture, mean perimeter, mean area and 26 more" not in words(panel)
    assert not any("…" in one.text for one in drawn)
    first = next(one for one in drawn if one.text.startswith("mean radius"))
    second = next(one for one in drawn if one.text.endswith("26 more"))
    assert second.y > first.y
    assert second.x == first.x
    for one in (first, second):
        assert panel.readout(QPointF(one.x + 4, one.y - 4)).endswith("mean area and 26 more")
        assert panel.row_at(QPointF(one.x + 4, one.y - 4)) == RowIndex("", 1)
    last = next(one for one in drawn if one.text == "standardized")
    assert panel.row_at(QPointF(last.x + 4, last.y - 4)) == RowIndex("", 2)


def test_that_what_cannot_be_shown_whole_in_broken_sentences_is_not_broken(qtbot: QtBot) -> None:
    drawn = words(panel_of(qtbot, DONE, size=(560, 110)))
    assert any("mean area" in text and "mean radius" in text for text in drawn)


def test_that_neither_figures_are_broken_nor_the_names_of_columns_cut(qtbot: QtBot) -> None:
    vectors = Table(("", "scores"), (("one", "(-1.20443, -1.60944, -0.69315, -0.33333)"),) * 3)
    sentences = Table(("", "a name as long as that of many columns"), (("one", "two three four five six seven"),) * 3)
    assert typeset(vectors.rows[0][1]) in words(panel_of(qtbot, vectors, size=(360, 400)))
    drawn = words(panel_of(qtbot, sentences, size=(360, 400)))
    assert {"a name as long as", "that of many columns"} <= set(drawn)
    assert not any("…" in text for text in drawn)
