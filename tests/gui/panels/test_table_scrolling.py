"""What has no room in a table is scrolled to, by the wheel and by the keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QEnterEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.records import Table
from gui.panels.table.panel import TablePanel
from tests.gui.panels.drawn import color, texts, words
from tests.gui.panels.tables import LIGHT, RULES, panel_of, rows_of, trials, wheel


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
