"""A frame: everything the window may show of a session at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.records import Record
from core.run.expected import Verdict
from core.run.experiment import Experiment, Preset
from core.run.history import Moment
from core.run.series import Series
from core.run.session import Edit, Event, Session, verdicts
from core.run.tick import NOTHING, Key, Lane
from core.settings import Settings, replaced

EDIT = Key("edit")  # of the events that live changes are


class Frame(NamedTuple):
    """lanes: how far each variant has come, where they differ. finished: the run has come to its own end.

    settled: paused, finished or captured. A settled frame has every record of one and the same step, and its picture is
    a pure function of it; while running, records may lag behind the series by a few frames.
    """

    step: int
    epoch: float
    series: Mapping[Key, Series]
    records: Mapping[Key, Record]
    events: Sequence[Event]
    settled: bool
    lanes: Mapping[str, Lane] = NOTHING
    finished: bool = False


class Snapshot(NamedTuple):
    """A session as it stood when it had come to one step: all that a picture of it shows and says. Unlike the session
    it does not change any more."""

    experiment: Experiment
    preset: Preset
    initial: Settings
    settings: Settings
    edits: tuple[Edit, ...]
    data: str
    frame: Frame

    @property
    def step(self) -> int:
        """Updates done by then."""
        return self.frame.step

    @property
    def finished(self) -> bool:
        """Whether the run had ended by then."""
        return self.frame.finished

    def verdicts(self) -> tuple[Verdict, ...]:
        """The preset's expectations beside what had been measured by then."""
        return verdicts(self.preset, self.initial, self.edits, self.frame.series, self.frame.events)


def events_of(session: Session) -> tuple[Event, ...]:
    """What happened in the run, and its live edits as events of the channel "edit": `learning rate 0.05 → 0.01`."""
    kind = type(session.initial)
    return (*session.events, *(Event(edit.step, EDIT, edit.text(kind)) for edit in tuple(session.edits)))


def frame_of(session: Session, records: Mapping[Key, Record], settled: bool) -> Frame:
    """The session as it is now, with these records of it."""
    tick = session.tick
    return Frame(
        step=session.step,
        epoch=tick.epoch if tick is not None else 0.0,
        series=dict(session.series),
        records=records,
        events=events_of(session),
        settled=settled,
        lanes=tick.lanes if tick is not None else NOTHING,
        finished=session.finished,
    )


def settled_frame(session: Session, known: Mapping[Key, Record] = NOTHING) -> Frame:
    """Compute every view of the session's last tick but those that are known. Only the thread that advances the session
    may call this."""
    views = session.tick.views if session.tick is not None else ()
    made = {key: known[key] if key in known else session.record(key) for key in views}
    return frame_of(session, {key: record for key, record in made.items() if record is not None}, settled=True)


def keep_moment(session: Session, known: Mapping[Key, Record] = NOTHING) -> Moment:
    """Take down in the session's history what its last tick shows. known: what has been computed of it already. Only
    the thread that advances the session may call this."""
    moment = moment_of(settled_frame(session, known))
    session.history.keep(moment)
    return moment


def moment_of(frame: Frame) -> Moment:
    """A settled frame without its series, of which only the lengths are kept."""
    counts = {key: series.count for key, series in frame.series.items()}
    return Moment(frame.step, frame.epoch, frame.lanes, counts, tuple(frame.events), frame.records)


def snapshot(session: Session, frame: Frame | None = None) -> Snapshot:
    """The session as it stands; with every view computed where no frame is given."""
    frame = settled_frame(session) if frame is None else frame
    series = {key: one.first(one.count) for key, one in frame.series.items()}
    return _snapshot(session, frame._replace(series=series))


def snapshot_at(session: Session, moment: Moment) -> Snapshot:
    """The session as it stood at that moment of its history."""
    there = dict(session.series)
    series = {key: there[key].first(count) for key, count in moment.counts.items() if key in there}
    frame = Frame(moment.step, moment.epoch, series, moment.records, moment.events, settled=True, lanes=moment.lanes)
    return _snapshot(session, frame)


def _snapshot(session: Session, frame: Frame) -> Snapshot:
    edits = tuple(edit for edit in tuple(session.edits) if edit.step < frame.step)
    settings = session.initial
    for edit in edits:
        settings = replaced(settings, edit.path, edit.new)
    return Snapshot(session.experiment, session.preset, session.initial, settings, edits, session.data, frame)
