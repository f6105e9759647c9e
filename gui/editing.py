"""What the lecturer changes of the settings: by the form and by gestures, taken back, made again, with another seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.settings import Change, SeededSettings, Settings, SetValue
from gui.last_run import LastRun
from gui.settings.undo import UndoStack

if TYPE_CHECKING:
    from gui.lecture import Lecture


class Editing(QObject):
    """undo_stack: the edits of the experiment that is open. last_run: the run before the last of them."""

    def __init__(self, lecture: Lecture) -> None:
        super().__init__(lecture)
        self.undo_stack = UndoStack()
        self.last_run = LastRun()
        self._lecture = lecture
        self._parts, self._runner = lecture.parts, lecture.runner
        self._parts.edited.connect(self.edit)
        self._parts.form.new_seed.connect(self.new_seed)

    def begin(self, undo_stack: UndoStack | None = None) -> None:
        """Another experiment is opened. undo_stack: as it was left; none for a new run."""
        self.undo_stack = undo_stack or UndoStack()
        self.last_run.forget()

    @Slot(object)
    def edit(self, change: Change) -> None:
        """A change from the form or by a gesture in a panel."""
        lecture, runner = self._lecture, self._runner
        if lecture.experiment is not None and lecture.experiment.recorded:
            self._parts.status.show_message(self.tr("This run was recorded: its settings stay as they were."))
            return
        before = runner.settings
        try:
            runner.edit(change)
        except ValueError as wrong:
            self._parts.banner.hide()  # what went wrong before is not what this is about
            self._parts.status.show_message(str(wrong))
            return
        if before is not None and runner.settings is not None:
            self._keep_last_run(runner.settings, self.undo_stack.drags(change))
            self.undo_stack.push(change, before, runner.settings)
        self._show_edited(before)

    def undo(self) -> None:
        """Take the last edit back."""
        self._change_to(self.undo_stack.undo())

    def redo(self) -> None:
        """Make the edit again that was taken back last."""
        self._change_to(self.undo_stack.redo())

    def _change_to(self, settings: Settings | None) -> None:
        if settings is not None:
            before = self._runner.settings
            self._keep_last_run(settings)
            self._runner.change_to(settings)
            self._show_edited(before)

    def has_seed(self) -> bool:
        """Whether there is a seed to change."""
        shown = self._lecture.experiment
        return isinstance(self._runner.settings, SeededSettings) and not (shown is not None and shown.recorded)

    @Slot()
    def new_seed(self) -> None:
        """The next number, so that tomorrow's second seed is today's."""
        settings = self._runner.settings
        if isinstance(settings, SeededSettings):
            self.edit(SetValue("seed", (settings.seed + 1) % 2**31))

    def _show_edited(self, before: Settings | None) -> None:
        after, session = self._runner.settings, self._runner.session
        later = before is not None and after is not None and self._lecture.past.after_edit(before, after)
        acts = self.tr("Back to now: the change acts from here on, at step {0}, not where you looked.")
        message = acts.format(f"{session.step:,}") if later and session is not None else ""
        self._parts.status.show_message(message)
        self._parts.banner.hide()
        self.show_settings()

    def show_settings(self) -> None:
        """The settings that are asked for: in the form, on the stage, and beside the run before."""
        settings, lecture = self._runner.settings, self._lecture
        if settings is None:
            return
        self._parts.form.show_settings(settings)
        self._show_last_run()
        if self._parts.stage is not None and lecture.preset is not None:
            self._parts.stage.show_settings(settings, lecture.preset)

    def _keep_last_run(self, wanted: Settings, drags: bool = False) -> None:
        session, lecture = self._runner.session, self._lecture
        if session is lecture.framed:
            self.last_run.before_edit(session, lecture.frame, wanted, drags)

    def toggle_last_run(self) -> None:
        """Show or hide the run before the last edit."""
        self.last_run.shown = not self.last_run.shown
        self._show_last_run()

    def _show_last_run(self) -> None:
        self._parts.show_ghost(self.last_run.visible, self._runner.settings)
