"""A table shows every row in the largest type that fits, and never clips a word."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QEnterEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.records import Table
from core.run.views import TableView, View
from gui.look.theme import Theme
from gui.panels.table.panel import TablePanel
from gui.panels.table.sheet import RowIndex, narrowed, numeric_columns, sheet_of
from gui.plotting.lettering import in_two, typeset
from tests.gui.panels.drawn import color, texts, words

LIGHT = Theme.named("light")
RULES = Table(
    ("optimizer, rate", "end point", "distance to the nearest minimum"),
    (("SGD 0.95", "(-0.35, 0.08)", "3.2e-05"), ("Adam 0.3", "diverged", ""), ("Adam", "(1.00, 2.00)", "12")),
)


def panel_of(
    qtbot: QtBot, *tables: Table, variants: tuple[str, ...] = (), size: tuple[int, int] = (500, 350)
) -> TablePanel:
    panel = TablePanel(View("ends", TableView()), LIGHT)
    qtbot.addWidget(panel)
    panel.set_variants(variants)
    panel.resize(*size)
    names = variants if len(tables) > 1 else ("",)
    panel.show_records(dict(zip(names, tables, strict=False)))
    return panel


def rows_of(count: int) -> Table:
    return Table(("trial", "accuracy"), tuple((f"number {i}", f"{i} %") for i in range(count)))


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


def wheel(panel: TablePanel, notches: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at, angle = QPointF(100, 100), QPoint(0, 120 * notches)
    event = QWheelEvent(
        at, at, QPoint(), angle, Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False
    )  # fmt: skip
    QApplication.sendEvent(panel, event)


def trials(panel: TablePanel) -> list[int]:
    return [int(text.split()[1]) for text in words(panel) if text.startswith("number")]


def test_that_the_wheel_scrolls_to_rows_without_room(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(100))
    shown = len(trials(panel))
    wheel(panel, -2)
    assert trials(panel) == list(range(6, 6 + shown))
    assert f"rows 7 to {6 + shown} of 100" in words(panel)
    wheel(panel, -1000)
    assert trials(panel)[-1] == 99
    wheel(panel, 1000)
    assert trials(panel)[0] == 0


def test_that_keys_scroll_after_a_click(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(100))
    shown = len(trials(panel))
    for key, first in (
        (Qt.Key.Key_Down, 1), (Qt.Key.Key_PageDown, 1 + shown), (Qt.Key.Key_Up, shown), (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_End, 100 - shown), (Qt.Key.Key_Home, 0),
    ):  # fmt: skip
        qtbot.keyClick(panel, key)
        assert trials(panel)[0] == first
    assert panel.focusPolicy() == Qt.FocusPolicy.ClickFocus


def test_that_a_table_that_fits_leaves_wheel_and_keys_to_others(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, RULES)
    before = words(panel)
    wheel(panel, -3)
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    assert words(panel) == before


def test_that_a_scrolled_table_stays_where_it_is_while_rows_come(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(50))
    panel.scroll_to(9)
    panel.show_records({"": rows_of(80)})
    assert trials(panel)[0] == 9
    panel.clear()
    panel.show_records({"": rows_of(80)})
    assert trials(panel)[0] == 0


def test_that_a_thin_scroll_bar_shows_what_is_seen_and_wakes_under_the_mouse(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(100))
    x = round(panel.area.right()) + 6
    top, end = (round(y) for y in (panel.area.top() + 40, panel.area.bottom() - 40))
    assert color(panel, x, top) == LIGHT.faint(LIGHT.secondary, 0.5)
    assert color(panel, x, end) == LIGHT.grid
    QApplication.sendEvent(panel, QEnterEvent(QPointF(9, 60), QPointF(9, 60), QPointF(9, 60)))
    assert color(panel, x, top) == LIGHT.secondary
    panel.scroll_to(99)
    assert (color(panel, x, top), color(panel, x, end)) == (LIGHT.grid, LIGHT.secondary)
    assert color(panel_of(qtbot, RULES), x, top) == LIGHT.panel


def test_that_a_picture_has_no_scroll_bar(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(100))
    panel.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    assert color(panel, round(panel.area.right()) + 6, round(panel.area.top()) + 40) == LIGHT.panel
    assert any(text.startswith("+ ") for text in words(panel))


def wide(rows: int = 3) -> Table:
    heads = tuple(f"column{j}" for j in range(9))
    return Table(("trial", *heads), tuple((f"number {i}", *"123456789") for i in range(rows)))


def figures(panel: TablePanel) -> list[int]:
    return [int(text[-1]) for text in words(panel) if text.startswith("column")]


def test_that_columns_without_room_are_scrolled_to_and_the_first_stays(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, wide(), size=(300, 200))
    shown = len(figures(panel))
    assert 1 < shown < 9
    assert f"+ {9 - shown} columns" in words(panel)
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    assert figures(panel) == list(range(1, 1 + shown))
    assert "number 0" in words(panel)
    wheel(panel, -100, Qt.KeyboardModifier.ShiftModifier)
    assert figures(panel)[-1] == 8
    assert f"+ {9 - len(figures(panel))} columns" in words(panel)
    last = next(one for one in texts(panel) if one.text == "column8")
    assert panel.readout(QPointF(last.x + 5, panel.area.top() + 40)) == "column8: 9"
    for _ in range(9):
        qtbot.keyClick(panel, Qt.Key.Key_Left)
    assert figures(panel) == list(range(shown))


def test_that_no_room_is_kept_for_the_header_of_a_column_that_is_left_out(qtbot: QtBot) -> None:
    rows = tuple(("Momentum 0.1", "(−0.1427, −0.0942)", "1", "2") for _ in range(9))
    long, short = (
        panel_of(qtbot, Table(("optimizer", "end point", name, name), rows), size=(260, 140))
        for name in ("distance to minimum", "f")
    )
    assert words(long).count("Momentum 0.1") >= words(short).count("Momentum 0.1") - 1
    heads = [next(one.y for one in texts(panel) if one.text == "end point") for panel in (long, short)]
    assert heads[0] == pytest.approx(heads[1], abs=2)


def test_that_type_and_rows_stay_while_columns_are_scrolled(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, wide(40), size=(300, 200))
    panel.scroll_to(7)
    before = {one.size for one in texts(panel) if one.text.startswith("number")}, trials(panel)
    panel.skip_columns(2)
    assert ({one.size for one in texts(panel) if one.text.startswith("number")}, trials(panel)) == before


def test_that_eleven_rows_stand_in_a_companion_of_a_small_window(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, rows_of(11), size=(528, 240))
    assert trials(panel) == list(range(11))


def test_that_in_the_window_a_focused_table_takes_its_keys_and_escape_gives_them_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    left = QAction(window)
    left.setShortcuts([QKeySequence("PgDown"), QKeySequence("Left")])
    window.addAction(left)
    pressed: list[bool] = []
    left.triggered.connect(lambda: pressed.append(True))
    panel = panel_of(qtbot, rows_of(100))
    panel.setParent(window)
    window.resize(600, 400)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(60, 100))
    qtbot.keyClick(panel, Qt.Key.Key_PageDown)
    assert trials(panel)[0] > 0
    assert not pressed
    qtbot.keyClick(panel, Qt.Key.Key_Left)  # all columns are there: the key is the window's
    assert len(pressed) == 1
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.hasFocus()
    qtbot.keyClick(window, Qt.Key.Key_PageDown)
    assert len(pressed) == 2


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
