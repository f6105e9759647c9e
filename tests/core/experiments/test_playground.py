"""The playground: live settings, pictures of the plane, and a network that solves what it should."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.data.library import Library
from core.data.toys import TOYS
from core.experiments.playground.playground import FEATURES, Playground, playground
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.optimizers import OPTIMIZERS
from core.records import FieldMark, Graph, ImageGrid, Plane, PointsMark
from core.run.session import Session
from core.run.tick import Key

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
    before = view(still, "weights", Graph)
    for made in (still, moving):
        made.run_to(15)
    after = [view(made, "weights", Graph) for made in (still, moving)]
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


def test_that_there_is_a_thumbnail_for_every_input_neuron_and_the_score() -> None:
    images = view(session(Playground(features=("x", "y", "xy"), hidden=(5, 3)), 0), "neurons", ImageGrid)
    assert images.labels == ("inputs", "layer 1", "layer 2", "score")
    assert [len(group) for group in images.groups] == [3, 5, 3, 1]
    x, y, _ = images.groups[0]
    assert (np.diff(x, axis=1) > 0).all(), "x grows to the right"
    assert (np.diff(y, axis=0) < 0).all(), "y grows upwards, and the first row is on top"


def test_that_the_graph_has_every_weight() -> None:
    graph = view(session(Playground(hidden=(4, 2)), 0), "weights", Graph)
    assert len(graph.nodes) == 2 + 4 + 2 + 1
    assert len(graph.edges) == 2 * 4 + 4 * 2 + 2 * 1


def test_that_no_hidden_layer_is_a_network_too() -> None:
    made = session(Playground(hidden=(), features=tuple(FEATURES)), 60)
    assert len(view(made, "weights", Graph).edges) == len(FEATURES)
    assert view(made, "neurons", ImageGrid).labels == ("inputs", "score")


@pytest.mark.parametrize("regularizer", ["L1", "L2"])
def test_that_a_regularizer_turned_on_while_it_runs_shrinks_the_weights(regularizer: str) -> None:
    def size(made: Session) -> float:
        return sum(abs(edge.weight or 0) for edge in view(made, "weights", Graph).edges)

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
        for channel in ("decision", "neurons", "weights"):
            watched.record(Key(channel))
    alone.run_to(39)
    assert alone.series[LOSS].read()[3].tolist() == watched.series[LOSS].read()[3].tolist()
