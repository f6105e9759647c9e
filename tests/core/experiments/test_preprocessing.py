"""Preprocessing: spectra by hand, the clouds' ellipses, rates of this moment, and the neuron of positive inputs."""

from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.positive_inputs import Neuron, losses, points
from core.experiments.normalization_and_generalization.preprocessing import OWN, PreprocessingSettings
from core.experiments.normalization_and_generalization.preprocessing import run as preprocessing
from core.experiments.normalization_and_generalization.preprocessing_clouds import (
    STEPS,
    cloud,
    samples,
    spectrum,
    view_of,
)
from core.nn import BinaryCrossEntropy
from core.records import EllipseMark, Table
from core.run.session import Session
from core.run.tick import Key

TABLE = Library().table("breast cancer")
PAIR = ("mean radius", "worst radius")


def session(step: int, **changed: Any) -> Session:
    made = Session(preprocessing, PreprocessingSettings(**changed), Library())
    made.run_to(step)
    return made


def test_the_spectrum_of_two_samples_by_hand() -> None:
    found = spectrum(np.array([[3.0, 0.0], [0.0, 1.0]]))
    assert found.largest == pytest.approx(9 / 2)
    assert found.usable == pytest.approx(4 / 9)
    assert found.condition == pytest.approx(9)


def test_that_descent_on_squares_diverges_just_above_the_usable_rate() -> None:
    y = np.random.default_rng(0).normal(size=(50, 3))
    for factor, grows in ((0.99, False), (1.01, True)):
        w = np.ones(3)
        for _ in range(2000):
            w -= factor * spectrum(y).usable * (y.T @ y @ w) / len(y)
        assert (np.abs(w).max() > 1) == grows


@pytest.mark.parametrize(
    ("name", "centre", "covariance"),
    [
        ("centred", (0, 0), None),
        ("standardized", (0, 0), ((1, 0.9695), (0.9695, 1))),
        ("whitened", (0, 0), ((1, 0), (0, 1))),
    ],
)
def test_the_ellipse_of_a_cloud(name: str, centre: tuple[float, ...], covariance: Any) -> None:
    ellipse = cloud(TABLE, name, PAIR).layers[-1]
    assert isinstance(ellipse, EllipseMark)
    raw = samples(TABLE)[:, [TABLE.columns.index(column) for column in PAIR]]
    assert ellipse.centre == pytest.approx(centre, abs=1e-9)
    assert ellipse.covariance == pytest.approx(np.cov(raw.T) if covariance is None else np.array(covariance), abs=1e-3)


@pytest.mark.parametrize("name", STEPS)
def test_that_a_cloud_shows_every_point_and_the_origin(name: str) -> None:
    plane = cloud(TABLE, name, ("mean area", "mean smoothness"))
    y = STEPS[name](samples(TABLE)[:, [3, 4]])(samples(TABLE)[:, [3, 4]])
    for (low, high), column in zip((plane.axes.x, plane.axes.y), y.T, strict=True):
        assert low <= min(column.min(), 0)
        assert high >= max(column.max(), 0)


def test_that_the_view_of_a_cloud_on_both_sides_has_the_origin_in_its_middle() -> None:
    (x0, x1), (y0, y1) = view_of(np.array([[-1.0, -1.0], [3.0, 2.0]]))
    assert x0 == pytest.approx(-x1)
    assert y0 == pytest.approx(-y1)


def test_that_another_share_is_another_rate_at_once() -> None:
    made = session(3)
    made.edit("share", 0.5)
    table = made.record(Key("rates"))
    assert isinstance(table, Table)
    assert [row[3:5] for row in table.rows if row[0] == "whitened"] == [("2", "1")]
    assert made.settings.rates == OWN


def test_that_turning_changes_nothing_for_a_linear_model() -> None:
    made = session(50, steps=("centred", "PCA"))
    centred, turned = (made.series[Key("loss", name)].read()[3] for name in ("centred", "PCA"))
    assert turned == pytest.approx(centred, rel=1e-3)


def test_the_loss_of_the_neuron_by_its_layer() -> None:
    x, y = points(0)
    neuron = Neuron(x, y)
    loss = BinaryCrossEntropy().forward(neuron.net.forward(x), y)
    assert losses(x, y, np.array(-3.0), np.array(3.0)) == pytest.approx(loss, rel=1e-5)


def test_that_positive_inputs_move_both_weights_one_way_in_every_update() -> None:
    made = session(100, task="two positive inputs")
    assert made.series[Key("one way", "raw")].read()[3] == pytest.approx(1.0)
    assert made.series[Key("one way", "centred")].read()[3][-1] < 0.7


def test_that_one_column_against_itself_is_whitened_to_a_line() -> None:
    ellipse = cloud(TABLE, "whitened", ("mean radius", "mean radius")).layers[-1]
    assert isinstance(ellipse, EllipseMark)
    assert np.diag(ellipse.covariance) == pytest.approx((1, 0), abs=1e-6)
