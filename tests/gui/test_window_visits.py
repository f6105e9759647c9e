"""Leaving an experiment keeps it: coming back shows the run as it stood, and edits can be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.settings import AddPoint, SetValue
from gui.view_state import PlotState
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import opened, press, step_of


def finished(qtbot: QtBot, window: MainWindow, step: int) -> None:
    qtbot.waitUntil(lambda: step_of(window) >= step and window.lecture.runner.state is RunState.PAUSED, timeout=8000)


def test_that_one_wrong_key_on_a_presenter_costs_no_run(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    finished(qtbot, window, 60)
    session = window.lecture.runner.session
    press(qtbot, window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.lecture.frame is not None and window.lecture.experiment.id != "wave")
    press(qtbot, window, Qt.Key.Key_PageUp)
    finished(qtbot, window, 60)
    assert window.lecture.runner.session is session
    assert step_of(window) == 60
    assert window.lecture.frame is not None
    assert len(window.lecture.frame.series) == 1
    assert not window.parts.banner.isVisible()


def test_that_coming_back_shows_what_was_changed_and_the_way_back(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    window.lecture.editing.edit(SetValue("rate", 3.0))
    qtbot.waitUntil(lambda: bool(window.lecture.runner.session and window.lecture.runner.session.edits))
    window.lecture.open("still")
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    window.lecture.open("wave")
    finished(qtbot, window, 1)
    assert window.lecture.runner.settings.rate == 3.0
    page = window.parts.form.pages["wave"]
    assert page.changed_line.isVisible()
    assert "changed: rate 3" in page.changed_line.text()
    page.changed_line.linkActivated.emit("preset")
    qtbot.waitUntil(lambda: window.lecture.runner.settings.rate == 1.0)
    assert not page.changed_line.isVisible()


def test_that_a_run_that_had_to_make_room_is_offered_again(qtbot: QtBot, window: MainWindow) -> None:
    window.lecture.runner._thread.player._parked._most = 3
    opened(qtbot, window, "wave")
    finished(qtbot, window, 60)
    values = window.lecture.frame.series
    for other in ("still", "rivals", "walk", "dots"):
        opened(qtbot, window, other, RunState.FINISHED if other in ("still", "dots") else RunState.PAUSED)
    window.lecture.open("wave")
    banner = window.parts.banner
    qtbot.waitUntil(banner.isVisible)
    assert "had come to step 60" in banner.message.text()
    qtbot.waitUntil(lambda: step_of(window) == 0)
    banner.action_button.click()
    finished(qtbot, window, 60)
    (key, again), (_, before) = next(iter(window.lecture.frame.series.items())), next(iter(values.items()))
    assert key.channel == "value"
    assert again.read()[3].tolist() == before.read()[3].tolist()


def test_that_the_last_edit_is_undone_and_redone_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "still", RunState.FINISHED)
    window.lecture.editing.edit(SetValue("length", 77))
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.length == 77)
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.length == 20)
    assert window.parts.form.row("length").editor.value == 20
    press(qtbot, window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.length == 77)


def test_that_two_quick_clicks_that_add_a_point_both_arrive(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "dots", RunState.FINISHED)
    for point in ((1.0, 1.0), (2.0, 2.0)):  # both made before the worker has heard of either
        window.parts.stage.edited.emit(AddPoint("points", point))
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.points == ((1.0, 1.0), (2.0, 2.0)))


def test_that_an_edit_made_just_before_leaving_is_not_lost(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    finished(qtbot, window, 60)
    window.lecture.editing.edit(SetValue("length", 333))
    window.lecture.open("walk")  # before the worker has heard of it
    qtbot.waitUntil(lambda: window.lecture.frame is not None and window.lecture.runner.session is not None)
    window.lecture.open("wave")
    qtbot.waitUntil(lambda: bool(window.lecture.runner.session and window.lecture.frame))
    assert window.lecture.runner.session.settings.length == 333
    assert window.parts.form.row("length").editor.value == 333


def test_that_a_run_that_is_left_does_not_take_on_the_speed_of_the_next(qtbot: QtBot, window: MainWindow) -> None:
    window.lecture.open("walk")  # 30 steps a second; the others go as fast as they can
    qtbot.waitUntil(lambda: step_of(window) >= 3)
    for other in ("wave", "rivals"):
        window.lecture.open(other)
        qtbot.waitUntil(lambda: window.lecture.frame is not None)
        window.lecture.open("walk")
        finished(qtbot, window, 3)
    assert step_of(window) < 60


def zoomed(window: MainWindow) -> PlotState:
    """Somebody has zoomed the first plot."""
    plot = next(iter(window.parts.stage.plots.values()))
    plot.change_state(x=(3.0, 7.0), log_y=True)
    return plot.state


def state_of(window: MainWindow) -> PlotState:
    return next(iter(window.parts.stage.plots.values())).state


def test_that_plots_stay_as_they_are_seen_when_one_comes_back_and_at_a_reset(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    finished(qtbot, window, 60)
    state = zoomed(window)
    opened(qtbot, window, "still", RunState.FINISHED)
    assert state_of(window) == PlotState()
    window.lecture.open("wave")
    finished(qtbot, window, 60)
    assert state_of(window) == state
    window.lecture.runner.reset()
    qtbot.waitUntil(lambda: step_of(window) == 0)
    assert state_of(window) == state
    window.lecture.editing.edit(SetValue("length", 7))
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.length == 7)
    assert state_of(window) == state


def test_that_another_preset_is_seen_whole(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    zoomed(window)
    window.parts.form.preset_chosen.emit("Book")
    qtbot.waitUntil(lambda: step_of(window) > 0 and window.lecture.runner.session.preset.name == "Book")
    assert state_of(window) == PlotState(log_y=True)
