"""The training loop: there is only this one, and it is a generator of ticks.

    for x, y in feed:        loss → gradients → penalty → update → tick

Nothing in it knows who watches. What a tick carries besides the loss is said once, in `Probes`; measuring never
touches the network's training state or a random stream, so a watched run and an unwatched one are the same run.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np

from core.array import Array
from core.data.batches import batches, updates_per_epoch
from core.data.dataset import Dataset
from core.nn.losses import Loss
from core.nn.network import Network
from core.optim.optimizer import Optimizer
from core.records import Record
from core.run.tick import DIVERGED, NOTHING, Key, OverTime, Tick, Ticks
from core.training.parallel import DataParallel

LOSS = Key("loss")
TOO_LARGE = 1e6  # times the first loss, or height: from there no run has ever come back

Batches: TypeAlias = Iterator[tuple[Array, Array]]
Measurement: TypeAlias = Generator[None, None, Mapping[Key, float]]


class Metric(NamedTuple):
    """Scalars that cost something, such as the accuracy on the test part: a generator that yields to breathe."""

    every: int
    measure: Callable[[int], Measurement]  # given the step


class Snapshot(NamedTuple):
    """Small arrays of a fixed shape that tell a story over time, such as bin counts of the weights."""

    every: int
    take: Callable[[], Mapping[Key, Array]]


@dataclass(frozen=True)
class Probes:
    """What the ticks of a run carry besides its loss. Built once: the views are closures over the network.

    scalars: called after every update, when the gradients are still those of that update; so it must be cheap.
    """

    views: Mapping[Key, Callable[[], Record] | OverTime] = field(default_factory=dict)
    snapshots: tuple[Snapshot, ...] = ()
    metrics: tuple[Metric, ...] = ()
    scalars: tuple[Callable[[], Mapping[Key, float]], ...] = ()

    def __or__(self, other: Probes) -> Probes:
        """Both: a run may be watched by several."""
        return Probes(
            {**self.views, **other.views},
            self.snapshots + other.snapshots,
            self.metrics + other.metrics,
            self.scalars + other.scalars,
        )


NO_PROBES = Probes()


def train(
    net: Network | DataParallel,
    loss: Loss,
    optimizer: Optimizer,
    feed: Batches,
    per_epoch: float,
    probes: Probes = NO_PROBES,
    *,
    lr: Callable[[int], float] | None = None,
    penalty: Callable[[Array, Array], None] | None = None,
) -> Ticks:
    """Tick 0 before any update; then tick n with the loss of the n-th batch, taken before its update, until feed ends.

    per_epoch: updates that make an epoch. lr(step): the rate of the update after `step` others, asked anew each time;
    None: the optimizer's own. penalty(w, g) adds to the gradients, as weight decay does. A loss that is not finite, or
    above 10⁶ × its first, moves nothing and ends the run with the event "diverged" and the weights that gave it.
    """
    w, g, views = net.values, net.grads, probes.views
    forward, zero_grads, backward, update = net.forward, net.zero_grads, net.backward_parameters, optimizer.update
    interval = math.gcd(*(one.every for one in probes.snapshots), *(one.every for one in probes.metrics))
    measured = yield from _measured(0, probes.metrics)
    yield Tick(0, 0.0, None, measured, snapshots_at(0, probes.snapshots), views)
    bound = sys.float_info.max
    for step, (x, y) in enumerate(feed, 1):
        value = loss.forward(forward(x, True), y)
        if not abs(value) <= bound:  # also where it is not a number
            yield Tick(step - 1, (step - 1) / per_epoch, None, {LOSS: value}, NOTHING, views, events={LOSS: DIVERGED})
            return
        zero_grads()
        backward(loss.backward())
        if penalty is not None:
            penalty(w, g)
        update(w, g, None if lr is None else lr(step - 1))
        scalars, samples = {LOSS: value}, NOTHING
        for probe in probes.scalars:
            scalars |= probe()
        if interval and step % interval == 0:
            scalars |= yield from _measured(step, probes.metrics)
            samples = snapshots_at(step, probes.snapshots)
        yield Tick(step, step / per_epoch, None, scalars, samples, views)
        if step == 1:
            bound = TOO_LARGE * abs(value) or bound


def _measured(step: int, metrics: Iterable[Metric]) -> Measurement:
    found: dict[Key, float] = {}
    for metric in metrics:
        if step % metric.every == 0:
            found |= yield from metric.measure(step)
    return found


def snapshots_at(step: int, snapshots: Iterable[Snapshot]) -> Mapping[Key, Array]:
    """The samples of those that are due."""
    return {key: array for one in snapshots if step % one.every == 0 for key, array in one.take().items()}


def minibatches(
    data: Dataset, size: int, rng: np.random.Generator, *, with_replacement: bool = False
) -> tuple[Batches, float]:
    """Batches of a data set without end, and how many make an epoch: what `train` needs to know of its data."""
    rows = batches(len(data), size, rng, with_replacement=with_replacement)
    per_epoch = updates_per_epoch(len(data), size, with_replacement=with_replacement)
    return (data.batch(chosen) for chosen in rows), per_epoch


def shuffled_slices(x: Array, y: Array, size: int, rng: np.random.Generator) -> Batches:
    """Shuffled epochs of a small set that is all in memory; what does not fill the last batch sits out that epoch.

    The set is put in order once per epoch and then sliced: for a tiny network, picking rows for every batch would cost
    a good part of its step.
    """
    while True:
        order = rng.permutation(len(x))
        mixed_x, mixed_y = x[order], y[order]
        for start in range(0, len(x) - size + 1, size):
            yield mixed_x[start : start + size], mixed_y[start : start + size]
