"""The window's handle on the worker thread.

The worker is one permanent thread. Commands wait for it in a mailbox with one slot for each kind, so a slider drag
leaves one load behind, not sixty. Pictures come back through `Publisher.latest`, a value that the window pulls 30 times
a second; signals carry only rare events, always to the thread of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal, Slot

from core.data.library import Library
from core.run.expected import Verdict
from core.run.experiment import Experiment, Preset
from core.run.frame import Frame, frame_of
from core.run.session import Edit, Session
from core.settings import Change, Settings
from gui.worker.commands import (
    Captured,
    Commands,
    Failure,
    Load,
    Loaded,
    Missing,
    Motion,
    Replayed,
    Report,
    RunState,
    Step,
    Unit,
)
from gui.worker.publisher import Publication
from gui.worker.thread import WorkerThread

CLOSE_TIMEOUT = 3000  # milliseconds that closing waits for the run's next breath or tick


class Runner(QObject):
    """Everything here returns at once. `settings` is what the reader has asked for, which the worker may still be
    about to do; `frame` shows what it has done."""

    loaded = Signal(object)  # Loaded: a new session stands at its first tick
    captured = Signal(object)  # Captured: the answer to `capture`
    replayed = Signal(object)  # Replayed: the answer to `look_back`
    state_changed = Signal(object)  # RunState
    failed = Signal(object)  # Failure
    missing_data = Signal(str, str)  # name, reason

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState.EMPTY
        self.settings: Settings | None = None
        self._session: Session | None = None  # for reading: only the worker advances or closes it
        self._held: Load | None = None
        self._shown = (-1, -1)  # version of the publication, and step, of the frame that was returned last
        self._serial = 0  # of the last command
        self._settings_serial = 0  # of the last command that asked for settings
        self._load_serial = 0  # of the last load: reports from before it are of another experiment
        self._look_serial = 0  # of the last command to look back: what was found for an earlier one is not wanted
        self._motion_serial = 0  # of the last command to move: a capture from before it is not wanted any more
        self._thread = WorkerThread(library, self)
        self._thread.reported.connect(self._on_report)
        self._thread.start()

    def load(
        self,
        experiment: Experiment,
        settings: Settings,
        preset: Preset,
        edits: Iterable[Edit] = (),
        *,
        resume: bool = False,
        position: int = 0,
    ) -> None:
        """Open a session; commands for the one before that still wait are dropped.

        resume: go on with the parked session of this experiment, where there is one. Else a new one begins with these
        settings, replays the edits, and is first shown at `position`.
        """
        self.settings = settings
        self._send_load(Load(experiment, settings, preset, tuple(edits), resume, position))

    def hold(self, experiment: Experiment, settings: Settings, preset: Preset, edits: Iterable[Edit] = ()) -> None:
        """As `load`, but nothing is begun before `release`. Until then settings can be changed, and nothing moves."""
        self.pause()
        self.settings, self._session = settings, None
        self._held = Load(experiment, settings, preset, tuple(edits))
        self._show_state(RunState.HELD)

    @property
    def held(self) -> bool:
        return self._held is not None

    def release(self) -> None:
        """Begin what is held, with the newest settings."""
        if self._held is not None and self.settings is not None:
            self._send_load(self._held._replace(settings=self.settings))

    def _send_load(self, load: Load) -> None:
        self._session, self._held = None, None

        def change(c: Commands) -> None:
            c.load = load
            c.reset, c.back, c.motion, c.settings = False, 0, None, None
            c.position = c.look = None

        self._put(change)
        self._load_serial = self._settings_serial = self._serial
        self._show_state(RunState.LOADING)

    def play(self) -> None:
        """Go on to the preset's last step, or beyond it without end; a run that has ended begins again."""
        self._put_motion(lambda c: setattr(c, "motion", Motion.PLAY))

    def pause(self) -> None:
        self._put_motion(lambda c: setattr(c, "motion", Motion.PAUSE))

    def capture(self) -> int:
        """Pause, compute every view, and answer once with `captured`; no answer where a newer motion comes before.
        Returns what `last_motion` will be as long as this is the newest, by which whoever asks knows the answer."""
        self._put_motion(lambda c: setattr(c, "motion", Motion.CAPTURE))
        return self._motion_serial

    @property
    def last_motion(self) -> int:
        """The number of the newest command to move."""
        return self._motion_serial

    def step(self, n: int = 1, unit: Unit = "update") -> None:
        self._put_motion(lambda c: setattr(c, "motion", Step(n, unit)))

    def step_back(self) -> None:
        """One update less, by a replay; only where the experiment is stepped."""
        if self.held:
            return

        def change(c: Commands) -> None:
            c.back += 1
            c.motion = None

        self._put_motion(change)

    def go_to(self, step: int) -> None:
        """Stand at this step, by a replay; only where the experiment is stepped."""
        if self.held:
            return

        def change(c: Commands) -> None:
            c.position, c.back, c.motion = step, 0, None

        self._put_motion(change)

    def look_back(self, step: int) -> None:
        """Pause, compute what the run showed at this step, and answer once with `replayed`; no answer where the run is
        told to move, or to look elsewhere, before. The run stays where it is."""

        def change(c: Commands) -> None:
            c.look, c.motion = step, Motion.PAUSE

        self._put_motion(change)
        self._look_serial = self._serial

    @property
    def replay_step(self) -> int:
        """How far the replay has come that `look_back` waits for."""
        return self._thread.player.replay.step

    def reset(self) -> None:
        """The same settings from the start, with an empty log of edits."""
        if self.held:
            return

        def change(c: Commands) -> None:
            c.reset, c.back, c.motion = True, 0, None
            c.position = c.look = None

        self._put_motion(change)

    def edit(self, change: Change) -> None:
        """Change the newest settings, so that of two quick gestures none is lost; ValueError says what is wrong."""
        if self.settings is not None:
            self.change_to(change.apply(self.settings))

    def change_to(self, settings: Settings) -> None:
        """Go on with these settings: what is for display shows at once, what is live acts on the next update, anything
        else begins a new session."""
        self.settings = settings
        if self.held:
            return
        self._put(lambda c: setattr(c, "settings", settings))
        self._settings_serial = self._serial

    def set_speed(self, steps_per_second: float | None) -> None:
        self._put(lambda c: setattr(c, "speed", (steps_per_second,)))

    def want(self, channels: Iterable[str]) -> None:
        """The channels of the panels that can be seen: only their views are computed."""
        wanted = frozenset(channels)
        self._put(lambda c: setattr(c, "wanted", wanted))

    def frame(self) -> Frame | None:
        """What to show now; None where nothing has changed since the last call."""
        publication, session = self._thread.player.publisher.latest, self._session
        if (
            publication is None
            or publication.session is not session
            or (publication.version, session.step) == self._shown
        ):
            return None
        self._shown = (publication.version, session.step)
        for slot in publication.slots.values():
            slot.taken = True
        frame = _frame_of(session, publication)
        # Where something newer has been published meanwhile, the run may have gone on while its step was read.
        return frame._replace(settled=publication.settled and self._thread.player.publisher.latest is publication)

    @contextmanager
    def paint_priority(self) -> Iterator[None]:
        """While this is held, a short-tick run waits."""
        if not self._thread.player.short_ticks:
            yield
            return
        self._thread.paint_priority.begin()
        try:
            yield
        finally:
            self._thread.paint_priority.end()

    def charge(self, seconds: float) -> None:
        """So long the window has needed to take in records."""
        self._thread.player.publisher.charge(seconds)

    @property
    def session(self) -> Session | None:
        """For reading what a caption says: settings, edits, data. None until the first tick."""
        return self._session

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the preset expects beside what was measured; none before the first tick."""
        return self._session.verdicts() if self._session is not None else ()

    def close(self, timeout: int | None = None) -> bool:
        """End the run at its next breath or tick, and the thread with it. timeout: milliseconds to wait for that.

        False where the run has not let go by then: its thread cannot be ended from outside, only with the process.
        """
        self._put(lambda c: setattr(c, "close", True))
        ended: bool = self._thread.wait(CLOSE_TIMEOUT if timeout is None else timeout)
        return ended

    def _put(self, change: Callable[[Commands], None]) -> None:
        self._serial = self._thread.mailbox.put(change)

    def _put_motion(self, change: Callable[[Commands], None]) -> None:
        if self.held:
            return
        self._put(change)
        self._motion_serial = self._serial

    def _show_state(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

    @Slot(object)
    def _on_report(self, report: Report) -> None:
        if report.serial < self._load_serial or self.held:  # it is of the run before
            return
        match report.what:
            case Loaded(session):
                self._session = session
                if report.serial >= self._settings_serial:  # otherwise a newer setting is on its way
                    self.settings = session.settings
                self.loaded.emit(report.what)
            case Captured():
                if report.serial >= self._motion_serial:
                    self.captured.emit(report.what)
            case Replayed():
                if report.serial >= max(self._look_serial, self._motion_serial):
                    self.replayed.emit(report.what)
            case Failure(begun=begun):
                if not begun:
                    self._session = None  # the run before is closed
                self.failed.emit(report.what)
            case Missing(name, reason):
                self.missing_data.emit(name, reason)
            case RunState() as state:
                self._show_state(state)


def _frame_of(session: Session, publication: Publication) -> Frame:
    """The session as it is now, with the records that were made of it last."""
    records = {key: record for slot in publication.slots.values() for key, record in slot.records.items()}
    return frame_of(session, records, publication.settled)
