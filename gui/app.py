"""Starting Qt, and what the whole process needs for a window that stays smooth while a network trains."""

from __future__ import annotations

import gc
import signal
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import FrameType, TracebackType

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from core.data.library import Library
from core.experiments import catalog
from core.run.experiment import Experiment, Preset
from core.run.session import Edit
from core.run.shutdown import leave_at_once
from core.settings import Settings
from gui.banner import Banner
from gui.look.theme import Theme, apply_theme
from gui.state import load_state, state_file

SWITCH = 0.001  # seconds; with Python's 5 ms the window freezes beside a tiny network, which never lets go by itself
COLLECT = 2000  # milliseconds


def make_application(theme: Theme) -> QApplication:
    """The application of this process, in our look."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("chalkgrad")
    application.setApplicationDisplayName("")
    apply_theme(application, theme)
    return application


def leave_clipboard() -> None:
    """Leave a plain image behind: data of Python's making would be destroyed when Python is gone, and crash."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()  # None where nothing was ever copied
    if data is not None and Shiboken.createdByPython(data) and data.hasImage():
        clipboard.setImage(clipboard.image())


def end_politely(window: QWidget) -> None:
    """Ctrl+C, a logout or a kill close the window as its reader would, so that what was open is remembered.

    Python hears of a signal between two of its own steps, of which the window makes thirty a second; closing from there
    would cut into whatever those steps are about, so it waits for its turn. A second signal ends the program at once.
    """

    def close(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        QTimer.singleShot(0, window.close)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if name in signal.Signals.__members__:  # Windows knows two of them
            signal.signal(signal.Signals[name], close)


def show_mistakes(banner: Banner) -> None:
    """A mistake of ours in a slot goes to the banner with its details: the terminal is behind the projector."""

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        banner.show_mistake(error, "".join(traceback.format_exception(kind, error, trace)))

    sys.excepthook = show


class Collector(QObject):
    """Collects cyclic garbage in the thread of the window: in the worker it would destroy Qt objects there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.collect()
        gc.freeze()  # what was imported stays; a pass over the rest takes microseconds
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(COLLECT)

    @Slot()
    def collect(self) -> None:
        gc.collect()


def open_window(
    chosen: tuple[Experiment, Preset, Settings, tuple[Edit, ...]] | None,
    *,
    library: Library | None = None,
    theme: str | None = None,
    language: str = "en",
    steps: int | None = None,
    seeds: int | None = None,
    experiments: Mapping[str, Experiment] | None = None,
) -> int:
    """Open the window, on `chosen` or on what was open last, and stay until it is closed; the exit code. A library that
    has no folder of its own gets the one that was used last."""
    from gui.window import MainWindow

    sys.setswitchinterval(SWITCH)
    state = load_state(state_file())
    found = Theme.named(theme or (state.theme if state.theme in ("light", "dark") else "light"))
    application = make_application(found)
    course = catalog() if experiments is None else experiments
    library = library or Library()
    if library.data_dir is None and state.data_dir:
        library.data_dir = Path(state.data_dir)
    window = MainWindow(course, library, found, state, state_file(), language)
    end_politely(window)
    Collector(window)
    show_mistakes(window.parts.banner)
    if chosen is not None:
        experiment, preset, settings, edits = chosen
        window.lecture.load(experiment, preset, settings, steps, edits)
        if seeds is not None:
            window.lecture.luck.begin_with(experiment, seeds)
    elif state.experiment in course:
        window.lecture.load(course[state.experiment], *state.kept(course[state.experiment]))
    elif course:
        window.lecture.open(next(iter(course)))
    window.show()
    code = application.exec()
    leave_clipboard()
    if window.stuck:  # in a run that never yields: Qt would abort over its thread, and nothing is left to save
        leave_at_once(code)
    return code
