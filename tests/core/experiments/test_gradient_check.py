"""Gradient check: right networks are right at many seeds, bugs are caught where they are, and the pictures say so."""

import numpy as np
import pytest

from core import nn
from core.data.library import Library
from core.experiments.backpropagation import planted_bugs as bugs
from core.experiments.backpropagation.checked_networks import DIGITS, NETWORKS, SMALL, found
from core.experiments.backpropagation.gradient_check import CheckSettings
from core.experiments.backpropagation.gradient_check import run as check
from core.experiments.backpropagation.gradient_verdict import verdict
from core.nn.gradient_check import compared, gradient_check
from core.random import stream
from core.records import Bars, Plane, PointsMark
from core.run.session import Session
from core.run.tick import Key
from core.settings import with_value

LIBRARY = Library()
CASES = [(net, bug) for net, kind in NETWORKS.items() for bug in kind.bugs]


def errors(net: str, bug: str, seed: int = 0) -> dict[str, float]:
    return {one.name: one.error for one in found(net, bug, "float64", seed, 1e-5, LIBRARY)}


@pytest.mark.parametrize("net", NETWORKS)
def test_that_every_right_network_reads_as_right(net: str) -> None:
    for seed in range(1 if net == DIGITS else 3):
        assert max(errors(net, bugs.NONE, seed).values()) < 1e-7


@pytest.mark.parametrize(("net", "bug"), CASES)
def test_that_every_bug_is_caught_and_the_last_weights_tell_where_it_is(net: str, bug: str) -> None:
    measured = errors(net, bug)
    *_, last_w, last_b = (name for name in measured if name != "x")
    guilty = {name for name, error in measured.items() if error > 1e-3}
    assert guilty
    assert guilty | {name for name, error in measured.items() if error < 1e-7} == set(measured)
    assert (last_b in guilty) == (bug in (bugs.FORGOTTEN, bugs.AXIS))
    assert (last_w in guilty) == (bug == bugs.FORGOTTEN)


def test_that_a_forgotten_n_is_off_by_two_thirds_with_three_samples() -> None:
    assert all(error == pytest.approx(2 / 3, abs=1e-6) for error in errors(SMALL, bugs.FORGOTTEN).values())


def test_that_a_spoiled_layer_answers_forward_like_the_right_one() -> None:
    x = stream(0, "data").normal(size=(3, 4))
    for right, spoiled in ((nn.ReLU(), bugs.ReLU()), (nn.BatchNorm(4), bugs.BatchNorm(4))):
        nets = [
            nn.Network([nn.Linear(4, 4), layer], rng=stream(0, "init"), dtype=np.float64) for layer in (right, spoiled)
        ]
        a, b = (net.forward(x, training=True).copy() for net in nets)
        assert np.array_equal(a, b)


def test_that_a_few_entries_say_the_same_as_all() -> None:
    net = nn.Network([nn.Linear(6, 5), nn.Tanh(), nn.Linear(5, 3)], rng=stream(0, "init"), dtype=np.float64)
    x, t = stream(0, "data").normal(size=(3, 6)), np.arange(3)
    few = list(compared(net, nn.CrossEntropy(), x, t, most=7))
    assert [one.name for one in few] == list(gradient_check(net, nn.CrossEntropy(), x, t))
    assert [len(one.backward) for one in few] == [7, 5, 7, 3, 7]
    assert max(one.error for one in few) < 1e-8


def test_that_another_network_without_a_place_for_the_bug_is_right() -> None:
    settings = CheckSettings(net=SMALL, bug=bugs.INVERTED)
    assert with_value(settings, "net", DIGITS).bug == bugs.INVERTED
    assert with_value(settings, "net", "GRU").bug == bugs.NONE
    with pytest.raises(ValueError, match="bug must be one of none"):
        with_value(settings, "bug", bugs.TWICE)


def session(settings: CheckSettings) -> Session:
    made = Session(check, settings, LIBRARY)
    made.run_to(0)
    return made


def test_that_the_verdict_says_where_to_look() -> None:
    said = {}
    for bug in (bugs.NONE, bugs.FORGOTTEN, bugs.INVERTED, bugs.AXIS):
        said[bug] = verdict(found(SMALL, bug, "float64", 0, 1e-5, LIBRARY), "float64").text
    assert said[bugs.NONE].startswith("Backward is right: all 5 arrays agree to ")
    assert "look at the loss" in said[bugs.FORGOTTEN]
    assert "look just behind 1 Linear.b" in said[bugs.INVERTED]
    assert said[bugs.AXIS].startswith("Backward is wrong in 2 Linear.b. ")


def test_that_the_chosen_bar_is_shown_entry_by_entry() -> None:
    made = session(CheckSettings(bug=bugs.AXIS, array=3))
    bars, plane = made.record(Key("errors")), made.record(Key("entries"))
    assert isinstance(bars, Bars)
    assert isinstance(plane, Plane)
    assert bars.selected == 3
    (points,) = (mark for mark in plane.layers if isinstance(mark, PointsMark))
    assert len(points.x) == 3
    assert not np.allclose(points.x, points.y)
