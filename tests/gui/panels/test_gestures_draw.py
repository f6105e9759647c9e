"""Pixels that are drawn on a picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.run.views import ImageGridView
from core.settings import PaintPixels, SetValue
from gui.plotting.pen import cover
from tests.gui.panels.bench import Bench, Bound, Key, Left, Plain, Right, Shift
from tests.gui.panels.gesture_cases import SHEET, on_sheet

DRAW = ImageGridView(draw="digit")
FULL = bytes([255] * 64)


def sheet(bench: Bench) -> np.ndarray:
    return np.frombuffer(bench.settings.digit or bytes(64), np.uint8).reshape(8, 8)


def test_that_a_quick_stroke_leaves_no_gap_between_two_events_of_the_mouse(qtbot: QtBot) -> None:
    bench = Bench(qtbot, DRAW, SHEET)
    bench.drag(on_sheet(bench, 2, 1), on_sheet(bench, 2, 6))
    assert (sheet(bench)[2, 1:7] > 180).all()
    assert (sheet(bench)[4:] == 0).all()
    assert all(isinstance(change, PaintPixels) for change in bench.changes)
    assert len(bench.changes) == 2  # the dot of the press, and one stroke for the move


def test_that_the_right_button_and_shift_erase(qtbot: QtBot) -> None:
    bench = Bench(qtbot, DRAW, SHEET, Bound(digit=FULL))
    bench.drag(on_sheet(bench, 1, 1), on_sheet(bench, 1, 3), button=Right)
    bench.click(on_sheet(bench, 5, 5), Left, Shift)
    assert (sheet(bench)[1, 1:4] == 0).all()
    assert sheet(bench)[5, 5] == 0
    assert (sheet(bench) == 0).sum() == 4


def test_that_a_stroke_goes_on_beyond_the_rim_and_only_the_first_picture_is_drawn_on(qtbot: QtBot) -> None:
    bench = Bench(qtbot, DRAW, SHEET)
    bench.drag(on_sheet(bench, 4, 6), on_sheet(bench, 4, 30))
    assert sheet(bench)[4, 7] > 180
    before = len(bench.changes)
    bench.drag(bench.place(bench.panel.image_at, (1, 0)), on_sheet(bench, 4, 4))
    assert len(bench.changes) == before
    QTest.mouseMove(bench.panel, bench.seen(QPointF(300, 300)))
    assert len(bench.changes) == before


def test_that_the_pen_is_moved_and_inks_and_erases_with_keys_and_delete_clears_the_sheet(qtbot: QtBot) -> None:
    bench = Bench(qtbot, DRAW, SHEET)
    bench.type(*[Key.Key_Up] * 9, Key.Key_Return, Key.Key_Right, Key.Key_Enter)
    assert list(np.flatnonzero(sheet(bench))) == [4, 5]
    bench.type(Key.Key_Return, modifier=Shift)
    assert list(np.flatnonzero(sheet(bench))) == [4]
    bench.type(Key.Key_Delete)
    assert bench.changes[-1] == SetValue("digit", b"")
    bench.type(Key.Key_Delete)
    assert bench.changes.count(SetValue("digit", b"")) == 1  # it is empty


def test_that_a_picture_is_chosen_and_drawn_on_in_the_same_panel(qtbot: QtBot) -> None:
    bench = Bench(qtbot, ImageGridView(draw="digit", choose="index"), SHEET)
    bench.click(bench.place(bench.panel.image_at, (1, 1)))
    assert bench.changes == [SetValue("index", 2)]
    bench.type(Key.Key_Comma)
    assert bench.changes == [SetValue("index", 2), SetValue("index", 1)]
    QTest.mouseClick(bench.panel, Left, Plain, bench.seen(on_sheet(bench, 3, 3)))
    assert isinstance(bench.changes[-1], PaintPixels)


def test_that_the_pen_is_round_soft_and_as_wide_as_a_handwritten_stroke() -> None:
    dot = cover(28, QPointF(14, 14), QPointF(14, 14))
    assert np.allclose(dot, dot.T)
    assert np.allclose(dot, dot[::-1])
    assert 4 < dot.sum() < 6  # about π · 1.2²
    line = cover(28, QPointF(4.5, 9.5), QPointF(20.5, 9.5))
    assert (line[9, 4:21] == 1).all()
    assert (line[:7] == 0).all()
    assert 0 < line[8, 10] < 1
