"""The messages between window and worker: commands one way, rare reports the other way."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

from core.run.experiment import Experiment, Preset
from core.run.frame import Frame, Snapshot
from core.run.session import Edit, Session
from core.settings import Settings

Unit = Literal["update", "epoch", "100"]


class RunState(enum.Enum):
    """What the run is doing, as the buttons show it."""

    EMPTY = "empty"  # nothing loaded, or its data is missing
    HELD = "held"  # not begun: a question comes first
    LOADING = "loading"  # before the first tick, or replaying
    PAUSED = "paused"
    RUNNING = "running"
    FINISHED = "finished"  # the experiment has ended by itself
    FAILED = "failed"


class Load(NamedTuple):
    """A session to be opened. resume: go on with the one that is parked, where there is one. position: the step that a
    new one runs to before it is shown."""

    experiment: Experiment
    settings: Settings
    preset: Preset
    edits: tuple[Edit, ...] = ()
    resume: bool = False
    position: int = 0


class Step(NamedTuple):
    n: int
    unit: Unit


class Motion(enum.Enum):
    PLAY = "play"
    PAUSE = "pause"
    CAPTURE = "capture"  # pause, and answer with `Captured`


@dataclass
class Commands:
    """One slot for each kind of command; a newer one replaces the one that waits."""

    load: Load | None = None
    reset: bool = False
    back: int = 0
    position: int | None = None  # the step to go to, where the experiment is stepped
    look: int | None = None  # the step of the past to show
    settings: Settings | None = None  # the newest: differences say what is to be changed
    motion: Motion | Step | None = None
    speed: tuple[float | None] | None = None  # steps per second, None as fast as possible
    wanted: frozenset[str] | None = None
    close: bool = False
    serial: int = 0


class InterruptFlag:
    """Set while commands wait: the run returns to the worker's loop. It is read at every tick, hence a bare flag."""

    __slots__ = ("pending",)

    def __init__(self) -> None:
        self.pending = False


class Loaded(NamedTuple):
    """A session stands at its first tick, or where it was replayed to."""

    session: Session


class Replayed(NamedTuple):
    """A step of the past, as it was asked for."""

    snapshot: Snapshot


class Captured(NamedTuple):
    """The run at rest, with the records of every view there is, seen or hidden."""

    session: Session
    frame: Frame


class Failure(NamedTuple):
    """message: a sentence for the reader; details: for whoever mends it. before: it was made by the run before, as it
    was closed, and replay: by the second session that looks back; the one that is loaded is well. begun: the run had
    come to its first tick."""

    message: str
    details: str
    before: bool = False
    replay: bool = False
    begun: bool = True


class Missing(NamedTuple):
    """reason: why the data is missing, where more is known than that it is not here."""

    name: str
    reason: str


class Report(NamedTuple):
    """serial: of the last command that the worker had obeyed when it said this."""

    serial: int
    what: RunState | Loaded | Replayed | Captured | Failure | Missing


class Goal(NamedTuple):
    """Where to stop by oneself. replay: getting there is part of loading; throttled: at the speed that is set."""

    step: float = math.inf
    epoch: float = math.inf
    replay: bool = False
    throttled: bool = False
