"""The best lines by hand and by search, the limit of the rate, the forgotten zero_grad, and points that are moved."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.line_fits import LINE_LOSSES, best_line, curvatures
from core.experiments.loss_and_gradient.line_training import DOUBLE, LineSettings
from core.experiments.loss_and_gradient.linear_regression import DIAGONAL, OUTLIER
from core.experiments.loss_and_gradient.linear_regression import linear_regression as regression
from core.records import Curves, Plane, PointsMark
from core.run.session import Session
from core.run.tick import DIVERGED, Key


def session(step: int, **settings: object) -> Session:
    made = Session(regression, LineSettings(**settings), Library())  # type: ignore[arg-type]
    made.run_to(step)
    return made


def last(made: Session, channel: str, name: str = "MSE") -> float:
    return float(made.series[Key(channel, name)].read()[3][-1])


def test_that_the_closed_form_of_points_on_a_line_is_that_line() -> None:
    assert best_line("MSE", DIAGONAL) == pytest.approx((1, 0), abs=1e-12)
    assert best_line("MSE", DOUBLE) == pytest.approx((2, 0), abs=1e-12)
    for name in LINE_LOSSES:
        assert best_line(name, DIAGONAL) == pytest.approx((1, 0), abs=1e-9)


def test_that_the_closed_form_of_the_outlier_is_what_the_normal_equations_give() -> None:
    x, y = np.array(OUTLIER).T
    w = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    assert best_line("MSE", OUTLIER) == pytest.approx((w, y.mean() - w * x.mean()), abs=1e-9)
    assert best_line("MSE", OUTLIER) == pytest.approx((1.8364, -2.5636), abs=1e-4)


@pytest.mark.parametrize("name", LINE_LOSSES)
def test_that_no_line_near_the_best_one_is_better(name: str) -> None:
    rng = np.random.default_rng(1)
    points = tuple((float(x), float(y)) for x, y in rng.normal(0, 2, (9, 2)))
    x, y = np.array(points).T
    loss = LINE_LOSSES[name]("sum")

    def at(line: tuple[float, float]) -> float:
        return loss.forward((line[0] * x + line[1])[:, None], y[:, None])

    best = best_line(name, points)
    for dw, db in rng.normal(0, 0.02, (200, 2)):
        assert at(best) <= at((best[0] + dw, best[1] + db)) + 1e-12


def test_that_the_curvatures_are_those_of_the_sum_and_of_the_mean() -> None:
    assert curvatures(DOUBLE, "sum") == pytest.approx((0.7212, 33.279), abs=5e-4)
    assert curvatures(DOUBLE, "mean") == pytest.approx((0.7212 / 3, 33.279 / 3), abs=5e-4)
    assert np.prod(curvatures(DOUBLE, "sum")) == pytest.approx(4 * (14 * 3 - 6 * 6))  # det of 2 XᵀX


@pytest.mark.parametrize(("reduction", "below", "above"), [("sum", 0.059, 0.061), ("mean", 0.179, 0.182)])
def test_that_it_diverges_just_above_the_limit_and_not_below(reduction: str, below: float, above: float) -> None:
    assert last(session(1000, reduction=reduction, lr=below), "loss") < 1e-3
    assert [event.text for event in session(2000, reduction=reduction, lr=above).events] == [DIVERGED]


def test_that_the_first_update_is_the_one_worked_out_by_hand() -> None:
    made = session(1, start="0")
    assert last(made, "loss") == 4 + 16 + 36
    assert last(made, "weight") == pytest.approx(0.01 * 2 * (1 * 2 + 2 * 4 + 3 * 6))
    assert last(made, "bias") == pytest.approx(0.01 * 2 * (2 + 4 + 6))


def test_that_without_zeroing_the_second_update_adds_the_first_gradient() -> None:
    right, forgotten = (session(2, start="0", zero_gradients=zeroed) for zeroed in (True, False))
    first = last(session(1, start="0"), "weight")
    assert last(forgotten, "weight") - last(right, "weight") == pytest.approx(first)


def test_that_the_training_goes_on_with_points_that_are_moved() -> None:
    made = session(100)
    made.edit("points", DIAGONAL)
    made.run_to(3000)
    assert last(made, "weight") == pytest.approx(1, abs=1e-3)
    plane = made.record(Key("fit", "MSE"))
    assert isinstance(plane, Plane)
    points = [mark for mark in plane.layers if isinstance(mark, PointsMark) and mark.name == "point"]
    assert points[0].y.tolist() == [1, 2, 3]


def test_that_it_ends_where_there_are_no_points_left_and_lives_with_one() -> None:
    made = session(5)
    made.edit("points", ((2.0, 2.0),))
    made.run_to(400)
    assert last(made, "loss") < 1e-9
    assert made.record(Key("path", "MSE")) is not None
    made.edit("points", ())
    made.run_to(500)
    assert made.finished
    assert made.record(Key("lines")) is not None
    assert session(5, points=()).finished


def test_that_a_long_run_remembers_only_its_end() -> None:
    made = session(4500)
    course = made.record(Key("parameters", "MSE"))
    assert isinstance(course, Curves)
    assert (course.x[0], course.x[-1], len(course.x)) == (501, 4500, 4000)
    assert course.lines["w"][-1] == last(made, "weight")
