"""The window itself: its keys, its theme, presenting, and what it remembers. The rest is in `parts` and `lecture`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from core.data.library import Library
from core.experiments.notes import Note, note_of
from core.run.experiment import Experiment
from core.run.recording import SUFFIX
from gui.capture.menu import CaptureMenu
from gui.drop import Drop, FileDrop, csv_drop
from gui.lecture import Lecture
from gui.look.theme import Theme, apply_theme
from gui.menus.bar import WindowMenus
from gui.menus.key_sheet import KeySheet
from gui.parts import Parts
from gui.recordings import Recordings
from gui.state import WindowState
from gui.text_size import TextSize, next_percent

FIRST = QSize(1440, 900)  # of the window on the first day, where the screen has room for it
WRITE_TIMEOUT = 30.0  # seconds that closing waits for a run that is being saved
FRAME = QSize(16, 48)  # pixels around it at most; how many, the desktop says only when it is shown


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
        self.recordings = Recordings(self.lecture, self.state, self)
        self.lecture.opened.connect(self._on_opened)
        self.parts.header.gallery_button.clicked.connect(self.parts.sizes.toggle_gallery)
        self.parts.header.theme_button.clicked.connect(self.switch_theme)
        self.parts.header.capture_button.clicked.connect(self._show_captures)
        play = Drop(self.tr("Drop to play {0}"), self.recordings.play)
        drops = {".csv": csv_drop(self.lecture), SUFFIX: play}
        self.drops = FileDrop(self, self.parts.status.show_message, drops)
        self.setCentralWidget(self.parts)
        self.setWindowTitle("Chalkgrad")
        self.setMinimumSize(QSize(900, 560))
        self.menus = WindowMenus(self)
        self.setMenuBar(self.menus)
        self.key_sheet = KeySheet(self.menus.keys, theme, self.parts)
        self._restore()

    @Slot(str)
    def _on_opened(self, id: str) -> None:
        self.setWindowTitle(self.tr("{0} – Chalkgrad").format(self._notes[id].title))

    @Slot()
    def switch_theme(self) -> None:
        """From light to dark, or back."""
        self.theme = Theme.named("light" if self.theme.dark else "dark")
        self.state.theme = self.theme.name
        self._dress(self.parts.text_size)

    def set_text_size(self, percent: int) -> None:
        """One of PERCENTS, or AUTOMATIC for what suits the window."""
        self.state.text_size = percent
        self._fit_text()

    def change_text_size(self, direction: int) -> None:
        """To the next size above (1) or below (−1)."""
        self.set_text_size(next_percent(self.parts.text_size.scale, direction))

    def _fit_text(self) -> None:
        """Text of the size that was chosen, or as suits the window."""
        fitting = TextSize.fitting(self.size(), self.state.text_size, self.parts.presenting)
        if fitting != self.parts.text_size:
            self._dress(fitting)

    def _dress(self, text_size: TextSize) -> None:
        sized = self.theme.scaled(text_size.scale)
        self.parts.form.forget_hidden()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            apply_theme(application, sized)
        self.parts.apply_theme(self.theme, text_size)
        self.key_sheet.apply_theme(sized)

    @Slot()
    def present(self) -> None:
        """Only the question, the buttons and the pictures, on the whole screen; the same key comes back."""
        self.parts.show_presenting(not self.parts.presenting)
        self.menus.setHidden(self.parts.presenting)
        self._fit_text()
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    @Slot()
    def _show_captures(self) -> None:
        button = self.parts.header.capture_button
        self.captures.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot()
    def toggle_keys(self) -> None:
        self.key_sheet.toggle()

    def escape(self) -> None:
        """Out of whatever is on top."""
        stage = self.parts.stage
        if self.key_sheet.isVisible():
            self.key_sheet.hide()
            return
        if self.parts.banner.isVisible():
            self.parts.banner.hide()
            return
        if stage is not None and stage.restore():
            return
        if self.parts.presenting:
            self.present()
        self.parts.gallery.search.clear()
        self.parts.setFocus()  # out of the search field, so that the keys act again

    def search(self) -> None:
        if self.parts.sizes.folded:
            self.parts.sizes.toggle_gallery()
        self.parts.gallery.focus_search()

    def _restore(self) -> None:
        first = first_place(self.screen().availableGeometry())
        self.resize(first.size())
        self.move(first.topLeft())
        # By ourselves: Qt's own saveGeometry reckons with a frame, and where there is none the window wanders down.
        rectangle = self.state.rectangle
        screen = QGuiApplication.screenAt(rectangle.topLeft()) if rectangle is not None else None
        if rectangle is not None and screen is not None:  # it may have stood on a projector that is gone
            self.setGeometry(QRect(rectangle.topLeft(), rectangle.size().boundedTo(screen.availableSize())))
        if self.state.maximized:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._dress(TextSize.fitting(self.size(), self.state.text_size, presenting=False))
        self.parts.sizes.show_state(self.state, self.size())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_text()

    def closeEvent(self, event: QCloseEvent) -> None:
        """All is saved and out of sight before a run that is slow to end is waited for."""
        self._save_state()
        self.hide()
        self.recordings.finish(WRITE_TIMEOUT)
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


def first_place(free: QRect) -> QRect:
    """Where the corner of the frame stands, and how large is what is inside it: in the middle of what a screen has
    free, and wholly there."""
    size = FIRST.boundedTo(free.size() - FRAME)
    spare = free.size() - FRAME - size
    return QRect(free.topLeft() + QPoint(spare.width() // 2, spare.height() // 2), size)
