"""The seven losses by hand and by finite differences, the pairs, and the neuron that learns slowly."""

import math

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.loss_values import LOSSES, Sample, loss_and_slope, pairs, predictions
from core.experiments.loss_and_gradient.losses import SLOWDOWN, LossSettings
from core.experiments.loss_and_gradient.losses import run as losses
from core.experiments.loss_and_gradient.slowdown import Neuron
from core.nn import MSE
from core.records import Table
from core.run.session import Session
from core.run.tick import Key

H = 1e-6


@pytest.mark.parametrize("t", [0.0, 0.35, 1.0])
@pytest.mark.parametrize("name", LOSSES)
def test_that_every_slope_is_that_of_its_loss(name: str, t: float) -> None:
    sample = Sample(t, n=3, beta=0.5)
    y = np.array([0.11, 0.42, 0.97]) if LOSSES[name].probability else np.array([-1.7, 0.11, 0.6, 0.97, 2.8])
    above, below = (loss_and_slope(name, y + h, sample)[0] for h in (H, -H))
    np.testing.assert_allclose(loss_and_slope(name, y, sample)[1], (above - below) / (2 * H), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("name", "value", "slope"),
    [
        ("BCE", -math.log(0.6), -1 / 0.6),
        ("cross entropy", -math.log(0.6), -1 / 0.6),
        ("MSE (mean)", 0.16 / 4, -0.8 / 4),
        ("MSE (sum)", 0.16, -0.8),
        ("½ Σ (y−t)²", 0.08, -0.4),
        ("MAE", 0.4, -1.0),
        ("smooth L1", 0.4 - 0.5 * 0.2, -1.0),
    ],
)
def test_the_losses_of_0_6_for_the_target_1(name: str, value: float, slope: float) -> None:
    found = loss_and_slope(name, np.array([0.6]), Sample(1.0, n=4, beta=0.2))
    assert found[0][0] == pytest.approx(value, abs=1e-12)
    assert found[1][0] == pytest.approx(slope, abs=1e-12)


def test_that_what_is_no_probability_has_no_logarithm() -> None:
    value, slope = loss_and_slope("BCE", np.array([-0.1, 0.0, 1.0, 1.2]), Sample(1.0))
    assert np.isnan(value).all()
    assert np.isnan(slope).all()


def test_that_every_curve_has_its_lowest_point_at_the_target() -> None:
    for name in set(LOSSES) - {"cross entropy"}:  # which leaves the other classes to the softmax
        x = predictions(name, -2, 3)
        assert x[loss_and_slope(name, x, Sample(0.4))[0].argmin()] == pytest.approx(0.4, abs=0.006)


def test_that_three_pairs_have_the_gradient_y_minus_t_and_the_fourth_has_not() -> None:
    *three, fourth = pairs(np.array([0.3, 0.2, 0.5]), right=1)
    for pair in three:
        np.testing.assert_allclose(pair.y, [0.3, 0.2, 0.5], atol=1e-12)
        np.testing.assert_allclose(pair.gradient, [0.3, -0.8, 0.5], atol=1e-12)
    np.testing.assert_allclose(fourth.gradient, [0.3 * 0.21, -0.8 * 0.16, 0.5 * 0.25], atol=1e-12)


def test_that_the_neuron_s_slope_is_the_finite_difference_of_its_loss() -> None:
    def value(w: float) -> float:
        return 0.5 * (1 / (1 + math.exp(-(w + 2)))) ** 2

    slope = Neuron((2.0, 2.0), MSE("half")).slope()
    assert slope == pytest.approx((value(2 + H) - value(2 - H)) / (2 * H), rel=1e-6)


def test_that_measuring_leaves_the_training_alone() -> None:
    def w(settings: LossSettings) -> list[bytes]:
        made = Session(losses, settings, Library())
        made.run_to(20)
        return [column.tobytes() for column in made.series[Key("output", "BCE")].read()]

    watched = Session(losses, LossSettings(lesson=SLOWDOWN), Library())
    for step in range(21):
        watched.run_to(step)
        watched.record(Key("neurons"))
    assert [c.tobytes() for c in watched.series[Key("output", "BCE")].read()] == w(LossSettings(lesson=SLOWDOWN))


def test_that_the_table_names_what_is_no_probability() -> None:
    made = Session(losses, LossSettings(prediction=2.0), Library())
    made.run_to(0)
    table = made.record(Key("here"))
    assert isinstance(table, Table)
    assert table.rows[0][2:] == ("no probability", "")
    assert table.rows[2][2:] == ("1.000", "1.000")
