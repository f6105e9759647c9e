"""A deep linear network is one matrix, and no longer when it is bent."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.linear_collapse import (
    ACCURACY,
    AS_SET,
    DIFFERENCE,
    RELU,
    CollapseSettings,
    bend,
    collapsed,
    largest_difference,
    linear_collapse,
    network,
)
from core.nn import Linear, Network, ReLU
from core.nn.mlp import mlp
from core.records import FieldMark, Plane, Table
from core.run.session import Session
from core.run.tick import Key

X = np.random.default_rng(0).standard_normal((50, 2))


def session(settings: CollapseSettings, step: int) -> Session:
    made = Session(linear_collapse, settings, Library())
    made.run_to(step)
    return made


def ground(made: Session, channel: str) -> np.ndarray:
    record = made.record(Key(channel))
    assert isinstance(record, Plane)
    return next(mark.values for mark in record.layers if isinstance(mark, FieldMark))


@pytest.mark.parametrize("seed", range(3))
def test_that_the_layers_multiply_out_to_one_matrix_and_one_bias(seed: int) -> None:
    net = bend(network(CollapseSettings(seed=seed)), 1.0)
    net.values += 0.1  # biases too
    w, b = collapsed(net)
    assert w.shape == (2, 1)
    assert np.abs(net.forward(X) - (X @ w + b)).max() <= 1e-12 * np.abs(net.forward(X)).max()


def test_that_two_layers_worked_out_by_hand_collapse() -> None:
    net = Network([Linear(2, 2), Linear(2, 1)], rng=np.random.default_rng(0), dtype=np.float64)
    net.values[:] = [1, 2, -1, 0, 0.5, -0.5, 3, 4, 1]  # W₁, b₁, W₂, b₂
    w, b = collapsed(net)
    assert w.ravel().tolist() == [11, -3]
    assert b.tolist() == [[0.5]]


def test_that_slope_0_is_relu_and_slope_1_is_no_bend() -> None:
    net = bend(network(CollapseSettings()), 0.0)
    with_relu = Network(mlp((2, *[8] * 9, 1), ReLU), rng=np.random.default_rng(0), dtype=np.float64)
    with_relu.values[:] = net.values
    assert np.array_equal(net.forward(X), with_relu.forward(X))
    assert largest_difference(bend(net, 1.0), X) < 1e-12 < largest_difference(bend(net, 0.9), X)


def test_that_both_networks_start_alike_but_for_the_bend() -> None:
    made = session(CollapseSettings(slope=0.0), 20)
    assert np.array_equal(ground(made, "linear"), ground(made, "bent"))


def test_that_the_first_two_pictures_are_one_until_the_network_is_bent_amid_the_run() -> None:
    made = session(CollapseSettings(), 60)
    assert ground(made, "linear") == pytest.approx(ground(made, "matrix"), abs=1e-12)
    made.edit("slope", 0.5)
    made.run_to(400)
    assert np.abs(ground(made, "linear") - ground(made, "matrix")).max() > 0.3
    accuracy = made.series[Key(ACCURACY, AS_SET)].read()[3]
    assert accuracy[10] < 0.75 < 0.9 < accuracy[-1]
    assert made.series[Key(DIFFERENCE, AS_SET)].read()[3][10] < 1e-12


def test_that_the_table_counts_what_is_learnt() -> None:
    table = session(CollapseSettings(), 0).record(Key("product"))
    assert isinstance(table, Table)
    assert table.rows[:2] == (("layers", "10", "1"), ("numbers learnt", "609", "3"))
    assert table.rows[2][1] == table.rows[2][2]


def test_that_relu_learns_what_no_line_parts() -> None:
    made = session(CollapseSettings(), 300)
    assert made.series[Key(ACCURACY, RELU)].read()[3][-1] > 0.95
