"""What is going on in the window: which experiment is open, what the worker is told, and what the parts are shown.

One timer pulls the worker's latest picture 30 times a second; nothing is pushed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from core.data.library import Library
from core.run.experiment import Experiment, Pace, Preset
from core.run.frame import Frame
from core.run.session import Edit, Session
from core.settings import Settings
from gui.editing import Editing
from gui.luck.luck import Luck
from gui.parts import Parts
from gui.past import Past
from gui.predict.asking import Asking
from gui.state import WindowState
from gui.visit import Visit, visit_of
from gui.worker.commands import Failure, Loaded, Unit
from gui.worker.runner import Runner

FRAME = 33  # milliseconds


class Lecture(QObject):
    """Connects the parts of the window with the worker. experiments: in the order of the course."""

    opened = Signal(str)

    def __init__(self, experiments: Mapping[str, Experiment], library: Library, parts: Parts) -> None:
        super().__init__(parts)
        self.experiments = experiments
        self.library = library
        self.parts = parts
        self.runner = Runner(library, self)
        self.asking = Asking(parts, self.runner)
        self.past = Past(parts, self.runner, self)
        self.luck = Luck(parts, self.runner)
        self.experiment: Experiment | None = None
        self.preset: Preset | None = None
        self.frame: Frame | None = None
        self.framed: Session | None = None  # whose frame it is
        self.editing = Editing(self)
        self._starts_by_itself = False  # the run that is loaded or held back
        self._visits: dict[str, Visit] = {}
        self._recorded: tuple[Settings, tuple[Edit, ...]] = Settings(), ()  # with which the recorded run began
        self._connect_parts()
        self._connect_runner()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.pull)
        self._timer.start(FRAME)

    def _connect_parts(self) -> None:
        parts, runner, transport = self.parts, self.runner, self.parts.header.transport
        transport.play.connect(self.play)
        transport.pause.connect(runner.pause)
        transport.step.connect(self.step)
        transport.step_back.connect(self.past.back)
        transport.reset.connect(runner.reset)
        transport.speed.changed.connect(runner.set_speed)
        self.past.left.connect(self._show_now)
        parts.curtain.revealed.connect(self.reveal)
        parts.header.question_button.clicked.connect(self.ask)
        parts.wanted_changed.connect(self.want)
        parts.form.preset_chosen.connect(self._choose_preset)
        parts.gallery.chosen.connect(self.open)
        parts.missing.folder_chosen.connect(self.use_folder)
        parts.missing.downloaded.connect(self.reload)

    def _connect_runner(self) -> None:
        self.runner.loaded.connect(self._on_loaded)
        self.runner.state_changed.connect(self.parts.header.transport.show_state)
        self.runner.state_changed.connect(self.parts.status.show_state)
        self.runner.failed.connect(self._on_failed)
        self.runner.missing_data.connect(self._on_missing)

    @Slot(str)
    def open(self, id: str) -> None:
        """Show an experiment as it was left, or with its first preset, and then let it run."""
        if self.experiment is not None and self.experiment.id == id and not self.experiment.recorded:
            return
        visit = self._visits.get(id)
        if visit is None:
            preset = self.experiments[id].preset()
            self.load(self.experiments[id], preset, preset.settings)
        else:
            self._return_to(self.experiments[id], visit)

    def _return_to(self, experiment: Experiment, visit: Visit) -> None:
        """The run as it stood, if it is still there. A walk is soon made again; for training this is offered."""
        self._leave()
        self.experiment, self.preset, self.frame = experiment, visit.preset, None
        self.editing.begin(visit.undo_stack)
        position = visit.step if visit.preset.pace is Pace.STEPPED else 0
        self.parts.show_experiment(experiment, visit.settings, visit.preset)
        self.asking.show(experiment)
        self.runner.load(experiment, visit.initial, visit.preset, visit.edits, resume=visit.resumes, position=position)
        self.runner.set_speed(self.parts.header.transport.speed.value)
        self.want()
        self.opened.emit(experiment.id)

    def _leave(self) -> None:
        """Remember how the experiment that is open stands."""
        self.past.forget()
        self.luck.end()
        session = self.runner.session
        if session is not None and not session.experiment.recorded:
            self.runner.pause()  # now, or it would take on the speed of the next one until that is loaded
            newest = self.runner.settings or session.settings
            self._visits[session.experiment.id] = visit_of(session, newest, self.editing.undo_stack)

    def open_neighbour(self, distance: int) -> None:
        """The next (1) or the previous (−1) experiment of the course, where there is one; but what waits behind a
        question comes before the next."""
        if distance > 0 and self.reveal():
            return
        id = self.neighbour(distance)
        if id is not None:
            self.open(id)

    def neighbour(self, distance: int) -> str | None:
        """The id of the experiment so far along the course; None beyond its ends."""
        ids = list(self.experiments)
        at = (ids.index(self.experiment.id) if self.experiment is not None else -distance) + distance
        return ids[at] if 0 <= at < len(ids) else None

    def load(
        self,
        experiment: Experiment,
        preset: Preset,
        settings: Settings,
        steps: int | None = None,
        edits: Sequence[Edit] = (),
    ) -> None:
        """Begin a run, whose plots are seen whole: what was zoomed to belongs to another one. Training and walks with a
        speed of their own go off at once; other walks wait for a step, and a run that has nowhere to go waits for Play.

        steps: where to pause, if not where the preset says. edits: live changes that are made again on the way.
        """
        self._leave()
        if experiment.recorded:
            self._recorded = settings, tuple(edits)
        else:
            self._visits.pop(experiment.id, None)
        self.editing.begin()
        self.experiment, self.preset, self.frame = experiment, preset, None
        paused = preset if steps is None else replace(preset, steps=steps, endless=False)
        self._starts_by_itself = _starts_by_itself(paused)
        self.parts.show_experiment(experiment, settings, preset)
        self.parts.show_all()
        if self.asking.show(experiment):
            self.runner.hold(experiment, settings, paused, edits)
        else:
            self.runner.load(experiment, settings, paused, edits)
            self._begin()
        self.opened.emit(experiment.id)

    def _begin(self) -> None:
        """What has been loaded is shown, and goes off if it does so by itself."""
        self.runner.set_speed(self.parts.header.transport.speed.value)
        self.want()
        if self._starts_by_itself:
            self.runner.play()

    @Slot()
    def ask(self) -> None:
        """The question first, and then the run from its start."""
        if self.asking.begin(self.experiment):
            self.reload()

    def has_question(self) -> bool:
        """Whether there is one to ask before the run."""
        return self.asking.poll(self.experiment) is not None

    @Slot()
    def reveal(self) -> bool:
        """Begin the run that waits behind its question; False where none does."""
        if not self.asking.reveal(self.experiment):
            return False
        self._begin()
        return True

    @Slot(str)
    def step(self, unit: Unit) -> None:
        """One further, or forward to what was kept of the past, or show what waits behind a question."""
        if not (self.reveal() or self.past.forward()):
            self.runner.step(1, unit)

    @Slot()
    def play(self) -> None:
        """Go on from where the run stands, or show what waits behind a question."""
        self.past.end()
        if not self.reveal():
            self.runner.play()

    def keep_state(self, state: WindowState) -> None:
        """Remember what is open, and where data was found."""
        state.data_dir = str(self.library.proven_dir or state.data_dir)
        if self.experiment is not None and self.preset is not None:
            state.keep(self.experiment, self.preset, self.runner.settings or self.preset.settings)

    @Slot()
    def reload(self) -> None:
        """The same again, now that its data may be there; what was recorded is played as it was."""
        if self.experiment is not None and self.preset is not None:
            newest = self.runner.settings or self.preset.settings, ()
            settings, edits = self._recorded if self.experiment.recorded else newest
            self.load(self.experiment, self.preset, settings, edits=edits)

    @Slot(str)
    def use_folder(self, folder: str) -> None:
        """Look for data there from now on."""
        self.library.data_dir = Path(folder)
        self.reload()

    @Slot()
    def _show_now(self) -> None:
        """The newest step again, after one of the past."""
        if self.frame is not None and self.framed is self.runner.session:
            self.editing.show_settings()
            self.parts.show_frame(self.frame, self.runner.verdicts())

    @Slot()
    def pull(self) -> None:
        """Show what is new."""
        self.luck.poll()
        frame = self.runner.frame()
        read = self.parts.status.show_pull(frame, self.frame)
        self.past.pull()
        if frame is None:
            return
        if self.past.active:
            self.frame, self.framed = frame, self.runner.session
            return
        # The figures beside the textbook's are read twice a second, like the rates, and at the end.
        verdicts = self.runner.verdicts() if frame.settled or read else None
        with self.runner.paint_priority():  # new data goes in while the run pauses, painting follows in the event loop
            self.runner.charge(self.parts.show_frame(frame, verdicts))
        self.frame, self.framed = frame, self.runner.session

    def close(self) -> bool:
        """No picture is pulled any more, and the worker and any download end; False where the run does not let go."""
        self._timer.stop()
        self.luck.end()
        self.parts.missing.stop()
        return self.runner.close()

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        session = loaded.session
        self.past.forget()
        self.parts.show_session(session)
        self.editing.show_settings()
        if session.experiment.recorded:
            return
        visit = self._visits.pop(session.experiment.id, None)
        if visit is not None and session.step < visit.step:
            text = self.tr("This run had come to step {0} and had to make room for others.").format(f"{visit.step:,}")
            self.parts.banner.show_words(text, action=(self.tr("Run there again"), lambda: self._run_again(visit)))

    @Slot(object)
    def _on_failed(self, failure: Failure) -> None:
        if not failure.begun:
            self.frame = None  # of the run before
            self.parts.show_no_run()
        self.parts.banner.show_failure(failure)

    @Slot(str, str)
    def _on_missing(self, name: str, reason: str) -> None:
        self.frame = None  # of the run before
        self.parts.show_missing(name, reason)

    def _run_again(self, visit: Visit) -> None:
        if self.experiment is not None:
            self.runner.load(self.experiment, visit.initial, visit.preset, visit.edits, position=visit.step)
            self.want()

    @Slot()
    def want(self) -> None:
        """Only what can be seen is computed."""
        stage = self.parts.stage
        self.runner.want(stage.wanted() if stage is not None else ())

    @Slot(str)
    def _choose_preset(self, name: str) -> None:
        if self.experiment is not None:
            preset = self.experiment.preset(name)
            self.load(self.experiment, preset, preset.settings)


def _starts_by_itself(preset: Preset) -> bool:
    """By itself, once it is loaded."""
    walks = preset.pace is Pace.STEPPED and bool(preset.steps_per_second)
    return (walks or preset.pace is Pace.STREAMED) and (preset.endless or preset.steps > 0)
