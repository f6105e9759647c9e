"""A weight that is moved: the sweep against a network whose weight really is moved, its slopes, and the staircase."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.loss_and_gradient.accuracy_or_loss import ACTIVATIONS, HIDDEN_NEURONS, SweepSettings
from core.experiments.loss_and_gradient.accuracy_or_loss import run as accuracy_or_loss
from core.experiments.loss_and_gradient.weight_sweep import HIDDEN, OUTPUT, SHIFTS, Reader, sweep
from core.nn import CrossEntropy, Network, Step, normal
from core.nn.mlp import mlp
from core.random import stream
from core.records import Curves, Matrix, Plane, PointsMark, Text
from core.run.session import Session
from core.run.tick import Key

SHIFT = 130


def small(activation: str) -> tuple[Network, Reader]:
    net = Network(mlp((6, 5, 4), ACTIVATIONS[activation]), normal(1.0), rng=stream(3, "init"), dtype=np.float64)
    rng = np.random.default_rng(5)
    return net, Reader.of(net, rng.random((30, 6)), rng.integers(0, 4, 30))


@pytest.mark.parametrize("layer", [OUTPUT, HIDDEN])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("place", [0, 7, 18])
def test_that_the_sweep_is_what_a_network_gives_whose_weight_is_moved(layer: str, activation: str, place: int) -> None:
    net, reader = small(activation)
    found = sweep(reader, layer, place)
    weights = net.layers[2 if layer == OUTPUT else 0].W  # type: ignore[attr-defined]
    weights.reshape(-1)[place] += SHIFTS[SHIFT]
    net.zero_grads()
    loss = CrossEntropy()
    scores = net.forward(reader.x, training=True)
    assert found.loss[SHIFT] == pytest.approx(loss.forward(scores, reader.y), abs=1e-12)
    assert found.accuracy[SHIFT] == (scores.argmax(axis=1) == reader.y).mean()
    net.backward(loss.backward())
    gradient = net.layers[2 if layer == OUTPUT else 0].dW  # type: ignore[attr-defined]
    assert found.gradient[SHIFT] == pytest.approx(gradient.reshape(-1)[place], abs=1e-12)


@pytest.mark.parametrize("layer", [OUTPUT, HIDDEN])
def test_that_the_slope_is_the_finite_difference_of_the_loss(layer: str) -> None:
    _, reader = small("sigmoid")
    fine = np.linspace(-1e-5, 1e-5, 3)
    found = sweep(reader, layer, 3, fine)
    assert found.gradient[1] == pytest.approx((found.loss[2] - found.loss[0]) / (fine[2] - fine[0]), rel=1e-6)


def test_that_a_digit_is_right_where_its_margin_is_above_zero() -> None:
    _, reader = small("ReLU")
    found = sweep(reader, OUTPUT, 5)
    np.testing.assert_array_equal((found.margins > 0).mean(axis=1), found.accuracy)


def test_that_behind_a_step_the_loss_is_a_staircase_without_slope() -> None:
    _, reader = small("step")
    assert isinstance(reader.activation, Step)
    found = sweep(reader, HIDDEN, 11)
    assert not found.gradient.any()
    assert len(np.unique(found.loss)) <= len(reader.y) + 1


@pytest.fixture(scope="module")
def session() -> Session:
    made = Session(accuracy_or_loss, SweepSettings(), Library())
    made.run_to(0)
    return made


def curve(made: Session, channel: str) -> Curves:
    record = made.record(Key(channel))
    assert isinstance(record, Curves)
    return record


def test_that_the_reader_has_learnt_before_its_weight_is_moved(session: Session) -> None:
    assert session.series[Key("accuracy of the trained reader")].read()[3][-1] > 0.6


def test_that_a_click_in_the_matrix_moves_that_weight(session: Session) -> None:
    session.edit("weight", 4 * HIDDEN_NEURONS + 17)
    matrix = session.record(Key("weights"))
    assert isinstance(matrix, Matrix)
    assert matrix.highlight == ((4, 17),)
    assert curve(session, "loss").x_label == "W2[17, 4] moved by"
    session.edit("weight", -1)
    largest = session.record(Key("weights"))
    assert isinstance(largest, Matrix)
    assert abs(largest.values[largest.highlight[0]]) == np.abs(largest.values).max()


def test_that_the_line_moves_the_digits_and_what_is_said(session: Session) -> None:
    session.edit("shift", 1.5)
    point = curve(session, "loss").points[0]
    assert point.x == 1.5
    plane, said = session.record(Key("margins")), session.record(Key("said"))
    assert isinstance(plane, Plane)
    assert isinstance(said, Text)
    digits = next(mark for mark in plane.layers if isinstance(mark, PointsMark))
    assert digits.group.mean() == pytest.approx(curve(session, "accuracy").points[0].y)
    wanted = "smaller" if curve(session, "slope").points[0].y > 0 else "larger"
    assert f"make it {wanted}" in said.text
    session.edit("shift", 0.0)
