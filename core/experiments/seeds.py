"""Is it luck? The same run from several seeds, side by side in other processes.

    job = SeedJob.of(session, steps=300)
    with SeedProcesses(job, following_seeds(0, 8)) as processes:
        seeds = processes.wait()             # or poll(), now and then, for those that have come
    spread_of([run.logs[Key("loss")][:2] for run in seeds.runs])

Every run is what `--seed N --export` runs: the same session, with the same number of BLAS threads.
"""

from __future__ import annotations

import importlib
import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from core.data.errors import DataFileError, MissingData
from core.data.library import Library
from core.run.experiment import Experiment, Preset
from core.run.seeds import SeedRun, Seeds, run_of
from core.run.session import Edit, Session
from core.run.views import CurvesView
from core.settings import Effect, SeededSettings, Settings, differing, replaced
from core.text import one_line
from core.training.blas import set_blas_threads
from core.training.parallel import Processes
from core.training.priority import lower_priority

FEWEST, MOST = 2, 64
LONGEST = 300  # characters of what a run says when it fails


class SeedError(Exception):
    """A run from one of the seeds could not be made; one sentence says which, and why."""


def following_seeds(first: int, count: int) -> tuple[int, ...]:
    """This one and the next numbers, as the button "new seed" would bring them."""
    if not FEWEST <= count <= MOST:
        raise ValueError(f"from {FEWEST} to {MOST} seeds can be compared, not {count}")
    return tuple((first + i) % 2**31 for i in range(count))


def why_no_seeds(experiment: Experiment, settings: Settings, steps: int) -> str:
    """Why runs of other seeds would tell nothing, in a sentence; "" where they would."""
    if experiment.recorded:
        return f"this run of {experiment.id} was recorded: what another seed would give is not in it"
    if not isinstance(settings, SeededSettings):
        return f"{experiment.id} has no seed: nothing in it is random"
    if experiment.measured:
        return f"{experiment.id} measures times, which runs side by side take from each other"
    if steps < 1:
        return f"{experiment.id} makes no steps here that seeds could differ in"
    return ""


def has_curves(session: Session) -> bool:
    """Whether a panel draws series of the run, to which bands belong; other curves are computed of one moment."""
    views = [view for view in session.experiment.views if isinstance(view.options, CurvesView)]
    shown = {name for view in views if view.is_shown(session.settings, session.preset.name) for name in view.channels}
    return any(key.channel in shown for key in tuple(session.series))  # to which the run may just add one


@lru_cache(maxsize=1)
def _library(data_dir: Path | None, cache_dir: Path) -> Library:
    """One for all runs of a process: data is read once."""
    return Library(data_dir, cache_dir)


@dataclass(frozen=True)
class SeedJob:
    """A run but for its seed, so that another process can make it. module: the file of the experiment, which is all of
    the course that is imported there."""

    module: str
    experiment: str
    preset: str
    settings: Settings
    edits: tuple[Edit, ...]
    steps: int
    data_dir: Path | None
    cache_dir: Path

    @classmethod
    def of(cls, session: Session, steps: int) -> SeedJob:
        """The run of a session, its live changes included; ValueError where that has no seed."""
        experiment, settings = session.experiment, session.initial
        if why := why_no_seeds(experiment, settings, steps):
            raise ValueError(why)
        edits = tuple(edit for edit in session.edits if edit.step < steps)
        library = session.library
        names = experiment.run.__module__, experiment.id, session.preset.name
        return cls(*names, settings, edits, steps, library.data_dir, library.cache_dir)

    def is_of(self, session: Session) -> bool:
        """Whether the session is still this run: only what is for display may differ."""
        same = (self.experiment, self.preset) == (session.experiment.id, session.preset.name)
        if not same or any(f.effect is not Effect.DISPLAY for f in differing(session.initial, self.settings)):
            return False
        return self.edits == tuple(edit for edit in session.edits if edit.step < self.steps)

    def __call__(self, seed: int) -> SeedRun:
        """Make it, from that seed. A run that diverges has a result like any other; SeedError for one that fails."""
        lower_priority()
        try:
            return self._run(seed)
        except (MissingData, DataFileError) as wrong:
            raise SeedError(f"seed {seed} could not be run: {one_line(str(wrong), LONGEST)}") from None
        except Exception as mistake:  # noqa: BLE001 - experiments are written by students
            said = one_line(f"{type(mistake).__name__}: {mistake}", LONGEST)
            raise SeedError(f"seed {seed} could not be run: {said}") from None

    def _run(self, seed: int) -> SeedRun:
        experiment = self._found()
        set_blas_threads(experiment.blas_threads)
        library = _library(self.data_dir, self.cache_dir)
        session = Session(
            experiment, replaced(self.settings, "seed", seed), library, self.edits, self._preset_of(experiment)
        )
        try:
            session.run_to(self.steps)
            return run_of(session, seed)
        finally:
            session.close()

    def _found(self) -> Experiment:
        here = vars(importlib.import_module(self.module)).values()
        return next(one for one in here if isinstance(one, Experiment) and one.id == self.experiment)

    def _preset_of(self, experiment: Experiment) -> Preset:
        return experiment.preset(self.preset)


class SeedProcesses:
    """Runs a job for each seed, at low priority. Results are taken in the order of the seeds, however fast each was, so
    that what is made of the first three is the same every time."""

    def __init__(self, job: SeedJob, seeds: Sequence[int], count: int | None = None) -> None:
        """count: of processes; as many as there are cores, where it is not given."""
        self.job, self.total = job, len(seeds)
        self._runs: list[SeedRun] = []
        self._processes = Processes(count or min(len(seeds), os.cpu_count() or 1))
        self._waiting = deque((seed, self._processes.submit(job, seed)) for seed in seeds)

    @property
    def done(self) -> int:
        """Runs that have ended, whether their turn has come or not."""
        return len(self._runs) + sum(future.done() for _, future in self._waiting)

    @property
    def complete(self) -> bool:
        """Whether every run has been taken in."""
        return not self._waiting

    def poll(self) -> Seeds | None:
        """The runs that have come so far, where there is a new one; returns at once. SeedError where one failed."""
        before = len(self._runs)
        while self._waiting and self._waiting[0][1].done():
            self._take()
        return self._seeds if len(self._runs) > before else None

    def wait(self) -> Seeds:
        """All of them, or SeedError."""
        while self._waiting:
            self._take()
        return self._seeds

    @property
    def _seeds(self) -> Seeds:
        return Seeds(tuple(self._runs), self.job.steps, self.total)

    def _take(self) -> None:
        seed, future = self._waiting[0]
        try:
            self._runs.append(future.result())
        except BrokenExecutor:
            raise SeedError(f"seed {seed} could not be run: its process ended unexpectedly") from None
        except OSError as wrong:
            said = (wrong.strerror or str(wrong)).lower()
            raise SeedError(f"seed {seed} could not be run: no process could be begun: {said}") from None
        self._waiting.popleft()

    def close(self) -> None:
        """End the processes, in the middle of what they do; none is left when this returns, a moment later."""
        self._processes.close()
        self._processes.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
