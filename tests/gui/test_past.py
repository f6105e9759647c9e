"""Going back in a run: what was kept, what is computed again, and what is done meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.experiments import catalog
from core.run.frame import Frame, Snapshot, keep_moment, settled_frame, snapshot_at
from core.run.session import Session
from core.run.tick import Key
from core.settings import SetValue
from core.training.blas import set_blas_threads
from gui.capture.caption import Caption
from gui.capture.render import StagePicture, save_picture
from gui.look.theme import Theme
from gui.panels.text import TextPanel
from gui.window import MainWindow
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.driving import opened, press
from tests.gui.specimens import VALUE


@pytest.fixture
def stepped(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A wave that has come to step 66, of which 60 to 65 are kept."""
    opened(qtbot, window, "wave")
    for step in range(61, 67):
        press(qtbot, window, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda step=step: shown_step(window) == step)
    assert window.lecture.runner.session.history.steps[-6:] == (60, 61, 62, 63, 64, 65)
    return window


def shown_step(window: MainWindow) -> int:
    """What the counter says."""
    return int(window.parts.header.transport.counter.text().removeprefix("step "))


def words(window: MainWindow) -> str:
    """What the text panel shows."""
    panel = next(one for one in window.parts.stage.panels if isinstance(one, TextPanel))
    return panel.describe()


def seen(window: MainWindow) -> Snapshot:
    shown = window.lecture.past.snapshot
    assert shown is not None
    return shown


def looked(qtbot: QtBot, window: MainWindow, step: int) -> Frame:
    """At a step that may have to be computed again."""
    window.lecture.past.go_to(step)
    qtbot.waitUntil(lambda: window.lecture.past.snapshot is not None and window.lecture.past.snapshot.step == step)
    return seen(window).frame


def test_that_keys_go_back_and_forward_in_what_was_kept(qtbot: QtBot, stepped: MainWindow) -> None:
    for step in (65, 64, 63):
        press(qtbot, stepped, Qt.Key.Key_Left)
        assert (shown_step(stepped), words(stepped)) == (step, f"step {step}")
    press(qtbot, stepped, Qt.Key.Key_Right)
    assert (shown_step(stepped), words(stepped)) == (64, "step 64")
    assert stepped.parts.scrubber.words.text() == "changes act at 66"
    press(qtbot, stepped, Qt.Key.Key_Right)
    press(qtbot, stepped, Qt.Key.Key_Right)
    assert (shown_step(stepped), words(stepped), stepped.lecture.past.active) == (66, "step 66", False)
    press(qtbot, stepped, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_step(stepped) == 67)
    assert stepped.lecture.runner.session.step == 67


def test_that_end_returns_to_now(qtbot: QtBot, stepped: MainWindow) -> None:
    press(qtbot, stepped, Qt.Key.Key_Left)
    press(qtbot, stepped, Qt.Key.Key_End)
    assert (shown_step(stepped), words(stepped), stepped.lecture.past.active) == (66, "step 66", False)
    assert not stepped.parts.scrubber.now_button.isVisible()


def test_that_any_step_is_computed_again(qtbot: QtBot, stepped: MainWindow) -> None:
    session = stepped.lecture.runner.session
    assert 33 not in session.history.steps
    frame = looked(qtbot, stepped, 33)
    assert (frame.step, frame.settled, frame.records[Key("words")].describe()) == (33, True, "step 33")
    assert frame.series[VALUE].read()[3].tolist() == session.series[VALUE].read()[3].tolist()[:34]
    assert (shown_step(stepped), words(stepped)) == (33, "step 33")
    assert session.step == 66
    again = stepped.lecture.runner._thread.player.replay._session
    looked(qtbot, stepped, 40)
    assert stepped.lecture.runner._thread.player.replay._session is again  # goes on from where it stood
    press(qtbot, stepped, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown_step(stepped) == 39)
    press(qtbot, stepped, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown_step(stepped) == 40)


def test_that_the_slider_goes_back(qtbot: QtBot, stepped: MainWindow) -> None:
    track = stepped.parts.scrubber.track
    qtbot.waitUntil(lambda: track.newest == 66)
    assert track.total == 66
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(round(track.x_of(22)), track.height() // 2))
    qtbot.waitUntil(lambda: not stepped.lecture.past.pending and stepped.lecture.past.active)
    assert seen(stepped).step == pytest.approx(22, abs=1)
    qtbot.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() - 1, track.height() // 2))
    assert not stepped.lecture.past.active


def test_that_a_run_that_goes_on_is_paused_to_look_back(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "slow", RunState.RUNNING)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step > 5)
    looked(qtbot, window, 3)
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.PAUSED)
    stood = window.lecture.runner.session.step
    qtbot.wait(100)
    assert (window.lecture.runner.session.step, shown_step(window)) == (stood, 3)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown_step(window) > stood)
    assert not window.lecture.past.active


def test_that_a_replay_tells_how_far_it_is_and_can_be_left(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "slow", RunState.RUNNING)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step > 12)
    press(qtbot, window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.lecture.runner.state is RunState.PAUSED)
    past, step = window.lecture.past, window.lecture.runner.session.step - 1
    if step in window.lecture.runner.session.history.steps:
        window.lecture.runner.session.history.forget()
    past.go_to(step)
    qtbot.waitUntil(lambda: window.lecture.runner.replay_step > 2)
    qtbot.waitUntil(lambda: window.parts.scrubber.words.text().startswith(f"computing {step}: "))
    press(qtbot, window, Qt.Key.Key_End)
    assert not past.active
    assert shown_step(window) == step + 1
    reached = window.lecture.runner.replay_step
    qtbot.wait(150)
    assert window.lecture.runner.replay_step <= reached + 1
    assert not past.active


def test_that_a_replay_begins_at_nothing_while_the_worker_stands_at_the_one_before(
    stepped: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = stepped.lecture.past
    monkeypatch.setattr(Runner, "replay_step", 33)
    past.go_to(20)
    past.pull()
    assert stepped.parts.scrubber.words.text() == "computing 20: 0 %"
    past.go_to(50)
    past.pull()
    assert stepped.parts.scrubber.words.text() == "computing 50: 66 %"


def test_that_a_live_change_acts_where_the_run_stands(qtbot: QtBot, stepped: MainWindow) -> None:
    looked(qtbot, stepped, 20)
    stepped.lecture.editing.edit(SetValue("rate", 5.0))
    assert not stepped.lecture.past.active
    assert stepped.parts.status.message.text().startswith("Back to now: the change acts from here on, at step 66")
    qtbot.waitUntil(lambda: [edit.step for edit in stepped.lecture.runner.session.edits] == [66])
    assert shown_step(stepped) == 66
    frame = looked(qtbot, stepped, 20)
    assert seen(stepped).settings.rate == 1.0
    assert frame.events == ()


def test_that_what_is_for_display_shows_where_one_looks(qtbot: QtBot, stepped: MainWindow) -> None:
    press(qtbot, stepped, Qt.Key.Key_Left)
    stepped.lecture.editing.edit(SetValue("bars", 7))
    qtbot.waitUntil(lambda: len(seen(stepped).frame.records[Key("bars")].names) == 7)
    assert (seen(stepped).step, stepped.lecture.runner.session.step) == (65, 66)
    press(qtbot, stepped, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: len(stepped.lecture.frame.records[Key("bars")].names) == 7)


def test_that_another_run_has_another_past(qtbot: QtBot, stepped: MainWindow) -> None:
    looked(qtbot, stepped, 20)
    stepped.lecture.editing.edit(SetValue("length", 30))
    qtbot.waitUntil(lambda: stepped.lecture.runner.session.settings.length == 30)
    assert not stepped.lecture.past.active
    press(qtbot, stepped, Qt.Key.Key_Left)
    stepped.lecture.open("rivals")
    assert not stepped.lecture.past.active
    stepped.lecture.open("wave")
    qtbot.waitUntil(lambda: stepped.lecture.runner.state is RunState.PAUSED)
    assert not stepped.parts.scrubber.now_button.isVisible()


def test_that_a_walk_goes_back_itself(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "walk")
    qtbot.waitUntil(lambda: window.parts.scrubber.track.total == 100)
    window.parts.scrubber.sought.emit(50)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 50 and shown_step(window) == 50)
    window.parts.scrubber.sought.emit(7)
    qtbot.waitUntil(lambda: window.lecture.runner.session.step == 7 and shown_step(window) == 7)
    assert not window.lecture.past.active
    assert window.parts.scrubber.track.reach == 100


def test_that_the_slider_says_how_far_a_run_has_come(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    words = window.parts.scrubber.words
    qtbot.waitUntil(lambda: words.text() == "of 60")
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: words.text() == "")


def test_that_an_instant_experiment_has_no_slider(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "still", RunState.FINISHED)
    assert not window.parts.scrubber.isVisible()
    window.lecture.past.back()
    assert not window.lecture.past.active


def test_that_a_capture_in_the_past_is_of_the_past(qtbot: QtBot, stepped: MainWindow, tmp_path: Path) -> None:
    looked(qtbot, stepped, 33)
    stepped.captures.save_stage()
    assert stepped.captures.dialog is not None
    stepped.captures.dialog.fileSelected.emit(str(tmp_path / "past.png"))
    stepped.captures.dialog.close()
    assert QImage(str(tmp_path / "past.png")).text("Step") == "33"
    session = stepped.lecture.runner.session.clone()
    session.run_to(33)
    picture = StagePicture(
        session,
        settled_frame(session),
        Caption.of(session),
        (1920, 1080),
        stepped.theme,
        state=stepped.parts.stage.state,
    )
    save_picture(picture, tmp_path / "fresh.png")
    assert (tmp_path / "past.png").read_bytes() == (tmp_path / "fresh.png").read_bytes()


@pytest.mark.parametrize("id", ["optimizer-race", "digits-mlp", "weight-decay", "batch-norm-inside"])
def test_that_a_picture_of_the_past_is_that_of_a_run_to_it(qtbot: QtBot, id: str, tmp_path: Path) -> None:
    """Byte for byte, as `--steps 6 --capture` would draw it."""
    experiment = catalog()[id]
    set_blas_threads(experiment.blas_threads)

    def begun() -> Session:
        return Session(experiment, experiment.preset().settings, Library())

    def drawn(shown: Session | Snapshot, frame: Frame, path: Path) -> bytes:
        caption = Caption.of(shown, step=frame.step)
        save_picture(StagePicture(shown, frame, caption, (1280, 720), Theme.named("light")), path)
        return path.read_bytes()

    session, fresh = begun(), begun()
    session.run_to(6)
    keep_moment(session)
    session.run_to(15)
    fresh.run_to(6)
    kept = session.history.at(6)
    assert kept is not None
    then = snapshot_at(session, kept)
    assert drawn(then, then.frame, tmp_path / "a.png") == drawn(fresh, settled_frame(fresh), tmp_path / "b.png")


def test_that_a_replay_that_fails_costs_nothing(
    qtbot: QtBot, stepped: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Session, step: int | None = None) -> Session:
        session = clone(self, step)
        session.advance = mistaken
        return session

    def mistaken() -> None:
        raise ArithmeticError("not this time")

    clone: Callable[[Session, int | None], Session] = Session.clone
    monkeypatch.setattr(Session, "clone", broken)
    stepped.lecture.past.go_to(33)
    qtbot.waitUntil(lambda: stepped.parts.banner.isVisible())
    assert "not this time" in stepped.parts.banner.message.text()
    assert not stepped.lecture.past.active
    press(qtbot, stepped, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: shown_step(stepped) == 67)
