"""What each layer takes, by a clock that the layers themselves move on."""

from __future__ import annotations

import numpy as np
import pytest

from core.nn import Array, Layer, Linear, Network, ReLU
from core.random import stream
from core.run.tick import Key
from core.training import LayerTimes

X = np.ones((4, 3), np.float32)
now = [0.0]


class Slow(Layer):
    """x as it is: 5 s forward and 7 s back, the first time 100 s more."""

    def __init__(self) -> None:
        self.passes = 0

    def _wait(self, seconds: float) -> None:
        self.passes += 1
        now[0] += seconds + (100 if self.passes <= 2 else 0)

    def forward(self, x: Array, training: bool = False) -> Array:
        self._wait(5)
        return x.copy()

    def backward(self, dy: Array) -> Array:
        self._wait(7)
        return dy.copy()


def measured(*layers: Layer, repeats: int = 2) -> tuple[LayerTimes, dict[Key, float], int]:
    times = LayerTimes(Network(layers, rng=stream(0, "init")), X, repeats, clock=lambda: now[0])
    measuring, breaths = times.measure(), 0
    while True:
        try:
            next(measuring)
            breaths += 1
        except StopIteration as done:
            return times, done.value, breaths


def test_that_each_layer_has_the_shortest_of_its_times() -> None:
    times, found, breaths = measured(Linear(3, 3), Slow(), ReLU(), Slow())
    assert times.names == ("Linear 1", "Slow 1", "ReLU 1", "Slow 2")
    assert (found[Key("forward time Slow 1")], found[Key("backward time Slow 2")]) == (5, 7)
    assert found[Key("forward time Linear 1")] == found[Key("backward time ReLU 1")] == 0
    assert breaths == 2 * 2 * 4
    np.testing.assert_array_equal(times.bars().heights, [[0, 5000, 0, 5000], [0, 7000, 0, 7000]])


def test_that_nothing_goes_back_below_the_first_layer_that_learns() -> None:
    _, found, _ = measured(Slow(), Linear(3, 3), Slow())
    assert found[Key("backward time Slow 1")] == 0
    assert found[Key("backward time Slow 2")] == 7


@pytest.mark.parametrize("repeats", [1, 3])
def test_that_timing_touches_no_gradient(repeats: int) -> None:
    net = Network([Linear(3, 2), ReLU(), Linear(2, 1)], rng=stream(0, "init"))
    net.forward(X, True)
    net.backward_parameters(np.ones((4, 1), np.float32))
    before = net.grads.copy()
    for _ in LayerTimes(net, 10 * X, repeats).measure():
        pass
    np.testing.assert_array_equal(net.grads, before)
