"""Does a setting do what it says? Another value of a field, and what becomes of the run with it.

A field that restarts must give another run; a live one must change the run from that update on, and nothing before it;
one of display must change some record and no figure. The checks raise an AssertionError that names the field.
"""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from core.data.library import Library
from core.records.archive import to_archive
from core.run.experiment import Experiment, Pace, Preset
from core.run.session import Advance, Session
from core.settings import (
    AddPoint,
    ChoiceField,
    Effect,
    Field,
    FieldKind,
    FileField,
    FlagField,
    IntsField,
    LogRangeField,
    ManyField,
    ManyFromField,
    MatrixField,
    PaintPixels,
    PixelsField,
    PointField,
    PointsField,
    RangeField,
    SetCell,
    SetEntry,
    Settings,
    Shown,
    SparseField,
    TextField,
    get,
    with_value,
)
from core.training.blas import set_blas_threads

BEFORE, AFTER = 3, 9  # ticks before a live change, and after it
TRIES = 3  # other values
NEEDS_DATA = "MNIST"
OWN_DATA = Path(__file__).parents[2] / "resources" / "data"  # files that could be a reader's own

Trace = tuple[Any, ...]


def check_effect(experiment: Experiment, field: Field, library: Library) -> None:
    """AssertionError where none of up to three other values has the effect that the field declares."""
    preset = next(one for one in experiment.presets if not _needs_data(one.settings))
    settings = made_visible(experiment, field, preset.settings)
    instant = preset.pace is Pace.INSTANT
    check = CHECKS[Effect.RESTART if instant and field.effect is Effect.LIVE else field.effect]
    tried = []
    for value in itertools.islice(other_values(field.kind.bound(settings), get(settings, field.path)), TRIES):
        changed = with_value(settings, field.path, value)
        if check(experiment, preset, settings, changed, library):
            return
        tried.append(value)
    raise AssertionError(f"{experiment.id}: {field.path}, a {field.effect.value} field, changes nothing; tried {tried}")


def _restarts(experiment: Experiment, preset: Preset, settings: Settings, changed: Settings, library: Library) -> bool:
    one, other = (_begun(experiment, preset, each, library) for each in (settings, changed))
    for _ in range(BEFORE + AFTER):
        if _trace(one) != _trace(other) or _pictures(one) != _pictures(other):
            return True
        ends = [_to_tick(each) is Advance.END for each in (one, other)]
        if any(ends):
            return ends != [True, True]
    return False


def _is_live(experiment: Experiment, preset: Preset, settings: Settings, changed: Settings, library: Library) -> bool:
    one, other = (_begun(experiment, preset, settings, library) for _ in range(2))
    for each in (one, other):
        _advance(each, BEFORE)
    step, before = other.step, _trace(other)
    other.change(changed)
    assert _trace(other) == before == _trace(one), "a live change has changed the past"
    for each in (one, other):
        _advance(each, AFTER)
    assert [edit.step for edit in other.edits] == [step] * len(other.edits)
    return _trace(one) != _trace(other)


def _is_display(
    experiment: Experiment, preset: Preset, settings: Settings, changed: Settings, library: Library
) -> bool:
    one, other = (_begun(experiment, preset, settings, library) for _ in range(2))
    for each in (one, other):
        _advance(each, BEFORE)
    other.change(changed)
    differs = _pictures(one) != _pictures(other)
    for each in (one, other):
        _advance(each, AFTER)
    assert _trace(one) == _trace(other), "a field of display has changed a figure"
    assert other.edits == []
    return differs


CHECKS: dict[Effect, Callable[[Experiment, Preset, Settings, Settings, Library], bool]] = {
    Effect.RESTART: _restarts,
    Effect.LIVE: _is_live,
    Effect.DISPLAY: _is_display,
}


def made_visible(experiment: Experiment, field: Field, settings: Settings) -> Settings:
    """The settings with every condition met under which the field matters."""
    for condition in _conditions(field.shown):
        if not condition.holds(settings):
            value = condition.values[0]
            current = get(settings, condition.path)
            if isinstance(current, tuple):
                options = next(f for f in _fields(experiment) if f.path == condition.path).kind
                assert isinstance(options, ManyField)
                value = tuple(option for option in options.options if option in (*current, value))
            settings = with_value(settings, condition.path, value)
    return settings


def _conditions(shown: Shown | None) -> Iterator[Shown]:
    if shown is not None:
        yield from _conditions(shown.outer)
        yield Shown(shown.path, *shown.values)


def _fields(experiment: Experiment) -> tuple[Field, ...]:
    from core.settings import fields

    return fields(experiment.settings)


def other_values(kind: FieldKind, value: Any) -> Iterator[Any]:
    """Values that the kind allows and that differ from this one, the likeliest to show an effect first."""
    for candidate in _candidates(kind, value):
        if candidate != value and kind.accepts(candidate):
            yield candidate


def _candidates(kind: FieldKind, value: Any) -> Iterator[Any]:
    match kind:
        case LogRangeField(low, high):
            yield from (math.sqrt(value * high), math.sqrt(value * low), low, high)
        case RangeField(low, high):
            halves = (value + high) / 2, (value + low) / 2, low, high
            yield from (int(half) for half in halves) if kind.whole else halves
        case FlagField():
            yield not value
        case ChoiceField(options):
            yield from (option for option in options if option != NEEDS_DATA)
        case ManyField(options):
            yield from (tuple(o for o in options if (o in value) != (o == toggled)) for toggled in options)
        case ManyFromField(offered=offered):
            yield from (() if name in value else (name,) for name in offered or ())
        case IntsField():
            yield from ((*value[:-1], value[-1] + 1) if value else (kind.low,), value[:-1], (*value, kind.low))
        case PointField(limit):
            value = value or (0.0, 0.0)
            yield from ((value[0] + limit / 20, value[1] + limit / 10), (value[0] / 2, value[1] - limit / 9))
        case PointsField():
            yield AddPoint("", (1.0, 0.5)).value(value)
            yield value[1:]
        case MatrixField(limit=limit):
            yield from (SetCell("", 0, 0, number).value(value) for number in (value[0][0] + 1, -limit / 3, limit / 7))
        case SparseField(limit=limit):
            yield from (SetEntry("", 0, number).value(value) for number in (1.0, -limit / 3, limit / 7))
        case PixelsField(size):
            yield PaintPixels("", tuple((i, 255) for i in range(size * size // 3, size * size // 2)), size).value(value)
        case TextField():
            yield from kind.examples
        case FileField(suffixes):
            yield from (str(file) for file in sorted(OWN_DATA.iterdir()) if file.suffix in suffixes)


def _needs_data(settings: Settings) -> bool:
    from core.settings import fields

    return any(get(settings, field.path) == NEEDS_DATA for field in fields(type(settings)))


def _begun(experiment: Experiment, preset: Preset, settings: Settings, library: Library) -> Session:
    set_blas_threads(experiment.blas_threads)
    session = Session(experiment, settings, library, preset=preset)
    _to_tick(session)
    return session


def _to_tick(session: Session) -> Advance:
    while (moved := session.advance()) is Advance.BREATH:
        pass
    return moved


def _advance(session: Session, ticks: int) -> None:
    for _ in range(ticks):
        _to_tick(session)


def _trace(session: Session) -> Trace:
    """Everything that a run leaves behind, to the last bit."""
    series = {key: [column.tobytes() for column in one.read()] for key, one in session.series.items()}
    samples = {key: [column.tobytes() for column in one.read()] for key, one in session.samples.items()}
    return series, samples, session.events, session.start


def _pictures(session: Session) -> dict[Any, Any]:
    """Every record that the settings leave on the stage, to the last bit."""
    found: dict[Any, Any] = {}
    views = [view for view in session.experiment.views if view.is_shown(session.settings, session.preset.name)]
    channels = {channel for view in views for channel in view.channels}
    for key in session.tick.views if session.tick is not None else ():
        record = session.record(key) if key.channel in channels else None
        if record is not None:
            arrays, document = to_archive(record)
            found[key] = {name: array.tobytes() for name, array in arrays.items()}, json.dumps(document)
    return found
