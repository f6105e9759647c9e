"""Real clicks on the real buttons, in every state."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.look.theme import Theme
from gui.speed import SPEEDS
from gui.transport import Transport
from gui.worker.commands import RunState
from tests.gui.specimens import still, walk, wave


@pytest.fixture
def transport(qtbot: QtBot) -> Transport:
    made = Transport(Theme.named("light"))
    qtbot.addWidget(made)
    made.show_preset(walk.preset())
    made.show()
    return made


def click(qtbot: QtBot, button: QToolButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("state", "enabled"),
    [
        (RunState.EMPTY, ""),
        (RunState.LOADING, "play"),
        (RunState.PAUSED, "reset back play step"),
        (RunState.RUNNING, "reset back play step"),
        (RunState.FINISHED, "reset back play"),
        (RunState.FAILED, "reset back"),
    ],
)
def test_that_only_what_makes_sense_can_be_clicked(transport: Transport, state: RunState, enabled: str) -> None:
    transport.show_step(7)
    transport.show_state(state)
    buttons = {
        "reset": transport.reset_button,
        "back": transport.back_button,
        "play": transport.play_button,
        "step": transport.step_button,
    }
    assert {name for name, button in buttons.items() if button.isEnabled()} == set(enabled.split())


def test_that_the_play_button_pauses_while_it_runs(qtbot: QtBot, transport: Transport) -> None:
    transport.show_state(RunState.PAUSED)
    with qtbot.waitSignal(transport.play):
        click(qtbot, transport.play_button)
    transport.show_state(RunState.RUNNING)
    assert transport.play_button.accessibleName() == "Pause"
    with qtbot.waitSignal(transport.pause):
        click(qtbot, transport.play_button)


def test_that_a_step_has_the_unit_that_was_chosen(qtbot: QtBot, transport: Transport) -> None:
    transport.show_preset(wave.preset())
    transport.show_state(RunState.PAUSED)
    for action in transport.units.actions():
        action.trigger()
        with qtbot.waitSignal(transport.step) as told:
            click(qtbot, transport.step_button)
        assert told.args == [action.data()]


def test_that_there_is_a_way_back_in_all_that_has_steps(transport: Transport) -> None:
    for experiment, steps in ((walk, True), (wave, True), (still, False)):
        transport.show_preset(experiment.preset())
        assert transport.back_button.isVisible() is steps


def test_that_there_is_a_way_forward_from_the_past_of_a_run_that_has_ended(transport: Transport) -> None:
    transport.show_state(RunState.FINISHED)
    assert not transport.can_step()
    transport.show_past(True)
    assert transport.can_step()
    transport.show_past(False)
    assert not transport.can_step()


def test_that_there_is_no_step_back_from_the_first_tick(qtbot: QtBot, transport: Transport) -> None:
    transport.show_state(RunState.PAUSED)
    assert not transport.back_button.isEnabled()
    with qtbot.assertNotEmitted(transport.step_back):
        transport.emit_step_back()
    transport.show_step(1)
    assert transport.back_button.isEnabled()
    transport.show_step(0)
    assert not transport.back_button.isEnabled()


def test_that_an_instant_experiment_has_nothing_to_play(qtbot: QtBot, transport: Transport) -> None:
    transport.show_preset(still.preset())
    transport.show_state(RunState.FINISHED)
    assert not any(w.isVisible() for w in (transport.play_button, transport.step_button, transport.speed))
    with qtbot.assertNotEmitted(transport.play):
        transport.toggle()


def test_that_an_experiment_brings_its_own_speed(qtbot: QtBot, transport: Transport) -> None:
    with qtbot.waitSignal(transport.speed.changed) as told:
        transport.show_preset(walk.preset())
    assert told.args == [30.0]
    with qtbot.waitSignal(transport.speed.changed) as told:
        transport.show_preset(wave.preset())
    assert told.args == [None]


def test_that_the_slider_goes_through_the_speeds(qtbot: QtBot, transport: Transport) -> None:
    heard: list[object] = []
    transport.speed.changed.connect(heard.append)
    transport.speed.slider.setValue(0)
    for _ in SPEEDS[1:]:
        qtbot.keyClick(transport.speed.slider, Qt.Key.Key_Up)
    assert heard == list(SPEEDS)
    assert transport.speed.words.text() == "full speed"


def test_that_a_click_leaves_the_focus_where_it_was(qtbot: QtBot, transport: Transport) -> None:
    transport.show_state(RunState.PAUSED)
    for button in (transport.reset_button, transport.play_button, transport.step_button):
        click(qtbot, button)
        assert not button.hasFocus()


def test_that_the_counter_groups_its_figures_and_keeps_its_width(transport: Transport) -> None:
    transport.show_step(1234567)
    assert transport.counter.text() == "step 1\u2009234\u2009567"
    wide = transport.counter.minimumWidth()
    transport.show_step(1)
    assert transport.counter.minimumWidth() == wide


def test_that_the_counter_shows_a_settled_step_at_once(transport: Transport) -> None:
    for step in range(100, 150):
        transport.show_step(step, settled=False)
    assert transport.counter.text() in ("step 0", "step 100")  # as the last figure was shown a moment ago, or not
    transport.show_step(151, settled=True)
    assert transport.counter.text() == "step 151"
