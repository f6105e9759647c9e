"""A network for every width and every number of training digits, and the maps of how well they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from core.array import Array
from core.data.batches import batches, updates_per_epoch
from core.data.dataset import Split
from core.experiments.normalization_and_generalization.overfitting_settings import (
    SAMPLES,
    WIDTHS,
    OverfittingSettings,
)
from core.experiments.shared.classifier import mlp_for
from core.experiments.shared.gap import GAP, with_gap
from core.experiments.shared.wrong_labels import Labels
from core.nn import CrossEntropy
from core.optim import Adam
from core.random import stream
from core.records import Curves, Matrix
from core.run import Ticks
from core.training import (
    TEST_ACCURACY,
    TRAINING_ACCURACY,
    Evaluation,
    Measurement,
    Metric,
    Probes,
    Sweep,
    train,
)

BATCH = 50


class OverfittingMap:
    """chosen: the index of the cell whose curves are shown, row by row."""

    def __init__(self, updates: int, chosen: Callable[[], int]) -> None:
        channels = (TRAINING_ACCURACY, TEST_ACCURACY, GAP)
        self.sweep = Sweep(WIDTHS, SAMPLES, channels, "hidden neurons", "training digits", y_range=(0.0, 1.0),
                           total=updates)  # fmt: skip
        self._chosen = chosen

    def training(self) -> Matrix:
        """The newest accuracy of every network on what it learns."""
        return self._drawn(self.sweep.map(TRAINING_ACCURACY))

    def test(self) -> Matrix:
        """The newest accuracy on other digits; beneath, whether there is a U: too many neurons for the digits."""
        made = self._drawn(self.sweep.map(TEST_ACCURACY))
        below = float(np.max(made.values.max(axis=0) - made.values[-1]))
        words = f"within {below:.3f} of the best" if below >= 0.0005 else "the best"
        return replace(made, summary=f"in every column the widest is {words}")

    def gap(self) -> Matrix:
        """Training minus test accuracy now."""
        return self._drawn(self.sweep.map(TRAINING_ACCURACY, minus=TEST_ACCURACY))

    def chosen(self, steps: Array, samples: Array) -> Curves:
        """Both accuracies of the chosen network over its updates, and the gap between them."""
        row, column = divmod(self._chosen(), len(SAMPLES))
        lines = dict(zip(self.sweep.channels, samples[:, :, row, column].T, strict=True))
        return Curves(steps, lines, f"step, {WIDTHS[row]} neurons, {SAMPLES[column]:,} digits", "accuracy")

    def _drawn(self, made: Matrix) -> Matrix:
        return replace(made, format="{:.2f}", highlight=(divmod(self._chosen(), len(SAMPLES)),))


def lane(
    settings: OverfittingSettings, now: Callable[[], OverfittingSettings], split: Split, width: int, samples: int
) -> Ticks:
    """One network's run, with the wrong labels of this moment: it learns them, and is measured on them."""
    data = split.train.first(samples)
    net = mlp_for(data, (width,), settings.seed)
    labels = Labels(data, lambda: now().wrong, settings.seed)
    learnt = Evaluation(net, data.first(settings.tested), TRAINING_ACCURACY)

    def training(step: int) -> Measurement:
        learnt.truth = labels.now()[: len(learnt.data)]
        return (yield from learnt.accuracy(step))

    measures = (training, Evaluation(net, split.test.first(settings.tested)).accuracy)
    probes = Probes(metrics=tuple(Metric(settings.every, measure) for measure in measures))
    rows = batches(len(data), BATCH, stream(settings.seed, "data"))
    feed = ((data.x[chosen], labels.now()[chosen]) for chosen in rows)
    per_epoch = updates_per_epoch(len(data), BATCH)
    yield from with_gap(train(net, CrossEntropy(), Adam(), feed, per_epoch, probes, lr=lambda _: now().lr))
