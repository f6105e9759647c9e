"""What is going on in the window: which experiment is open, what the worker is told, and what the parts are shown.

One timer pulls the worker's latest picture 30 times a second; nothing is pushed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal, Slot

from core.data.library import Library
from core.run.experiment import Experiment, Pace, Preset
from core.run.frame import Frame
from core.settings.settings import Settings
from gui.parts import Parts
from gui.state import WindowState
from gui.worker.commands import Loaded
from gui.worker.runner import Runner

FRAME = 33  # milliseconds


class Lecture(QObject):
    """Connects the parts of the window with the worker. experiments: in the order of the course."""

    opened = Signal(str)
    shown = Signal(object)  # Frame, at every pull that brought one

    def __init__(self, experiments: Mapping[str, Experiment], library: Library, parts: Parts) -> None:
        super().__init__(parts)
        self.experiments = experiments
        self.library = library
        self.parts = parts
        self.runner = Runner(library, self)
        self.experiment: Experiment | None = None
        self.preset: Preset | None = None
        self.frame: Frame | None = None
        self._connect_parts()
        self._connect_runner()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.pull)
        self._timer.start(FRAME)

    def _connect_parts(self) -> None:
        parts, runner, transport = self.parts, self.runner, self.parts.header.transport
        transport.play.connect(runner.play)
        transport.pause.connect(runner.pause)
        transport.step.connect(lambda unit: runner.step(1, unit))
        transport.step_back.connect(runner.step_back)
        transport.reset.connect(runner.reset)
        transport.speed.changed.connect(runner.set_speed)
        parts.edited.connect(self.edit)
        parts.wanted_changed.connect(self.want)
        parts.form.preset_chosen.connect(self._choose_preset)
        parts.form.new_seed.connect(self._new_seed)
        parts.gallery.chosen.connect(self.open)
        parts.missing.folder_chosen.connect(self.use_folder)
        parts.missing.downloaded.connect(self.reload)

    def _connect_runner(self) -> None:
        self.runner.loaded.connect(self._on_loaded)
        self.runner.state_changed.connect(self.parts.header.transport.show_state)
        self.runner.state_changed.connect(self.parts.status.show_state)
        self.runner.failed.connect(self.parts.banner.show_failure)
        self.runner.missing_data.connect(self.parts.show_missing)

    @Slot(str)
    def open(self, id: str) -> None:
        """Show an experiment with its first preset, and let it run."""
        preset = self.experiments[id].preset()
        self.load(self.experiments[id], preset, preset.settings)

    def open_neighbour(self, distance: int) -> None:
        """The next (1) or the previous (−1) experiment of the course, where there is one."""
        ids = list(self.experiments)
        at = ids.index(self.experiment.id) if self.experiment is not None else -distance
        if 0 <= at + distance < len(ids):
            self.open(ids[at + distance])

    def load(self, experiment: Experiment, preset: Preset, settings: Settings, steps: int | None = None) -> None:
        """Begin a run. Training and walks with a speed of their own go off at once; other walks wait for a step, and a
        run that has nowhere to go waits for Play.

        steps: where to pause, if not where the preset says.
        """
        self.experiment, self.preset, self.frame = experiment, preset, None
        self.parts.show_experiment(experiment, settings, preset)
        shown = preset if steps is None else replace(preset, steps=steps, endless=False)
        self.runner.load(experiment, settings, shown)
        self.runner.set_speed(self.parts.header.transport.speed.value)
        self.want()
        if _goes_off(experiment, shown):
            self.runner.play()
        self.opened.emit(experiment.id)

    def keep_state(self, state: WindowState) -> None:
        """Remember what is open, and where data was found."""
        state.data_dir = str(self.library.proven_dir or state.data_dir)
        if self.experiment is not None and self.preset is not None:
            state.keep(self.experiment, self.preset, self.runner.settings or self.preset.settings)

    @Slot()
    def reload(self) -> None:
        """The same again, now that its data may be there."""
        if self.experiment is not None and self.preset is not None:
            self.load(self.experiment, self.preset, self.runner.settings or self.preset.settings)

    @Slot(str)
    def use_folder(self, folder: str) -> None:
        """Look for data there from now on."""
        self.library.data_dir = Path(folder)
        self.reload()

    @Slot(str, object)
    def edit(self, path: str, value: object) -> None:
        """A change from the form or by a gesture in a panel."""
        try:
            self.runner.edit(path, value)
        except ValueError as wrong:
            self.parts.status.show_message(str(wrong))
            return
        self.parts.status.show_message("")
        self.parts.banner.hide()
        self._show_settings()

    @Slot()
    def pull(self) -> None:
        """Show what is new."""
        frame = self.runner.frame()
        read = self.parts.status.show_pull(frame, self.frame)
        shown = frame or (self.frame if self.parts.behind else None)
        if shown is not None:
            # The figures beside the textbook's are read twice a second, like the rates, and at the end.
            verdicts = self.runner.verdicts() if shown.settled or read else None
            with self.runner.paint_priority():
                self.parts.show_frame(shown, verdicts)
                QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)  # painted before the run goes on
        self.frame = shown or self.frame
        if frame is not None:
            self.shown.emit(frame)

    def close(self) -> bool:
        """No picture is pulled any more, and the worker and any download end; False where the run does not let go."""
        self._timer.stop()
        self.parts.missing.stop()
        return self.runner.close()

    def _show_settings(self) -> None:
        if self.runner.settings is not None:
            self.parts.form.show_settings(self.runner.settings)

    @Slot(object)
    def _on_loaded(self, loaded: Loaded) -> None:
        self.parts.show_session(loaded.session)
        self._show_settings()

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

    @Slot()
    def _new_seed(self) -> None:
        """The next number, so that tomorrow's second seed is today's."""
        if self.runner.settings is not None:
            self.edit("seed", (self.runner.settings.seed + 1) % 2**31)


def _goes_off(experiment: Experiment, preset: Preset) -> bool:
    """By itself, once it is loaded."""
    walks = experiment.pace is Pace.STEPPED and bool(experiment.steps_per_second)
    return (walks or experiment.pace is Pace.STREAMED) and (preset.endless or preset.steps > 0)
