"""Several networks asked about the same digits: each by itself, the mean of some, and where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from itertools import combinations

import numpy as np

from core.array import Array
from core.data.dataset import Dataset, Split
from core.experiments.shared.gap import GAP
from core.nn import Network
from core.nn.softmax import softmax
from core.records import Bars, Curves, ImageGrid, Matrix, Reference
from core.run import Key
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, Measurement

MEMBERS = tuple(f"net {i}" for i in range(1, 6))
MEAN, DROPOUT = "mean of five", "dropout"
NAMES = (*MEMBERS, MEAN, DROPOUT)
GAIN, DISAGREE = "gain", "digits they disagree on"
SHOWN = 14  # digits of each kind
PORTION = 100  # digits between two breaths


class Jury:
    """nets: the members, and the one with dropout. chosen: the index of the digit that is looked at.

    As it was last measured, on the test digits: probabilities (nets, digits, classes); answers (5, digits) of the five
    and of_mean (digits,) of their mean; by_count (5,) the accuracy of the mean of 1, 2 … 5 of them.
    """

    def __init__(self, nets: Mapping[str, Network], split: Split, chosen: Callable[[], int]) -> None:
        self.nets, self.split, self._chosen = nets, split, chosen
        self.truth = np.asarray(split.test.y)
        self.training = self.test = np.zeros(len(NAMES))
        self.probabilities = np.zeros((len(nets), len(split.test), len(split.test.classes)))
        self.answers = np.zeros((len(MEMBERS), len(split.test)), np.int64)
        self.of_mean = np.zeros(len(split.test), np.int64)
        self.by_count = np.zeros(len(MEMBERS))

    @property
    def typical(self) -> float:
        """The mean of the accuracies of the five."""
        return float(np.mean(self.test[: len(MEMBERS)]))

    def measure(self) -> Measurement:
        """Ask all of them about every digit: for each name its accuracies, its gap, and its gain."""
        learnt = yield from self._asked(self.split.train)
        self.probabilities = yield from self._asked(self.split.test)
        yield from self.compare()
        self.training = self._accuracies(learnt, np.asarray(self.split.train.y))
        self.test = self._accuracies(self.probabilities, self.truth)
        found = {Key(DISAGREE): float(np.mean(self.differ))}
        for name, training, test in zip(NAMES, self.training, self.test, strict=True):
            found |= {
                Key(TRAINING_ACCURACY, name): float(training),
                Key(TEST_ACCURACY, name): float(test),
                Key(GAP, name): float(training - test),
                Key(GAIN, name): float(test - self.typical),
            }
        return found

    def _asked(self, data: Dataset) -> Generator[None, None, Array]:
        given = np.zeros((len(self.nets), len(data), len(data.classes)))
        for start in range(0, len(data), PORTION):
            x = data.x[start : start + PORTION]
            for i, net in enumerate(self.nets.values()):
                given[i, start : start + len(x)] = softmax(net.forward(x).astype(np.float64))
            yield None
        return given

    def _accuracies(self, probabilities: Array, truth: Array) -> Array:
        """(7,): of each of the five, of their mean, of the one with dropout."""
        *five, dropped = probabilities
        every = (*five, np.mean(five, axis=0), dropped)
        return np.array([np.mean(one.argmax(axis=1) == truth) for one in every])

    def compare(self) -> Generator[None, None, None]:
        """What the pictures need to know of the probabilities, worked out once."""
        five = self.probabilities[: len(MEMBERS)]
        self.answers = five.argmax(axis=2)
        for number in range(1, len(five) + 1):
            accuracies = []
            for some in combinations(five, number):
                said = sum(some).argmax(axis=1)
                accuracies.append(np.mean(said == self.truth))
                yield None
            self.by_count[number - 1] = np.mean(accuracies)
        self.of_mean = said

    @property
    def differ(self) -> Array:
        """(digits,): where not all five say the same."""
        found: Array = (self.answers != self.answers[0]).any(axis=0)
        return found

    def bars(self) -> Bars:
        """The test accuracy of everyone, with lines at the typical one of the five and at its training accuracy: what
        lies between the two is the gap."""
        learnt = float(np.mean(self.training[: len(MEMBERS)]))
        lines = (Reference(self.typical), Reference(learnt, f"training {learnt:.2f}, gap {learnt - self.typical:.3f}"))
        names = (*(name.removeprefix("net ") for name in MEMBERS), "mean", DROPOUT)
        return Bars(names, ("test accuracy",), self.test[np.newaxis], references=lines)

    def by_number(self) -> Curves:
        """The test accuracy of the mean of 1, 2 … 5 networks, over all choices of so many, and that with dropout."""
        numbers = np.arange(1.0, len(MEMBERS) + 1)
        lines = {
            "mean of so many": np.round(self.by_count, 12),
            "one with dropout": np.full(len(numbers), self.test[-1]),
        }
        return Curves(numbers, lines, "networks", "test accuracy")

    def disputed(self) -> tuple[Array, Array]:
        """Test digits on which not all five agree, or any where they agree on all: those that their mean reads, and
        those that it does not."""
        right, differ = self.of_mean == self.truth, self.differ
        shown = differ if differ.any() else ~differ
        return np.flatnonzero(shown & right)[:SHOWN], np.flatnonzero(shown & ~right)[:SHOWN]

    def chosen_digit(self) -> int:
        """Its number among the test digits."""
        there = np.concatenate(self.disputed())
        return int(there[min(self._chosen(), len(there) - 1)]) if len(there) else 0

    def digits(self) -> ImageGrid:
        """Each with its label and what the five say."""
        kinds = self.disputed()
        pictures = tuple(self._pictures(rows) for rows in kinds)
        captions = tuple(
            tuple(f"{self.truth[row]}: {''.join(map(str, self.answers[:, row]))}" for row in rows) for rows in kinds
        )
        chosen = self.chosen_digit()
        place = next(
            ((g, int(np.flatnonzero(rows == chosen)[0])) for g, rows in enumerate(kinds) if chosen in rows), None
        )
        disagreed = int(self.differ.sum())
        summary = f"they disagree on {disagreed:,} of {len(self.truth):,} test digits"
        labels = ("the mean is right", "the mean is wrong") if disagreed else ("all are right", "all are wrong")
        return ImageGrid(labels, pictures, ((0.0, 1.0),) * 2, "grey", captions, summary, place, "digit")

    def _pictures(self, rows: Array) -> Array:
        side = int(np.sqrt(self.split.test.x.shape[1]))
        return np.asarray(self.split.test.x[rows]).reshape(len(rows), side, side)

    def votes(self) -> Matrix:
        """The probabilities of the chosen digit: each of the five, their mean, the one with dropout."""
        row = self.chosen_digit()
        *five, dropped = self.probabilities[:, row]
        values = np.stack([*five, np.mean(five, axis=0), dropped])
        highlight = tuple((i, int(one.argmax())) for i, one in enumerate(values))
        classes = self.split.test.classes
        return Matrix(
            values,
            NAMES,
            classes,
            format="{:.2f}",
            limits=(0.0, 1.0),
            highlight=highlight,
            title=f"its label is {classes[self.truth[row]]}",
        )
