"""What is measured of a table's classifier: its accuracy beside the majority's share, ROC, confusion, and whom it got
wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from core.array import Array
from core.experiments.playground.own_tables import Prepared
from core.experiments.playground.roc import Roc, roc
from core.nn import Network
from core.nn.activation import sigmoid
from core.nn.cross_entropy import log_softmax
from core.records import Axes, LinesMark, Matrix, Plane, PointsMark, Region, Table
from core.run import Key
from core.text import one_line
from core.training import TEST_ACCURACY, Measurement

PORTION = 1000  # samples between two breaths
MAJORITY, ABOVE, AREA = "the majority's share", "accuracy − majority", "area under the ROC curve"
MOST_ROWS, MOST_LINES, SHOWN = 8, 8, 3  # rows of a cell; ROC curves; columns of a row
MOST_POINTS = 1000  # of a ROC curve, as fine as a screen
LONGEST = 18  # letters of a class
MONOTONOUS = 0.95  # the share of one answer from which on it is said
WORST = -1  # in place of a cell: the most frequent mistake


class Shown(Protocol):
    """What a reader chooses of the pictures."""

    @property
    def cell(self) -> int:
        """Of the confusion matrix, row by row."""

    @property
    def threshold(self) -> float:
        """From which probability on a row is taken for class 1."""


class TableWatch:
    """Of the test part, as it was when it was last measured: p (n, classes), or (n,) of class 1 where there are two and
    one output."""

    def __init__(self, net: Network, data: Prepared, now: Callable[[], Shown]) -> None:
        self.net, self.data, self.now = net, data, now
        self.classes = tuple(one_line(name, LONGEST) for name in data.test.classes)
        self.truth = data.test.y
        self.majority = float(np.bincount(self.truth).max() / len(self.truth))  # of the test rows
        self.p: Array = np.zeros(0)
        self.binary = False
        self._curves: list[Roc] = []

    def measure(self, step: int) -> Measurement:
        """The accuracy, the majority's share, the area under the ROC curve."""
        found = []
        for start in range(0, len(self.data.test), PORTION):
            found.append(self.net.forward(self.data.test.x[start : start + PORTION]))
            yield None
        scores = np.concatenate(found).astype(np.float64)
        self.binary = scores.shape[1] == 1
        self.p = sigmoid(scores[:, 0]) if self.binary else np.exp(log_softmax(scores))
        ranked: list[Array] = [scores[:, 0]] if self.binary else list(self.p.T)
        self._curves = [roc(one, self.truth == i) for i, one in enumerate(ranked, int(self.binary))]
        areas = [curve.area for curve in self._curves if not np.isnan(curve.area)]
        accuracy = float(np.mean(self.answers(0.5) == self.truth))
        return {
            Key(TEST_ACCURACY): accuracy,
            Key(MAJORITY): self.majority,
            Key(ABOVE): accuracy - self.majority,
            Key(AREA): float(np.mean(areas)) if areas else float("nan"),
        }

    def answers(self, threshold: float) -> Array:
        """The class of each: the likeliest, or of two the second where its p is above the threshold."""
        best: Array = (self.p > threshold).astype(np.int64) if self.binary else self.p.argmax(axis=1)
        return best

    def roc(self) -> Plane:
        """The ROC curve; of several classes one for each against the rest."""
        guess = np.array([0.0, 1.0])
        layers: list[LinesMark | PointsMark] = [LinesMark(guess, guess, "guessing, area .5", dashed=True)]
        for i, curve in enumerate(self._curves[:MOST_LINES]):
            if np.isnan(curve.area):
                continue  # the class is not among the test rows
            name = "" if self.binary else f"{self.classes[i]}, "
            drawn = np.unique(np.linspace(0, len(curve.true) - 1, MOST_POINTS).round().astype(np.int64))
            text = f"{name}area {curve.area:.3f}"
            layers.append(LinesMark(curve.false[drawn], curve.true[drawn], text, color=i))
        if self.binary:
            answers = self.answers(self.now().threshold)
            wrong, found = (_share(answers[self.truth == of]) for of in (0, 1))
            layers.append(PointsMark(wrong, found, name="threshold"))
        what = f"“{self.classes[1]}”" if self.binary else "the class"
        axes = Axes((-0.02, 1.02), (-0.02, 1.02), f"others taken for {what}", f"{what} found")
        return Plane(axes, tuple(layers))

    def confusion(self) -> Matrix:
        """values[i, j]: how many of class i were taken for class j."""
        n = len(self.classes)
        answers = self.answers(self.now().threshold)
        counts = np.zeros((n, n), np.int64)
        np.add.at(counts, (self.truth, answers), 1)
        right = int(np.trace(counts))
        at = f" at threshold {self.now().threshold:.2g}" if self.binary and self.now().threshold != 0.5 else ""
        return Matrix(
            counts,
            self.classes,
            self.classes,
            row_label="true class",
            column_label="answer",
            format="{:.0f}",
            regions=(Region(*self._cell(answers)),),
            summary=f"{right:,} of {len(self.truth):,} right{at}{self._monotony(answers)}",
        )

    def _monotony(self, answers: Array) -> str:
        """What is said of a network that gives one answer to nearly all."""
        said = np.bincount(answers, minlength=len(self.classes))
        most = int(said.argmax())
        return f"; it says “{self.classes[most]}” to {said[most]:,}" if said[most] > MONOTONOUS * len(answers) else ""

    def _cell(self, answers: Array) -> tuple[int, int]:
        """The chosen cell, or the most frequent mistake."""
        n = len(self.classes)
        chosen = self.now().cell
        if chosen == WORST:
            wrong = answers != self.truth
            chosen = int(np.bincount((self.truth * n + answers)[wrong], minlength=n * n).argmax())
        i, j = divmod(min(chosen, n * n - 1), n)
        return i, j

    def rows(self) -> Table:
        """The samples of the chosen cell as they were read, those first of which it was surest."""
        answers = self.answers(self.now().threshold)
        i, j = self._cell(answers)
        there = np.flatnonzero((self.truth == i) & (answers == j))
        p = self.p[there]
        sure = p[:, j] if not self.binary else p if j == 1 else 1 - p
        order = np.argsort(-sure, kind="stable")[:MOST_ROWS]
        names = tuple(one_line(name, LONGEST) for name in self.data.raw.columns[:SHOWN])
        head = (f"{self.classes[i]} → {self.classes[j]}", "p", *names)
        values = self.data.raw.x[there[order]]
        rows = tuple(
            (f"row {self.data.rows[there[k]]}", f"{sure[k]:.3f}", *(f"{value:.4g}" for value in x[:SHOWN]))
            for k, x in zip(order, values, strict=True)
        )
        return Table(head, rows or (("none in this cell", *[""] * (len(head) - 1)),))


def _share(answers: Array) -> Array:
    """(1,): of the answers that are 1; 0 where there is none."""
    return np.array([answers.mean() if len(answers) else 0.0])
