"""A logistic regression on one preprocessing of a table, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from core.data.dataset import Dataset
from core.experiments.normalization_and_generalization.preprocessing_clouds import STEPS, samples, spectrum
from core.nn import BinaryCrossEntropy, Linear, Network, zeros
from core.optim import SGD
from core.random import stream
from core.records import Table
from core.run import Key, Ticks
from core.training import BinaryEvaluation, Measurement, Metric, Probes, minibatches, train

BATCH, EVERY = 32, 2


class Lane:
    """One preprocessing, fitted to the training part, and its regression from zero weights.

    rate: given 2 / λ_max, the rate of this moment.
    """

    def __init__(self, name: str, training: Dataset, test: Dataset, seed: int, rate: Callable[[float], float]) -> None:
        raw = samples(training)
        step = STEPS[name](raw)
        y = step(raw)
        self.spectrum = spectrum(y)
        self.off = float(np.abs(np.cov(y.T) - np.eye(y.shape[1])).max())
        self.rate = rate
        self.seed = seed
        self.training = replace(training, x=y.astype(np.float32), y=training.y[:, None].astype(np.float32))
        tested = replace(test, x=step(samples(test)).astype(np.float32))
        self.net = Network([Linear(y.shape[1], 1)], zeros, rng=stream(seed, "init"))
        self.test = BinaryEvaluation(self.net, tested)

    @property
    def lr(self) -> float:
        """The rate of this moment."""
        return self.rate(self.spectrum.usable)

    @property
    def accuracy(self) -> float:
        """As it was last measured."""
        return float(np.mean(self.test.answers == self.test.truth))

    def run(self) -> Ticks:
        """Logistic regression on these inputs."""
        feed, per_epoch = minibatches(self.training, BATCH, stream(self.seed, "data"), with_replacement=True)
        probes = Probes(metrics=(Metric(EVERY, self.test.accuracy), Metric(EVERY, self._constants)))
        return train(self.net, BinaryCrossEntropy(), SGD(), feed, per_epoch, probes, lr=lambda _: self.lr)

    def _constants(self, step: int) -> Measurement:
        yield None
        found: Mapping[Key, float] = {
            Key("largest eigenvalue"): self.spectrum.largest,
            Key("covariance − I"): self.off,
        }
        return found


def rates(lanes: Mapping[str, Lane]) -> Table:
    """The ends of each spectrum, the rate that it allows, the rate that is used, and what has come of it."""
    rows = (
        (
            name,
            f"{lane.spectrum.largest:.3g}",
            f"{lane.spectrum.condition:.1g}",
            f"{lane.spectrum.usable:.2g}",
            f"{lane.lr:.2g}",
            f"{lane.accuracy:.3f}",
        )
        for name, lane in lanes.items()
    )
    return Table(("", "λ", "λ ÷ least", "2 / λ", "rate", "accuracy"), tuple(rows))
