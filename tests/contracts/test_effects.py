"""Every field of every experiment does what it says it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import pytest

from core.data.library import Library
from core.experiments import catalog
from core.records import Text
from core.run import Experiment, Key, Preset, Run, Start, TextView, Tick, View, experiment
from core.settings import Display, Field, Live, RangeField, SeededSettings, Shown, field_at, fields
from tests.contracts.effects import check_effect
from tests.contracts.searching import EXECUTOR

EVERY_FIELD = [(one, field) for one in catalog().values() for field in fields(one.settings)]


@pytest.fixture(scope="module")
def library() -> Library:
    return Library(executor=EXECUTOR)


@pytest.mark.parametrize(
    ("experiment", "field"), EVERY_FIELD, ids=[f"{one.id}, {field.path}" for one, field in EVERY_FIELD]
)
def test_that_a_field_has_the_effect_it_declares(experiment: Experiment, field: Field, library: Library) -> None:
    check_effect(experiment, field, library)


@dataclass(frozen=True, kw_only=True)
class Trial(SeededSettings):
    start: Annotated[float, RangeField(0.0, 9.0)] = 1.0
    rate: Annotated[float, RangeField(0.0, 1.0), Live] = 0.1
    digits: Annotated[int, RangeField(1, 9), Display] = 3
    extra: Annotated[float, RangeField(0.0, 9.0), Shown("start", 2.0)] = 1.0


Now = Callable[[], Trial]


def trial(run: Callable[[Trial, Now, Library], Run]) -> Experiment:
    return experiment(
        id="trial",
        chapter="Neurons",
        settings=Trial,
        presets=(Preset("Quick", Trial(), 9),),
        views=(View("words", TextView()),),
    )(run)


def walk(value: float, rate: Callable[[], float], words: Callable[[float], Text]) -> Run:
    yield Start()
    for step in range(99):
        yield Tick(step, scalars={Key("value"): value}, views={Key("words"): lambda value=value: words(value)})
        value *= 1 - rate()


def honest(settings: Trial, now: Now, library: Library) -> Run:
    """Does it listen?"""
    start = settings.start + settings.seed + settings.extra * (settings.start == 2.0)
    yield from walk(start, lambda: now().rate, lambda value: Text(f"{value:.{now().digits}f}"))


def deaf(settings: Trial, now: Now, library: Library) -> Run:
    """Does it ignore all of them?"""
    yield from walk(1.0, lambda: 0.1, lambda value: Text(f"{value:.3f}"))


def frozen_live(settings: Trial, now: Now, library: Library) -> Run:
    """Does it read a live field from what it began with?"""
    yield from walk(settings.start, lambda: settings.rate, lambda value: Text(f"{value:.{settings.digits}f}"))


def meddling(settings: Trial, now: Now, library: Library) -> Run:
    """Does what is only for display change a figure?"""
    yield from walk(1.0, lambda: now().rate * now().digits, lambda value: Text(f"{value:.{now().digits}f}"))


@pytest.mark.parametrize("path", [field.path for field in fields(Trial)])
def test_that_an_honest_experiment_passes(path: str, library: Library) -> None:
    check_effect(trial(honest), field_at(Trial, path), library)


@pytest.mark.parametrize("path", [field.path for field in fields(Trial)])
def test_that_an_experiment_that_ignores_a_field_is_found(path: str, library: Library) -> None:
    with pytest.raises(AssertionError, match=f"trial: {path}, a .* field, changes nothing; tried"):
        check_effect(trial(deaf), field_at(Trial, path), library)


@pytest.mark.parametrize("path", ["rate", "digits"])
def test_that_a_field_read_from_the_settings_of_the_start_is_found(path: str, library: Library) -> None:
    with pytest.raises(AssertionError, match="changes nothing"):
        check_effect(trial(frozen_live), field_at(Trial, path), library)


def test_that_a_display_field_that_changes_a_figure_is_found(library: Library) -> None:
    with pytest.raises(AssertionError, match="a field of display has changed a figure"):
        check_effect(trial(meddling), field_at(Trial, "digits"), library)
