"""What every plot does with mouse and keys beside zooming: names, gestures, hints, links, the header."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from core.records import Curves
from core.run.views import BarsView, CurvesGridView, CurvesView, PlaneView, View
from core.settings import AddPoint, SetValue
from gui.look.theme import Theme
from gui.panels import make_panel
from gui.panels.card import HEADER
from gui.panels.curves import CurvesPanel
from gui.panels.plot_panel import PlotPanel
from gui.view_state import PlotState
from tests.contracts.panel_cases import CASES, LAST
from tests.gui.driving import turn_wheel
from tests.gui.panels.bench import Bench, Key, Left, Plain, Right, Shift
from tests.gui.panels.drawn import texts, under, words
from tests.gui.panels.gesture_cases import BARS, CURVE, GRID, PLANE, same

Middle, Ctrl = Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.ControlModifier
STEPS = np.arange(0.0, 101.0)
NAMES = ("tame", "wild", "lost")


@pytest.fixture
def panel(qtbot: QtBot) -> CurvesPanel:
    """Three curves, at rest."""
    made = CurvesPanel(View("loss", CurvesView(), "Loss"), Theme.named("light"))
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    made.settled = True
    made.show_records({"": Curves(STEPS, {name: STEPS * (i + 1) + 1 for i, name in enumerate(NAMES)}, "step", "loss")})
    return made


def at_name(panel: CurvesPanel, name: str) -> QPointF:
    return next(one.box.center() for one in panel.entries if one.label.curve == name)


def click(panel: CurvesPanel, at: QPointF, modifier: Qt.KeyboardModifier = Plain, double: bool = False) -> None:
    widget, place = under(panel, (at * panel.zoom).toPoint())
    (QTest.mouseDClick if double else QTest.mouseClick)(widget, Left, modifier, place)


def double_click(bench: Bench, at: QPointF) -> None:
    """As it comes: a press and a release, and then the double click."""
    bench.click(at)
    widget, place = under(bench.panel, bench.seen(at))
    QTest.mouseDClick(widget, Left, Plain, place)


def drawn(panel: CurvesPanel) -> set[str]:
    """The curves that are read off."""
    reading = panel.read_x(50.0)
    return {row.name for row in reading.rows} if reading is not None else set()


def test_that_a_click_on_a_name_hides_its_curve_and_another_shows_it(panel: CurvesPanel) -> None:
    click(panel, at_name(panel, "wild"))
    assert (panel.state.hidden, drawn(panel)) == ({"wild"}, {"tame", "lost"})
    assert panel.says() == "hidden: wild"
    click(panel, at_name(panel, "wild"), double=True)  # soon after the first
    assert (panel.state.hidden, drawn(panel)) == (frozenset(), set(NAMES))


def test_that_a_click_with_ctrl_leaves_a_curve_alone_and_another_brings_all_back(panel: CurvesPanel) -> None:
    click(panel, at_name(panel, "tame"), Ctrl)
    assert drawn(panel) == {"tame"}
    click(panel, at_name(panel, "tame"), Ctrl)
    assert drawn(panel) == set(NAMES)


def test_that_never_all_curves_are_hidden(panel: CurvesPanel) -> None:
    for name in NAMES[:2]:
        click(panel, at_name(panel, name))
    assert drawn(panel) == {"lost"}
    click(panel, at_name(panel, "lost"))
    assert drawn(panel) == set(NAMES)


def test_that_the_axis_fits_what_is_left(panel: CurvesPanel) -> None:
    assert panel.frames[""].plot.y[1] > 250
    for name in ("wild", "lost"):
        click(panel, at_name(panel, name))
    assert panel.frames[""].plot.y[1] < 150


def test_that_the_name_under_the_cursor_lifts_its_curve(panel: CurvesPanel) -> None:
    panel.point_at(at_name(panel, "lost"))
    assert panel.lifted == "lost"
    panel.point_at(panel.frames[""].plot.frame.center())
    assert panel.lifted == ""


def test_that_names_that_there_are_no_curves_of_are_not_named(panel: CurvesPanel) -> None:
    panel.set_state(PlotState(hidden=frozenset({"wild", "of another day"})))
    assert panel.says() == "hidden: wild"
    assert panel.seen_state.hidden == {"wild"}


def test_that_the_header_says_what_was_done(panel: CurvesPanel) -> None:
    panel.change_state(x=(20.0, 30.0), log_y=True, hidden=frozenset({"tame"}))
    assert "zoomed · y logarithmic · hidden: tame" in words(panel)
    panel.reset_state()
    assert panel.says() == ""
    assert words(panel)[0] == "Loss"


@pytest.mark.parametrize("width", [210, 160])
def test_that_in_a_narrow_panel_the_title_stays_and_what_was_done_is_shortened_from_its_end(
    panel: CurvesPanel, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: tips.append(text))
    panel.view = replace(panel.view, title="How wrong it is")
    panel.resize(width, 200)
    panel.change_state(log_y=True, smooth=10)
    found = [one for one in texts(panel) if one.y < HEADER]
    assert [one.text for one in found if one.text == panel.title]
    state = next(one.text for one in found if one.text.endswith("…"))
    assert panel.says() == "y logarithmic · mean over 10 steps"
    assert panel.says().startswith(state[:-1])
    assert all(0 < one.x < width for one in found)
    for y in (10, 150):
        event = QHelpEvent(QEvent.Type.ToolTip, QPoint(50, y), QPoint(50, y))
        QApplication.sendEvent(panel, event)
    assert tips == [panel.says()]


def test_that_a_change_is_told_once_and_none_where_nothing_changes(qtbot: QtBot, panel: CurvesPanel) -> None:
    told: list[PlotState] = []
    panel.state_changed.connect(told.append)
    panel.change_state(x=(0.0, 5.0))
    panel.change_state(x=(0.0, 5.0))
    panel.set_state(PlotState())  # by the stage: whoever did it knows
    assert told == [PlotState(x=(0.0, 5.0))]


@pytest.mark.parametrize(
    ("key", "modifier", "x", "y"),
    [
        (Key.Key_Plus, Plain, (10, 90), (35, 315)),
        (Key.Key_Equal, Plain, (10, 90), (35, 315)),
        (Key.Key_Minus, Plain, (-12.5, 112.5), (-43.75, 393.75)),
        (Key.Key_Left, Shift, (-10, 90), (0, 350)),
        (Key.Key_Right, Shift, (10, 110), (0, 350)),
        (Key.Key_Up, Shift, (0, 100), (35, 385)),
        (Key.Key_Down, Shift, (0, 100), (-35, 315)),
    ],
)
def test_that_keys_zoom_and_move_and_0_and_home_show_all(
    panel: CurvesPanel, key: Qt.Key, modifier: Qt.KeyboardModifier, x: tuple[float, float], y: tuple[float, float]
) -> None:
    before = panel.frames[""].plot
    assert (before.x, before.y) == ((0, 100), (0, 350))
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    for back in (Key.Key_0, Key.Key_Home):
        QTest.keyClick(panel, key, modifier)
        assert panel.frames[""].plot.x == pytest.approx(x)
        assert panel.frames[""].plot.y == pytest.approx(y)
        QTest.keyClick(panel, back)
        assert (panel.state, panel.frames[""].plot) == (PlotState(), before)


def test_that_l_makes_y_logarithmic_and_m_asks_for_the_menu(qtbot: QtBot, panel: CurvesPanel) -> None:
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel, Key.Key_L)
    assert panel.frames[""].plot.log_y
    for key in (Key.Key_M, Key.Key_Menu):
        with qtbot.waitSignal(panel.menu_requested):
            QTest.keyClick(panel, key)


def test_that_keys_with_ctrl_are_the_windows(panel: CurvesPanel) -> None:
    panel.setFocus(Qt.FocusReason.TabFocusReason)
    for key in (Key.Key_Plus, Key.Key_0, Key.Key_L, Key.Key_Left):
        QTest.keyClick(panel, key, Ctrl)
    assert panel.state == PlotState()


def test_that_a_plot_with_gestures_keeps_its_plain_arrows_for_them(qtbot: QtBot) -> None:
    bench = Bench(qtbot, CurvesGridView(choose="index"), GRID)
    bench.panel.setFocus(Qt.FocusReason.TabFocusReason)
    bench.type(Key.Key_Right)
    assert bench.changes == [SetValue("index", 1)]
    bench.type(Key.Key_Plus)
    assert bench.panel.state.zoomed


# Clicks that are gestures.


def test_that_on_a_zoomed_plot_a_double_click_shows_all_and_edits_nothing(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE)
    bench.panel.set_state(PlotState(x=(-5.0, 5.0), y=(-2.0, 2.0)))
    double_click(bench, bench.point(2, 1))
    qtbot.wait(QGuiApplication.styleHints().mouseDoubleClickInterval() + 50)  # what does not come cannot be waited for
    assert (bench.changes, bench.panel.state) == ([], PlotState())


def test_that_on_a_zoomed_plot_a_click_is_a_gesture_once_it_cannot_become_two(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE)
    bench.panel.set_state(PlotState(x=(-5.0, 5.0), y=(-2.0, 2.0)))
    bench.click(bench.point(2, 1))
    qtbot.waitUntil(lambda: bool(bench.changes))
    assert same(bench.changes, [SetValue("point", (2.0, 1.0))])
    assert bench.panel.state.zoomed


def test_that_of_two_clicks_at_two_places_of_a_zoomed_plot_both_count(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(points="points"), PLANE)
    bench.panel.set_state(PlotState(x=(-9.0, 9.0), y=(-2.0, 2.0)))
    bench.click(bench.point(2, 1))
    bench.click(bench.point(-2, 1))
    qtbot.waitUntil(lambda: len(bench.changes) == 2)
    assert same(bench.changes, [AddPoint("points", (2.0, 1.0)), AddPoint("points", (-2.0, 1.0))])


def test_that_only_the_left_and_the_right_button_make_gestures(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE)
    bench.click(bench.point(2, 1), Middle)
    bench.drag(bench.point(0, 0), bench.point(1, 1), bench.point(2, 2), button=Middle)
    assert bench.changes == []


def test_that_a_right_click_that_removes_opens_no_menu_and_one_beside_does(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(points="points"), PLANE)
    with qtbot.assertNotEmitted(bench.panel.menu_requested):
        bench.click(bench.point(-5, 0), Right)
    assert len(bench.settings.points) == 1
    with qtbot.waitSignal(bench.panel.menu_requested):
        bench.click(bench.point(0, 3), Right)


def test_that_a_double_click_where_no_gesture_is_maximizes(qtbot: QtBot) -> None:
    bench = Bench(qtbot, CurvesView(line="at"), CURVE)
    with qtbot.waitSignal(bench.panel.maximize_requested):
        double_click(bench, bench.point(1, 5))
    assert bench.changes == []


@pytest.mark.parametrize(
    ("options", "record", "hint"),
    [
        (PlaneView(point="point"), PLANE, "click sets the point, drag moves it"),
        (PlaneView(points="points"), PLANE, "click adds a point, drag moves it, right-click removes it"),
        (CurvesView(line="at"), CURVE, "drag moves the at"),
        (CurvesGridView(choose="index"), GRID, "click chooses the index"),
        (BarsView(drag="row"), BARS, "drag changes the row"),
    ],
)
def test_that_the_header_says_what_the_mouse_does_while_it_is_over_the_picture(
    qtbot: QtBot, options: PlaneView, record: object, hint: str
) -> None:
    bench = Bench(qtbot, options, record)  # type: ignore[arg-type]
    bench.panel.resize(700, 420)
    assert hint not in words(bench.panel)
    bench.panel.point_at(bench.panel.area.center())
    assert hint in words(bench.panel)
    bench.panel.change_state(x=(0.5, 0.6))
    assert hint not in words(bench.panel)  # what was done to the plot is more
    bench.panel.reset_state()
    bench.panel.resize(180, 160)
    bench.panel.point_at(bench.panel.area.center())
    assert bench.panel.hint() == hint
    assert hint not in words(bench.panel)  # the title needs the room
    bench.panel.point_at(None)
    assert bench.panel.hint() == ""


def test_that_the_wheel_stops_at_the_widest_range_and_does_not_slide(panel: CurvesPanel) -> None:
    widget, place = under(panel, (QPointF(panel.frames[""].plot.frame.right() - 20, 200) * panel.zoom).toPoint())
    states = []
    for _ in range(60):
        turn_wheel(widget, place, -120)
        states.append(panel.state)
    assert states[-1] == states[-2]
    assert states[-1].x == pytest.approx((-50.0, 150.0))


@pytest.mark.parametrize("name", ["loss", "ridge", "sweep"])
def test_that_far_from_the_first_and_the_last_step_nothing_is_shown(qtbot: QtBot, name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    panel = make_panel(case.view, Theme.named("light"))
    qtbot.addWidget(panel)
    assert isinstance(panel, PlotPanel)
    panel.set_variants(case.variants)
    panel.resize(600, 400)
    panel.show()
    panel.take(case.frame(LAST, settled=True))
    frame = next(iter(panel.frames.values()))
    low, high = frame.spec.plot.x
    for _ in range(20):
        panel.zoom_by(2.0, across=-5.0)
    assert panel.state.x == pytest.approx((low - (high - low) / 2, high + (high - low) / 2))


def test_that_the_wheel_over_a_gesture_zooms(qtbot: QtBot) -> None:
    bench = Bench(qtbot, PlaneView(point="point"), PLANE)
    widget, place = under(bench.panel, bench.seen(bench.point(0, 0)))
    turn_wheel(widget, QPoint(place), 120)
    assert bench.panel.state.zoomed
    assert bench.changes == []
