"""Gradient descent on the bowl by hand: every update multiplies the distance by 1 − 2η."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.descent_pictures import along, over_rates
from core.experiments.loss_and_gradient.gradient_descent import DescentSettings
from core.experiments.loss_and_gradient.gradient_descent import run as descent
from core.records import ArrowsMark, Curves, PathMark, Plane, Table
from core.run.session import Session
from core.run.tick import Key


def at(**settings: object) -> Session:
    made = Session(descent, DescentSettings(**settings), Library())  # type: ignore[arg-type]
    made.run_to(0)
    return made


def scalar(made: Session, name: str) -> float:
    return float(made.series[Key(name)].read()[3][-1])


@pytest.mark.parametrize("lr", [1e-10, 0.03, 0.1, 0.45, 0.9, 1.0, 1.05])
@pytest.mark.parametrize("steps", [1, 7, 40])
def test_that_the_end_is_the_start_times_the_power_of_1_minus_2_lr(lr: float, steps: int) -> None:
    made = at(lr=lr, steps=steps, start=(2.0, -5.0))
    assert scalar(made, "x") == pytest.approx(2 * (1 - 2 * lr) ** steps, rel=1e-12)
    assert scalar(made, "y") == pytest.approx(-5 * (1 - 2 * lr) ** steps, rel=1e-12)


def test_that_the_curve_over_all_rates_is_what_the_walks_measure() -> None:
    curve = at(steps=9).record(Key("rates"))
    assert isinstance(curve, Curves)
    for i in (0, 100, 200, 260):
        walked = scalar(at(lr=float(curve.x[i]), steps=9), "f")
        assert curve.lines["f"][i] == pytest.approx(walked, rel=1e-9)


def test_that_uphill_and_downhill_point_apart_at_the_start() -> None:
    plane = at().record(Key("paths"))
    assert isinstance(plane, Plane)
    up, down = (mark for mark in plane.layers if isinstance(mark, ArrowsMark))
    assert (up.dx[0], up.dy[0]) == (-down.dx[-1], -down.dy[-1])
    assert np.sign([up.dx[0], up.dy[0]]).tolist() == [-1, 1]  # away from the lowest point, seen from (−3, 4)


def test_that_the_slice_keeps_distance_side_and_height() -> None:
    made = at(lr=0.9, steps=3)
    plane = made.record(Key("slice"))
    assert isinstance(plane, Plane)
    (path,) = (mark for mark in plane.layers if isinstance(mark, PathMark))
    np.testing.assert_allclose(path.x, [5, -4, 3.2, -2.56], atol=1e-12)
    np.testing.assert_allclose(path.y, path.x**2)


def test_that_a_walk_that_runs_away_is_stopped_and_says_at_which_update() -> None:
    made = at(lr=10.0, steps=100)
    table = made.record(Key("steps"))
    assert scalar(made, "diverged at update") == 3
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["0", "1", "2", "3"]
    assert table.rows[1][1] == "(57, −76)"


def test_that_a_start_at_the_lowest_point_stays_there() -> None:
    made = at(start=(0.0, 0.0))
    assert scalar(made, "f") == 0
    assert along(np.zeros((3, 2))).tolist() == [0, 0, 0]
    assert made.record(Key("slice")) is not None
    assert over_rates(np.zeros((2, 2)), False, 0.1, 1).points[0].y == 0
