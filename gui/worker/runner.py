"""The window's handle on the worker thread, and the only file of the window that knows threads.

The worker is one permanent thread. Commands wait for it in a mailbox with one slot for each kind, so a slider drag
leaves one load behind, not sixty. Pictures come back through `Publisher.latest`, a value that the window pulls 30 times
a second; signals carry only rare events, always to the thread of the window.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from core.data.library import Library
from core.run.expected import Verdict
from core.run.experiment import Experiment, Preset
from core.run.frame import Frame, events_of
from core.run.session import Edit, Session
from core.settings.settings import Settings, with_value
from gui.worker.commands import (
    Commands,
    Failure,
    InterruptFlag,
    Load,
    Loaded,
    Missing,
    Motion,
    Report,
    RunState,
    Step,
    Unit,
)
from gui.worker.player import Player
from gui.worker.publisher import Publication

PAINT_TIMEOUT = 0.05  # seconds that the worker waits at most while the window paints
CLOSE_TIMEOUT = 3000  # milliseconds that closing waits for the run's next breath or tick
STACK = 16 * 2**20  # bytes: OpenBLAS overflows the 512 KB that macOS gives a thread


class Mailbox:
    """Commands on their way to the worker."""

    def __init__(self, interrupt: InterruptFlag) -> None:
        self._interrupt = interrupt
        self._arrival = threading.Condition()
        self._waiting = Commands()

    def put(self, change: Callable[[Commands], None]) -> int:
        """Let `change` write into the slots; the serial number of this command."""
        with self._arrival:
            self._waiting.serial += 1
            change(self._waiting)
            self._interrupt.pending = True
            self._arrival.notify()
            return self._waiting.serial

    def take(self, seconds: float | None) -> Commands | None:
        """All that waits; None where nothing has come in that time. None seconds: wait for as long as it takes."""
        with self._arrival:
            if not self._interrupt.pending and seconds != 0.0:
                self._arrival.wait(seconds)
            if not self._interrupt.pending:
                return None
            self._interrupt.pending = False
            taken, self._waiting = self._waiting, Commands(serial=self._waiting.serial)
            return taken


class PaintPriority:
    """Short-tick runs wait up to 50 ms for the GIL while the window paints: two threads that contend for it make each
    other half as fast, and the window stutters."""

    def __init__(self, interrupt: InterruptFlag) -> None:
        self._interrupt = interrupt
        self._painted = threading.Event()
        self._painted.set()

    def begin(self) -> None:
        """The window paints: the run is interrupted at its next tick."""
        self._painted.clear()
        self._interrupt.pending = True

    def end(self) -> None:
        self._painted.set()

    def wait(self) -> None:
        """Called by the worker between two slices."""
        self._painted.wait(PAINT_TIMEOUT)


class WorkerThread(QThread):
    """Obeys, works, and waits, until it is told to close. Whatever happens in it is told by `reported`."""

    reported = Signal(object)

    def __init__(self, library: Library, parent: QObject) -> None:
        super().__init__(parent)
        interrupt = InterruptFlag()
        self.mailbox = Mailbox(interrupt)
        self.paint_priority = PaintPriority(interrupt)
        self.player = Player(library, interrupt, self.reported.emit)
        self.setStackSize(STACK)

    def run(self) -> None:
        closing = False
        wait: float | None = None
        while not closing:
            commands = self.mailbox.take(wait)
            closing = commands is not None and commands.close
            try:
                if closing:
                    self.player.close()
                elif commands is not None:
                    self.player.obey(commands)
                self.paint_priority.wait()
                wait = self.player.work()
            except Exception as error:  # noqa: BLE001 - experiments are written by students; the window lives on
                self.player.fail(error)
                wait = None


class Runner(QObject):
    """Everything here returns at once. `settings` is what the reader has asked for, which the worker may still be
    about to do; `frame` shows what it has done."""

    loaded = Signal(object)  # Loaded: a new session stands at its first tick
    state_changed = Signal(object)  # RunState
    failed = Signal(object)  # Failure
    missing_data = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = RunState.EMPTY
        self.settings: Settings | None = None
        self._session: Session | None = None  # for reading: only the worker advances or closes it
        self._shown = (-1, -1)  # version of the publication, and step, of the frame that was returned last
        self._wanted: frozenset[str] = frozenset()  # when that frame was made
        self._serial = 0  # of the last command
        self._load_serial = 0  # of the last load: reports from before it are of another experiment
        self._thread = WorkerThread(library, self)
        self._thread.reported.connect(self._on_report)
        self._thread.start()

    def load(self, experiment: Experiment, settings: Settings, preset: Preset, edits: Iterable[Edit] = ()) -> None:
        """Begin a new session; commands for the old one that still wait are dropped."""
        self.settings = settings
        self._session = None
        kept = tuple(edits)

        def change(c: Commands) -> None:
            c.load = Load(experiment, settings, preset, kept)
            c.reset, c.back, c.motion = False, 0, None
            c.edits.clear()

        self._put(change)
        self._load_serial = self._serial
        self._show_state(RunState.LOADING)

    def play(self) -> None:
        """Go on to the preset's last step, or beyond it without end; a run that has ended begins again."""
        self._put(lambda c: setattr(c, "motion", Motion.PLAY))

    def pause(self) -> None:
        self._put(lambda c: setattr(c, "motion", Motion.PAUSE))

    def step(self, n: int = 1, unit: Unit = "update") -> None:
        self._put(lambda c: setattr(c, "motion", Step(n, unit)))

    def step_back(self) -> None:
        """One update less, by a replay; only where the experiment is stepped."""

        def change(c: Commands) -> None:
            c.back += 1
            c.motion = None

        self._put(change)

    def reset(self) -> None:
        """The same settings from the start, with an empty log of edits."""

        def change(c: Commands) -> None:
            c.reset, c.back, c.motion = True, 0, None

        self._put(change)

    def edit(self, path: str, value: Any) -> None:
        """Change a setting; ValueError says what is wrong with it. Display fields show at once, live ones at the next
        update, the others begin a new session."""
        if self.settings is None:
            return
        self.settings = with_value(self.settings, path, value)
        self._put(lambda c: c.edits.update({path: value}))

    def set_speed(self, steps_per_second: float | None) -> None:
        self._put(lambda c: setattr(c, "speed", (steps_per_second,)))

    def want(self, channels: Iterable[str]) -> None:
        """The channels of the panels that can be seen: only their views are computed."""
        wanted = frozenset(channels)
        self._put(lambda c: setattr(c, "wanted", wanted))

    def settle(self, channels: Iterable[str]) -> None:
        """Pause, and want these: one command, for after a pause alone there may be a rest without them."""
        wanted = frozenset(channels)

        def change(c: Commands) -> None:
            c.motion, c.wanted = Motion.PAUSE, wanted

        self._put(change)

    def holds(self, channels: Iterable[str]) -> bool:
        """Whether all of these were wanted when the frame was made that was returned last."""
        return self._wanted.issuperset(channels)

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
        self._wanted = publication.wanted
        for slot in publication.slots.values():
            slot.taken = True
        return _frame_of(session, publication)

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

    def _show_state(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.state_changed.emit(state)

    @Slot(object)
    def _on_report(self, report: Report) -> None:
        if report.serial < self._load_serial:
            return
        match report.what:
            case Loaded(session):
                self._session = session
                if report.serial == self._serial:  # otherwise a newer setting is on its way
                    self.settings = session.settings
                self.loaded.emit(report.what)
            case Failure():
                self.failed.emit(report.what)
            case Missing(name):
                self.missing_data.emit(name)
            case RunState() as state:
                self._show_state(state)


def _frame_of(session: Session, publication: Publication) -> Frame:
    """The session as it is now, with the records that were made of it last."""
    tick = session.tick
    return Frame(
        step=session.step,
        epoch=tick.epoch if tick is not None else 0.0,
        series=dict(session.series),
        records={key: record for slot in publication.slots.values() for key, record in slot.records.items()},
        marks=events_of(session),
        settled=publication.settled,
    )
