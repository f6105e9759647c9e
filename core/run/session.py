"""A session: settings, a log of edits, and how far the run has come. The same three give the same session again.

A session is driven from one thread by `advance`; its series, samples and events may be read from any other.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from contextvars import Context
from typing import TYPE_CHECKING, Any, NamedTuple

from core.records import Record
from core.run.expected import Verdict
from core.run.experiment import Experiment, Pace, Preset
from core.run.history import KEPT, History
from core.run.quiet import be_quiet
from core.run.series import SampleLog, Series
from core.run.tick import Key, OverTime, Start, Tick
from core.settings import Effect, Settings, differences, differing, field_at, get, replaced, with_value

if TYPE_CHECKING:
    from core.data.library import Library


class Edit(NamedTuple):
    """A live change: the first update that it affected is the one after `step`."""

    step: int
    path: str
    old: Any
    new: Any

    def text(self, settings: type[Settings]) -> str:
        """`learning rate 0.05 → 0.01`"""
        field = field_at(settings, self.path)
        return f"{field.name} {field.kind.describe(self.old)} → {field.kind.describe(self.new)}"


class Event(NamedTuple):
    """Something that happened in a run, drawn on the curves."""

    step: int
    key: Key
    text: str


class Advance(enum.Enum):
    """What `advance` came upon."""

    TICK = "tick"
    BREATH = "breath"
    END = "end"


class _Newest:
    """The `now()` of a run.

    Not a method of the session: a run that held the session which holds it would not end when the session is let go,
    but when the garbage collector comes by, and with it its threads, in whatever thread that happens to be.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def __call__(self) -> Settings:
        return self.settings


class Session:
    """One run of an experiment.

    settings: the newest ones, which the run asks for by `now()`. initial: those that the run began with, but for fields
    of display. edits: live changes to replay, each before the first update that it affected. history: moments of its
    past, where somebody keeps them.
    """

    def __init__(
        self,
        experiment: Experiment,
        settings: Settings,
        library: Library,
        edits: Iterable[Edit] = (),
        preset: Preset | None = None,
    ) -> None:
        self.experiment = experiment
        self.preset = preset or experiment.preset()
        self.initial = settings
        self._newest = _Newest(settings)
        self.library = library
        self.edits: list[Edit] = []
        self.series: dict[Key, Series] = {}
        self.samples: dict[Key, SampleLog] = {}
        self.events: list[Event] = []
        self.history = History(self.preset.steps // KEPT)
        self.start: Start | None = None
        self.tick: Tick | None = None
        self.finished = False
        self.failed = False
        self._replay = list(edits)
        self._run = experiment.run(settings, self._newest, library)
        # entering a context that was prepared once costs a tenth of entering np.errstate at every step
        self._quiet = Context()
        self._quiet.run(be_quiet)

    @property
    def settings(self) -> Settings:
        """The newest ones."""
        return self._newest.settings

    @property
    def step(self) -> int:
        """Updates done so far."""
        return self.tick.step if self.tick is not None else 0

    @property
    def walks(self) -> bool:
        """Whether it is so short, or so quickly played, that to go back is to come to an earlier step anew."""
        return self.preset.pace is Pace.STEPPED or bool(self.experiment.recorded)

    @property
    def data(self) -> str:
        """What is trained on; "" before the run has started."""
        return self.start.data if self.start is not None else ""

    def advance(self) -> Advance:
        """Go on to the next tick or breath. An exception of the experiment ends the session and is raised."""
        if self.finished or self.failed:
            return Advance.END
        try:
            found = self._quiet.run(next, self._run)
        except StopIteration:
            self.finished = True
            return Advance.END
        except BaseException:
            self.failed = True
            raise
        if found is None:
            return Advance.BREATH
        if isinstance(found, Tick) and self.start is not None:
            self._log(found)
            return Advance.TICK
        if isinstance(found, Tick) or self.start is not None:
            self.failed = True
            raise TypeError(f"{self.experiment.id} must yield one Start, and before its first Tick")
        self.start = found
        return Advance.BREATH

    def run_to(self, step: int) -> None:
        """Advance until that many updates are applied and the run may rest, or it ends."""
        step = self.rest_at(step)
        while (self.tick is None or self.step < step) and self.advance() is not Advance.END:
            pass

    def rest_at(self, step: int) -> int:
        """The first step from this one on at which the run may rest: any, but for one that is played from a file."""
        return min((one for one in self.experiment.recorded if one >= step), default=step)

    def _log(self, tick: Tick) -> None:
        step, lanes, logs = tick.step, tick.lanes, self.series
        for key, value in tick.scalars.items():
            series = logs.get(key) or logs.setdefault(key, Series())
            series.append(lanes[key.variant].step if lanes and key.variant in lanes else step, value)
        if tick.points:
            for key, points in tick.points.items():
                series = logs.get(key) or logs.setdefault(key, Series())
                for at, value in points:
                    series.append(at, value)
        if tick.samples:
            for key, sample in tick.samples.items():
                if key not in self.samples:
                    self.samples[key] = SampleLog(sample.shape)
                self.samples[key].append(step, sample)
        if tick.events:
            for key, text in tick.events.items():
                self.events.append(Event(lanes[key.variant].step if key.variant in lanes else step, key, text))
        self.tick = tick
        if self._replay:
            self._replay_edits()

    def edit(self, path: str, value: Any) -> None:
        """Change one live or display field of the run."""
        self.change(with_value(self.settings, path, value))

    def change(self, settings: Settings) -> None:
        """Go on with these settings, which differ in live and display fields only; to be called between two ticks.

        The next update, and the next record, are the first to take them into account.
        """
        changed = differing(settings, self.settings)
        if restarting := [field.path for field in changed if field.effect is Effect.RESTART]:
            raise ValueError(f"another {', '.join(restarting)} needs a new session")
        if any(field.effect is Effect.DISPLAY for field in changed):
            self.history.forget()
        for field in changed:
            old, new = get(self.settings, field.path), get(settings, field.path)
            if field.effect is Effect.DISPLAY or self.tick is None:
                self.initial = replaced(self.initial, field.path, new)
            else:
                self._log_edit(Edit(self.step, field.path, old, new))
        self._newest.settings = settings

    def _log_edit(self, edit: Edit) -> None:
        """No update has used what was set at this step before, so a dragged slider is one change."""
        earlier = [e for e in self.edits if (e.step, e.path) == (edit.step, edit.path)]
        self.edits = [e for e in self.edits if (e.step, e.path) != (edit.step, edit.path)]
        old = earlier[0].old if earlier else edit.old
        if old != edit.new:
            self.edits.append(edit._replace(old=old))

    def _replay_edits(self) -> None:
        while self._replay and self._replay[0].step <= self.step:
            edit = self._replay.pop(0)
            self._newest.settings = replaced(self.settings, edit.path, edit.new)
            self.edits.append(edit)

    def record(self, key: Key) -> Record | None:
        """Compute a view of the last tick now. None where the tick has no such view, the view waits for its first
        sample, or the run has failed."""
        if self.failed or self.tick is None or key not in self.tick.views:
            return None
        view = self.tick.views[key]
        if isinstance(view, OverTime):
            return self._quiet.run(view.fill, *self.samples[key].read()) if key in self.samples else None
        return self._quiet.run(view)

    def clone(self, step: int | None = None) -> Session:
        """A new session with the same settings and the edits made before `step`; it stands before its first tick."""
        edits = [edit for edit in (*self.edits, *self._replay) if step is None or edit.step < step]
        return Session(self.experiment, self.initial, self.library, edits, self.preset)

    def verdicts(self) -> tuple[Verdict, ...]:
        """The preset's expectations beside what was measured so far."""
        return verdicts(self.preset, self.initial, self.edits, self.series, self.events)

    def close(self) -> None:
        """End the experiment's generator; nothing more comes."""
        self._run.close()


def verdicts(
    preset: Preset, initial: Settings, edits: Sequence[Edit], series: Mapping[Key, Series], events: Sequence[Event]
) -> tuple[Verdict, ...]:
    """The preset's expectations beside what was measured. None where a live edit or a setting differs from the
    preset's: what is only for display changes no figure, and the seed is free, as the captions' is."""
    differ = differences(initial, preset.settings)
    if edits or any(field.effect is not Effect.DISPLAY for field in differ):
        return ()
    return tuple(expected.verdict(series, events) for expected in preset.expected)
