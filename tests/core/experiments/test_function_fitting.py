"""Targets, what each unit adds, and curves of one's own."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.curve_fits import NETS, OWN, TARGETS, X, drawing_net, error, fit, shares, target
from core.experiments.neurons.function_fitting import ERROR, ZIGZAG, FittingSettings, function_fitting
from core.nn import Linear
from core.records import LinesMark, Plane, PointsMark
from core.run.session import Session
from core.run.tick import Key
from core.settings import AddPoint, with_value


def session(settings: FittingSettings, step: int) -> Session:
    made = Session(function_fitting, settings, Library())
    made.run_to(step)
    return made


def plane(made: Session, channel: str) -> Plane:
    record = made.record(Key(channel))
    assert isinstance(record, Plane)
    return record


@pytest.mark.parametrize("name", NETS)
def test_that_the_shares_and_the_last_bias_sum_to_the_fit(name: str) -> None:
    net = drawing_net(name, "tanh", 3)
    last = net.layers[-1]
    assert isinstance(last, Linear)
    last.b = np.array([0.25])
    assert shares(net).shape == (200, NETS[name][-1])
    assert shares(net).sum(axis=1) + 0.25 == pytest.approx(fit(net), abs=1e-5)


def test_that_a_network_of_one_unit_is_one_tanh() -> None:
    net = drawing_net("1 unit", "tanh", 0)
    net.values[:] = [2.0, -0.5, 3.0, 1.0]  # w, b, v, c
    assert fit(net) == pytest.approx(1 + 3 * np.tanh(2 * X - 0.5), abs=1e-6)
    assert error(net, fit(net) + 0.5) == pytest.approx(0.25)


def test_that_the_first_biases_put_the_bends_into_the_picture_and_the_weights_are_normal() -> None:
    net = drawing_net("100 units", "tanh", 1)
    first, last = net.layers[0], net.layers[-1]
    assert isinstance(first, Linear)
    assert isinstance(last, Linear)
    assert -1 <= first.b.min() < -0.8 < 0.8 < first.b.max() <= 1
    assert first.W.std() == pytest.approx(1, abs=0.2)
    assert last.b == 0


def test_the_targets() -> None:
    at = np.array([-1.0, -0.25, 0.0, 0.25])
    assert TARGETS["sine"](at) == pytest.approx([0, -1, 0, 1], abs=1e-12)
    assert TARGETS["step"](at).tolist() == [0, 0, 1, 1]
    assert TARGETS["saw"](at).tolist() == [-1, 0.5, -1, -0.5]


def test_that_an_own_curve_runs_straight_from_knot_to_knot_in_whatever_order_they_were_clicked() -> None:
    y = target(OWN, ((0.5, 1.0), (-0.5, -1.0)))
    assert np.interp([-1.0, -0.5, 0.0, 0.5, 1.0], X, y) == pytest.approx([-1, -1, 0, 1, 1], abs=0.02)
    assert not target(OWN, ()).any()


def test_that_the_first_click_begins_a_curve_of_ones_own_and_another_target_clears_it() -> None:
    clicked = AddPoint("knots", (0.2, 0.7)).apply(FittingSettings())
    assert (clicked.target, clicked.knots) == (OWN, ((0.2, 0.7),))
    more = AddPoint("knots", (0.6, -0.7)).apply(clicked)
    assert len(more.knots) == 2
    assert with_value(more, "target", "saw").knots == ()
    assert with_value(FittingSettings(), "target", OWN).knots == ZIGZAG


def test_that_every_network_has_its_line_and_the_knots_are_marked() -> None:
    made = session(FittingSettings(target=OWN, knots=ZIGZAG, networks=("1 unit", "2 units")), 0)
    marks = plane(made, "fits").layers
    assert [mark.name for mark in marks if isinstance(mark, LinesMark)] == ["1 unit", "2 units"]
    assert [len(mark.x) for mark in marks if isinstance(mark, PointsMark)] == [50, 5]


def test_that_of_a_network_that_is_not_in_the_race_the_last_one_is_shown_instead() -> None:
    made = session(FittingSettings(networks=("1 unit", "10 units"), looked_at="100 units"), 0)
    assert len(plane(made, "shares").layers) == 10 + 1


def test_that_training_draws_the_curve() -> None:
    made = session(FittingSettings(networks=("8 and 8 units",)), 800)
    errors = made.series[Key(ERROR, "8 and 8 units")].read()[3]
    assert errors[0] > 0.3 > 0.05 > errors[-1]
