"""Differences by hand, the derivatives of the functions, the passes counted, and the pictures."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.difference_pictures import DifferenceSettings
from core.experiments.loss_and_gradient.differences import (
    FUNCTIONS,
    RULES,
    SINE,
    STEPS,
    best_step,
    error,
    estimate,
    passes,
    theory,
)
from core.experiments.loss_and_gradient.numerical_gradient import run as differences
from core.nn import numerical_gradient
from core.records import LinesMark, Plane, PointsMark, Table
from core.run.session import Session
from core.run.tick import Key

CENTRAL, FORWARD, CENTRAL32, FORWARD32 = RULES


@pytest.mark.parametrize("name", FUNCTIONS)
def test_that_the_derivatives_of_a_function_are_each_other_s(name: str) -> None:
    x, h = np.linspace(-2, 2, 9), 1e-5
    for below, above in zip(FUNCTIONS[name], FUNCTIONS[name][1:], strict=False):
        np.testing.assert_allclose((below(x + h) - below(x - h)) / (2 * h), above(x), atol=1e-9)


def test_that_the_estimates_are_those_worked_out_by_hand() -> None:
    sine = FUNCTIONS[SINE]
    assert estimate(sine, RULES[CENTRAL], 1.0, 0.5) == pytest.approx((np.sin(1.5) - np.sin(0.5)) / 1, abs=1e-15)
    assert estimate(sine, RULES[FORWARD], 1.0, 0.5) == pytest.approx((np.sin(1.5) - np.sin(1)) / 0.5, abs=1e-15)
    x, h = np.float32(1), np.float32(0.5)
    by_hand = (np.sin(x + h) - np.sin(x - h)) / (2 * h)
    assert estimate(sine, RULES[CENTRAL32], 1.0, 0.5) == pytest.approx(float(by_hand), abs=1e-7)


@pytest.mark.parametrize("x", [0.7, 1.0, 2.3, -4.1])
@pytest.mark.parametrize("rule", RULES)
def test_that_no_error_is_larger_than_theory_allows(rule: str, x: float) -> None:
    for name in FUNCTIONS:
        errors = np.array([error(FUNCTIONS[name], RULES[rule], x, float(h)) for h in STEPS])
        least = 1e-5 if RULES[rule].dtype is np.float32 else 1e-13  # below, x + h may be x
        seen = least < STEPS
        h = STEPS[seen]
        assert (errors[seen] <= 2 * theory(FUNCTIONS[name], RULES[rule], x, h) + h**3).all()


def test_that_so_many_passes_are_needed() -> None:
    calls = 0

    def f(w: np.ndarray) -> float:
        nonlocal calls
        calls += 1
        return float(w.sum())

    n, (central, forward, _) = passes((3, 4, 2))
    assert n == 3 * 4 + 4 + 4 * 2 + 2
    numerical_gradient(f, np.zeros(n))
    assert calls == central
    calls = 0
    numerical_gradient(f, np.zeros(n), central=False)
    assert calls == forward
    assert passes((784, 50, 10)) == (39_760, (79_520, 39_761, 1))


def test_that_of_steps_that_are_as_good_the_largest_is_the_best() -> None:
    assert best_step(np.array([3.0, 1.0, 2.0, 1.0, 5.0])) == 3


def test_that_the_lines_have_the_slopes_that_come_out() -> None:
    made = Session(differences, DifferenceSettings(h=0.5), Library())
    made.run_to(0)
    plane, table = made.record(Key("tangent")), made.record(Key("numbers"))
    assert isinstance(plane, Plane)
    assert isinstance(table, Table)
    lines = {mark.name: mark for mark in plane.layers if isinstance(mark, LinesMark)}
    for name, rule in list(RULES.items())[:2]:
        line = lines[name]
        slope = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
        assert slope == pytest.approx(estimate(FUNCTIONS[SINE], rule, 1.0, 0.5))
    points = next(mark for mark in plane.layers if isinstance(mark, PointsMark))
    assert points.x.tolist() == [0.5, 1.0, 1.5]
    assert table.rows[0][1] == "0.5403023059"
