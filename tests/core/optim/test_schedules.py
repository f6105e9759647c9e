"""Schedules: their values at the steps that matter."""

import dataclasses
import math
from collections.abc import Callable

import pytest

from core import optim
from core.optim import (
    Chained,
    Constant,
    Cosine,
    Exponential,
    InverseTime,
    MultiStep,
    Schedule,
    StepDecay,
    WarmUp,
)

CASES: list[tuple[Schedule, dict[int, float]]] = [
    (Constant(0.1), {0: 0.1, 999: 0.1}),
    (StepDecay(0.8, every=10, gamma=0.5), {0: 0.8, 9: 0.8, 10: 0.4, 25: 0.2}),
    (StepDecay(0.8, every=1, gamma=0.5), {0: 0.8, 1: 0.4, 3: 0.1}),
    (MultiStep(1.0, (5, 8)), {0: 1, 4: 1, 5: 0.1, 7: 0.1, 8: 0.01, 99: 0.01}),
    (Exponential(0.5, 0.9), {0: 0.5, 1: 0.45, 2: 0.405}),
    (InverseTime(0.1, tau=100), {0: 0.1, 100: 0.1, 200: 0.05, 1000: 0.01}),
    (Cosine(0.2, steps=100), {0: 0.2, 50: 0.1, 100: 0, 500: 0}),
    (Cosine(0.2, steps=100, lowest=0.1), {0: 0.2, 50: 0.15, 100: 0.1}),
    (WarmUp(4, Constant(0.4)), {0: 0.1, 1: 0.2, 3: 0.4, 50: 0.4}),
    (WarmUp(2, Cosine(0.2, 10)), {0: 0.1, 1: 0.2, 2: 0.2, 7: 0.1, 12: 0}),
    (
        Chained(((3, Constant(1.0)), (2, Exponential(0.5, 0.5)), (1, Constant(0.1)))),
        {0: 1, 2: 1, 3: 0.5, 4: 0.25, 9: 0.1},
    ),
]


@pytest.mark.parametrize(("schedule", "values"), CASES, ids=lambda value: repr(value))
def test_that_a_schedule_has_the_rates_of_its_formula(schedule: Schedule, values: dict[int, float]) -> None:
    assert {step: schedule(step) for step in values} == pytest.approx(values)


def test_that_every_public_schedule_has_a_case_and_is_frozen() -> None:
    public = [getattr(optim, name) for name in optim.__all__]
    schedules = {kind for kind in public if isinstance(kind, type) and kind.__module__ == Constant.__module__}
    assert schedules == {type(schedule) for schedule, _ in CASES}
    for schedule, _ in CASES:
        assert hash(schedule) == hash(dataclasses.replace(schedule))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: StepDecay(0.1, every=0), "StepDecay's `every` counts in steps, 1 or more; got 0"),
        (lambda: InverseTime(0.1, tau=0), "InverseTime's `tau`"),
        (lambda: Cosine(0.1, steps=-1), "Cosine's `steps`"),
        (lambda: StepDecay(0.1, every=math.nan), "StepDecay's `every` counts in steps, 1 or more; got nan"),  # type: ignore[arg-type]
        (lambda: Cosine(0.1, steps=math.nan), "Cosine's `steps`"),  # type: ignore[arg-type]
        (lambda: WarmUp(-1, Constant(0.1)), "WarmUp's `steps` counts in steps, 0 or more; got -1"),
        (lambda: Chained(((-1, Constant(1)), (1, Constant(1)))), "Each part of Chained counts in steps, 0 or more"),
        (lambda: Chained(()), "at least one schedule"),
    ],
)
def test_that_a_schedule_of_no_steps_is_told(make: Callable[[], Schedule], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
