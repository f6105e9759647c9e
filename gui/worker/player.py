"""The worker's side of the window: it plays one session after another, in slices, as commands tell it to.

It knows neither threads nor Qt: `runner.py` calls `obey` and `work` from the worker thread, and tests from their own.
Pause, step and live edits act between two ticks, where the run may be touched; another session also at a breath.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter

from core.data.library import Library
from core.run.experiment import Pace
from core.run.frame import settled_frame
from core.run.session import Advance, Session
from core.settings import Settings
from core.training.blas import set_blas_threads
from gui.worker.commands import Captured, Commands, Goal, InterruptFlag, Load, Motion, Replayed, Report, RunState, Step
from gui.worker.goals import ended, play_goal, position, resting, step_goal
from gui.worker.parking import ParkedSessions
from gui.worker.pending import PendingSettings
from gui.worker.publisher import Publisher
from gui.worker.replay import Replay
from gui.worker.reporter import Reporter, failure_of
from gui.worker.slices import Throttle, run_slice

SHORT_TICKS = 8  # ticks in a slice from which on they count as short: such a run hardly ever releases the GIL


class Player:
    """Plays sessions. `report` is called with what the window must hear of; the records are in `publisher.latest`.

    clock: in seconds; every time that is measured or waited for here is counted with it.
    """

    def __init__(
        self,
        library: Library,
        interrupt: InterruptFlag,
        report: Callable[[Report], None],
        clock: Callable[[], float] = perf_counter,
    ) -> None:
        self.publisher = Publisher(clock)
        self._library = library
        self._interrupt = interrupt
        self._clock = clock
        self._reporter = Reporter(report)
        self._throttle = Throttle(clock)
        self._session: Session | None = None
        self._goal: Goal | None = None  # None: at rest
        self._breathing = False  # the run is amid a step: only another session may act
        self._playing = False  # a session that is loaded now goes on to play
        self._failed = False
        self._opened = 0.0
        self._pending = PendingSettings()
        self._parked = ParkedSessions()
        self.replay = Replay()
        self._look: int | None = None  # the step of the past to show, once the run is at rest
        self._motion: Motion | Step | None = None
        self.short_ticks = False  # whether the run hardly ever releases the GIL

    def obey(self, commands: Commands) -> None:
        """Take in what waited; what may act only between two ticks is kept until then."""
        self._reporter.serial = commands.serial
        if commands.speed is not None:
            self._throttle.set(commands.speed[0])
        if commands.load is not None:
            self._pending.newest = None
        if commands.load is not None or commands.reset or commands.back or commands.position is not None:
            self._motion = None
            self._end_replay()
        if commands.settings is not None:
            self._pending.newest = commands.settings
        self._motion = commands.motion or self._motion
        if commands.motion is Motion.PAUSE:
            self._look = None
            self.replay.stop()
        elif commands.motion is not None:
            self._end_replay()
        self._change_session(commands)
        if commands.wanted is not None:
            self._want(commands.wanted)
        if commands.look is not None and not self._failed:
            self._look = commands.look

    def work(self) -> float | None:
        """One slice. Seconds to wait for commands before the next one: 0 to go on, None for as long as it takes."""
        session = self._session
        if session is None:
            return None
        replaying = self._goal is not None and self._goal.replay and session.tick is not None
        if self._pending.may_apply(session, self._breathing, replaying, self._clock() - self._opened):
            session = self._apply_settings(session)
        if self._motion is not None and not self._breathing:
            session = self._move(session, self._motion)
        if self._goal is not None:
            return self._slice(session, self._goal)
        if self._look is not None:
            self._look_back(session, self._look)
        return None if self.replay.target is None else self._replay_slice()

    def fail(self, error: Exception) -> None:
        """Tell of whatever an experiment or a view has raised; nothing of that session is called again."""
        self._goal, self._failed, self._breathing = None, True, False
        self._end_replay()
        self._reporter.say_failure(error, self._session is not None and self._session.tick is not None)

    def close(self) -> None:
        self._end_replay()
        session, self._session = self._session, None
        for one in (*self._parked.clear(), *([session] if session is not None else [])):
            self._close(one)

    def _change_session(self, commands: Commands) -> None:
        session = self._session
        if commands.load is not None:
            self._reporter.state = RunState.LOADING  # the window shows that already
            self._load(commands.load)
        elif session is not None and commands.reset:
            self._open(_renewed(session, self._pending.take(session)))
        elif session is not None and commands.back and session.walks:
            target = max(0, position(session, self._goal) - commands.back)
            self._open(session.clone(target + 1), target)
        elif session is not None and commands.position is not None and session.walks:
            until = None if session.experiment.recorded else commands.position + 1
            self._open(session.clone(until), commands.position)

    def _look_back(self, session: Session, step: int) -> None:
        """The run is at rest, and settings are as they are to be: off to a step of its past."""
        self._look = None
        old = self.replay.go_to(session, step)
        if old is not None:
            self._close(old)

    def _end_replay(self) -> None:
        self._look = None
        session = self.replay.end()
        if session is not None:
            self._close(session)

    def _replay_slice(self) -> float | None:
        try:
            found = self.replay.advance(self._interrupt)
        except Exception as error:  # noqa: BLE001 - experiments are written by students
            self._end_replay()
            self._reporter.say_replay_failure(error)
            return None
        if found is None:
            return 0.0
        self._reporter.say(Replayed(found))
        return None

    def _load(self, load: Load) -> None:
        """Another experiment's session is parked, so that one wrong key does not cost a long run."""
        old = self._session
        parks = old is not None and old.experiment is not load.experiment and not old.experiment.recorded
        if old is not None and parks and old.tick is not None and not self._failed:
            for evicted in self._parked.put(old, self._breathing):
                self._close(evicted)
            self._session = None
        parked = None if load.experiment.recorded else self._parked.take(load.experiment.id)
        if parked is not None and load.resume:
            self._resume(parked.session, parked.amid_step)
            return
        if parked is not None:
            self._close(parked.session)
        session = Session(load.experiment, load.settings, self._library, load.edits, load.preset)
        self._open(session, load.position)

    def _resume(self, session: Session, amid_step: bool) -> None:
        """A parked session stands where it stood, or where it ends the step that it was amid."""
        self._open(session, session.step + 1)
        self._breathing = amid_step
        if not amid_step:
            self._arrive(session, Goal(replay=True))

    def _close(self, session: Session) -> None:
        """What a run raises in a `finally` must not cost the new one."""
        try:
            session.close()
        except Exception as error:  # noqa: BLE001 - experiments are written by students
            self._reporter.close_failure = failure_of(error, before=True)

    def _open(self, session: Session, position: float = 0, playing: bool = False) -> Session:
        old, self._session = self._session, session
        self._playing = playing
        self._breathing = self._failed = False
        self._opened = self._clock()
        self._goal = Goal(math.inf if session.preset.pace is Pace.INSTANT else position, replay=True)
        if old is not None:
            self._close(old)
        set_blas_threads(session.experiment.blas_threads)
        return session

    def _want(self, channels: frozenset[str]) -> None:
        self.publisher.want(channels)
        if self._session is not None and self._goal is None and not self._failed:
            self.publisher.settle(self._session)

    def _apply_settings(self, session: Session) -> Session:
        """A failed run begins again with whatever is changed."""
        restarts = self._failed or self._pending.restarts(session)
        settings = self._pending.take(session)
        if restarts:
            return self._restart(session, settings)
        session.change(settings)
        self.publisher.outdate()
        if self._goal is None:
            self.publisher.settle(session)
        return session

    def _restart(self, session: Session, settings: Settings) -> Session:
        """A stepped run comes back to where it stood; training goes on if it was, or if it had come to its end."""
        if session.preset.pace is not Pace.STEPPED:
            return self._open(_renewed(session, settings), playing=self._playing)
        moving = self._playing and self._goal is not None
        return self._open(_renewed(session, settings), position(session, self._goal), moving)

    def _move(self, session: Session, motion: Motion | Step) -> Session:
        if self._goal is not None and self._goal.replay:
            if isinstance(motion, Motion):
                self._playing = motion is Motion.PLAY
                self._motion = motion if motion is Motion.CAPTURE else None
            return session
        self._motion = None
        if not (self._goal is None and motion is Motion.PAUSE):  # at rest there is nothing to pause
            self._playing = motion is Motion.PLAY
        if self._failed:
            return session
        if motion in (Motion.PAUSE, Motion.CAPTURE):
            if (rest := session.rest_at(session.step)) > session.step:
                self._goal, self._motion = Goal(rest), motion
                return session
            self._goal = None
            self.publisher.settle(session)
            self._reporter.show(resting(session))
            if motion is Motion.CAPTURE:
                self._reporter.say(Captured(session, settled_frame(session)))
        elif ended(session) and motion is Motion.PLAY and session.preset.pace is not Pace.INSTANT:
            return self._open(_renewed(session, session.settings), playing=True)
        elif not ended(session):
            self._start(session, motion)
        return session

    def _start(self, session: Session, motion: Motion | Step) -> None:
        self._goal = step_goal(session, motion) if isinstance(motion, Step) else play_goal(session)
        self._throttle.restart()
        self.publisher.begin(session)
        self.publisher.keep(session)
        if self._playing:
            self._reporter.show(RunState.RUNNING)

    def _slice(self, session: Session, goal: Goal) -> float | None:
        stop_at_tick = bool(self._pending.newest or self._motion) and self._breathing
        first = session.step
        due, keep_at = self.publisher.due, self.publisher.keep_at(session)
        if goal.replay:  # nothing is shown on the way
            due = keep_at = math.inf
        done = run_slice(session, goal, self._interrupt, self._throttle, due, stop_at_tick, keep_at, self._clock)
        self.short_ticks = session.step - first >= SHORT_TICKS
        self._breathing = done.moved is Advance.BREATH
        if done.arrived:
            return self._arrive(session, goal)
        self._reporter.show(RunState.LOADING if goal.replay else RunState.RUNNING)
        if self._breathing or goal.replay:
            return 0.0
        self.publisher.keep(session)
        return self.publisher.publish_due(session, done.wait)

    def _arrive(self, session: Session, goal: Goal) -> float | None:
        if (rest := session.rest_at(session.step)) > session.step and not session.finished:
            self._goal = Goal(rest, replay=goal.replay)
            return 0.0
        self._goal = None
        self.publisher.settle(session)
        if goal.replay:
            self._reporter.say_loaded(session)
        if goal.replay and self._playing and not ended(session):
            self._start(session, Motion.PLAY)
        else:
            self._reporter.show(resting(session))
        return 0.0 if self._goal or self._motion or self._pending.newest else None


def _renewed(session: Session, settings: Settings) -> Session:
    """From the start; what was recorded is played as it was."""
    if session.experiment.recorded:
        return session.clone()
    return Session(session.experiment, settings, session.library, (), session.preset)
