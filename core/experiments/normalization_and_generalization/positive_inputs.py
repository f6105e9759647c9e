"""A neuron with two weights whose inputs are all positive, beside the same inputs centred."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.data.batches import batches
from core.experiments.normalization_and_generalization.preprocessing_clouds import CENTRED, RAW
from core.nn import BinaryCrossEntropy, Linear, Network, zeros
from core.optim import SGD
from core.random import stream
from core.records import Axes, ContoursMark, PathMark, Plane
from core.run import Key, Ticks
from core.training import Probes, race, train
from core.training.train import Batches

SAMPLES, STEEPNESS = 200, 6.0
START = (-3.0, 3.0)
VIEW = (-10.0, 14.0), (-8.0, 5.0)
GRID = 81


class Points(NamedTuple):
    """x (n, 2) in 0…1, y (n, 1): 1 with probability σ(6 (x₁ − x₂)), so the best weights are near (6, −6)."""

    x: Array
    y: Array


def points(seed: int) -> Points:
    """Samples in the unit square, of which one coordinate speaks for the class and the other against it."""
    rng = stream(seed, "points")
    x = rng.random((SAMPLES, 2))
    y = rng.random(SAMPLES) < 1 / (1 + np.exp(-STEEPNESS * (x[:, 0] - x[:, 1])))
    return Points(x.astype(np.float32), y[:, None].astype(np.float32))


def losses(x: Array, y: Array, w1: Array, w2: Array) -> Array:
    """The mean cross entropy of σ(w₁ x₁ + w₂ x₂) over all samples, at every (w₁, w₂)."""
    z = np.multiply.outer(w1, x[:, 0]) + np.multiply.outer(w2, x[:, 1])
    return np.asarray((np.logaddexp(0, z) - y[:, 0] * z).mean(-1))


class Neuron:
    """One neuron's run, sample by sample, and the path of its two weights."""

    def __init__(self, x: Array, y: Array) -> None:
        self.x, self.y = x, y
        self.net = Network([Linear(2, 1, bias=False)], zeros, rng=stream(0, "init"))
        self.net.values[:] = START
        self.path = [START]
        self.together = 0
        axes = [np.linspace(*span, GRID) for span in VIEW]
        w1, w2 = np.meshgrid(*axes)
        heights = losses(x, y, w1, w2)
        levels = tuple(float(level) for level in np.quantile(heights, np.linspace(0.02, 0.95, 12)))
        self.contours = ContoursMark(heights, *VIEW, levels)

    def feed(self, rng: np.random.Generator) -> Batches:
        """One sample after another, drawn with replacement."""
        return ((self.x[rows], self.y[rows]) for rows in batches(SAMPLES, 1, rng, with_replacement=True))

    def measure(self) -> Mapping[Key, float]:
        """After an update: the loss over all samples, and in which share of the updates both weights moved one way."""
        w1, w2 = (float(w) for w in self.net.values)
        self.path.append((w1, w2))
        self.together += bool(self.net.grads[0] * self.net.grads[1] > 0)
        loss = losses(self.x, self.y, np.array(w1), np.array(w2))
        return {Key("loss of all"): float(loss), Key("one way"): self.together / (len(self.path) - 1)}

    def plane(self) -> Plane:
        """The path over the contours of the loss that is descended."""
        w1, w2 = np.array(self.path).T
        return Plane(Axes(*VIEW, "w₁", "w₂", equal=True), (self.contours, PathMark(w1, w2)))


def neurons(seed: int, lr: Callable[[], float]) -> Ticks:
    """Both neurons, by the same samples in the same order."""
    x, y = points(seed)
    made = {RAW: Neuron(x, y), CENTRED: Neuron(x - x.mean(0), y)}
    runs = {
        name: train(
            one.net,
            BinaryCrossEntropy(),
            SGD(),
            one.feed(stream(seed, "data")),
            SAMPLES,
            Probes({}, scalars=(one.measure,)),
            lr=lambda _: lr(),
        )
        for name, one in made.items()
    }
    views = {Key(f"weights {name}", name): one.plane for name, one in made.items()}
    for tick in race(runs):
        yield None if tick is None else tick._replace(views={**tick.views, **views})
