"""Dropout: the means by hand, the mask on the diagram, and a p that is moved while it learns."""

from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.normalization_and_generalization.dropout import (
    INVERTED,
    NONE,
    TEST_SCALED,
    WAYS,
    DropoutSettings,
    network,
)
from core.experiments.normalization_and_generalization.dropout import run as dropout
from core.experiments.normalization_and_generalization.dropout_pictures import SHOWN, DropoutPictures
from core.records import Graph
from core.run.session import Session
from core.run.tick import Key

SETTINGS: dict[str, Any] = {"hidden": (50, 50), "samples": 100, "tested": 100, "every": 5, "p": 0.4}
SPLIT = Library().digits("pen digits", 100, 100).flat()


def session(step: int, **changed: Any) -> Session:
    made = Session(dropout, DropoutSettings(**{**SETTINGS, **changed}), Library())
    made.run_to(step)
    return made


def test_that_dropped_and_scaled_has_the_mean_of_all_and_dropped_alone_that_of_a_share() -> None:
    settings = DropoutSettings(hidden=(200, 200), p=0.4)
    pictures = DropoutPictures(network(settings, SPLIT, INVERTED), SPLIT.test.x[:100], 0, lambda: settings.p)
    on, inverted, dropped, scaled = pictures.means()
    assert inverted == pytest.approx(on, rel=0.03)
    assert dropped == pytest.approx(0.6 * on, rel=0.03)
    assert scaled == pytest.approx(0.6 * on)


def test_that_the_ways_share_their_weights_and_differ_in_what_they_scale() -> None:
    nets = {name: network(DropoutSettings(**SETTINGS), SPLIT, name) for name in WAYS}
    assert all(np.array_equal(net.values, nets[NONE].values) for net in nets.values())
    x = SPLIT.test.x[:3]
    read = {name: net.forward(x) for name, net in nets.items()}
    assert np.array_equal(read[INVERTED], read[NONE])
    assert read[TEST_SCALED] == pytest.approx(0.6**2 * read[NONE], rel=1e-4, abs=1e-5)  # biases are 0, ReLU scales


def test_that_a_dropped_neuron_is_crossed_out_and_its_edges_are_pale() -> None:
    made = session(3)
    graph = made.record(Key("mask"))
    assert isinstance(graph, Graph)
    off = {node.id for node in graph.nodes if node.label == "×"}
    assert 0 < len(off) < len(graph.nodes) == 2 * SHOWN
    assert all(edge.active == (edge.source not in off and edge.target not in off) for edge in graph.edges)
    assert graph.caption.startswith(f"{len(off)} of the {2 * SHOWN} neurons")


def test_that_another_p_counts_from_the_next_update_on() -> None:
    made, other = session(3, p=0.0), session(3, p=0.0)
    assert crossed(made) == 0
    made.edit("p", 0.9)
    for each in (made, other):
        each.run_to(4)
    assert crossed(made) > SHOWN
    assert crossed(other) == 0


def crossed(made: Session) -> int:
    graph = made.record(Key("mask"))
    assert isinstance(graph, Graph)
    return sum(node.label == "×" for node in graph.nodes)


def test_that_without_dropout_nothing_is_dropped_whatever_p_is() -> None:
    made, other = (session(5, ways=(NONE, INVERTED), p=p) for p in (0.2, 0.8))
    losses = [list(each.series[Key("loss", NONE)].read()[3]) for each in (made, other)]
    assert losses[0] == losses[1]
