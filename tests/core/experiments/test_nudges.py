"""Weights moved by hand: at the next update, once, and to be taken back; views see them and change nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.experiments.shared.nudges import Entries, Nudges
from core.nn import Array, Linear, Network, Tanh
from core.random import stream


class Bench:
    """A network of 2-3-1 and a setting that a test changes."""

    def __init__(self, entries: Entries = ()) -> None:
        self.entries = entries
        self.net = Network([Linear(2, 3), Tanh(), Linear(3, 1)], rng=stream(0, "init"))
        self.before = self.net.values.copy()
        self.nudges = Nudges(self.net, lambda: self.entries)
        self.feed: Iterator[tuple[Array, Array]] = self.nudges.before_updates(iter([(np.zeros(1), np.zeros(1))] * 9))

    def moved(self) -> dict[int, float]:
        """By how much each parameter differs from the start."""
        change = (self.net.values - self.before).astype(float)
        return {int(i): round(float(change[i]), 6) for i in np.flatnonzero(change)}


def test_that_edges_are_counted_layer_by_layer_and_biases_are_not_among_them() -> None:
    bench = Bench()
    bench.entries = ((0, 0.5), (5, 1.0), (6, 2.0))
    next(bench.feed)
    assert bench.moved() == {0: 0.5, 5: 1.0, 9: 2.0}  # behind the 6 weights of the first layer stand its 3 biases
    assert bench.net.layers[2].W[0, 0] == np.float32(bench.before[9]) + np.float32(2)  # type: ignore[attr-defined]


def test_that_what_is_added_is_added_once_and_can_be_taken_back() -> None:
    bench = Bench()
    bench.entries = ((1, 0.5),)
    next(bench.feed)
    next(bench.feed)
    assert bench.moved() == {1: 0.5}
    bench.entries = ((1, 0.75), (2, 0.25))
    next(bench.feed)
    assert bench.moved() == {1: 0.75, 2: 0.25}
    bench.entries = ()
    next(bench.feed)
    assert bench.moved() == {}


def test_that_what_was_set_before_the_start_belongs_to_the_start() -> None:
    assert Bench(((4, 1.5),)).moved() == {4: 1.5}


def test_that_views_see_a_weight_that_no_update_has_used_yet_and_leave_training_alone() -> None:
    bench = Bench()
    assert bench.nudges.network() is bench.net
    for height in (0.25, 0.5):
        bench.entries = ((3, height),)
        seen = bench.nudges.network()
        assert seen.values[3] == np.float32(bench.before[3] + np.float32(height))
        assert bench.moved() == {}
    seen_last = seen.values.copy()
    next(bench.feed)
    assert (bench.net.values == seen_last).all()
    assert bench.nudges.network() is bench.net
