"""Is it luck? One click runs the experiment from more seeds in other processes, and shows what all have in common.

The run in the window goes on meanwhile. Nothing is pushed: the timer that pulls its frames asks what has come.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from core.experiments.seeds import SeedError, SeedJob, SeedProcesses, following_seeds, has_curves, why_no_seeds
from core.run.experiment import Experiment, Pace
from core.run.seeds import Seeds
from core.run.session import Session
from core.settings import Effect, SeededSettings, differing
from gui.parts import Parts
from gui.plotting.seed_bands import seed_words
from gui.worker.commands import RunState
from gui.worker.runner import Runner

COUNT = 8
BAND = 2  # runs of which a band is made at least


class Luck(QObject):
    """seeds: the runs that are shown as a band; None where there are none, or too few yet."""

    def __init__(self, parts: Parts, runner: Runner) -> None:
        super().__init__(parts)
        self.seeds: Seeds | None = None
        self._parts, self._runner = parts, runner
        self._job: SeedJob | None = None
        self._processes: SeedProcesses | None = None
        self._wanted: tuple[Experiment, int] | None = None
        parts.header.luck_button.clicked.connect(self.toggle)
        parts.header.transport.reset.connect(self.end)
        parts.status.seeds.end_button.clicked.connect(self.end)

    @property
    def active(self) -> bool:
        """Whether seeds are run or shown."""
        return self._job is not None

    def possible(self) -> bool:
        """Where there is a seed, and curves that it may change."""
        session = self._runner.session
        if session is None or session.preset.pace is Pace.INSTANT or self._runner.state is RunState.FAILED:
            return False
        return not why_no_seeds(session.experiment, session.settings, _steps(session)) and has_curves(session)

    def can_toggle(self) -> bool:
        return self.active or self.possible()

    @Slot()
    def toggle(self) -> None:
        """Run more seeds, or be rid of them."""
        if self.active:
            self.end()
        elif self.possible():
            self._begin(COUNT)
        self._show_button()

    def begin_with(self, experiment: Experiment, count: int) -> None:
        """Run so many seeds as soon as the experiment, which is being opened, has begun."""
        self._wanted = experiment, count

    def _begin(self, count: int) -> None:
        """The seed of the run that is shown and those that follow, to where the preset pauses or the run has come."""
        session = self._runner.session
        if session is None or not isinstance(session.initial, SeededSettings):
            return
        self._wanted = None
        self._job = SeedJob.of(session, _steps(session))
        self._processes = SeedProcesses(self._job, following_seeds(session.initial.seed, count))
        self._parts.banner.hide()
        self._parts.status.seeds.show_progress(0, count)

    @Slot()
    def end(self) -> None:
        """End the processes at once; the band goes."""
        self._close_processes()
        if self.active:
            self._parts.status.show_message("")
        self._job = self._wanted = None
        self._parts.status.seeds.show_progress(0, 0)
        self._show_seeds(None)
        self._show_button()

    def poll(self) -> None:
        """Show what has come; end where the run that is shown is another one by now."""
        session = self._runner.session
        if self._wanted is not None:
            self._begin_wanted(*self._wanted)
        elif self._job is not None and not (session is not None and self._is_shown(session, self._job)):
            self.end()
        if self._processes is not None:
            self._take_in(self._processes)
        self._show_button()

    def _begin_wanted(self, experiment: Experiment, count: int) -> None:
        session = self._runner.session
        if session is not None and session.experiment is not experiment:
            self._wanted = None
        elif self.possible():
            self._begin(count)

    def _is_shown(self, session: Session, job: SeedJob) -> bool:
        """Whether the run of the window is the job's, and nothing else has been asked for."""
        asked = self._runner.settings
        if asked is None or any(f.effect is Effect.RESTART for f in differing(asked, session.settings)):
            return False
        return job.is_of(session)

    def _take_in(self, processes: SeedProcesses) -> None:
        try:
            seeds = processes.poll()
        except SeedError as wrong:
            self.end()
            self._parts.banner.show_words(self.tr("The seeds were stopped: {0}").format(wrong))
            return
        self._parts.status.seeds.show_progress(processes.done, processes.total)
        if seeds is not None and processes.complete:
            self._close_processes()
            self._parts.status.show_message(seed_words(seeds))
        if seeds is not None and len(seeds.runs) >= BAND:
            self._show_seeds(seeds)

    def _show_seeds(self, seeds: Seeds | None) -> None:
        if seeds is not self.seeds:
            self.seeds = seeds
            self._parts.show_seeds(seeds)

    def _close_processes(self) -> None:
        if self._processes is not None:
            self._processes.close()
            self._processes = None

    def _show_button(self) -> None:
        button = self._parts.header.luck_button
        button.setEnabled(self.can_toggle())
        button.setChecked(self.active)


def _steps(session: Session) -> int:
    """How far the seeds are run."""
    return max(session.preset.steps, session.step)
