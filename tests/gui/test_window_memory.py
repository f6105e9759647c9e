"""What the window remembers from one day to the next."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.settings import SetValue
from gui.arrangement.gap_handle import GapHandle
from gui.arrangement.tree import Split
from gui.look.theme import Theme
from gui.state import WindowState, load_state
from gui.window import FRAME, MainWindow, first_place
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.driving import opened, press, step_of
from tests.gui.specimens import SPECIMENS


@pytest.fixture
def runner(window: MainWindow) -> Runner:
    return window.lecture.runner


def test_that_what_was_folded_stays_folded(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    qtbot.mouseClick(window.parts.header.gallery_button, Qt.MouseButton.LeftButton)
    assert window.parts.sizes.folded
    window.close()
    assert load_state(tmp_path / "window.json").gallery == 0


@pytest.mark.parametrize("text", ["", "nonsense", "[1]", '{"gallery": "wide", "place": 7, "theme": "dark"}'])
def test_that_a_spoilt_state_file_is_ignored(tmp_path: Path, text: str) -> None:
    file = tmp_path / "window.json"
    file.write_text(text)
    state = load_state(file)
    assert (state.gallery, state.rectangle) == (WindowState().gallery, None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"[1]",
        b"null",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"place": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"gallery": 1' + b"0" * 30 + b"}",
        b'{"settings": 1' + b"0" * 5000 + b"}",
        b'{"notes": -7}',
        b'{"theme": ["dark"], "gallery": "wide", "maximized": 1}',
        b'{"changes": ' + b"[" * 900 + b"]" * 900 + b', "experiment": "wave", "preset": "Book", "notes": 1e400}',
    ],
)
def test_that_nonsense_is_kept_beside_and_the_window_opens_as_on_the_first_day(
    qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    state = load_state(path)
    assert (state.gallery, state.settings, state.notes, state.theme) == (-1, -1, -1, "")
    assert state.kept(SPECIMENS["wave"])[0].name in ("Quick", "Book")
    if path.exists():  # of the right type, but of no use: it is as good as none
        assert state.rectangle is None
    else:
        assert (tmp_path / "window.json.broken").read_bytes() == content
    window = remade(qtbot, path)
    window.present()
    window.close()
    window.deleteLater()
    assert path.is_file()


def test_that_a_folder_in_the_place_of_the_state_is_moved_away(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.mkdir()
    assert load_state(path) == WindowState()
    assert (tmp_path / "window.json.broken").is_dir()


def test_that_a_first_day_leaves_nothing_beside(tmp_path: Path) -> None:
    assert load_state(tmp_path / "window.json") == WindowState()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [[], [1, 2, 3], [0, 0, "wide", 9], [0, 0, 1e9, 10**12], [[], {}, None, True]])
def test_that_a_spoilt_place_is_none(tmp_path: Path, place: list[object]) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"place": place}))
    assert load_state(tmp_path / "window.json").rectangle is None


def remade(qtbot: QtBot, path: Path) -> MainWindow:
    """The window as it opens the next day."""
    window = MainWindow(SPECIMENS, Library(), Theme.named("light"), load_state(path), path)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_that_the_window_stands_where_it_stood(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    WindowState(place=[40, 30, 1150, 670]).save(path)
    for _ in range(3):
        window = remade(qtbot, path)
        assert window.geometry().getRect()[:2] == (40, 30)
        window.close()
        window.deleteLater()
    assert load_state(path).place[:2] == [40, 30]


@pytest.mark.parametrize("screen", [(0, 0, 1280, 720), (0, 24, 1440, 876), (1920, 0, 1366, 768), (0, 0, 3840, 2160)])
def test_that_the_first_window_fits_the_screen_with_its_frame(screen: tuple[int, int, int, int]) -> None:
    free = QRect(*screen)
    place = first_place(free)
    framed = place.adjusted(0, 0, FRAME.width(), FRAME.height())  # a window is moved by its frame's corner
    assert free.contains(framed)
    assert place.width() >= 1264
    assert place.height() >= 672


def test_that_a_window_that_stood_on_a_screen_that_is_gone_comes_to_this_one(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    WindowState(place=[30_000, 30, 1150, 670]).save(path)
    window = remade(qtbot, path)
    assert window.screen().geometry().contains(window.geometry().topLeft())
    window.close()
    window.deleteLater()


def test_that_a_maximized_window_comes_back_so_and_keeps_its_place(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    WindowState(place=[40, 30, 1150, 670], maximized=True).save(path)
    window = remade(qtbot, path)
    assert window.isMaximized()
    window.close()
    window.deleteLater()
    saved = load_state(path)
    assert (saved.maximized, saved.place[:2]) == (True, [40, 30])


def test_that_the_preset_and_the_changed_settings_are_remembered(
    qtbot: QtBot, window: MainWindow, runner: Runner, tmp_path: Path
) -> None:
    opened(qtbot, window, "wave")
    window.parts.form.preset_chosen.emit("Book")
    window.parts.form.edited.emit(SetValue("start", (1.5, 2.0)))
    window.parts.form.edited.emit(SetValue("rate", 0.25))
    window.parts.form.new_seed.emit()
    window.close()
    saved = load_state(tmp_path / "window.json")
    assert (saved.experiment, saved.preset) == ("wave", "Book")
    assert saved.changes == ["seed=1", "rate=0.25", "start=1.5,2"]
    preset, settings = saved.kept(SPECIMENS["wave"])
    assert (preset.name, settings) == ("Book", runner.settings)


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        (["rate=0.25", "colour=red", "length=0", "shape=square", "bars", "", "seed=3"], {"rate": 0.25, "seed": 3}),
        ([7, None, ["rate=1"], "bars=5"], {"bars": 5}),
    ],
)
def test_that_changes_of_another_version_are_left_out(
    tmp_path: Path, changes: list[object], kept: dict[str, object]
) -> None:
    (tmp_path / "window.json").write_text(json.dumps({"experiment": "wave", "preset": "Book", "changes": changes}))
    preset, settings = load_state(tmp_path / "window.json").kept(SPECIMENS["wave"])
    assert settings == replace(preset.settings, **kept)


def test_that_a_preset_that_is_gone_takes_its_changes_with_it() -> None:
    state = WindowState(experiment="wave", preset="Article", changes=["rate=0.25"])
    first = SPECIMENS["wave"].preset()
    assert state.kept(SPECIMENS["wave"]) == (first, first.settings)


SIDE_BY_SIDE = Split(True, ("bars", "value", "words"), (1.0, 2.0, 1.5))


def test_that_moved_panels_stand_there_again_the_next_day_and_only_in_their_experiment(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    opened(qtbot, window, "wave")
    gap = next(one for one in window.parts.stage.findChildren(GapHandle) if "Bars" in one.accessibleName())
    gap.setFocus()
    press(qtbot, window, Qt.Key.Key_Left)
    moved = window.parts.stage.arrangement
    assert moved is not None
    window.lecture.open("slow")
    assert window.parts.stage.arrangement is None
    window.close()
    again = remade(qtbot, tmp_path / "window.json")
    opened(qtbot, again, "wave")
    assert again.parts.stage.arrangement == moved
    again.parts.stage.reset_arrangement()
    again.close()
    again.deleteLater()
    assert load_state(tmp_path / "window.json").arrangements == {}


def test_that_the_arrow_keys_of_a_gap_are_not_the_windows(qtbot: QtBot, window: MainWindow) -> None:
    opened(qtbot, window, "wave")
    qtbot.waitUntil(lambda: step_of(window) == 60)
    gap = window.parts.stage.findChildren(GapHandle)[0]
    gap.setFocus()
    press(qtbot, window, Qt.Key.Key_Right)
    press(qtbot, window, Qt.Key.Key_Right)
    assert window.parts.stage.arrangement is not None
    assert window.lecture.runner.state is RunState.PAUSED
    assert step_of(window) == 60
    press(qtbot, window, Qt.Key.Key_Escape)
    press(qtbot, window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step_of(window) == 61)


@pytest.mark.parametrize(
    "arrangements",
    [
        7,
        [SIDE_BY_SIDE.shares],
        {"wave": 7},
        {"wave": None},
        {"wave": []},
        {"wave": {"across": True}},
        {"wave": {"across": True, "parts": ["bars", "value", "words"], "shares": [1, -1, 1]}},
        {"wave": {"across": True, "parts": ["bars", "value", "words"], "shares": [1, 10**400, 1]}},
        {"wave": {"across": True, "parts": ["bars", "value", "value"], "shares": [1, 1, 1]}},
        {"wave": {"across": True, "parts": ["bars", "value", "gone"], "shares": [1, 1, 1]}},
        {"wave": {"across": True, "parts": ["bars", "value"], "shares": [1, 1]}},
        {"wave": "value", "gone": {"across": False, "parts": ["a", "b"], "shares": [1, 2]}},
    ],
)
def test_that_a_spoilt_arrangement_is_none(qtbot: QtBot, tmp_path: Path, arrangements: object) -> None:
    path = tmp_path / "window.json"
    path.write_text(json.dumps({"theme": "dark", "arrangements": arrangements}))
    assert load_state(path).theme == "dark"
    window = remade(qtbot, path)
    opened(qtbot, window, "wave")
    assert window.parts.stage.arrangement is None
    window.close()
    window.deleteLater()
    assert path.is_file()


def test_that_an_arrangement_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    written = {"wave": Split(False, ("text", SIDE_BY_SIDE), (0.25, 0.75)), "still": "value"}
    WindowState(arrangements=dict(written)).save(path)
    assert load_state(path).arrangements == written


def test_that_the_theme_changes_everywhere_and_is_remembered(qtbot, window: MainWindow, tmp_path: Path) -> None:
    opened(qtbot, window, "wave")
    press(qtbot, window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.parts.theme.dark
    window.close()
    saved = load_state(tmp_path / "window.json")
    assert (saved.theme, saved.experiment) == ("dark", "wave")
