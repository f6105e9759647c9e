"""What the training loop has in hand: the rows of its batch, the loss, the length of the gradient and of the step."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from core.array import Array
from core.data.batches import batches, updates_per_epoch
from core.data.dataset import Dataset
from core.nn import Network
from core.nn.cross_entropy import CrossEntropy
from core.records import ImageGrid, Table
from core.run import Key
from core.training.train import Batches

SHOWN, ROWS = 20, 4  # digits of a batch that are shown, rows of it that are named


class WatchedLoss(CrossEntropy):
    """Remembers the last value that it gave."""

    value = math.nan

    def forward(self, scores: Array, targets: Array) -> float:
        self.value = super().forward(scores, targets)
        return self.value


class LoopWatch:
    """Batches drawn with replacement, as the textbook does, and what one update after another does with them."""

    def __init__(
        self, net: Network, data: Dataset, batch: int, rng: np.random.Generator, lr: Callable[[], float]
    ) -> None:
        self.net, self.data, self.batch, self.rng, self.lr = net, data, batch, rng, lr
        self.per_epoch = updates_per_epoch(len(data), batch, with_replacement=True)
        self.loss = WatchedLoss()
        self.rows = np.arange(min(batch, len(data)))
        self.before = net.values.copy()
        self.updates = 0
        self.gradient = self.step = math.nan

    def feed(self) -> Batches:
        """The batches without end; the rows of the one in hand are remembered."""
        for rows in batches(len(self.data), self.batch, self.rng, with_replacement=True):
            self.rows = rows
            yield self.data.batch(rows)

    def measure(self) -> Mapping[Key, float]:
        """After an update: ‖g‖, and ‖Δw‖, how far all weights together have moved."""
        self.updates += 1
        self.gradient = float(np.linalg.norm(self.net.grads))
        self.step = float(np.linalg.norm(np.subtract(self.net.values, self.before, self.before)))
        self.before[...] = self.net.values
        return {Key("gradient norm"): self.gradient, Key("step length"): self.step}

    def digits(self) -> ImageGrid:
        """The first digits of the batch, and what the network takes them for now."""
        x, y = self.data.batch(self.rows[:SHOWN])
        read = self.net.forward(x).argmax(axis=1)
        side = math.isqrt(x.shape[1])
        right = int((read == y).sum())
        captions = tuple(
            f"{self.data.classes[t]}" if t == r else f"{self.data.classes[t]} ≠ {self.data.classes[r]}"
            for t, r in zip(y, read, strict=True)
        )
        when = f"update {self.updates:,}" if self.updates else "before the first update"
        said = f"{right} of these {len(y)} are read correctly now (≠: a wrong answer)"
        return ImageGrid((when,), (x.reshape(-1, side, side),), ((0, 1),), captions=(captions,), summary=said)

    def steps(self) -> Table:
        """The four steps of the loop, each with the numbers of the update that was made last."""
        n, epoch = len(self.data), self.updates / self.per_epoch
        named = ", ".join(f"{row:,}" for row in self.rows[:ROWS]) + (" …" if len(self.rows) > ROWS else "")
        rows = (
            ("1 mini-batch", f"{len(self.rows)} of {n:,} digits: {named}"),
            ("2 gradient", f"loss {self.loss.value:.3f}, ‖g‖ = {self.gradient:.3f}" if self.updates else "‖g‖"),
            ("3 update", f"w − {self.lr():g} g, ‖Δw‖ = {self.step:.4f}" if self.updates else "w − η g"),
            ("4 repeat", f"update {self.updates:,}, epoch {epoch:.2f}"),
            ("an epoch", f"{n:,} / {self.batch} = {self.per_epoch:,.6g} updates"),
        )
        return Table(("", "this update"), rows)
