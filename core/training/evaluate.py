"""How good is the network? Measured in small portions with a breath after each, and without a trace in the training."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.data.dataset import Dataset
from core.nn.losses import Loss
from core.nn.network import Network
from core.records import Matrix
from core.run.tick import Key
from core.training.train import Measurement

TEST_ACCURACY = "test accuracy"  # the channel, wherever it is measured or shown
TRAINING_ACCURACY = "training accuracy"
PORTION = 100  # samples between two breaths: some 20 ms, where pictures must first be made or a network is deep


def loss_on(net: Network, loss: Loss, data: Dataset, channel: str = "validation loss") -> Callable[[int], Measurement]:
    """The loss over all of a data set as if it were one batch: `Metric(100, loss_on(net, CrossEntropy(), data))`.

    `loss` is one of its own: the training loop's holds the gradient that goes back next.
    """

    def measure(step: int) -> Measurement:
        scores = []
        for start in range(0, len(data), PORTION):
            scores.append(net.forward(data.x[start : start + PORTION]))
            yield None
        return {Key(channel): loss.forward(np.concatenate(scores), data.y)}

    return measure


class Evaluation:
    """A network's answers to every sample of a data set, as they were when it was last examined: for each sample the
    class with the highest score.

    `accuracy` is measured by the training loop every so often; the views that need all answers (the confusion matrix)
    show those of that moment, say which it was, and examine nothing themselves.
    """

    def __init__(self, net: Network, data: Dataset, channel: str = TEST_ACCURACY) -> None:
        self.net = net
        self.data = data
        self.key = Key(channel)
        self.truth = np.ravel(data.y).astype(np.int64)
        self.answers = np.zeros(len(data), dtype=np.int64)
        self.step = 0

    def accuracy(self, step: int) -> Measurement:
        """The share of samples whose answer is right, after `step` updates."""
        self.step = step
        for start in range(0, len(self.data), PORTION):
            x = self.data.x[start : start + PORTION]
            self.answers[start : start + len(x)] = self._classes(self.net.forward(x))
            yield None
        return {self.key: float(np.mean(self.answers == self.truth))}

    def confusion(self) -> Matrix:
        """values[i, j]: how many samples of class i were taken for class j; the most frequent mistake is outlined."""
        classes = self.data.classes
        counts = np.zeros((len(classes), len(classes)), dtype=np.int64)
        np.add.at(counts, (self.truth, self.answers), 1)
        mistakes = counts - np.diag(np.diag(counts))
        worst = divmod(int(mistakes.argmax()), len(classes))
        right = int(np.trace(counts))
        summary = f"{right:,} of {len(self.data):,} right"  # first what must not be cut in a narrow panel
        if mistakes[worst]:
            summary += f"; most often {classes[worst[0]]} for {classes[worst[1]]}, {mistakes[worst]} times"
        summary += f"; at step {self.step:,}"
        return Matrix(
            counts,
            classes,
            classes,
            row_label="true class",
            column_label="answer",
            format="{:.0f}",
            highlight=(worst,) if mistakes[worst] else (),
            summary=summary,
        )

    def _classes(self, scores: Array) -> Array:
        """The class that each row of scores stands for."""
        best: Array = scores.argmax(axis=1)
        return best


class BinaryEvaluation(Evaluation):
    """As Evaluation, for a network with one output: class 1 where it is above the threshold, else class 0.

    threshold: 0 for a score, whose sigmoid is then above ½; 0.5 where the network itself gives the probability.
    """

    def __init__(self, net: Network, data: Dataset, channel: str = TEST_ACCURACY, threshold: float = 0.0) -> None:
        super().__init__(net, data, channel)
        self.threshold = threshold

    def _classes(self, scores: Array) -> Array:
        above: Array = np.ravel(scores) > self.threshold
        return above
