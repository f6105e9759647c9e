"""A session: settings, a log of edits, and how far the run has come. The same three give the same session again.

A session is driven from one thread by `advance`; its series, samples and marks may be read from any other.
"""

from __future__ import annotations

import copy
import enum
from collections.abc import Iterable
from contextvars import Context
from dataclasses import fields as dataclass_fields
from typing import TYPE_CHECKING, Any, NamedTuple

from core.records import Record, Ridge
from core.run.expected import Verdict
from core.run.experiment import Experiment, Preset
from core.run.quiet import be_quiet
from core.run.series import SampleLog, Series
from core.run.tick import Key, Tick
from core.settings.settings import Effect, Settings, differences, field_at, get, with_value

if TYPE_CHECKING:
    from core.data.library import Library


class Edit(NamedTuple):
    """A live change: it was felt by the update after `step`."""

    step: int
    path: str
    old: Any
    new: Any

    def text(self, settings: type[Settings]) -> str:
        """`lr 0.05 → 0.01`, the values in the text form of the field's kind."""
        kind = field_at(settings, self.path).kind
        return f"{self.path} {kind.format(self.old)} → {kind.format(self.new)}"


class Mark(NamedTuple):
    """An event in a run, drawn on the curves."""

    step: int
    key: Key
    text: str


class Advance(enum.Enum):
    """What `advance` came upon."""

    TICK = "tick"
    BREATH = "breath"
    END = "end"


class Session:
    """One run of an experiment.

    The run reads the session's own copy of the settings: live and display fields change in it between two ticks, and
    nowhere else. edits: live changes to replay, each before the update that first felt it.
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
        self.library = library
        self.edits: list[Edit] = []
        self.series: dict[Key, Series] = {}
        self.samples: dict[Key, SampleLog] = {}
        self.marks: list[Mark] = []
        self.tick: Tick | None = None
        self.data = ""
        self.finished = False
        self.failed = False
        self._replay = list(edits)
        self._settings = copy.deepcopy(settings)
        self._run = experiment.run(self._settings, self.library)
        # entering a context that was prepared once costs a tenth of entering np.errstate at every step
        self._quiet = Context()
        self._quiet.run(be_quiet)

    @property
    def settings(self) -> Settings:
        """The settings as they are now, edits included: a copy of its own."""
        return copy.deepcopy(self._settings)

    @property
    def step(self) -> int:
        """Updates done so far."""
        return self.tick.step if self.tick is not None else 0

    def advance(self) -> Advance:
        """Go on to the next tick or breath. An exception of the experiment ends the session and is raised."""
        if self.finished or self.failed:
            return Advance.END
        try:
            tick = self._quiet.run(next, self._run)
        except StopIteration:
            self.finished = True
            return Advance.END
        except BaseException:
            self.failed = True
            raise
        if tick is None:
            return Advance.BREATH
        self._log(tick)
        return Advance.TICK

    def run_to(self, step: int) -> None:
        """Advance until that many updates are applied, or the run ends."""
        while (self.tick is None or self.step < step) and self.advance() is not Advance.END:
            pass

    def _log(self, tick: Tick) -> None:
        step = tick.step
        series = self.series
        for key, value in tick.scalars.items():
            if key not in series:
                series[key] = Series()
            series[key].append(step, value)
        for key, sample in tick.samples.items():
            if key not in self.samples:
                self.samples[key] = SampleLog(sample.shape)
            self.samples[key].append(step, sample)
        for key, text in tick.marks.items():
            self.marks.append(Mark(step, key, text))
        self.data = self.data or tick.data
        self.tick = tick
        if self._replay:
            self._replay_edits()

    def edit(self, path: str, value: Any) -> Effect:
        """Change a live or display field of the run; for a restart field nothing happens here but the check."""
        changed = with_value(self._settings, path, value)
        effect = field_at(type(changed), path).effect
        if effect is Effect.RESTART:
            return effect
        old = get(self._settings, path)
        self._set(path, value)
        if effect is Effect.DISPLAY or self.tick is None:
            self.initial = with_value(self.initial, path, value)
        elif old != value:
            self._note(Edit(self.step, path, old, value))
        return effect

    def _note(self, edit: Edit) -> None:
        """Log a live change. No update has felt what was set at this step before: a dragged slider is one change."""
        earlier = [e for e in self.edits if (e.step, e.path) == (edit.step, edit.path)]
        self.edits = [e for e in self.edits if (e.step, e.path) != (edit.step, edit.path)]
        old = earlier[0].old if earlier else edit.old
        if old != edit.new:
            self.edits.append(edit._replace(old=old))

    def _set(self, path: str, value: Any) -> None:
        # The run holds this very object and must never replace it: only the session, between two ticks, writes to it.
        changed = with_value(self._settings, path, value)
        for item in dataclass_fields(changed):
            object.__setattr__(self._settings, item.name, getattr(changed, item.name))

    def _replay_edits(self) -> None:
        while self._replay and self._replay[0].step <= self.step:
            edit = self._replay.pop(0)
            self._set(edit.path, edit.new)
            self.edits.append(edit)

    def record(self, key: Key) -> Record | None:
        """Compute a view of the last tick now; None where the tick has no such view or the run has failed.

        Where the key has samples, they are filled into the record that the view returns.
        """
        if self.failed or self.tick is None or key not in self.tick.views:
            return None
        made = self._quiet.run(self.tick.views[key])
        if isinstance(made, Ridge) and key in self.samples:
            return made.over(*self.samples[key].read())
        return made

    def clone(self, step: int | None = None) -> Session:
        """A new session with the same settings and the edits made before `step`; it stands before its first tick."""
        kept = self.edits if step is None else [edit for edit in self.edits if edit.step < step]
        return Session(self.experiment, self.initial, self.library, kept, self.preset)

    def verdicts(self) -> tuple[Verdict, ...]:
        """The preset's expectations beside what was measured. None where a live edit or a setting differs from the
        preset's: what is only for display changes no figure, and the seed is free, as the captions' is."""
        differing = differences(self.initial, self.preset.settings)
        if self.edits or any(field.effect is not Effect.DISPLAY for field in differing):
            return ()
        return tuple(expected.verdict(self.series) for expected in self.preset.expected)

    def close(self) -> None:
        """End the experiment's generator; nothing more comes."""
        self._run.close()
