"""Playing a recording: an experiment whose run yields what was written down, instead of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from core.records import Record
from core.run.history import Moment
from core.run.tick import Key, Lane, Run, Tick

if TYPE_CHECKING:
    from core.data.library import Library
    from core.run.recording import Recording
    from core.run.session import Event

TICKS = 4000  # at most, beside the steps at which something happened


def play(recording: Recording) -> Recording:
    """The recording with an experiment that plays it. Series grow as they did; between two moments the pictures are
    those of the earlier one, and at rest a run stands at a moment."""

    def run(settings: Any, now: Callable[[], Any], library: Library) -> Run:
        """What was recorded, step by step."""
        yield recording.start
        yield from _ticks(recording)

    rests = tuple(moment.step for moment in recording.moments)
    experiment = replace(recording.experiment, run=run, recorded=rests, presets=(recording.preset,))
    return recording._replace(experiment=experiment)


def _ticks(recording: Recording) -> Iterator[Tick]:
    moments, total = recording.moments, recording.moments[-1].step
    points = {key: list(zip(*map(_listed, columns), strict=True)) for key, columns in recording.series.items()}
    given = dict.fromkeys(points, 0)
    first = moments[0]
    for before, after in ((first._replace(counts=dict.fromkeys(points, 0), events=()), first), *pairwise(moments)):
        happened = after.events[len(before.events) :]
        on_time = {event.step: event for event in happened if _is_on_time(event, before, after)}
        late = [event for event in happened if on_time.get(event.step) is not event]
        for step in _steps(before.step, after.step, total, {*on_time, *(edit.step for edit in recording.edits)}):
            here = after if step == after.step else before
            due = {key: _due(before, after, key, step) for key in points}
            fresh = {key: points[key][given[key] : n] for key, n in due.items() if n > given[key]}
            given.update(due)
            if step == after.step:
                yield from (_tell(event, here, max(before.step, step - 1), total) for event in late)
            events = {on_time[step].key: on_time[step].text} if step in on_time else {}
            yield Tick(step, here.epoch, total, views=_views(here), lanes=here.lanes, points=fresh, events=events)


def _listed(column: Any) -> list[Any]:
    found: list[Any] = column.tolist()
    return found


def _is_on_time(event: Event, before: Moment, after: Moment) -> bool:
    """Whether its step is one of the run's, and not of a lane that counts its own."""
    return before.step < event.step <= after.step and event.key.variant not in after.lanes


def _tell(event: Event, moment: Moment, step: int, total: int) -> Tick:
    """A tick for an event alone, at the step of its own lane."""
    lanes = {**moment.lanes, event.key.variant: Lane(event.step, moment.epoch)}
    return Tick(step, moment.epoch, total, views=_views(moment), lanes=lanes, events={event.key: event.text})


def _steps(start: int, end: int, total: int, happened: set[int]) -> Sequence[int]:
    """After `start` up to `end`; every step where there are few, and every one at which something happened."""
    stride = max(1, total // TICKS)
    return sorted({*range(start + stride, end, stride), *(step for step in happened if start < step < end), end})


def _due(before: Moment, after: Moment, key: Key, step: int) -> int:
    """Points that a series has at a step between two moments: evenly spread, as they came."""
    first, last = before.counts[key], after.counts[key]
    if step >= after.step:
        return last
    return first + (last - first) * (step - before.step) // (after.step - before.step)


def _views(moment: Moment) -> Mapping[Key, Callable[[], Record]]:
    def view(record: Record) -> Callable[[], Record]:
        return lambda: record

    return {key: view(record) for key, record in moment.records.items()}
