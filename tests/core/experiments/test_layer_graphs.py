"""Layers as graphs: the nodes and the folded layer agree for other numbers too, and folding changes no number."""

import numpy as np
import pytest

from core.data.library import Library
from core.experiments.backpropagation.layer_graphs import APART, GIVEN, LayerSettings, of, steps
from core.experiments.backpropagation.layer_graphs import run as layer_graphs
from core.experiments.backpropagation.layers_as_graphs import LOSS, MAKERS, NORM, SIGMOID
from core.experiments.shared.walkthrough import RESULT
from core.graph import Value
from core.random import stream
from core.records import Graph
from core.run.session import Session
from core.run.tick import Key


def session(settings: LayerSettings, step: int = 99) -> Session:
    made = Session(layer_graphs, settings, Library())
    made.run_to(step)
    return made


def drawn(settings: LayerSettings, step: int = 99) -> Graph:
    record = session(settings, step).record(Key("graph"))
    assert isinstance(record, Graph)
    return record


def numbers(made: Session, channel: str, label: str, count: int) -> list[float]:
    return [float(made.series[Key(channel, f"{label} {i}")].read()[3][-1]) for i in range(1, count + 1)]


@pytest.mark.parametrize("layer", MAKERS)
def test_that_nodes_and_layer_agree_for_any_numbers(layer: str) -> None:
    rng = stream(0, layer)
    x, arriving = (
        tuple(tuple(float(v) for v in row) for row in rng.normal(size=np.shape(given))) for given in GIVEN[layer]
    )
    arriving = GIVEN[LOSS][1] if layer == LOSS else arriving
    made = session(of(layer, x=x, arriving=arriving))
    assert made.series[Key(APART)].read()[3][-1] < 1e-12


def test_that_batch_norm_gives_the_numbers_worked_out_by_hand() -> None:
    made = session(of(NORM))
    assert numbers(made, "value", "norm", 4) == pytest.approx([-1.34164, -0.44721, 0.44721, 1.34164], abs=1e-5)
    assert numbers(made, "gradient", "x", 4) == pytest.approx([0.26833, -0.35777, -0.08944, 0.17889], abs=1e-5)
    assert numbers(made, "gradient", "γ", 1) == pytest.approx([-1.34164], abs=1e-5)
    assert numbers(made, "gradient", "β", 1) == [1]


@pytest.mark.parametrize("layer", MAKERS)
def test_that_folding_leaves_the_numbers_at_the_ends_as_they_are(layer: str) -> None:
    ends = []
    for level in range(3):
        graph = drawn(of(layer, folded=level))
        inputs = {node.id for node in graph.nodes if node.kind == "input"}
        ends.append(
            {
                *((edge.source, edge.above) for edge in graph.edges if edge.source in inputs),
                *((RESULT, edge.above, edge.below) for edge in graph.edges if edge.target == RESULT),
            }
        )
    assert ends[0] == ends[1] == ends[2]
    assert sum(node.kind == "operation" for node in drawn(of(layer, folded=2)).nodes) == 1


def test_that_the_walk_back_reaches_every_edge_at_every_level_of_folding() -> None:
    for level in range(3):
        assert all(edge.below for edge in drawn(of(LOSS, folded=level)).edges if edge.source != "t")
        half_way = drawn(of(LOSS, folded=level), steps(LOSS) // 2)
        assert not any(edge.below for edge in half_way.edges)


def test_that_nodes_name_what_they_keep() -> None:
    notes = {node.label: node.note for node in drawn(of(SIGMOID)).nodes if node.kind == "operation"}
    assert notes == {
        "× −1": "keeps nothing",
        "exp": "keeps its output",
        "+ 1": "keeps nothing",
        "1 ÷": "keeps z, divisor",
    }
    (folded,) = (node for node in drawn(of(SIGMOID, folded=2)).nodes if node.kind == "operation")
    assert folded.note == "keeps y"


def test_that_a_mean_gives_every_term_its_share() -> None:
    x = Value([1.0, 2.0, 6.0])
    mean = x.mean()
    mean.backward()
    assert float(mean.data) == 3
    assert x.grad == pytest.approx([1 / 3] * 3)


def test_that_a_mask_and_targets_are_constants_that_get_no_gradient() -> None:
    for layer, constant in (("ReLU", "x > 0"), (LOSS, "t")):
        graph = drawn(of(layer))
        assert [edge.below for edge in graph.edges if edge.source == constant] == [""]
        assert f"to {constant}" not in graph.caption
