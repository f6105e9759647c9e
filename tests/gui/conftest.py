"""Every GUI test ends as the program does: no thread left, nothing waiting to be deleted or collected elsewhere."""

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.data.library import Library
from core.run.session import Session
from gui.look.theme import Theme
from gui.state import WindowState
from gui.window import MainWindow
from gui.worker.commands import RunState
from gui.worker.runner import Runner
from tests.gui.captured import Example, example
from tests.gui.driving import CHANNELS, on_screen
from tests.gui.specimens import SPECIMENS, Held


@pytest.fixture(autouse=True, scope="session")
def _look_only_at_what_tests_make() -> Iterator[None]:
    """Modules and collected tests stay for good: a collection after each test that went through them took 0.1 s."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _leave_nothing_behind(qtbot: QtBot) -> Iterator[None]:
    # The collector would destroy Qt objects in whatever thread it happens to run in: here only between two tests.
    gc.disable()
    before = set(threading.enumerate())
    yield
    QGuiApplication.clipboard().clear()  # it outlives Python, and what Python has put on it must not
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    # Python keeps a stand-in for every thread of Qt that it has met; a QThread left running aborts by itself.
    left = [t for t in threading.enumerate() if t not in before and not isinstance(t, threading._DummyThread)]
    assert not left, f"threads left running: {left}"


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    made = Runner(Library())
    made.want(CHANNELS)
    yield made
    made.close()


@pytest.fixture
def until(qtbot: QtBot, runner: Runner) -> Callable[[RunState], None]:
    """Wait for a state."""

    def wait(state: RunState) -> None:
        qtbot.waitUntil(lambda: runner.state is state)

    return wait


@pytest.fixture
def held() -> Held:
    """A run of the window's that waits for the test in its first step, which ends in a mistake."""
    return Held(fails=True)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, held: Held) -> Iterator[MainWindow]:
    course = SPECIMENS | {held.experiment.id: held.experiment}
    made = MainWindow(course, Library(), Theme.named("light"), WindowState(), tmp_path / "window.json")
    yield from on_screen(qtbot, made)


@pytest.fixture
def session() -> Iterator[Session]:
    """A run of the experiment to be captured, at step 20."""
    made = Session(example, Example(), Library())
    made.run_to(20)
    yield made
    made.close()
