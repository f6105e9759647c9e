"""Is it luck? The button, the band, the chip at the foot of the window, and what ends them."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.settings import SetValue, with_value
from gui.capture.caption import Caption
from gui.look.theme import Theme
from gui.luck.luck import Luck
from gui.panels.curves import CurvesPanel
from gui.state import WindowState
from gui.window import MainWindow
from gui.worker.commands import RunState
from tests.gui.driving import on_screen, opened, press
from tests.gui.luck.waiting import complete
from tests.gui.specimens import SPECIMENS
from tests.seeded import noisy


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    course = {"noisy": noisy, **SPECIMENS}
    made = MainWindow(course, Library(), Theme.named("light"), WindowState(), tmp_path / "window.json")
    yield from on_screen(qtbot, made)


@pytest.fixture
def luck(qtbot: QtBot, window: MainWindow) -> Luck:
    opened(qtbot, window, "noisy")
    qtbot.waitUntil(window.parts.header.luck_button.isEnabled)
    return window.lecture.luck


def children(qtbot: QtBot, count: int = 1) -> list[int]:
    qtbot.waitUntil(lambda: len(multiprocessing.active_children()) >= count)
    return [child.pid for child in multiprocessing.active_children() if child.pid is not None]


def ended(pids: list[int]) -> bool:
    def is_gone(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    return all(map(is_gone, pids))


def panel(window: MainWindow, channel: str = "loss") -> CurvesPanel:
    found = window.parts.stage.panel(channel)
    assert isinstance(found, CurvesPanel)
    return found


def test_that_one_click_runs_eight_seeds_and_shows_their_band(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    qtbot.mouseClick(window.parts.header.luck_button, Qt.MouseButton.LeftButton)
    assert luck.active
    assert window.parts.status.seeds.words.text() == "0 of 8 seeds"
    complete(qtbot, luck)
    assert window.parts.status.seeds.words.text() == "8 seeds"
    assert window.parts.status.message.text() == "8 seeds: lowest to highest, thin: median"
    assert multiprocessing.active_children() == []
    bands = panel(window)._seed_bands
    assert [band.name for band in bands] == ["calm", "wild"]
    assert [band.name for band in panel(window, "every")._seed_bands] == ["calm"]
    assert [entry.label.text for entry in panel(window).entries].count("8 seeds") == 1
    assert panel(window).says() == "means of 8 seeds: lowest to highest, thin: median"
    assert panel(window, "every").says() == "8 seeds: lowest to highest, thin: median"


def test_that_the_band_holds_the_bold_line_of_the_run_that_is_shown(
    qtbot: QtBot, window: MainWindow, luck: Luck
) -> None:
    luck.toggle()
    complete(qtbot, luck)
    band, line = panel(window)._seed_bands[0], panel(window)._lines[0]
    assert line.smooth is not None
    assert np.array_equal(band.x, line.x)
    assert (band.low <= line.smooth).all()
    assert (line.smooth <= band.high).all()
    assert not (line.y <= band.high).all()  # of single values it would be another one
    low, high = panel(window).frames[""].plot.y
    assert low <= band.low.min()
    assert band.high.max() <= high


def test_that_another_smoothing_is_that_of_the_band_too(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    luck.toggle()
    complete(qtbot, luck)
    panel(window).change_state(smooth=0)
    first = np.array([run.logs[next(iter(run.logs))].values for run in luck.seeds.runs])
    band = panel(window)._seed_bands[0]
    assert np.array_equal(band.low, first.min(axis=0))
    assert np.array_equal(band.median, np.median(first, axis=0))


def test_that_expectations_say_of_how_many_seeds_they_hold(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    table = window.parts.expected
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    assert table.item(0, 3).text() in "✓✗"
    luck.toggle()
    complete(qtbot, luck)
    held = sum(run.verdicts[0].holds is True for run in luck.seeds.runs)
    assert 0 < held < 8
    assert [table.item(row, 3).text()[1:] for row in range(2)] == [f" {held} of 8", " 0 of 8"]
    assert table.horizontalHeaderItem(3).text() == "Seeds"
    assert f"holds, {held} of 8 seeds; " in table.describe().replace("does not hold", "holds")
    luck.end()
    assert table.item(0, 3).text() in "✓✗"


def test_that_a_hidden_line_hides_its_band(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    luck.toggle()
    complete(qtbot, luck)
    panel(window).change_state(hidden=frozenset({"wild"}))
    assert [band.name for band in panel(window)._seed_bands] == ["calm"]


def test_that_the_band_comes_no_further_than_the_run(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    luck.toggle()
    complete(qtbot, luck)
    lecture = window.lecture
    qtbot.mouseClick(window.parts.header.transport.step_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: lecture.frame.step == 41 and lecture.frame.settled)
    assert panel(window)._seed_bands[0].x[-1] == 40
    assert luck.active  # the seeds stand for the steps that they have made


def test_that_the_run_goes_on_while_seeds_are_run(qtbot: QtBot, window: MainWindow) -> None:
    lecture = window.lecture
    lecture.load(noisy, noisy.preset("Slow"), noisy.preset("Slow").settings)
    qtbot.waitUntil(lecture.luck.possible)
    lecture.luck.toggle()
    children(qtbot)
    step = lecture.frame.step
    qtbot.waitUntil(lambda: lecture.frame.step > step + 3)
    assert lecture.runner.state is RunState.RUNNING
    assert lecture.luck.active


@pytest.mark.parametrize("way", ["cancel", "key", "reset", "open", "preset", "seed", "restart", "live", "close"])
def test_that_whatever_makes_another_run_of_it_ends_the_processes(qtbot: QtBot, window: MainWindow, way: str) -> None:
    lecture = window.lecture
    lecture.load(noisy, noisy.preset("Slow"), noisy.preset("Slow").settings)
    qtbot.waitUntil(lecture.luck.possible)
    press(qtbot, window, Qt.Key.Key_S)
    pids = children(qtbot, 2)
    began = time.monotonic()
    match way:
        case "cancel":
            qtbot.mouseClick(window.parts.status.seeds.end_button, Qt.MouseButton.LeftButton)
        case "key":
            press(qtbot, window, Qt.Key.Key_S)
        case "reset":
            press(qtbot, window, Qt.Key.Key_R)
        case "open":
            lecture.open("wave")
        case "preset":
            window.parts.form.preset_chosen.emit("Quick")
        case "seed":
            lecture.editing.new_seed()
        case "restart":
            lecture.editing.edit(SetValue("lost", 3))
        case "live":
            lecture.editing.edit(SetValue("rate", 2.0))
        case "close":
            window.close()
    qtbot.waitUntil(lambda: not lecture.luck.active)
    assert ended(pids)
    assert time.monotonic() - began < 10
    assert not window.parts.status.seeds.isVisible()
    assert not window.parts.header.luck_button.isChecked()


def test_that_the_band_goes_with_the_run_that_it_is_of(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    luck.toggle()
    complete(qtbot, luck)
    window.lecture.open("wave")
    window.lecture.open("noisy")
    qtbot.waitUntil(lambda: window.lecture.frame is not None)
    assert luck.seeds is None
    assert panel(window)._seed_bands == []
    assert panel(window).says() == ""


def test_that_what_is_for_display_keeps_the_band(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    luck.toggle()
    complete(qtbot, luck)
    window.lecture.editing.edit(SetValue("shown", 5))
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.shown == 5)
    luck.poll()
    assert luck.active


def test_that_a_seed_that_diverges_is_named(qtbot: QtBot, window: MainWindow) -> None:
    lecture = window.lecture
    lecture.load(noisy, noisy.preset("Unlucky"), noisy.preset("Unlucky").settings)
    qtbot.waitUntil(lecture.luck.possible)
    lecture.luck.toggle()
    complete(qtbot, lecture.luck)
    assert panel(window).says() == "wild: diverged in 1 of 8 · means of 6 to 8 seeds: lowest to highest, thin: median"


def test_that_a_run_that_ends_before_the_others_has_their_whole_band(qtbot: QtBot, window: MainWindow) -> None:
    lecture, preset = window.lecture, noisy.preset("Unlucky")
    lecture.load(noisy, preset, with_value(preset.settings, "seed", 2))
    qtbot.waitUntil(lambda: lecture.runner.state is RunState.FINISHED and lecture.frame.finished)
    lecture.luck._begin(3)
    complete(qtbot, lecture.luck)
    assert lecture.frame.step == 20
    assert panel(window)._seed_bands[0].x[-1] == 40
    session = lecture.runner.session
    caption = Caption.of(session).with_seeds(lecture.luck.seeds, session, lecture.frame.step)
    assert caption.metadata["Step"] == "20"
    assert caption.metadata["Command"] == "chalkgrad noisy --preset Unlucky --seed 2 --steps 40 --seeds 3"


def test_that_a_caption_says_where_a_band_ends_before_the_run(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    luck._begin(2)
    complete(qtbot, luck)
    session = window.lecture.runner.session
    facts = Caption.of(session).with_seeds(luck.seeds, session, 90).facts
    assert facts[-2:] == ("2 seeds: lowest to highest, thin: median", "seeds to step 40")


def test_that_a_mistake_in_a_seed_is_one_sentence(qtbot: QtBot, window: MainWindow, luck: Luck) -> None:
    window.lecture.editing.edit(SetValue("wrong", 4))
    qtbot.waitUntil(lambda: window.lecture.runner.session.settings.wrong == 4)
    qtbot.waitUntil(luck.possible)
    luck.toggle()
    qtbot.waitUntil(lambda: not luck.active)
    told = "The seeds were stopped: seed 4 could not be run: ArithmeticError: the first step is wrong"
    assert window.parts.banner.message.text() == told
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("id", "possible"), [("noisy", True), ("wave", True), ("still", False), ("dots", False)])
def test_that_it_can_be_asked_where_there_are_curves_and_a_seed(
    qtbot: QtBot, window: MainWindow, id: str, possible: bool
) -> None:
    opened(qtbot, window, id, RunState.FINISHED if id in ("still", "dots") else RunState.PAUSED)
    qtbot.waitUntil(lambda: window.parts.header.luck_button.isEnabled() is possible)
    press(qtbot, window, Qt.Key.Key_S)
    assert window.lecture.luck.active is possible


def test_that_seeds_are_asked_for_when_the_window_opens(qtbot: QtBot, window: MainWindow) -> None:
    window.lecture.load(noisy, noisy.preset(), noisy.preset().settings)
    window.lecture.luck.begin_with(noisy, 3)
    complete(qtbot, window.lecture.luck)
    assert window.lecture.luck.seeds.numbers == (0, 1, 2)


def test_that_a_click_just_before_the_seeds_that_were_asked_for_begins_them_once(luck: Luck) -> None:
    luck.begin_with(noisy, 3)
    luck.toggle()
    begun = luck._processes
    assert begun is not None
    luck.poll()
    assert luck._processes is begun


def test_that_seeds_are_not_run_for_another_experiment_than_was_asked(qtbot: QtBot, window: MainWindow) -> None:
    window.lecture.load(noisy, noisy.preset(), noisy.preset().settings)
    window.lecture.luck.begin_with(noisy, 3)
    opened(qtbot, window, "wave")
    qtbot.waitUntil(window.lecture.luck.possible)
    assert not window.lecture.luck.active
