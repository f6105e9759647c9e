"""What the process needs beside the window."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from gui.app import Collector, leave_clipboard, make_application, show_mistakes
from gui.banner import Banner
from gui.look.theme import Theme

ROOT = Path(__file__).parents[2]


def test_that_there_is_one_application(qtbot: QtBot) -> None:
    assert make_application(Theme.named("dark")) is make_application(Theme.named("light"))


def test_that_garbage_is_collected_by_the_window_alone(qtbot: QtBot) -> None:
    owner = QObject()
    collector = Collector(owner)
    assert not gc.isenabled()
    circle: list[object] = []
    circle.append(circle)
    del circle
    before = len(gc.get_objects())
    collector.collect()
    assert len(gc.get_objects()) < before


def test_that_a_mistake_of_the_window_is_told_in_the_banner(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    banner = Banner(Theme.named("light"))
    qtbot.addWidget(banner)
    show_mistakes(banner)
    try:
        raise ZeroDivisionError("no panel is that wide")
    except ZeroDivisionError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert banner.message.text() == "The window made a mistake: no panel is that wide"
    banner.copy_button.click()
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()


def test_that_a_copied_picture_outlives_python(qtbot: QtBot) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0xFF3366)
    data = QMimeData()
    data.setImageData(image)
    data.setData("image/svg+xml", b"<svg/>")
    QGuiApplication.clipboard().setMimeData(data)
    leave_clipboard()
    left = QGuiApplication.clipboard()
    assert not left.mimeData().hasFormat("image/svg+xml")
    assert left.image().pixelColor(3, 3).name() == "#ff3366"


def test_that_a_clipboard_that_was_never_filled_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    class Empty:
        def mimeData(self) -> None:
            return None

    monkeypatch.setattr(QGuiApplication, "clipboard", Empty)
    leave_clipboard()


STUCK = """
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from gui.worker import runner
    from gui.app import make_application, open_window
    from gui.worker.commands import RunState
    from gui.look.theme import Theme
    from tests.gui.specimens import Held

    runner.CLOSE_TIMEOUT = 200
    held = Held().experiment
    preset = held.preset()
    make_application(Theme.named("light"))

    def close():
        (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "lecture")]
        if window.lecture.runner.state is RunState.RUNNING:
            window.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(20)
    raise SystemExit(open_window((held, preset, preset.settings, ()), experiments={held.id: held}))
"""


def test_that_the_program_ends_and_remembers_though_a_step_never_does(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", textwrap.dedent(STUCK)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "chalkgrad" / "window.json").is_file()


ASKED = """
    import os, signal
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    from gui.app import make_application, open_window
    from gui.look.theme import Theme
    from tests.gui.specimens import SPECIMENS

    make_application(Theme.named("light"))

    def ask():
        (window,) = [w for w in QApplication.topLevelWidgets() if hasattr(w, "lecture")]
        if window.lecture.frame is not None:
            timer.stop()
            os.kill(os.getpid(), signal.{name})

    timer = QTimer()
    timer.timeout.connect(ask)
    timer.start(20)
    wave = SPECIMENS["wave"]
    raise SystemExit(open_window((wave, wave.preset("Book"), wave.preset("Book").settings, ()), experiments=SPECIMENS))
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_that_a_polite_end_remembers_what_was_open(tmp_path: Path, name: str) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", textwrap.dedent(ASKED).replace("{name}", name)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    saved = json.loads((tmp_path / "chalkgrad" / "window.json").read_text())
    assert (saved["experiment"], saved["preset"]) == ("wave", "Book")
