"""One trial of a search: a network that is trained on a few digits at one learning rate and one weight decay."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from core.data.dataset import Dataset
from core.data.samples import Bytes
from core.experiments.shared.classifier import mlp_for
from core.nn import CrossEntropy
from core.optim import SGD
from core.optim.regularizers import L2
from core.random import stream
from core.run.tick import DIVERGED, Key
from core.training.evaluate import TEST_ACCURACY, Evaluation
from core.training.search import Score, Trial
from core.training.train import Metric, Probes, minibatches, train

BATCH = 100
PORTION = 100  # digits that are made between two breaths
VALIDATION, TEST = Key("validation accuracy"), Key(TEST_ACCURACY)


class Digits(NamedTuple):
    """What each trial learns from, what chooses among trials, and what is measured at the end and chooses nothing."""

    training: Dataset
    validation: Dataset
    test: Dataset


@dataclass(frozen=True)
class Training:
    """n_in-100×6-10, ReLU, He, SGD in batches of 100 drawn with replacement, λ on the weights.

    The score is the validation accuracy at the end, the curve that after every epoch, the other figure the test
    accuracy at the end. Every trial has weights and batches of its own, as the book's have: it may be lucky.
    """

    digits: Digits
    hidden: tuple[int, ...]
    epochs: int
    seed: int

    def __call__(self, trial: Trial) -> Score:
        """trial.settings: lr and decay; trial.budget: epochs, 0 for those of the job."""
        training, validation, test = self.digits
        name = f"trial {trial.number}"
        net = mlp_for(training, self.hidden, seed_of(self.seed, name))
        feed, per_epoch = minibatches(training, BATCH, stream(self.seed, f"data of {name}"), with_replacement=True)
        penalty = L2(trial.settings["decay"], net.mask("weights"))
        updates = max(1, round(per_epoch))  # that make an epoch
        probes = Probes(metrics=(Metric(updates, Evaluation(net, validation, VALIDATION.channel).accuracy),))
        steps = islice(feed, updates * (trial.budget or self.epochs))
        curve, diverged = [], False
        for tick in train(net, CrossEntropy(), SGD(trial.settings["lr"]), steps, per_epoch, probes, penalty=penalty):
            if tick is not None and tick.step and VALIDATION in tick.scalars:
                curve.append(tick.scalars[VALIDATION])
            diverged = diverged or (tick is not None and DIVERGED in tick.events.values())
        tested = float(np.mean(net.forward(test.x[:]).argmax(axis=1) == test.y))
        return Score(math.nan if diverged else curve[-1], tuple(curve), (tested,))


def seed_of(seed: int, name: str) -> int:
    """A seed for a stream of that name."""
    return int(stream(seed, name).integers(2**31))


def in_memory(data: Dataset) -> Generator[None, None, Dataset]:
    """The same digits, made and held by themselves, so that they can be sent: as bytes where these are the same."""
    portions = []
    for start in range(0, len(data), PORTION):
        portions.append(data.x[start : start + PORTION])
        yield None
    x = np.concatenate(portions)
    stored = Bytes(np.rint(255 * x).astype(np.uint8))
    return replace(data, x=stored if np.array_equal(stored[:], x) else x)
