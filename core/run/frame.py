"""A frame: everything the window may show of a session at one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.records import Record
from core.run.series import Series
from core.run.session import Event, Session
from core.run.tick import NOTHING, Key, Lane


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


def events_of(session: Session) -> tuple[Event, ...]:
    """What happened in the run, and its live edits as events of the channel "edit": `learning rate 0.05 → 0.01`."""
    kind = type(session.initial)
    return (*session.events, *(Event(edit.step, Key("edit"), edit.text(kind)) for edit in tuple(session.edits)))


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


def settled_frame(session: Session) -> Frame:
    """Compute every view of the session's last tick. Only the thread that advances the session may call this."""
    made = {key: session.record(key) for key in (session.tick.views if session.tick is not None else ())}
    return frame_of(session, {key: record for key, record in made.items() if record is not None}, settled=True)
