"""The widgets of the window and where they stand: gallery, header, stage with the note beneath, settings, status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.experiments import broken
from core.experiments.notes import Note
from core.run.expected import Verdict
from core.run.experiment import Experiment, Pace, Preset
from core.run.frame import Frame, Snapshot
from core.run.seeds import Seeds
from core.run.session import Session
from core.settings import Settings
from gui.arrangement.tree import Arrangement
from gui.banner import Banner
from gui.gallery.gallery import Gallery
from gui.header import Header
from gui.last_run import Ghost
from gui.look.theme import Theme
from gui.missing_data.page import MissingDataPage
from gui.notes.expected_table import ExpectedTable
from gui.notes.view import NotesView
from gui.panels.curves import CurvesPanel
from gui.predict.curtain import Curtain
from gui.predict.poll import Poll
from gui.predict.result import PredictionResult
from gui.scrubber import Scrubber
from gui.settings.form import SettingsForm
from gui.sizes import Sizes, splitter
from gui.stage import Stage
from gui.status import StatusLine
from gui.text_size import TextSize
from gui.view_state import StageState

MARGIN = 8


class Parts(QWidget):
    """Everything inside the window's frame. It shows what it is told and decides nothing."""

    edited = Signal(object)
    wanted_changed = Signal()
    save_requested = Signal(str)

    def __init__(
        self,
        experiments: Mapping[str, Experiment],
        notes: Mapping[str, Note],
        theme: Theme,
        downloads: Path,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        # A click beside a text field takes the focus out of it, so that the bare keys act again.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.theme, self.text_size = theme, TextSize(1.0, 1.0)
        self.presenting = False
        self.stage: Stage | None = None
        self.arrangements: dict[str, Arrangement] = {}  # of the stages whose panels the lecturer has moved
        self.note_texts = notes
        self._stages: dict[str, Stage] = {}
        entries = [(one, notes[one.id]) for one in experiments.values()]
        self.gallery = Gallery(entries, theme, self, broken())
        self.header = Header(theme, self)
        self.scrubber = Scrubber(theme, self.header.transport.counter, self)
        self.missing = MissingDataPage(theme, downloads)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.missing)
        self.curtain = Curtain(theme)
        self.pages.addWidget(self.curtain)
        self.result = PredictionResult(theme)
        self.banner = Banner(theme, self.pages)
        self.notes = NotesView(theme)
        self.expected = ExpectedTable(theme)
        self.form = SettingsForm(theme)
        self.form.edited.connect(self.edited)
        self.status = StatusLine(theme, self)
        self._lay_out()

    def _lay_out(self) -> None:
        self.strip = QWidget(self)
        strip = QHBoxLayout(self.strip)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.setSpacing(MARGIN)
        strip.addWidget(self.notes, 3)
        strip.addWidget(self.expected, 2, Qt.AlignmentFlag.AlignTop)
        upright = splitter(Qt.Orientation.Vertical, MARGIN, self.pages, self.strip, keeps=0)
        across = splitter(Qt.Orientation.Horizontal, MARGIN, upright, self.form, keeps=0)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(MARGIN)
        column.addWidget(self.header)
        column.addWidget(self.scrubber)
        column.addWidget(self.result)
        column.addWidget(across, 1)
        body = splitter(Qt.Orientation.Horizontal, MARGIN, self.gallery, right, keeps=1)
        self.sizes = Sizes(body, across, upright)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        framed = QVBoxLayout()
        framed.setContentsMargins(MARGIN, MARGIN, MARGIN, 0)
        framed.addWidget(body)
        whole.addLayout(framed, 1)
        whole.addWidget(self.status)

    def show_experiment(self, experiment: Experiment, settings: Settings, preset: Preset) -> None:
        """Everything of another experiment but its pictures, which come when it has begun."""
        note = self.note_texts[experiment.id]
        self.banner.hide()
        self.stage = self._stage_of(experiment, settings, preset)
        self.pages.setCurrentWidget(self.stage)
        self.gallery.show_current(experiment.id)
        self.setFocus()
        self.header.question.show_question(note.question)
        self.header.transport.show_preset(preset)
        self.header.transport.show_step(0)
        self.scrubber.setVisible(preset.pace is not Pace.INSTANT)
        self.scrubber.show_run(0, preset.steps, 0, ())
        self.expected.show_verdicts(())
        self.form.show_experiment(experiment, settings, preset)
        self.form.setEnabled(not experiment.recorded)
        self.status.show_nothing()

    def _stage_of(self, experiment: Experiment, settings: Settings, preset: Preset) -> Stage:
        """Stages are built once and kept: coming back to an experiment is instant."""
        stage = self._stages.get(experiment.id)
        if stage is None:
            state = StageState(self.arrangements.get(experiment.id))
            stage = Stage(experiment, settings, preset, self.theme, self, state)
            stage.arrangement_changed.connect(self._remember_arrangement)
            stage.edited.connect(self.edited)
            stage.wanted_changed.connect(self.wanted_changed)
            stage.save_requested.connect(self.save_requested)
            self._stages[experiment.id] = stage
            self.pages.addWidget(stage)
        else:
            stage.apply_theme(self.theme)
            stage.restore()
            stage.clear()
            stage.show_settings(settings, preset)
        stage.set_text_size(self.text_size.emphasis)
        return stage

    def show_poll(self, experiment: Experiment, poll: Poll | None) -> None:
        """What is asked before the run of an experiment, in place of all that would answer it; or, once it is revealed,
        the answers beside the run. None: nothing is asked."""
        note = self.note_texts[experiment.id]
        hidden = poll is not None and not poll.revealed
        self.notes.show_note(replace(note, body="") if hidden else note)
        self.gallery.hide_picture(experiment.id if hidden else None)
        self.header.show_question_button(note.prediction is not None and not hidden)
        self.result.show_poll(poll)
        drawing = note.prediction.drawing if note.prediction is not None else None
        plot = self._plot_of(drawing.channel) if drawing is not None else None
        if plot is not None:
            plot.set_state(replace(plot.state, sketch=poll.curve if poll is not None and poll.revealed else ()))
        if poll is not None and hidden:
            self.curtain.show_poll(poll, plot.labels if plot is not None else ("", ""))
            self.pages.setCurrentWidget(self.curtain)
            self.curtain.setFocus()
        elif self.stage is not None:
            self.pages.setCurrentWidget(self.stage)

    def _plot_of(self, channel: str) -> CurvesPanel | None:
        plots = self.stage.plots.values() if self.stage is not None else ()
        found = (plot for plot in plots if isinstance(plot, CurvesPanel) and channel in plot.view.channels)
        return next(found, None)

    def show_ghost(self, ghost: Ghost | None, settings: Settings | None) -> None:
        """The run before, beside the one with these settings; None: there is none, or it is hidden."""
        if self.stage is not None:
            self.stage.show_ghost(ghost.frame if ghost is not None else None)
        self.status.show_ghost(ghost.difference(settings) if ghost is not None and settings is not None else "")

    def show_seeds(self, seeds: Seeds | None) -> None:
        """Runs of several seeds, beside the one that is shown; None for none."""
        if self.stage is not None:
            self.stage.show_seeds(seeds)
        self.expected.show_seeds(seeds.holding() if seeds is not None else ())

    def show_all(self) -> None:
        """Every plot whole again."""
        if self.stage is not None:
            self.stage.show_all()

    @Slot()
    def _remember_arrangement(self) -> None:
        if self.stage is None:
            return
        id, arrangement = self.stage.experiment.id, self.stage.arrangement
        if arrangement is None:
            self.arrangements.pop(id, None)
        else:
            self.arrangements[id] = arrangement

    def show_session(self, session: Session) -> None:
        """A run has begun."""
        if self.stage is not None:
            self.pages.setCurrentWidget(self.stage)
            self.stage.show_settings(session.settings, session.preset)
        self.banner.hide()
        if session.start is not None and session.start.sentence:
            self.banner.show_words(session.start.sentence)
        self.status.show_session(session)

    def show_frame(self, frame: Frame, verdicts: Sequence[Verdict] | None) -> float:
        """The seconds that pictures have needed. verdicts: None where they have not been read again."""
        needed = self.stage.show_frame(frame) if self.stage is not None else 0.0
        self.header.transport.show_step(frame.step, frame.settled)
        if verdicts is not None:
            self.expected.show_verdicts(verdicts)
        return needed

    def show_past(self, shown: Snapshot) -> None:
        """A run as it stood."""
        if self.stage is not None:
            self.stage.show_settings(shown.settings, shown.preset)
        self.form.show_settings(shown.settings)
        self.show_frame(shown.frame, shown.verdicts())
        self.header.transport.show_past(True)

    def show_no_run(self) -> None:
        """There is no run, and nothing is left of the one before."""
        self.banner.hide()
        if self.stage is not None:
            self.stage.clear()
        self.header.transport.show_step(0)
        self.scrubber.show_run(0, 0, 0, ())
        self.expected.show_verdicts(())
        self.status.show_nothing()

    @Slot(str, str)
    def show_missing(self, name: str, reason: str) -> None:
        """The data of the run is missing."""
        self.show_no_run()
        self.missing.explain(reason)
        self.pages.setCurrentWidget(self.missing)

    def apply_theme(self, theme: Theme, text_size: TextSize) -> None:
        """The panels write as large as their room allows, times the emphasis; all else in the size of the text."""
        self.theme, self.text_size = theme, text_size
        sized = theme.scaled(text_size.scale)
        for part in (self.gallery, self.header, self.banner, self.missing, self.notes, self.expected, self.form):
            part.apply_theme(sized)
        self.scrubber.apply_theme(sized)
        self.curtain.apply_theme(sized)
        self.result.apply_theme(sized)
        self.status.apply_theme(sized)
        self.sizes.show_scale(text_size.scale)
        if self.stage is not None:
            self.stage.apply_theme(theme)
            self.stage.set_text_size(text_size.emphasis)

    def show_presenting(self, presenting: bool) -> None:
        """Only the header and the pictures, or everything again."""
        self.presenting = presenting
        self.header.gallery_button.setVisible(not presenting)
        self.sizes.fit(self.size(), presenting)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sizes.fit(event.size(), self.presenting)
