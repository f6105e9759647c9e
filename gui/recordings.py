"""Runs as files: one is saved with what was kept of its past, and played without its data and without its time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from core.run.recording import SUFFIX, Recording, RecordingError, read_recording, record, write_recording
from gui.lecture import Lecture
from gui.state import WindowState
from gui.worker.background import Background
from gui.worker.commands import Captured, Loaded, RunState

LOOK = 50  # milliseconds between two looks whether the file is written
READY = {RunState.PAUSED, RunState.RUNNING, RunState.FINISHED}


class Recordings(QObject):
    """The run pauses, the reader says where to, and a thread beside the window writes."""

    def __init__(self, lecture: Lecture, state: WindowState, parent: QWidget) -> None:
        super().__init__(parent)
        self.dialog: QFileDialog | None = None
        self._lecture, self._state, self._window = lecture, state, parent
        self._asked = -1  # the number of the capture that was asked for
        self._writing: Background | None = None
        self._path = Path()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        lecture.runner.captured.connect(self._on_captured)
        lecture.runner.loaded.connect(self._on_loaded)

    def can_save(self) -> bool:
        """Whether there is a run that was computed here, and none is being written."""
        ready = self._lecture.runner.state in READY and self._writing is None
        return ready and not self.is_recorded()  # its file is there, and has pictures that playing it has not

    def save(self) -> None:
        """Ask for the run; the answer comes once it is at rest."""
        if self.can_save():
            self._asked = self._lecture.runner.capture()

    @Slot(object)
    def _on_captured(self, captured: Captured) -> None:
        if self._asked != self._lecture.runner.last_motion:
            return
        self._asked = -1
        recording = record(captured.session, captured.frame)
        dialog = self._dialog(self.tr("Save the run"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.selectFile(f"{recording.experiment.id}-step-{captured.frame.step}")
        dialog.fileSelected.connect(lambda path: self.write(recording, Path(path)))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        """It is opened, not executed, so the window goes on meanwhile."""
        self.dialog = dialog = QFileDialog(self._window, title)
        dialog.setNameFilter(self.tr("Recorded run (*{0})").format(SUFFIX))
        dialog.setDirectory(self._state.capture_dir or str(Path.home()))
        dialog.finished.connect(dialog.deleteLater)
        return dialog

    def choose(self) -> None:
        """Ask for a run that was saved, and play it."""
        dialog = self._dialog(self.tr("Open a run"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.play(Path(path)))
        dialog.open()

    def play(self, path: Path) -> None:
        """Show a run that was saved; a sentence where the file is not one."""
        try:
            found = read_recording(path, self._lecture.experiments)
        except RecordingError as wrong:
            self._lecture.parts.banner.show_words(str(wrong))
            return
        self._lecture.load(found.experiment, found.preset, found.initial, edits=found.edits)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        """What one can do with a recording, and what not."""
        if not loaded.session.experiment.recorded:
            return
        text = self.tr("Played as it was recorded: pictures change at the dots of the slider, and settings stay.")
        self._lecture.parts.status.show_message(text)

    def is_recorded(self) -> bool:
        """Whether the run that is shown is played from a file."""
        shown = self._lecture.experiment
        return shown is not None and bool(shown.recorded)

    def run_live(self) -> None:
        """The same settings in a run that is computed, and can be changed."""
        shown, preset = self._lecture.experiment, self._lecture.preset
        if shown is None or preset is None or not shown.recorded:
            return
        live = self._lecture.experiments[shown.id]
        self._lecture.load(live, live.preset(preset.name), self._lecture.runner.settings or preset.settings)

    def write(self, recording: Recording, path: Path) -> None:
        """In a thread of its own: packing may take seconds."""
        self._path = path
        self._writing = Background(lambda *_: write_recording(path, recording))
        self._timer.start(LOOK)

    @Slot()
    def _look(self) -> None:
        writing = self._writing
        if writing is None or writing.running:
            return
        self._timer.stop()
        self._writing = None
        parts = self._lecture.parts
        if writing.error is None:
            self._state.capture_dir = str(self._path.parent)
            parts.status.show_message(self._saved(self._path))
        elif isinstance(writing.error, RecordingError):
            parts.banner.show_words(self.tr("The run was not saved: {0}").format(writing.error))
        else:
            parts.banner.show_mistake(writing.error, "")

    def _saved(self, path: Path) -> str:
        try:
            size = path.stat().st_size / 2**20
        except OSError:  # somebody has moved it already
            return self.tr("Saved {0}").format(path.name)
        return self.tr("Saved {0} ({1} MB)").format(path.name, f"{size:.1f}")

    def finish(self, seconds: float) -> None:
        """The window closes: a file that is being written is finished first."""
        if self._writing is not None:
            self._writing.wait(seconds)
