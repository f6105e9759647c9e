"""The window itself: its keys, its theme, presenting, and what it remembers. The rest is in `parts` and `lecture`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from core.data.library import Library
from core.experiments.notes import Note, note_of
from core.run.experiment import Experiment
from gui.capture.menu import CaptureMenu
from gui.keys import Keys
from gui.lecture import Lecture
from gui.look.theme import Theme, apply_theme
from gui.parts import Parts
from gui.state import WindowState


class MainWindow(QMainWindow):
    """experiments: in the order of the course. state: what was remembered; it is saved to `state_path` on closing."""

    def __init__(
        self,
        experiments: Mapping[str, Experiment],
        library: Library,
        theme: Theme,
        state: WindowState | None = None,
        state_path: Path | None = None,
        language: str = "en",
    ) -> None:
        super().__init__()
        self.theme = theme
        self.state = state or WindowState()
        self.stuck = False  # closed, but the run does not let go of its thread
        self._state_path = state_path
        self._notes: dict[str, Note] = {one.id: note_of(one, language) for one in experiments.values()}
        self.parts = Parts(experiments, self._notes, theme, library.cache_dir, self)
        self.parts.arrangements = self.state.arrangements
        self.lecture = Lecture(experiments, library, self.parts)
        self.captures = CaptureMenu(self.lecture, self.state, language, self)
        self.parts.save_requested.connect(self.captures.save_panel)
        self.lecture.opened.connect(self._on_opened)
        self.parts.header.gallery_button.clicked.connect(self.parts.sizes.toggle_gallery)
        self.parts.header.theme_button.clicked.connect(self.switch_theme)
        self.parts.header.capture_button.clicked.connect(self._show_captures)
        self.setCentralWidget(self.parts)
        self.setWindowTitle("Chalkgrad")
        self.setMinimumSize(QSize(900, 560))
        self._add_keys()
        self._restore()

    def _add_keys(self) -> None:
        keys, transport, lecture = Keys(self), self.parts.header.transport, self.lecture
        keys.add("Space", transport.toggle, bare=True)
        keys.add("Right", transport.emit_step, bare=True, repeats=True)
        keys.add("Left", transport.emit_step_back, bare=True, repeats=True)
        keys.add("R", transport.emit_reset, bare=True)
        keys.add("PgDown", lambda: lecture.open_neighbour(1), bare=True)
        keys.add("PgUp", lambda: lecture.open_neighbour(-1), bare=True)
        keys.add("F11", self.present)
        keys.add("Esc", self._escape)
        keys.add("Ctrl+F", self._search)
        keys.add("Ctrl+S", self.captures.save_stage)
        keys.add("Ctrl+D", self.switch_theme)
        keys.add("Ctrl+Z", lecture.undo)
        keys.add("Ctrl+Shift+Z", lecture.redo)
        keys.add("Ctrl+Q", self.close)

    @Slot(str)
    def _on_opened(self, id: str) -> None:
        self.setWindowTitle(self.tr("{0} – Chalkgrad").format(self._notes[id].title))

    @Slot()
    def switch_theme(self) -> None:
        """From light to dark, or back."""
        self.theme = Theme.named("light" if self.theme.dark else "dark")
        self.state.theme = self.theme.name
        self.parts.form.forget_hidden()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, self.theme)
        self.parts.apply_theme(self.theme)

    @Slot()
    def present(self) -> None:
        """Only the question, the buttons and the pictures, on the whole screen; the same key comes back."""
        self.parts.show_presenting(not self.parts.presenting)
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def _show_captures(self) -> None:
        button = self.parts.header.capture_button
        self.captures.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _escape(self) -> None:
        stage = self.parts.stage
        if stage is not None and stage.restore():
            return
        if self.parts.presenting:
            self.present()
        self.parts.gallery.search.clear()
        self.parts.setFocus()  # out of the search field, so that the keys act again

    def _search(self) -> None:
        if self.parts.sizes.folded:
            self.parts.sizes.toggle_gallery()
        self.parts.gallery.focus_search()

    def _restore(self) -> None:
        self.resize(QSize(1440, 900).boundedTo(self.screen().availableSize()))
        # By ourselves: Qt's own saveGeometry reckons with a frame, and where there is none the window wanders down.
        rectangle = self.state.rectangle
        screen = QGuiApplication.screenAt(rectangle.topLeft()) if rectangle is not None else None
        if rectangle is not None and screen is not None:  # it may have stood on a projector that is gone
            self.setGeometry(QRect(rectangle.topLeft(), rectangle.size().boundedTo(screen.availableSize())))
        if self.state.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self.parts.sizes.show_state(self.state, self.size())

    def closeEvent(self, event: QCloseEvent) -> None:
        """All is saved and out of sight before a run that is slow to end is waited for."""
        self._save_state()
        self.hide()
        self.stuck = not self.lecture.close()
        super().closeEvent(event)

    def _save_state(self) -> None:
        self.lecture.keep_state(self.state)
        if not self.parts.presenting:
            self.parts.sizes.keep_state(self.state)
            place = self.normalGeometry() if self.isMaximized() else self.geometry()
            self.state.place = [place.x(), place.y(), place.width(), place.height()]
            self.state.maximized = self.isMaximized()
        if self._state_path is not None:
            self.state.save(self._state_path)
