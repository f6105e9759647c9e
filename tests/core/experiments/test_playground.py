"""The playground: live settings, pictures of the plane, and a network that solves what it should."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.data.toys import TOYS
from core.experiments.playground.playground import FEATURES, Playground, edge_count, playground
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.optimizers import OPTIMIZERS
from core.records import FieldMark, Graph, Plane, PointsMark
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value

LOSS, TEST_LOSS = Key("loss"), Key("test loss")


def session(settings: Playground, steps: int) -> Session:
    made = Session(playground, settings, Library())
    made.run_to(steps)
    return made


def view(made: Session, channel: str, kind: type) -> Any:
    record = made.record(Key(channel))
    assert isinstance(record, kind)
    return record


@pytest.mark.parametrize("preset", playground.presets, ids=lambda preset: preset.name)
def test_that_every_preset_learns_its_training_points(preset: Any) -> None:
    made = session(preset.settings, preset.steps)
    assert made.series[LOSS].mean_before(preset.steps, 200) < 0.2
    assert not made.events


@pytest.mark.parametrize("data", TOYS)
def test_that_every_set_of_points_runs(data: str) -> None:
    made = session(Playground(data=data), 60)
    assert made.data.startswith(f"{data} · 400 points, 200 for testing")
    assert np.isfinite(made.series[TEST_LOSS].read()[3][-1])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_that_every_activation_runs(activation: str) -> None:
    assert np.isfinite(session(Playground(activation=activation), 60).series[LOSS].read()[3][-1])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_every_optimizer_runs_at_the_live_rate(optimizer: str) -> None:
    still = session(Playground(optimizer=optimizer), 5)
    moving = session(Playground(optimizer=optimizer), 5)
    still.edit("lr", 1e-4)
    before = view(still, "network", Graph)
    for made in (still, moving):
        made.run_to(15)
    after = [view(made, "network", Graph) for made in (still, moving)]
    moved = [
        sum(abs((a.weight or 0) - (b.weight or 0)) for a, b in zip(g.edges, before.edges, strict=True)) for g in after
    ]
    assert 0 < moved[0] < moved[1]


def test_that_xor_needs_a_hidden_layer_or_the_right_feature() -> None:
    straight = session(Playground(data="xor", hidden=(), noise=0.0), 2000)
    product = session(Playground(data="xor", hidden=(), noise=0.0, features=("xy",)), 2000)
    assert straight.series[TEST_LOSS].read()[3][-1] > 0.6
    assert product.series[TEST_LOSS].read()[3][-1] < 0.3


def test_that_a_test_point_is_never_learned_from() -> None:
    train, test = view(session(Playground(), 0), "decision", Plane).layers[1:]
    assert isinstance(train, PointsMark)
    assert isinstance(test, PointsMark)
    learned, kept = ({*zip(p.x.tolist(), p.y.tolist(), strict=True)} for p in (train, test))
    assert len(learned) == len(kept) == 200
    assert not learned & kept


def test_that_the_field_is_a_probability_centred_on_one_half() -> None:
    field = view(session(Playground(), 100), "decision", Plane).layers[0]
    assert isinstance(field, FieldMark)
    assert (field.limits, field.centre, field.scale) == ((0, 1), 0.5, "signed")
    assert (field.values >= 0).all()
    assert (field.values <= 1).all()


def test_that_the_field_agrees_with_the_points_it_has_learned() -> None:
    field, train, _ = view(session(Playground(noise=0.0), 5000), "decision", Plane).layers
    side = len(field.values)
    column, row = (np.rint((v + 1.5) / 3 * (side - 1)).astype(int) for v in (train.x, train.y))
    assert np.mean((field.values[row, column] > 0.5) == (train.group == 1)) > 0.95


def test_that_every_input_every_neuron_and_the_answer_has_a_picture() -> None:
    graph = view(session(Playground(features=("x", "y", "xy"), hidden=(5, 3)), 0), "network", Graph)
    assert [node.id for node in graph.nodes[:5]] == ["P", "x", "y", "xy", "layer 1, neuron 1"]
    assert set(graph.pictures) == {node.id for node in graph.nodes}
    assert len(graph.pictures) == 3 + 5 + 3 + 1
    x, y = (graph.pictures[name].values for name in "xy")
    assert (np.diff(x, axis=1) > 0).all(), "x grows to the right"
    assert (np.diff(y, axis=0) < 0).all(), "y grows upwards, and the first row is on top"


def test_that_the_neurons_of_a_layer_share_a_scale_and_the_answer_is_a_probability() -> None:
    pictures = view(session(Playground(), 200), "network", Graph).pictures
    first = [pictures[f"layer 1, neuron {i}"] for i in (1, 2, 3, 4)]
    top = max(np.abs(one.values).max() for one in first)
    assert {one.limits for one in first} == {(-top, top)}
    p = pictures["P"]
    assert (p.limits, p.centre) == ((0.0, 1.0), 0.5)
    assert 0 <= p.values.min() < p.values.max() <= 1


def test_that_the_picture_of_the_answer_is_the_plane() -> None:
    made = session(Playground(), 300)
    plane = view(made, "decision", Plane).layers[0].values
    small = view(made, "network", Graph).pictures["P"].values[::-1]
    for corner in ((0, 0), (0, -1), (-1, 0), (-1, -1)):
        assert small[corner] == pytest.approx(plane[corner], abs=1e-6)


@pytest.mark.parametrize("hidden", [(), (4, 2), (8,) * 6])
def test_that_the_graph_has_every_weight(hidden: tuple[int, ...]) -> None:
    settings = Playground(hidden=hidden, features=tuple(FEATURES))
    graph = view(session(settings, 0), "network", Graph)
    sizes = (len(FEATURES), *hidden, 1)
    assert len(graph.nodes) == len(graph.pictures) == sum(sizes)
    assert len(graph.edges) == edge_count(settings) == sum(a * b for a, b in pairwise(sizes))


def test_that_a_node_that_is_clicked_is_shown_in_the_plane() -> None:
    made = session(Playground(), 100)
    graph = view(made, "network", Graph)
    assert graph.selected == "P"
    for index, node in enumerate(graph.nodes):
        made.edit("neuron", index)
        field = view(made, "decision", Plane).layers[0]
        assert view(made, "network", Graph).selected == node.id
        assert field.label == ("probability of orange" if index == 0 else node.id)
        picture = graph.pictures[node.id]
        assert field.values[0, 0] == pytest.approx(picture.values[-1, 0], abs=1e-5)
    assert made.edits == []


def test_that_another_network_begins_with_its_own_answer_and_its_own_weights() -> None:
    settings = replace(Playground(), neuron=3, nudges=((17, 1.0),))
    assert with_value(settings, "lr", 0.3).nudges == ((17, 1.0),)
    changed = with_value(settings, "hidden", (3,))
    assert (changed.neuron, changed.nudges) == (0, ())
    with pytest.raises(ValueError, match="nudges must be none, or place:number with places from 0 to 8"):
        with_value(changed, "nudges", ((9, 1.0),))


def test_that_an_edge_is_moved_by_as_much_as_it_was_dragged_and_by_no_other() -> None:
    made = session(Playground(), 100)
    before = view(made, "network", Graph)
    made.edit("nudges", ((3, 0.5), (17, -2.0)))
    after = view(made, "network", Graph)
    moved = [round(b.weight - a.weight, 5) for a, b in zip(before.edges, after.edges, strict=True)]
    assert {i: by for i, by in enumerate(moved) if by} == {3: 0.5, 17: -2.0}
    assert (after.edges[3].source, after.edges[3].target) == ("x", "layer 1, neuron 4")


def test_that_a_weight_that_was_moved_goes_on_learning() -> None:
    alone, moved = session(Playground(), 500), session(Playground(), 500)
    moved.edit("nudges", ((16, 3.0),))
    for made in (alone, moved):
        made.run_to(501)
    first = [made.series[LOSS].read()[3][-1] for made in (alone, moved)]
    assert first[1] > first[0] + 0.1
    moved.run_to(5000)
    assert moved.series[LOSS].mean_before(5000, 200) < 0.2


def test_that_a_session_with_weights_moved_by_hand_replays_bit_by_bit() -> None:
    made = session(Playground(), 100)
    for step, entries in ((100, ((3, 0.1),)), (100, ((3, 0.7),)), (140, ((3, 0.7), (9, -0.3))), (200, ((9, -0.3),))):
        made.run_to(step)
        made.edit("nudges", entries)
        made.record(Key("network"))
    made.run_to(300)
    again = made.clone()
    again.run_to(300)
    assert [edit.step for edit in made.edits] == [100, 140, 200]
    assert again.edits == made.edits
    assert again.series[LOSS].read()[3].tolist() == made.series[LOSS].read()[3].tolist()
    weights = [[edge.weight for edge in view(one, "network", Graph).edges] for one in (made, again)]
    assert weights[0] == weights[1]


@pytest.mark.parametrize("regularizer", ["L1", "L2"])
def test_that_a_regularizer_turned_on_while_it_runs_shrinks_the_weights(regularizer: str) -> None:
    def size(made: Session) -> float:
        return sum(abs(edge.weight or 0) for edge in view(made, "network", Graph).edges)

    free, held = session(Playground(), 500), session(Playground(), 500)
    assert size(free) == size(held)
    held.edit("rate", 0.03)
    held.edit("regularizer", regularizer)
    for made in (free, held):
        made.run_to(1500)
    assert size(held) < 0.8 * size(free)


def test_that_a_session_with_live_edits_replays_exactly() -> None:
    made = session(Playground(), 100)
    made.edit("lr", 0.3)
    made.run_to(200)
    made.edit("regularizer", "L2")
    made.run_to(300)
    again = made.clone()
    again.run_to(300)
    assert again.series[LOSS].read()[3].tolist() == made.series[LOSS].read()[3].tolist()
    assert again.edits == made.edits


def test_that_a_batch_larger_than_the_set_is_the_whole_set() -> None:
    made = session(replace(Playground(), points=20, batch=500), 3)
    assert made.tick is not None
    assert made.tick.epoch == 3.0


def test_that_looking_changes_no_loss() -> None:
    alone, watched = session(Playground(), 0), session(Playground(), 0)
    for step in range(1, 40):
        watched.run_to(step)
        for channel in ("decision", "network"):
            watched.record(Key(channel))
    alone.run_to(39)
    assert alone.series[LOSS].read()[3].tolist() == watched.series[LOSS].read()[3].tolist()
