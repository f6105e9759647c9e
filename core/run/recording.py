"""A run saved as one file, to be shown in class without its data and without the time that it took: `.chalkrun`.

    write_recording(path, record(session, settled_frame(session)))
    recording = read_recording(path, catalog())
    session = Session(recording.experiment, recording.initial, library, recording.edits, recording.preset)

The file is an .npz of arrays beside a document in JSON: which experiment, its settings and live edits in their text
form, every scalar series, what happened, and complete sets of records at some of the steps. It is not trusted: no
pickle is opened, nothing in it is run, and no more is unpacked than MOST_BYTES.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from core.array import Array
from core.files import written_whole
from core.npz import UNREADABLE, NpzError, one_sentence, read_array
from core.records import Record
from core.records.archive import from_archive, to_archive
from core.run.experiment import Experiment, Pace, Preset
from core.run.frame import EDIT, Frame, keep_moment, moment_of
from core.run.history import KEPT, History, Moment
from core.run.recorded import play
from core.run.session import Advance, Edit, Event, Session
from core.run.tick import Key, Lane, Start
from core.settings import FileField, Settings, as_text, field_at, replaced
from core.text import one_line

SUFFIX = ".chalkrun"
FORMAT = 1
MOST_BYTES = 256 * 2**20  # of all arrays together, unpacked
MOST_TEXT = 32 * 2**20  # of the document
PLAYED_IN = 60  # seconds, at the speed that is offered first


class RecordingError(ValueError):
    """One sentence: why the file cannot be written, or be played."""


class _UnfitError(ValueError):
    """The end of a sentence that begins with the file's name."""


class Recording(NamedTuple):
    """series: steps and values of every scalar. moments: in the order of their steps, the last one of the run's end."""

    experiment: Experiment
    preset: Preset
    initial: Settings
    edits: tuple[Edit, ...]
    start: Start
    series: Mapping[Key, tuple[Array, Array]]
    events: tuple[Event, ...]
    moments: tuple[Moment, ...]


def keep_all(session: Session, steps: int) -> float:
    """Run so far and keep every moment that there is room for, whatever it costs; the share of the time for that."""
    session.history = History(max(1, steps // KEPT))
    start, cost = perf_counter(), 0.0
    while session.tick is None or session.step < steps:
        moved = session.advance()
        if moved is Advance.TICK and session.history.wants(session.step):
            before = perf_counter()
            keep_moment(session)
            cost += perf_counter() - before
        if moved is Advance.END:
            break
    return cost / max(perf_counter() - start, 1e-9)


def record(session: Session, frame: Frame) -> Recording:
    """What a session at rest has left behind so far. frame: what it shows now, with every record."""
    history = session.history
    earlier = [one for step in history.steps if step < frame.step and (one := history.at(step)) is not None]
    moments = (*earlier, moment_of(frame))
    series = {key: (one.read()[0], one.read()[3]) for key, one in session.series.items()}
    start = session.start or Start()
    edits, events = tuple(session.edits), tuple(session.events)
    return Recording(session.experiment, session.preset, session.initial, edits, start, series, events, moments)


def write_recording(path: Path, recording: Recording) -> None:
    """Write the file whole or not at all; RecordingError says in one sentence why not."""
    shown = one_line(str(path), 200)
    if path.suffix.lower() != SUFFIX:
        raise RecordingError(f"the name of a recorded run ends in {SUFFIX}, not {shown}")
    document, arrays = _document(recording)
    text = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    size = sum(array.nbytes for array in arrays.values())
    if size > MOST_BYTES or len(text) > MOST_TEXT:
        raise RecordingError(f"the run is too large for one file: {size / 2**20:.0f} MB of at most {MOST_BYTES >> 20}")
    try:
        with written_whole(path) as beside, beside.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, about=np.frombuffer(text, np.uint8), **arrays)
    except OSError as wrong:
        raise RecordingError(f"{shown} cannot be written: {(wrong.strerror or str(wrong)).lower()}") from wrong


def _document(recording: Recording) -> tuple[dict[str, Any], dict[str, Array]]:
    arrays: dict[str, Array] = {}
    for i, (steps, values) in enumerate(recording.series.values()):
        arrays[f"series {i} steps"], arrays[f"series {i} values"] = steps, values
    places: dict[int, int] = {}  # of each record, by its identity: one that did not change is written once
    records: list[Any] = []
    for moment in recording.moments:
        for one in moment.records.values():
            if id(one) not in places:
                places[id(one)] = len(records)
                found, document = to_archive(one, f"record {len(records)} ")
                arrays.update(found)
                records.append(document)
    kind = type(recording.initial)
    kinds = {edit.path: field_at(kind, edit.path).kind for edit in recording.edits}
    return {
        "format": FORMAT,
        "experiment": recording.experiment.id,
        "preset": recording.preset.name,
        "settings": as_text(recording.initial),
        "edits": [[e.step, e.path, kinds[e.path].format(e.old), kinds[e.path].format(e.new)] for e in recording.edits],
        "start": list(recording.start),
        "series": [list(key) for key in recording.series],
        "events": [[event.step, *event.key, event.text] for event in recording.events],
        "records": records,
        "moments": [
            {
                "step": moment.step,
                "epoch": moment.epoch,
                "lanes": {name: list(lane) for name, lane in moment.lanes.items()},
                "events": sum(event.key != EDIT for event in moment.events),
                "counts": [moment.counts.get(key, 0) for key in recording.series],
                "records": [[*key, places[id(one)]] for key, one in moment.records.items()],
            }
            for moment in recording.moments
        ],
    }, arrays


def read_recording(path: Path, experiments: Mapping[str, Experiment]) -> Recording:
    """The recording, whose experiment is one that plays it. RecordingError says in one sentence what is wrong."""
    name = one_line(path.name or str(path))
    try:
        if not path.is_file():
            raise RecordingError(f"there is no file {one_line(str(path), 200)}")
        with zipfile.ZipFile(path) as archive:
            document = json.loads(read_array(archive, "about", MOST_TEXT).tobytes())
            if document["format"] != FORMAT:
                raise _UnfitError(f"has format {document['format']}; this program plays format {FORMAT}")
            found = _recording(document, _arrays(archive), experiments)
    except RecordingError:
        raise
    except _UnfitError as wrong:
        raise RecordingError(f"{name} {one_sentence(str(wrong))}") from None
    except NpzError as wrong:
        raise RecordingError(f"{name} is damaged: {one_sentence(str(wrong)).rstrip('.')}") from None
    except OSError as wrong:
        raise RecordingError(f"{name} cannot be read: {(wrong.strerror or str(wrong)).lower()}") from wrong
    except (*UNREADABLE, AttributeError, AssertionError):
        raise RecordingError(f"{name} is not a recorded run, or it is damaged") from None
    return found


def _arrays(archive: zipfile.ZipFile) -> dict[str, Array]:
    names = [name.removesuffix(".npy") for name in archive.namelist() if name != "about.npy"]
    size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_BYTES + MOST_TEXT:
        raise _UnfitError(f"is damaged: it would take {size:,} bytes")
    return {name: read_array(archive, name, MOST_BYTES) for name in names}


def _recording(about: Any, arrays: Mapping[str, Array], experiments: Mapping[str, Experiment]) -> Recording:
    if about["experiment"] not in experiments:
        raise _UnfitError(f"is a run of an experiment that is not here: {about['experiment']!r}")
    experiment = experiments[about["experiment"]]
    try:
        preset = experiment.preset(about["preset"])
        initial = _settings(preset.settings, about["settings"])
        edits = tuple(_edit(type(initial), *one) for one in about["edits"])
    except ValueError as wrong:
        raise _UnfitError(f"was recorded with other settings than {experiment.id} has here: {wrong}.") from None
    keys = [Key(*map(_text, key)) for key in about["series"]]
    series = {key: _columns(arrays, i) for i, key in enumerate(keys)}
    records = [from_archive(arrays, document) for document in about["records"]]
    events = tuple(_event(*one) for one in about["events"])
    moments = tuple(_moment(one, series, records, events) for one in about["moments"])
    steps = [moment.step for moment in moments]
    if not steps or steps != sorted(set(steps)):
        raise _UnfitError("is damaged: its steps are in disorder")
    data, sentence, fair = about["start"]
    start = Start(_text(data), _text(sentence), bool(fair))
    speed = max(1.0, steps[-1] / PLAYED_IN)
    preset = replace(preset, steps=steps[-1], endless=False, pace=Pace.STREAMED, steps_per_second=speed)
    return play(Recording(experiment, preset, initial, edits, start, series, events, moments))


def _settings(base: Settings, texts: Mapping[str, str]) -> Settings:
    """What the file says of every field that there is here; a file that was read then need not be there now."""
    for path, text in texts.items():
        kind = field_at(type(base), path).kind
        value = kind.parse(text)
        if not isinstance(kind, FileField):
            kind.bound(base).check(value)
        base = replaced(base, path, value)
    return base


def _edit(settings: type[Settings], step: int, path: str, old: str, new: str) -> Edit:
    kind = field_at(settings, path).kind
    return Edit(_count(step), path, kind.parse(old), kind.parse(new))


def _event(step: int, channel: str, variant: str, text: str) -> Event:
    return Event(_count(step), Key(_text(channel), _text(variant)), _text(text))


def _columns(arrays: Mapping[str, Array], i: int) -> tuple[Array, Array]:
    steps, values = arrays[f"series {i} steps"], arrays[f"series {i} values"]
    if steps.dtype != np.int64 or values.dtype != np.float64 or steps.ndim != 1 or steps.shape != values.shape:
        raise _UnfitError(f"is damaged: series {i} is not two columns of numbers")
    if len(steps) and (steps[0] < 0 or np.any(np.diff(steps) < 0)):
        raise _UnfitError(f"is damaged: series {i} is in disorder")
    return steps, values


def _moment(
    one: Any, series: Mapping[Key, tuple[Array, Array]], records: Sequence[Record], events: tuple[Event, ...]
) -> Moment:
    lanes = {_text(name): Lane(_count(step), _epoch(epoch)) for name, (step, epoch) in one["lanes"].items()}
    counts = {key: _count(n) for key, n in zip(series, one["counts"], strict=True)}
    if any(n > len(series[key][0]) for key, n in counts.items()):
        raise _UnfitError("is damaged: it lacks points of a series")
    shown = {Key(_text(channel), _text(who)): records[_count(place)] for channel, who, place in one["records"]}
    happened = events[: _count(one["events"])]
    return Moment(_count(one["step"]), _epoch(one["epoch"]), lanes, counts, happened, shown)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _epoch(value: Any) -> float:
    if not 0 <= float(value) < math.inf:  # nor is nan
        raise ValueError(f"{value!r} is no number of epochs")
    return float(value)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**53:
        raise TypeError(f"{value!r} is no number of steps")
    return value
