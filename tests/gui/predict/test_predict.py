"""A question comes before the run: nothing is begun or shown that would answer it, hands are counted, and then it is
revealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import gui.window
from core.data.library import Library
from core.experiments.notes import note_of, read_note
from core.experiments.prediction import Drawing, Prediction
from gui.look.theme import Theme
from gui.panels.curves import CurvesPanel
from gui.plotting.state_words import state_words
from gui.predict.poll import Poll
from gui.state import WindowState
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen, opened, press
from tests.gui.specimens import SPECIMENS

ASKS = Prediction("How high does it rise?", ("to 1", "to 2", "for ever"), 1)
DRAWS = Prediction("How does it rise?", drawing=Drawing("value", (0.0, 20.0), (0.0, 2.0)))
TEXT = "# Wave\nHow high?\n\n$$ x $$\n\n## What to look for\n- the answer is two\n\n## Source\nNobody."


@pytest.fixture
def prediction() -> Prediction:
    return ASKS


@pytest.fixture
def window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prediction: Prediction
) -> Iterator[MainWindow]:
    """Of the experiments only "wave" asks something."""

    def note(experiment, language):
        return replace(read_note(TEXT), prediction=prediction) if experiment.id == "wave" else note_of(experiment)

    monkeypatch.setattr(gui.window, "note_of", note)
    made = MainWindow(SPECIMENS, Library(), Theme.named("light"), WindowState(), tmp_path / "window.json")
    yield from on_screen(qtbot, made)


def asked(qtbot: QtBot, window: MainWindow) -> None:
    """The question stands in place of the panels."""
    window.present()
    window.lecture.open("wave")
    qtbot.waitUntil(lambda: window.parts.pages.currentWidget() is window.parts.curtain)


def hands(window: MainWindow) -> list[str]:
    return [row.hands.text() for row in window.parts.curtain.rows]


def test_that_nothing_is_asked_outside_a_presentation(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    assert window.parts.pages.currentWidget() is window.parts.stage
    assert not window.parts.result.isVisible()
    assert "the answer is two" in window.parts.notes.toPlainText()


def test_that_in_a_presentation_the_question_comes_first_and_nothing_has_begun(
    qtbot: QtBot, window: MainWindow
) -> None:
    asked(qtbot, window)
    qtbot.wait(100)
    runner = window.lecture.runner
    assert (runner.state, runner.session, window.lecture.frame) == (RunState.HELD, None, None)
    assert window.parts.curtain.question.text() == ASKS.question
    assert [row.text.text() for row in window.parts.curtain.rows] == list(ASKS.answers)
    assert "two" not in window.parts.notes.toPlainText()
    assert window.parts.gallery._delegate.hidden == "wave"
    assert window.parts.expected.isHidden() or not window.parts.expected.isVisible()


def test_that_keys_and_clicks_count_hands_and_backspace_takes_one_back(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_4):
        press(qtbot, window, key)
    qtbot.mouseClick(window.parts.curtain.rows[2], Qt.MouseButton.LeftButton)
    assert hands(window) == ["1", "2", "1"]
    press(qtbot, window, Qt.Key.Key_Backspace)
    assert hands(window) == ["1", "2", ""]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_PageDown, Qt.Key.Key_Right])
def test_that_a_key_that_goes_on_reveals_first(qtbot: QtBot, window: MainWindow, key: Qt.Key) -> None:
    asked(qtbot, window)
    press(qtbot, window, Qt.Key.Key_2)
    press(qtbot, window, key)
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    assert window.lecture.experiment is SPECIMENS["wave"]
    assert window.parts.pages.currentWidget() is window.parts.stage
    assert window.parts.result.isVisible()
    assert "✓ to 2" in window.parts.result.text.text()
    assert "the answer is two" in window.parts.notes.toPlainText()
    assert window.parts.gallery._delegate.hidden is None


def test_that_the_next_page_down_goes_on_to_the_next_experiment(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window)
    press(qtbot, window, Qt.Key.Key_PageDown)
    press(qtbot, window, Qt.Key.Key_PageDown)
    assert window.lecture.experiment is not SPECIMENS["wave"]
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    assert not window.parts.result.isVisible()


def test_that_settings_that_are_changed_before_hold_for_the_run(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window)
    changed = replace(window.lecture.runner.settings, seed=7)
    window.lecture.runner.change_to(changed)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.lecture.runner.session is not None)
    assert window.lecture.runner.session.settings.seed == 7


def test_that_the_hands_are_kept_while_another_experiment_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window)
    press(qtbot, window, Qt.Key.Key_3)
    window.lecture.open(next(id for id in SPECIMENS if id != "wave"))
    window.lecture.open("wave")
    qtbot.waitUntil(lambda: window.parts.pages.currentWidget() is window.parts.curtain)
    assert hands(window) == ["", "", "1"]


def test_that_the_button_asks_anywhere_and_begins_the_run_anew(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    qtbot.mouseClick(window.parts.header.question_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.parts.pages.currentWidget() is window.parts.curtain)
    assert window.lecture.runner.held
    qtbot.mouseClick(window.parts.curtain.reveal_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    assert window.parts.pages.currentWidget() is window.parts.stage


def test_that_the_window_closes_behind_a_question(qtbot: QtBot, window: MainWindow) -> None:
    asked(qtbot, window)
    assert window.close()


def test_that_a_poll_counts_only_answers_there_are_and_only_before_it_is_revealed() -> None:
    poll = Poll(ASKS)
    for answer in (0, 2, 2, 5, -1):
        poll.count(answer)
    assert poll.hands == (1, 0, 2)
    poll.revealed = True
    poll.count(1)
    poll.take_back()
    assert poll.hands == (1, 0, 2)


class TestDrawing:
    @pytest.fixture
    def prediction(self) -> Prediction:
        return DRAWS

    def test_that_a_curve_is_drawn_and_stays_dashed_beside_the_run(self, qtbot: QtBot, window: MainWindow) -> None:
        asked(qtbot, window)
        sketch = window.parts.curtain.sketch
        frame = sketch.plot.frame
        left = [QPoint(round(frame.left() + share * frame.width()), round(frame.center().y())) for share in (0.1, 0.5)]
        qtbot.mousePress(sketch, Qt.MouseButton.LeftButton, pos=left[0])
        qtbot.mouseMove(sketch, left[1])
        qtbot.mouseRelease(sketch, Qt.MouseButton.LeftButton, pos=left[1])
        curve = window.lecture.asking.poll(SPECIMENS["wave"]).curve
        assert curve[0] == pytest.approx((2.0, 1.0), abs=0.05)
        press(qtbot, window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.lecture.frame is not None)
        panel = next(one for one in window.parts.stage.panels if isinstance(one, CurvesPanel))
        assert panel.state.sketch == curve
        assert "predicted by hand" in state_words(window.parts.stage.state.plots[panel.view.channel])
        assert panel.frames[""].plot.x[1] >= curve[-1][0]

    def test_that_the_curve_of_another_question_is_gone(self, qtbot: QtBot, window: MainWindow) -> None:
        asked(qtbot, window)
        poll = window.lecture.asking.poll(SPECIMENS["wave"])
        poll.curve = ((0.0, 0.0), (5.0, 1.0))
        press(qtbot, window, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.lecture.frame is not None)
        window.lecture.ask()
        panel = next(one for one in window.parts.stage.panels if isinstance(one, CurvesPanel))
        assert (panel.state.sketch, poll.curve) == ((), ())
        assert QApplication.focusWidget() is window.parts.curtain
