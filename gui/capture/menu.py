"""The capture menu: the stage or one panel, to a file or to the clipboard, in the size of a slide or as on the screen.

One request, one answer, as from the command line: a run that goes on is paused, and every panel is computed, seen or
hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from core.run.frame import Frame, Snapshot
from core.run.session import Session
from gui.capture.formats import FORMATS
from gui.capture.render import Caption, StagePicture, copy_picture, save_picture
from gui.lecture import Lecture
from gui.look.translate import translated
from gui.state import WindowState
from gui.view_state import UNTOUCHED, StageState
from gui.worker.commands import Captured, RunState

SIZES = (((1920, 1080), 1.0), ((1920, 1080), 2.0), ((1280, 720), 1.0))
READY = {RunState.PAUSED, RunState.RUNNING, RunState.FINISHED}

Act = Callable[[Session | Snapshot, Frame, str | None], None]  # the panel's channel, None for the stage


class CaptureMenu(QMenu):
    """The menu behind the camera. `language` is the caption's."""

    def __init__(self, lecture: Lecture, state: WindowState, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._lecture = lecture
        self._state = state
        self._language = language
        self._job: tuple[Act, str | None, int] | None = None  # what to do with which panel, and the capture's number
        self.dialog: QFileDialog | None = None
        self.save = self.addAction(self.tr("Save picture…"))
        self.save.triggered.connect(self.save_stage)
        self.copy = self.addAction(self.tr("Copy picture"))
        self.copy.triggered.connect(self.copy_stage)
        self.panels = self.addMenu(self.tr("Picture of one panel"))
        self.panels.aboutToShow.connect(self._fill)
        self.addSeparator()
        self.sizes = QActionGroup(self)
        for (width, height), scale in SIZES:
            text = self.tr("{0} × {1} pixels").format(int(width * scale), int(height * scale))
            self._add_size(text + (self.tr(", fine print") if scale > 1 else ""), ((width, height), scale))
        self._add_size(self.tr("As on the screen"), None)
        self.sizes.actions()[0].setChecked(True)
        lecture.runner.captured.connect(self._on_captured)
        lecture.runner.state_changed.connect(self._show_state)
        self._show_state()

    def _add_size(self, text: str, size: object) -> None:
        action = QAction(text, self.sizes)
        action.setCheckable(True)
        action.setData(size)
        self.addAction(action)

    @Slot()
    def _show_state(self) -> None:
        """Only where there is a picture it can be captured."""
        for action in (self.save, self.copy, self.panels.menuAction()):
            action.setEnabled(self._ready())

    @Slot()
    def _fill(self) -> None:
        """One line a panel."""
        stage = self._lecture.parts.stage
        self.panels.clear()
        for view in stage.experiment.views if stage is not None else ():
            one = self.panels.addMenu(translated(view.title or view.channel))
            for text, act in ((self.tr("Save…"), self._save), (self.tr("Copy"), self._copy)):
                one.addAction(text).triggered.connect(
                    lambda _=False, act=act, name=view.channel: self._capture(act, name)
                )

    def _ready(self) -> bool:
        return self._lecture.runner.state in READY and self._lecture.parts.stage is not None

    @Slot()
    def save_stage(self) -> None:
        self._capture(self._save, None)

    @Slot(str)
    def save_panel(self, channel: str) -> None:
        self._capture(self._save, channel)

    @Slot()
    def copy_stage(self) -> None:
        self._capture(self._copy, None)

    def _capture(self, act: Act, panel: str | None) -> None:
        """Ask for the picture: `act` has it, unless the reader goes on before it is there."""
        past = self._lecture.past.snapshot
        if self._ready() and past is not None:
            act(past, past.frame, panel)
        elif self._ready():
            self._job = (act, panel, self._lecture.runner.capture())
        else:
            self._lecture.parts.status.show_message(self.tr("There is no picture to capture yet."))

    @Slot(object)
    def _on_captured(self, captured: Captured) -> None:
        job, self._job = self._job, None
        if job is not None and job[2] == self._lecture.runner.last_motion:
            act, panel, _ = job
            act(captured.session, captured.frame, panel)

    def _save(self, session: Session | Snapshot, frame: Frame, panel: str | None) -> None:
        """Ask where to; the dialog is opened, not executed, so the window goes on meanwhile."""
        dialog = QFileDialog(self.parentWidget(), self.tr("Save a picture"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("{0} picture (*.{1})").format(kind.upper(), kind) for kind in FORMATS])
        dialog.setDefaultSuffix(FORMATS[0])
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.rpartition(".")[2].rstrip(")")))
        dialog.setDirectory(self._state.capture_dir or str(Path.home()))
        dialog.selectFile("-".join([session.experiment.id, *([panel] if panel else []), f"step-{frame.step}"]))
        picture, scale = self._picture(session, frame, panel)  # as it is seen now, whatever is done meanwhile
        dialog.fileSelected.connect(lambda path: self._write(picture, scale, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _state_of(self, session: Session | Snapshot) -> StageState:
        """What the lecturer has done to the stage of this run."""
        stage = self._lecture.parts.stage
        return stage.state if stage is not None and stage.experiment.id == session.experiment.id else UNTOUCHED

    def _picture(self, session: Session | Snapshot, frame: Frame, panel: str | None) -> tuple[StagePicture, float]:
        """What is seen now, and its scale."""
        size, scale = self._size()
        caption, theme = Caption.of(session, self._language, frame.step), self._lecture.parts.theme
        also = self._lecture.editing.last_run.visible, self._lecture.luck.seeds
        return StagePicture(session, frame, caption, size, theme, panel, self._state_of(session), *also), scale

    def _write(self, picture: StagePicture, scale: float, path: Path) -> None:
        try:
            save_picture(picture, path, scale)
        except OSError as wrong:
            self._refuse(self.tr("The picture was not written: {0}").format(wrong))
            return
        self._state.capture_dir = str(path.parent)
        self._confirm(self.tr("Saved {0}").format(path.name))

    def _copy(self, session: Session | Snapshot, frame: Frame, panel: str | None) -> None:
        try:
            copy_picture(*self._picture(session, frame, panel))
        except OSError as wrong:
            self._refuse(self.tr("The picture was not copied: {0}").format(wrong))
            return
        self._confirm(self.tr("Copied the picture"))

    def _confirm(self, text: str) -> None:
        self._lecture.parts.banner.hide()  # what went wrong before has been done now
        self._lecture.parts.status.show_message(text)

    def _refuse(self, text: str) -> None:
        self._lecture.parts.status.show_message("")  # what was saved before is not what this was about
        self._lecture.parts.banner.show_words(text)

    def _size(self) -> tuple[tuple[int, int], float]:
        chosen = self.sizes.checkedAction().data()
        stage = self._lecture.parts.stage
        if chosen is not None:
            (width, height), scale = chosen
            return (width, height), scale
        assert stage is not None  # noqa: S101 - there is a picture
        return (stage.width(), stage.height()), stage.devicePixelRatio()
