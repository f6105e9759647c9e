"""Logistic regression: the first update by hand, the creeping boundary, and where it ends."""

import math

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.line_training import Line
from core.experiments.loss_and_gradient.logistic_pictures import Course, boundary, limit
from core.experiments.loss_and_gradient.logistic_regression import FOUR, MIXED, LogisticSettings
from core.experiments.loss_and_gradient.logistic_regression import logistic_regression as regression
from core.records import Curves, Table
from core.run.session import Session
from core.run.tick import Key
from core.settings import AddPoint, with_value


def session(step: int, **settings: object) -> Session:
    made = Session(regression, LogisticSettings(**settings), Library())  # type: ignore[arg-type]
    made.run_to(step)
    return made


def last(made: Session, channel: str) -> float:
    return float(made.series[Key(channel)].read()[3][-1])


def test_that_the_first_update_is_the_one_worked_out_by_hand() -> None:
    start = Line("BCE", 0, "U(−1, 1)")
    p = [1 / (1 + math.exp(-(start.w * x + start.b))) for x, _ in FOUR]
    loss = -sum(y * math.log(q) + (1 - y) * math.log(1 - q) for q, (_, y) in zip(p, FOUR, strict=True))
    w = start.w - 0.01 * sum((q - y) * x for q, (x, y) in zip(p, FOUR, strict=True))
    b = start.b - 0.01 * sum(q - y for q, (_, y) in zip(p, FOUR, strict=True))
    made = session(1)
    assert last(made, "loss") == pytest.approx(loss, abs=1e-12)
    assert last(made, "boundary") == pytest.approx(-b / w, abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_that_the_boundary_of_the_book_is_the_same_from_every_start(seed: int) -> None:
    assert last(session(5000, seed=seed), "boundary") == pytest.approx(2.429, abs=0.005)


def test_that_it_creeps_and_never_arrives() -> None:
    made = session(20_000)
    assert last(made, "boundary") == pytest.approx(2.465, abs=0.002)
    course = made.record(Key("boundary over time"))
    assert isinstance(course, Curves)
    late = course.lines["boundary"][course.x > 100]
    assert (np.diff(late) > 0).all()
    assert (late < 2.5).all()
    weights = made.record(Key("weights over time"))
    assert isinstance(weights, Curves)
    growth = np.diff(weights.lines["weight"]) / np.diff(weights.x)
    assert (growth[weights.x[1:] > 200] > 0).all()
    assert (np.diff(growth[weights.x[1:] > 2000]) < 0).all()  # without end, more and more slowly


def test_that_of_separable_classes_the_boundary_ends_amid_the_gap_and_of_others_at_the_minimum() -> None:
    assert limit(FOUR) == 2.5
    assert limit(((1.0, 1.0), (4.0, 0.0))) == 2.5
    assert math.isnan(limit(((1.0, 1.0), (4.0, 1.0))))
    assert math.isnan(limit(()))
    assert last(session(4000, points=MIXED, lr=0.1), "boundary") == pytest.approx(limit(MIXED), abs=1e-4)


def test_that_with_the_mean_the_same_takes_four_times_as_many_updates() -> None:
    assert last(session(1000, reduction="mean"), "boundary") == pytest.approx(last(session(250), "boundary"), abs=0.005)


@pytest.mark.parametrize(("clicked", "point"), [((2.2, 0.7), (2.2, 1.0)), ((2.2, 0.1), (2.2, 0.0))])
def test_that_a_click_makes_a_point_of_the_nearer_class(
    clicked: tuple[float, float], point: tuple[float, float]
) -> None:
    settings = AddPoint("points", clicked).apply(LogisticSettings())
    assert settings.points[-1] == point
    assert with_value(settings, "lr", 0.1).points == settings.points


def test_that_a_new_point_moves_the_boundary_while_it_trains() -> None:
    made, other = session(200), session(200)
    made.edit("points", (*FOUR, (2.4, 1.0)))
    for one in (made, other):
        one.run_to(900)
    assert last(made, "boundary") < last(other, "boundary") - 0.1
    table = made.record(Key("points"))
    assert isinstance(table, Table)
    assert len(table.rows) == 5


def test_that_what_is_noted_is_even_on_a_logarithmic_axis() -> None:
    course, neuron = Course(), Line("BCE", 0, "U(−1, 1)")
    for step in range(3000):
        course.note(step, neuron, FOUR)
    assert course.steps[:3] == [1, 2, 3]
    assert np.diff(np.log(course.steps))[80:].max() < 0.03
    assert len(course.steps) < 400
    assert course.values[0][2] == boundary(neuron)
