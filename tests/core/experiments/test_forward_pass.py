"""Which units a moved weight reaches, by how much, and what the pictures say of it."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.neurons.forward_pass import NUDGE, ForwardSettings
from core.experiments.neurons.forward_pass import run as forward_pass
from core.experiments.neurons.small_net import EDGES, SIZES, SmallNet, ends
from core.nn.activation import sigmoid
from core.records import Graph, Matrices, Table
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value


def session(settings: ForwardSettings) -> Session:
    made = Session(forward_pass, settings, Library())
    made.run_to(0)
    return made


def nudged(edge: int, by: float, seed: int = 0) -> SmallNet:
    return SmallNet(seed, by * np.eye(EDGES)[edge])


def test_that_the_pass_is_three_products_each_bent_by_a_sigmoid() -> None:
    small = nudged(0, 0.0)
    y = small.x
    for w in small.matrices(small.net):
        y = sigmoid(y @ w)
    assert small.before[-1] == pytest.approx(y[0], abs=1e-15)
    assert [w.shape for w in small.matrices(small.net)] == [(6, 4), (4, 3), (3, 1)]
    assert small.net.parameter_count == 47


@pytest.mark.parametrize("edge", range(EDGES))
def test_that_a_weight_reaches_its_unit_and_everything_behind_it(edge: int) -> None:
    small = nudged(edge, 0.1)
    layer, _, target = ends(edge)
    for place, change in enumerate(small.change):
        expected = np.zeros(SIZES[place], bool) if place <= layer else np.ones(SIZES[place], bool)
        if place == layer + 1:
            expected = np.arange(SIZES[place]) == target
        assert np.array_equal(change != 0, expected)


def test_that_an_edge_is_counted_as_its_weight_lies_in_the_matrix() -> None:
    assert [ends(edge) for edge in (0, 5, 24, 35, 36, 38)] == [
        (0, 0, 0), (0, 1, 1), (1, 0, 0), (1, 3, 2), (2, 0, 0), (2, 2, 0),
    ]  # fmt: skip
    small = nudged(5, 1.0)
    before, after = small.matrices(small.net)[0], small.matrices(small.moved)[0]
    assert np.argwhere(after != before).tolist() == [[1, 1]]


@pytest.mark.parametrize("seed", range(3))
def test_that_a_small_change_moves_the_output_as_backpropagation_foretells(seed: int) -> None:
    for edge in range(EDGES):
        small = nudged(edge, 1e-3, seed)
        assert small.change[-1][0] / 1e-3 == pytest.approx(small.slopes[edge], rel=0.01)


def test_that_choosing_another_weight_moves_that_one_alone() -> None:
    settings = with_value(ForwardSettings(), "edge", 30)
    assert settings.nudges == ((30, NUDGE),)


def test_that_only_lines_that_carry_the_change_are_active() -> None:
    graph = session(ForwardSettings()).record(Key("network"))
    assert isinstance(graph, Graph)
    assert graph.selected == ("x₁", "a₁")
    active = {(edge.source, edge.target) for edge in graph.edges if edge.active}
    behind = {("a₁", h) for h in ("h₁", "h₂", "h₃")} | {(h, "y") for h in ("h₁", "h₂", "h₃")}
    assert active == {("x₁", "a₁")} | behind


def test_that_the_outlined_cells_are_those_that_changed() -> None:
    record = session(ForwardSettings(edge=36, nudges=((36, 0.1),))).record(Key("products"))
    assert isinstance(record, Matrices)
    assert [len(matrix.regions) for matrix in record.matrices] == [0, 0, 0, 0, 0, 1, 1]
    assert [matrix.title for matrix in record.matrices][1::2] == ["W₁ (6, 4)", "W₂ (4, 3)", "W₃ (3, 1)"]


def test_that_without_a_change_the_table_has_no_quotient() -> None:
    table = session(ForwardSettings(nudges=())).record(Key("numbers"))
    assert isinstance(table, Table)
    assert table.rows[2] == ("Δy / Δw", "–")
