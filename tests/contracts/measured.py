"""Runs of the presets that tests only read: each is made once in a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from core.data.library import Library
from core.experiments import catalog
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value
from core.training.blas import set_blas_threads
from tests.contracts.searching import EXECUTOR


@cache
def session(id: str, preset: str, step: int, **changed: Any) -> Session:
    """A run that stands at that step. changed: settings of the preset, `__` for the dot of a path."""
    experiment = catalog()[id]
    chosen = experiment.preset(preset)
    settings = chosen.settings
    for path, value in changed.items():
        settings = with_value(settings, path.replace("__", "."), value)
    set_blas_threads(experiment.blas_threads)
    made = Session(experiment, settings, Library(executor=EXECUTOR), preset=chosen)
    made.run_to(step)
    return made


def at_end(id: str, preset: str) -> Session:
    """Where the preset pauses."""
    return session(id, preset, catalog()[id].preset(preset).steps)


def last(made: Session, key: Key) -> float:
    """The last value of a series."""
    return float(made.series[key].read()[3][-1])
