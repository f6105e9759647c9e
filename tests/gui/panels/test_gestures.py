"""Every option that binds a settings field has a gesture, with the mouse and with the keys."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.records import Record, Table
from core.run.views import ImageGridView, MatrixView, PlaneView, TableView, ViewOptions
from core.settings import SetValue
from gui.panels import PANELS
from gui.panels.plot_panel import PlotPanel
from tests.gui.panels.bench import Bench, Key, Plain, Right
from tests.gui.panels.drawn import under
from tests.gui.panels.gesture_cases import CASES, IMAGES, MATRIX, PLANE, TABLE, Case, same

EVERY = [pytest.param(case, id=f"{options.__name__}.{name}") for (options, name), case in CASES.items()]
BINDING = [(kind, one.name) for kind in PANELS for one in fields(kind) if "kinds" in one.metadata]


def test_that_every_kind_of_options_has_a_panel() -> None:
    assert set(ViewOptions.__subclasses__()) == set(PANELS)


@pytest.mark.parametrize("option", BINDING, ids=lambda option: f"{option[0].__name__}.{option[1]}")
def test_that_every_option_that_binds_a_field_has_a_case_with_the_mouse_and_with_the_keys(
    option: tuple[type[ViewOptions], str],
) -> None:
    case = CASES[option]
    assert [name for name, *_ in case.options.gestures()] == [option[1]]
    assert case.of_mouse
    assert case.of_keys


@pytest.mark.parametrize("case", EVERY)
def test_that_the_mouse_edits_the_field(qtbot: QtBot, case: Case) -> None:
    bench = Bench(qtbot, case.options, case.record)
    case.mouse(bench)
    assert same(bench.changes, case.of_mouse), bench.changes
    assert bench.refused == []


@pytest.mark.parametrize("case", EVERY)
def test_that_the_keys_edit_the_field(qtbot: QtBot, case: Case) -> None:
    bench = Bench(qtbot, case.options, case.record)
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    case.keys(bench)
    assert same(bench.changes, case.of_keys), bench.changes
    assert bench.refused == []


@pytest.mark.parametrize("case", EVERY)
def test_that_a_view_that_binds_nothing_has_no_gesture(qtbot: QtBot, case: Case) -> None:
    bench = Bench(qtbot, type(case.options)(), case.record)
    unused = Bench(qtbot, case.options, case.record)
    assert not bench.panel.dispatcher
    zooms = isinstance(bench.panel, PlotPanel)  # with keys of its own
    assert bool(bench.panel.focusPolicy() & Qt.FocusPolicy.TabFocus) == zooms
    for at in bench.places()[::97]:
        bench.click(at)
        bench.click(at, Right)
    assert bench.changes == []
    assert unused.panel.focusPolicy() == Qt.FocusPolicy.TabFocus


@pytest.mark.parametrize("case", EVERY)
def test_that_no_gesture_needs_a_record_or_settings(qtbot: QtBot, case: Case) -> None:
    bench = Bench(qtbot, case.options, case.record)
    bench.panel.settings = None
    for at in bench.places()[::97]:
        bench.drag(at, at + QPointF(9, 9))
    everything = [key for key in Qt.Key if key.value < 0x80 or 0x01000000 <= key.value < 0x01000030]
    bench.type(*everything)
    bench.panel.clear()
    bench.panel.show_settings(bench.settings)
    before = len(bench.changes)
    bench.click(QPointF(200, 200))
    bench.type(*everything)
    assert len(bench.changes) == before


@pytest.mark.parametrize("case", EVERY)
def test_that_the_shape_of_the_mouse_tells_where_there_is_a_gesture(qtbot: QtBot, case: Case) -> None:
    bench = Bench(qtbot, case.options, case.record)
    shapes = set()
    for at in bench.places()[::20]:
        shapes.add(bench.shape_at(at))
    assert shapes - {Qt.CursorShape.ArrowCursor}
    assert bench.shape_at(QPointF(30, 12) / bench.panel.zoom) is Qt.CursorShape.ArrowCursor


def test_that_the_second_of_two_quick_clicks_counts_as_well(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(points="points"), PLANE)
    widget, at = under(bench.panel, bench.seen(bench.point(2, 2)))
    with qtbot.assertNotEmitted(bench.panel.maximize_requested):
        bench.click(bench.point(-2, 2))
        QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, Plain, at)
    assert len(bench.settings.points) == 4


@pytest.mark.parametrize(
    ("options", "record", "hit", "there", "index"),
    [
        (ImageGridView(choose="index"), IMAGES, "image_at", (3, 1), 3),
        (MatrixView(choose="index"), MATRIX, "cell_at", ("b", 0, 1, 2), 5),
        (TableView(choose="index"), TABLE, "row_at", ("b", 1), 1),
    ],
)
def test_that_an_index_is_counted_in_the_record_of_one_variant(
    qtbot: QtBot, options: ViewOptions, record: Record, hit: str, there: object, index: int
) -> None:
    bench = Bench(qtbot, options, record)
    bench.panel.set_variants(("a", "b"))
    bench.panel.show_records({"a": record, "b": record})
    bench.click(bench.place(getattr(bench.panel, hit), there))
    assert bench.changes == [SetValue("index", index)]


def test_that_a_click_on_what_is_chosen_is_no_edit(qtbot: QtBot) -> None:
    bench = Bench(qtbot, TableView(choose="index"), TABLE)
    for _ in range(2):
        bench.click(bench.place(bench.panel.row_at, ("", 1)))
    assert bench.changes == [SetValue("index", 1)]


def test_that_a_scrolled_list_comes_back_to_the_row_that_the_keys_choose(qtbot: QtBot) -> None:
    table = Table(("trial",), tuple((str(i),) for i in range(90)), selected=0)
    bench = Bench(qtbot, TableView(choose="index"), table)
    bench.panel.scroll_to(60)
    bench.type(Key.Key_Down)
    bench.panel.show_records({"": replace(table, selected=bench.settings.index)})
    assert bench.place(bench.panel.row_at, ("", 1))
    bench.type(Key.Key_End)
    assert bench.place(bench.panel.row_at, ("", 89))
