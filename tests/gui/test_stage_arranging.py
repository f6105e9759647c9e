"""Gaps and titles of a stage, dragged with the mouse and moved with the keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.run.views import View
from core.settings import Shown
from gui.arrangement.gap_handle import STEP, GapHandle
from gui.arrangement.layout import LEAST
from gui.arrangement.title_grip import DropMark, TitleGrip
from gui.arrangement.tree import Split
from gui.look.theme import Theme
from gui.panels.panel import Panel
from gui.stage import Stage
from gui.view_state import StageState
from tests.gui.specimens import WaveSettings, wave

LEFT = Qt.MouseButton.LeftButton
ROW = Split(True, ("words", "value", "bars"), (1.0, 1.0, 1.0))


def made(qtbot: QtBot, size: tuple[int, int] = (900, 600), **more: object) -> Stage:
    """A window of its own, which has the keyboard."""
    stage = Stage(wave, WaveSettings(), wave.preset(), Theme.named("light"), **more)  # type: ignore[arg-type]
    qtbot.addWidget(stage)
    stage.resize(*size)
    stage.show()
    qtbot.waitExposed(stage)
    stage.activateWindow()
    qtbot.waitUntil(stage.isActiveWindow)
    return stage


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    """The wave in main, the bars at its side, the words below."""
    yield made(qtbot)
    assert QApplication.overrideCursor() is None


def handle(stage: Stage, *titles: str) -> GapHandle:
    found = [one for one in stage.findChildren(GapHandle) if one.isVisible()]
    return next(one for one in found if all(title in one.accessibleName() for title in titles))


def grip(panel: Panel) -> TitleGrip:
    return panel.findChildren(TitleGrip)[0]


def mark(stage: Stage) -> DropMark:
    return stage.findChildren(DropMark)[0]


def rects(stage: Stage) -> dict[str, QRect]:
    return {panel.view.channel: QRect(panel.geometry()) for panel in stage.panels if panel.isVisible()}


def drag(widget: QWidget, start: QPoint, by: QPoint, release: bool = True) -> None:
    """Press, move in two steps, let go. A widget that moves along with the mouse is followed."""
    parent = widget.parentWidget()
    begun = widget.mapTo(parent, start)
    QTest.mousePress(widget, LEFT, pos=start)
    for at in (begun + by / 2, begun + by):
        QTest.mouseMove(widget, widget.mapFrom(parent, at))
    if release:
        QTest.mouseRelease(widget, LEFT, pos=widget.mapFrom(parent, begun + by))


def drag_title(stage: Stage, panel: Panel, to: QPoint, release: bool = True) -> None:
    """to: on the stage."""
    held = grip(panel)
    drag(held, QPoint(30, 12), held.mapFrom(stage, to) - QPoint(30, 12), release)


def test_that_a_gap_follows_the_mouse(stage: Stage, qtbot: QtBot) -> None:
    before = rects(stage)
    gap = handle(stage, "The wave", "Bars")
    assert gap.cursor().shape() is Qt.CursorShape.SplitHCursor
    assert handle(stage, "Words").cursor().shape() is Qt.CursorShape.SplitVCursor
    with qtbot.waitSignal(stage.arrangement_changed):
        drag(gap, QPoint(4, 50), QPoint(-100, 30))
    after = rects(stage)
    assert after["value"].width() == before["value"].width() - 100
    assert after["bars"].left() == before["bars"].left() - 100
    assert after["words"] == before["words"]
    assert gap.geometry().left() == after["value"].right() + 1
    QTest.mouseMove(gap, QPoint(300, 50))  # no button is pressed
    assert rects(stage) == after


def test_that_a_gap_stops_before_a_panel_is_too_small(stage: Stage) -> None:
    drag(handle(stage, "The wave", "Bars"), QPoint(4, 50), QPoint(3000, 0))
    drag(handle(stage, "Words"), QPoint(50, 4), QPoint(0, 3000))
    assert rects(stage)["bars"].width() == LEAST[0]
    assert rects(stage)["words"].height() == LEAST[1]


def test_that_a_double_click_puts_that_gap_back(stage: Stage) -> None:
    before = rects(stage)
    across, upright = handle(stage, "The wave", "Bars"), handle(stage, "Words")
    drag(across, QPoint(4, 50), QPoint(-100, 0))
    drag(upright, QPoint(50, 4), QPoint(0, -60))
    QTest.mouseDClick(across, LEFT)
    assert rects(stage)["value"].width() == before["value"].width()
    assert rects(stage)["words"].height() == before["words"].height() + 60
    QTest.mouseDClick(upright, LEFT)
    assert rects(stage) == before
    assert stage.arrangement is None  # nothing is left of it: the panels suit every size again


def test_that_a_gap_is_moved_by_keys(stage: Stage, qtbot: QtBot) -> None:
    before = rects(stage)
    gap = handle(stage, "The wave", "Bars")
    gap.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(gap, Qt.Key.Key_Left)
    qtbot.keyClick(gap, Qt.Key.Key_Up)  # not along it
    assert rects(stage)["value"].width() == before["value"].width() - STEP
    qtbot.keyClick(gap, Qt.Key.Key_End)
    assert rects(stage)["bars"].width() == LEAST[0]
    qtbot.keyClick(gap, Qt.Key.Key_Return)
    assert rects(stage) == before
    assert gap.hasFocus()
    qtbot.keyClick(gap, Qt.Key.Key_Escape)
    assert not gap.hasFocus()


def test_that_every_gap_is_reached_by_tab_and_no_click_takes_the_focus(stage: Stage, qtbot: QtBot) -> None:
    reached = set()
    stage.setFocus()
    drag(handle(stage, "Words"), QPoint(50, 4), QPoint(0, -20))
    assert stage.hasFocus()
    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget() or stage.window(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {one for one in reached if isinstance(one, GapHandle)} == {
        one for one in stage.findChildren(GapHandle) if one.isVisible()
    }


def test_that_a_panel_goes_where_its_title_is_dropped(stage: Stage, qtbot: QtBot) -> None:
    bars, words = stage.panel("bars"), stage.panel("words")
    drag_title(stage, bars, words.geometry().center() + QPoint(380, 0), release=False)
    shown = mark(stage).geometry()
    assert mark(stage).isVisible()
    assert stage.arrangement is None  # until it is dropped
    with qtbot.waitSignal(stage.arrangement_changed):
        QTest.mouseRelease(grip(bars), LEFT, pos=grip(bars).mapFrom(stage, words.geometry().center() + QPoint(380, 0)))
    assert not mark(stage).isVisible()
    assert bars.geometry() == shown
    assert bars.geometry().top() == words.geometry().top()
    assert bars.geometry().left() > words.geometry().right()
    assert stage.panel("value").width() == stage.width()


def test_that_two_panels_change_places(stage: Stage) -> None:
    before = rects(stage)
    drag_title(stage, stage.panel("words"), before["value"].center())
    after = rects(stage)
    assert (after["words"], after["value"], after["bars"]) == (before["value"], before["words"], before["bars"])


@pytest.mark.parametrize("place", ["itself", "outside"])
def test_that_a_panel_dropped_nowhere_stays(stage: Stage, place: str) -> None:
    before = rects(stage)
    at = before["bars"].center() if place == "itself" else QPoint(-200, 50)
    drag_title(stage, stage.panel("bars"), at)
    assert rects(stage) == before
    assert stage.arrangement is None
    assert not mark(stage).isVisible()


def test_that_escape_ends_a_drag_and_gives_the_keyboard_back(stage: Stage, qtbot: QtBot) -> None:
    bars = stage.panel("bars")
    gap = handle(stage, "The wave", "Bars")
    gap.setFocus()
    drag_title(stage, bars, stage.panel("words").geometry().center(), release=False)
    assert mark(stage).hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not mark(stage).isVisible()
    assert gap.hasFocus()
    QTest.mouseMove(grip(bars), QPoint(5, 300))
    QTest.mouseRelease(grip(bars), LEFT, pos=QPoint(5, 300))
    assert stage.arrangement is None


def test_that_a_small_move_is_no_drag_and_a_double_click_fills_the_stage(stage: Stage) -> None:
    bars = stage.panel("bars")
    drag(grip(bars), QPoint(30, 12), QPoint(2, 2), release=False)
    assert not mark(stage).isVisible()
    QTest.mouseRelease(grip(bars), LEFT, pos=QPoint(32, 14))
    at = bars.mapTo(stage.window(), QPoint(30, 12))
    QTest.mouseDClick(stage.window().windowHandle(), LEFT, pos=at)  # as it comes from the screen
    assert stage.maximized is bars
    assert bars.geometry() == stage.rect()
    QTest.mouseDClick(stage.window().windowHandle(), LEFT, pos=QPoint(30, 12))
    assert stage.maximized is None


def test_that_the_mouse_over_a_title_is_the_panels_too(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[QPoint] = []
    bars = stage.panel("bars")
    monkeypatch.setattr(bars, "mouseMoveEvent", lambda event: seen.append(event.position().toPoint()))
    title = bars.childAt(QPoint(40, 10))
    assert isinstance(title, TitleGrip)
    QTest.mouseMove(title, QPoint(40, 10))
    assert seen == [QPoint(40, 10)]


def test_that_a_panel_that_fills_the_stage_cannot_be_moved_and_comes_back_to_its_place(stage: Stage) -> None:
    drag(handle(stage, "The wave", "Bars"), QPoint(4, 50), QPoint(-100, 0))
    drag_title(stage, stage.panel("words"), rects(stage)["value"].center())
    before, arrangement = rects(stage), stage.arrangement
    for panel in stage.panels:
        stage.maximize(panel)
        assert not [one for one in stage.findChildren(GapHandle) if one.isVisible()]
        assert not grip(panel).isVisible()
        assert panel.geometry() == stage.rect()
        stage.restore()
        assert (rects(stage), stage.arrangement) == (before, arrangement)


def test_that_a_drag_ends_when_its_panel_fills_the_stage(stage: Stage) -> None:
    bars = stage.panel("bars")
    drag_title(stage, bars, stage.panel("words").geometry().center(), release=False)
    stage.maximize(bars)
    assert not mark(stage).isVisible()
    stage.restore()
    QTest.mouseRelease(grip(bars), LEFT, pos=QPoint(5, 300))
    assert stage.arrangement is None


def test_that_an_arrangement_is_given_back_and_reset(qtbot: QtBot) -> None:
    stage = made(qtbot, state=StageState(ROW))
    order = sorted(rects(stage), key=lambda name: rects(stage)[name].left())
    assert order == ["words", "value", "bars"]
    assert stage.state == StageState(ROW)
    with qtbot.waitSignal(stage.arrangement_changed):
        stage.reset_arrangement()
    assert stage.arrangement is None
    assert rects(stage) == rects(made(qtbot))


@pytest.mark.parametrize(
    "strange", ["value", Split(True, ("value", "bars"), (1.0, 1.0)), Split(True, ("a", ROW), (1, 1))]
)
def test_that_an_arrangement_of_other_panels_is_none(qtbot: QtBot, strange: Split | str) -> None:
    stage = made(qtbot, state=StageState(strange))
    assert stage.arrangement is None
    assert len(rects(stage)) == 3


def test_that_panels_that_are_hidden_by_the_settings_leave_their_room_and_find_it_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = (*wave.views[:2], replace(wave.views[2], shown=Shown("shape", "cosine")))
    monkeypatch.setattr("tests.gui.test_stage_arranging.wave", replace(wave, views=views))
    stage = made(qtbot)
    assert set(rects(stage)) == {"value", "bars"}
    drag(handle(stage, "The wave", "Bars"), QPoint(4, 50), QPoint(-100, 0))
    narrow = rects(stage)
    stage.show_settings(WaveSettings(shape="cosine"), wave.preset())
    assert set(rects(stage)) == {"value", "bars", "words"}
    assert len([one for one in stage.findChildren(GapHandle) if one.isVisible()]) == 2
    drag_title(stage, stage.panel("words"), rects(stage)["bars"].center())
    stage.show_settings(WaveSettings(), wave.preset())
    assert rects(stage)["value"].height() == stage.height()
    assert narrow["value"].width() == rects(stage)["value"].width() or rects(stage)["value"].left() == 0


@pytest.mark.parametrize("size", [(320, 240), (200, 150), (60, 40), (9, 9)])
def test_that_a_tiny_stage_is_moved_without_harm(qtbot: QtBot, size: tuple[int, int]) -> None:
    stage = Stage(wave, WaveSettings(), wave.preset(), Theme.named("dark"), state=StageState(ROW))
    qtbot.addWidget(stage)
    stage.show()
    stage.resize(*size)
    for one in list(stage.findChildren(GapHandle)):
        drag(one, QPoint(2, 2), QPoint(40, 40))
        QTest.mouseDClick(one, LEFT)
    for panel in stage.panels:
        drag_title(stage, panel, QPoint(size[0] // 2, size[1] // 2))
    stage.resize(900, 600)
    assert min(rect.width() for rect in rects(stage).values()) >= LEAST[0]
    assert sum(rect.width() * rect.height() for rect in rects(stage).values()) > 0.95 * 900 * 600


def test_that_zoom_is_that_of_the_stage_however_its_panels_stand(stage: Stage) -> None:
    drag(handle(stage, "The wave", "Bars"), QPoint(4, 50), QPoint(-150, 0))
    assert {panel.zoom for panel in stage.panels} == {1.0}
    stage.window().resize(3400, 1900)
    (zoom,) = {panel.zoom for panel in stage.panels}
    assert zoom > 1
    assert all(grip(panel).height() == round(34 * zoom) for panel in stage.panels)


def test_that_a_lone_panel_has_nothing_to_be_moved(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.gui.test_stage_arranging.wave", replace(wave, views=(View("value", title="Alone"),)))
    stage = made(qtbot)
    assert not stage.findChildren(GapHandle)
    assert not grip(stage.panels[0]).isVisible()
