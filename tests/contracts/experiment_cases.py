"""What the contract of experiments is checked with: sessions, fingerprints, and another value for any setting."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments import catalog
from core.records import Record
from core.run.experiment import Experiment, Preset
from core.run.session import Advance, Session
from core.run.tick import Key
from core.settings import (
    ChoiceField,
    FieldKind,
    FlagField,
    ManyField,
    MatrixField,
    PointsField,
    RangeField,
    SetCell,
    SetEntry,
    Settings,
    SparseField,
    fields,
    get,
    with_value,
)
from core.training.blas import set_blas_threads
from tests.contracts.costs import PATIENCE, cost

FEW = 4
UNLIKE = 25  # updates after which fair variants, which begin alike, differ even in what is sampled
BESIDE = Path(__file__).parents[2].parent / "shared" / "mnist"
MNIST = Path(os.environ.get("CHALKGRAD_MNIST", BESIDE))

EXPERIMENTS = list(catalog().values())
PRESETS = [(one, preset) for one in EXPERIMENTS for preset in one.presets]

every_experiment = pytest.mark.parametrize("experiment", EXPERIMENTS, ids=lambda one: one.id)


def soon(experiment: Experiment, preset: Preset) -> list[int]:
    """The steps of what is expected within this suite's patience."""
    patience = math.inf if os.environ.get("CHALKGRAD_LONG") else PATIENCE
    return [expected.step for expected in preset.expected if cost(experiment.id, expected.step) <= patience]


def over(chosen: Iterable[tuple[Experiment, Preset]], slow_from: float = math.inf) -> pytest.MarkDecorator:
    """Parametrize over these presets. slow_from: the milliseconds from which on what is expected takes long."""
    cases = [
        pytest.param(
            one,
            preset,
            id=f"{one.id}, {preset.name}",
            marks=pytest.mark.slow if cost(one.id, max(soon(one, preset), default=0)) >= slow_from else (),
        )
        for one, preset in chosen
    ]
    return pytest.mark.parametrize(("experiment", "preset"), cases)


class Watched:
    """A run of a preset that went `FEW` ticks while every view was looked at, twice. It is shared: to be read only.

    steps: of each tick; records: of each tick; prints: of each of those records, as it was when it was made.
    """

    def __init__(self, experiment: Experiment, preset: Preset, library: Library) -> None:
        self.experiment, self.preset = experiment, preset
        self.session = begin(experiment, library, preset)
        self.steps: list[int] = []
        self.records: list[dict[Key, Record]] = []
        self.prints: list[dict[Key, tuple[Any, ...]]] = []
        self._look()
        while len(self.steps) <= FEW and to_tick(self.session) is Advance.TICK:
            self._look()

    def _look(self) -> None:
        records(self.session)
        found = records(self.session)
        self.steps.append(self.session.step)
        self.records.append(found)
        self.prints.append({key: fingerprint(record) for key, record in found.items()})


def needs_mnist(settings: Settings) -> bool:
    return any(get(settings, field.path) == "MNIST" for field in fields(type(settings)))


every_preset = over(PRESETS)


def begin(experiment: Experiment, library: Library, preset: Preset | None = None, **changed: Any) -> Session:
    """A session at its first tick; skips where it needs data that this computer lacks."""
    preset = preset or experiment.preset()
    settings = preset.settings
    for path, value in changed.items():
        settings = with_value(settings, path, value)
    if needs_mnist(settings) and not library.has("MNIST"):
        pytest.skip("MNIST is not on this computer; CHALKGRAD_MNIST names its folder")
    set_blas_threads(experiment.blas_threads)
    session = Session(experiment, settings, library, preset=preset)
    to_tick(session)
    return session


def to_tick(session: Session) -> Advance:
    """Past the breaths to the next tick, or to the end."""
    while (moved := session.advance()) is Advance.BREATH:
        pass
    return moved


def go(session: Session, ticks: int = FEW) -> Session:
    for _ in range(ticks):
        to_tick(session)
    return session


def records(session: Session) -> dict[Key, Record]:
    assert session.tick is not None
    made = {key: session.record(key) for key in session.tick.views}
    return {key: record for key, record in made.items() if record is not None}


def log(session: Session) -> dict[Key, list[bytes]]:
    """The series and samples of a session, to the last bit."""
    series = {key: [column.tobytes() for column in found.read()] for key, found in session.series.items()}
    samples = {key: [column.tobytes() for column in found.read()] for key, found in session.samples.items()}
    return {**series, **{Key(f"{key.channel} samples", key.variant): value for key, value in samples.items()}}


def arrays(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """Every array in a record, however deep."""
    if isinstance(value, np.ndarray):
        yield value
    elif is_dataclass(value):
        for field in dataclass_fields(value):
            yield from arrays(getattr(value, field.name))
    elif isinstance(value, dict):
        yield from arrays(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from arrays(item)


def fingerprint(record: Record) -> tuple[Any, ...]:
    return type(record), record.describe(), tuple(array.tobytes() for array in arrays(record))


def another(kind: FieldKind, value: Any) -> Any:
    """A different value that the kind allows, or the same where there is none to be guessed."""
    if isinstance(kind, FlagField):
        return not value
    if isinstance(kind, ChoiceField):
        return next(option for option in (*kind.options[::-1], value) if option not in (value, "MNIST"))
    if isinstance(kind, ManyField):
        return tuple(option for option in kind.options if option not in value) or kind.options[:1]
    if isinstance(kind, SparseField):
        return SetEntry("", 0, 0.5).value(value)
    if isinstance(kind, MatrixField):
        return SetCell("", 0, 0, -value[0][0] or kind.limit / 2).value(value)
    if isinstance(kind, PointsField):
        return (*value, (1.0, 0.5))
    if isinstance(kind, RangeField):
        halfway = (kind.low + value) / 2 if value != kind.low else (value + kind.high) / 2
        return int(halfway) if kind.whole else halfway
    return value
