"""Jobs of searches: in a module of their own, so that a process can import them quickly."""

from __future__ import annotations

import math
import os
import time
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from core.data.toys import toy
from core.nn import BinaryCrossEntropy, Network, Tanh
from core.nn.mlp import mlp
from core.optim import SGD
from core.random import stream
from core.training.search import LogUniform, Outcome, Score, Trial, random_trials, search
from core.training.train import LOSS, shuffled_slices, train


def square(trial: Trial) -> float:
    """Best at lr = .3."""
    return -((trial.settings["lr"] - 0.3) ** 2)


def learning(trial: Trial) -> Score:
    """A curve as long as the budget, which ends at the score."""
    curve = tuple(trial.number + epoch / 10 for epoch in range(1, trial.budget + 1))
    return Score(curve[-1], curve)


def budget_counts(trial: Trial) -> float:
    """The trial's number, once it is trained for long; trial 0 looks best after little."""
    return 100.0 if trial.number == 0 and trial.budget < 4 else trial.number


def no_number(trial: Trial) -> float:
    return math.nan if trial.number % 2 else trial.number


def meet(trial: Trial) -> float:
    """The process, once another one has come to the folder too."""
    folder = trial.settings["folder"]
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.01)
    return os.getpid()


def never_ends(trial: Trial) -> float:
    time.sleep(3600)
    return 0.0


def dies(trial: Trial) -> float:
    os._exit(3)


def dies_once(trial: Trial) -> float:
    """Its process ends in the middle of trial 1, the first time."""
    mark = trial.settings["folder"] / f"{trial.number}"
    if trial.number == 1 and not mark.exists():
        mark.touch()
        os._exit(3)
    return trial.number


def process_of(trial: Trial) -> float:
    return os.getpid()


def unsendable(trial: Trial) -> Any:
    return Score(0.0, others=(lambda: 0,))  # type: ignore[arg-type]


def overflows(trial: Trial) -> float:
    return float(np.float32(1e38) * np.float32(10 * (trial.number + 1)))


def searched(count: int) -> list[Outcome]:
    """A search of its own, wherever this is executed."""
    trials = random_trials({"lr": LogUniform(1e-2, 1)}, count, stream(0, "search"))
    return [outcome for outcome in search(Training(seed=0), trials) if outcome is not None]


def fails(trial: Trial) -> float:
    raise ValueError(f"no such rate in trial {trial.number}")


@dataclass(frozen=True)
class Training:
    """A short training on a toy set: minus its last loss."""

    seed: int
    points: int = 40

    def __call__(self, trial: Trial) -> float:
        x, y = toy("xor", self.points, 0.0, stream(self.seed, "points"))
        net = Network(mlp((2, 4, 1), Tanh), rng=stream(self.seed, f"init {trial.number}"))
        feed = islice(shuffled_slices(x, y.astype("float32"), 10, stream(self.seed, f"data {trial.number}")), 50)
        ticks = train(net, BinaryCrossEntropy(), SGD(trial.settings["lr"]), feed, self.points / 10)
        return -[tick.scalars[LOSS] for tick in ticks if tick is not None and LOSS in tick.scalars][-1]
