"""A run that computes for long breathes, so that Stop and another experiment need not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time

import pytest

from core.data.library import Library
from core.experiments import catalog
from core.run import Experiment, Preset, Session
from core.run.session import Advance
from core.settings import fields, get
from core.training.blas import set_blas_threads
from tests.contracts.searching import EXECUTOR

BREATH = 0.05  # seconds that are promised
SLACK = 4  # the processor's time on a machine that is busy with other things
MOVES = 60
PRESETS = [(one, preset) for one in catalog().values() for preset in one.presets]


def longest(session: Session, clock: Callable[[], float]) -> float:
    """Seconds between two moves of the run, at most. Each is measured by the processor's time of this thread."""
    found = 0.0
    for _ in range(MOVES):
        before = clock()
        if session.advance() is Advance.END:
            break
        found = max(found, clock() - before)
    return found


@pytest.mark.parametrize(("experiment", "preset"), PRESETS, ids=[f"{one.id}, {p.name}" for one, p in PRESETS])
def test_that_no_preset_works_for_long_without_a_breath(experiment: Experiment, preset: Preset) -> None:
    if any(get(preset.settings, field.path) == "MNIST" for field in fields(experiment.settings)):
        pytest.skip("reads a file before its first breath")
    library = Library(executor=EXECUTOR)
    set_blas_threads(experiment.blas_threads)
    Session(experiment, preset.settings, library, preset=preset).run_to(0)  # data is made once, for all sessions
    attempts = (longest(Session(experiment, preset.settings, library, preset=preset), thread_time) for _ in range(3))
    assert any(attempt <= SLACK * BREATH for attempt in attempts)
