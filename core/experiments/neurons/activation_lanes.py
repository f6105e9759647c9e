"""One network for each activation, what is measured of it while it trains, and where all stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing

import numpy as np

from core.data.dataset import Split
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.experiments.shared.fields import MEASURE_EVERY, TESTED
from core.nn import Initializer
from core.optim import Optimizer
from core.records import Curves, CurvesGrid, Table
from core.run import Key, Ticks
from core.training import DIVERGED, LOSS, TEST_ACCURACY, Metric, Probes
from core.training.probes import dead_units

RECTIFIERS = ("ReLU", "leaky ReLU")
LAST = 50  # updates over which a loss is averaged


def silent(layer: int) -> str:
    """The channel of the share of units that are positive for none of the digits."""
    return f"dead layer {layer}"


class Lane:
    """One activation in a network that begins with the same draws as all others.

    history: the figures of `dead_units` by the step they were taken at, of rectifiers only: a sigmoid is positive for
    every digit, and a tanh that is for none has a slope all the same.
    """

    def __init__(self, activation: str, split: Split, hidden: Sequence[int], init: Initializer, seed: int) -> None:
        self.activation, self.split = activation, split
        self.net = mlp_for(split.train, hidden, seed, ACTIVATIONS[activation], init)
        self.losses: list[float] = []
        self.history: dict[int, dict[str, float]] = {}
        self.accuracy = float("nan")
        self.diverged = False

    def train(self, optimizer: Optimizer, lr: Callable[[int], float], seed: int, batch: int) -> Ticks:
        """On batches that all lanes of a seed share."""
        metrics: tuple[Metric, ...] = ()
        if self.activation in RECTIFIERS:
            metrics = (Metric(MEASURE_EVERY, dead_units(self.net, self.split.test.x[:TESTED])),)
        ticks = train_classifier(
            self.net,
            self.split,
            optimizer,
            seed=seed,
            batch=batch,
            with_replacement=True,
            probes=Probes(metrics=metrics),
            lr=lr,
        )
        with closing(ticks):
            for tick in ticks:
                if tick is not None:
                    self._note(tick.step, tick.scalars, diverged=DIVERGED in tick.events.values())
                yield tick

    def _note(self, step: int, scalars: Mapping[Key, float], diverged: bool) -> None:
        self.diverged = diverged
        self.accuracy = scalars.get(Key(TEST_ACCURACY), self.accuracy)
        if shares := {key.channel: value for key, value in scalars.items() if " layer " in key.channel}:
            self.history[step] = shares
        if LOSS in scalars:
            self.losses.append(scalars[LOSS])

    def row(self, name: str, layers: int) -> tuple[str, ...]:
        """Its loss and accuracy, and the shares of zeros layer by layer."""
        newest = self.history[max(self.history)] if self.history else {}
        zeros = (f"{100 * newest[f'zero layer {i}']:.0f}" for i in range(1, layers + 1) if newest)
        loss = DIVERGED if self.diverged else f"{np.mean(self.losses[-LAST:]):.3g}" if self.losses else ""
        return name, loss, "" if self.diverged else f"{self.accuracy:.3f}", " ".join(zeros)


def table(lanes: Mapping[str, Lane], layers: int) -> Table:
    """Where all stand."""
    columns = ("activation", f"loss, last {LAST}", "test", "zeros, % by layer")
    return Table(columns, tuple(lane.row(name, layers) for name, lane in lanes.items()))


def silence(lanes: Mapping[str, Lane], layers: int) -> CurvesGrid:
    """The share of units that no digit makes positive, a plot for each layer."""
    found = {name: lane for name, lane in lanes.items() if name in RECTIFIERS}
    steps = sorted({step for lane in found.values() for step in lane.history})
    cells = tuple(
        Curves(
            np.array(steps),
            {name: np.array([100 * lane.history.get(step, {}).get(silent(i), np.nan) for step in steps])
             for name, lane in found.items()},
            y_label="% of units",
        )
        for i in range(1, layers + 1)
    )  # fmt: skip
    return CurvesGrid(cells, tuple(f"layer {i}" for i in range(1, layers + 1)), layers, y_range=(0.0, 100.0))
