"""One batch-norm layer in its network: what it does to the batch in hand, and what it remembers of all batches."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import numpy as np

from core.array import Array
from core.data.batches import batches
from core.data.dataset import Dataset
from core.nn import BatchNorm, Linear, Network
from core.records import Bars, Curves, Histograms, Ridge, Table
from core.run import Key
from core.settings import ChoiceField, Display, FlagField, Label, Live, LogRangeField, RangeField, Settings, Shown
from core.training import Measurement, bins
from core.training.probes.binning import counted
from core.training.train import Batches

LARGEST = 200  # samples of a batch
NEURONS = 12  # that can be chosen
NAMES = ("x", "normalized", "γ · normalized + β")
EDGES = bins(-4.0, 4.0, 32)
TRAINING, EVALUATION = "training", "evaluation"


@dataclass(frozen=True, kw_only=True)
class LayerSettings(Settings):
    """What is done to the layer while it trains, and how it is looked at."""

    batch: Annotated[int, RangeField(1, LARGEST), Live, Label("batch size")] = 100
    eps: Annotated[float, LogRangeField(1e-10, 1.0), Live, Label("ε", "added to the variance")] = 1e-7
    learnt: Annotated[bool, FlagField(), Live, Label("γ and β are learnt")] = True
    gamma: Annotated[float, RangeField(-3.0, 3.0, 0.01), Live, Shown("learnt", False), Label("γ")] = 1.0
    beta: Annotated[float, RangeField(-3.0, 3.0, 0.01), Live, Shown("learnt", False), Label("β")] = 0.0
    mode: Annotated[
        str,
        ChoiceField(TRAINING, EVALUATION),
        Display,
        Label("looked at in", "training: statistics of the batch; evaluation: running averages"),
    ] = TRAINING
    looked_at: Annotated[int, RangeField(1, LARGEST), Display, Label("samples looked at", "of the batch")] = LARGEST
    neuron: Annotated[int, RangeField(0, NEURONS - 1), Display, Label("neuron")] = 0


class Passed(NamedTuple):
    """A batch on its way through the layer, each (samples, neurons), with the statistics that were used (neurons,)."""

    x: Array
    hat: Array
    y: Array
    mean: Array
    variance: Array


class BatchNormWatch:
    """Of a network that begins with these two layers: the batch that it trains on, on its way through both."""

    def __init__(
        self, linear: Linear, norm: BatchNorm, data: Dataset, rng: np.random.Generator, now: Callable[[], LayerSettings]
    ) -> None:
        self.linear, self.norm = linear, norm
        self.data, self.rng, self.now = data, rng, now
        self.batch = data.x[: now().batch]

    def feed(self) -> Batches:
        """Batches drawn with replacement, as large as the settings of this moment say, with their ε, γ and β."""
        while True:
            settings = self.now()
            rows = next(batches(len(self.data), settings.batch, self.rng, with_replacement=True))
            self.norm.eps = settings.eps
            if not settings.learnt:
                self.norm.gamma[...], self.norm.beta[...] = settings.gamma, settings.beta
            self.batch, y = self.data.batch(rows)
            yield self.batch, y

    def penalty(self, w: Array, g: Array) -> None:
        """γ and β that are set by hand do not move."""
        if not self.now().learnt:
            self.norm.dgamma[...] = 0
            self.norm.dbeta[...] = 0

    def scalars(self) -> Mapping[Key, float]:
        """Of the update just made: the neuron whose x̂ has the mean furthest from 0, and the smallest std; and of the
        gradient that goes back, the largest |Σ dx| and Σ |dx| over the batch, of all neurons."""
        hat, dx = (a.astype(np.float64) for a in (self.norm.hat, self.norm.dx))
        return {
            Key("largest mean"): float(np.abs(hat.mean(0)).max()),
            Key("smallest std"): float(hat.std(0).min()),
            Key("sum of dx"): float(np.abs(dx.sum(0)).max()),
            Key("size of dx"): float(np.abs(dx).sum(0).max()),
        }

    def passed(self) -> Passed:
        """The first samples of the batch, in the mode that is looked at: the layer's formula, step by step."""
        settings = self.now()
        x = self.linear.forward(self.batch[: settings.looked_at]).astype(np.float64)
        if settings.mode == TRAINING:
            mean, variance = x.mean(0), x.var(0)
        else:
            mean, variance = self.norm.mean.copy(), self.norm.variance.copy()
        hat = (x - mean) / np.sqrt(variance + settings.eps)
        gamma, beta = (self.norm.gamma, self.norm.beta) if settings.learnt else (settings.gamma, settings.beta)
        return Passed(x, hat, gamma * hat + beta, mean, variance)

    def neuron(self, passed: Passed) -> dict[str, Array]:
        """x, x̂ and y of the chosen neuron."""
        stages = (passed.x, passed.hat, passed.y)
        return {name: a[:, self.now().neuron] for name, a in zip(NAMES, stages, strict=True)}

    def histograms(self) -> Histograms:
        """The chosen neuron before, normalized, and after γ and β."""
        return Histograms.of(self.neuron(self.passed()), EDGES, "value of the neuron, for each sample")

    def counts(self) -> Array:
        """(3, neurons, bins): x, x̂ and y of the last training batch, whatever is looked at."""
        x = self.linear.forward(self.batch)[:, :NEURONS]
        hat = (x - x.mean(0)) / np.sqrt(x.var(0) + self.norm.eps)
        y = self.norm.gamma[:NEURONS] * hat + self.norm.beta[:NEURONS]
        return np.array([[counted(column, EDGES) for column in stage.T] for stage in (x, hat, y)])

    def ridge(self, steps: Array, counts: Array) -> Ridge:
        """The chosen neuron over time, from the samples (times, 3, neurons, bins)."""
        return Ridge(NAMES, EDGES, steps, counts[:, :, self.now().neuron], x_label="value of the neuron")

    def means(self) -> Array:
        """(2, neurons): the mean of the last training batch, and the running mean."""
        of_batch = self.norm.batch_mean if hasattr(self.norm, "batch_mean") else np.full(len(self.norm.mean), np.nan)
        return np.stack([of_batch, self.norm.mean])[:, :NEURONS]

    def following(self, steps: Array, means: Array) -> Curves:
        """How the running mean of the chosen neuron follows the batches, from the samples (times, 2, neurons)."""
        of_batch, running = means[:, :, self.now().neuron].T
        return Curves(steps, {"mean of the batch": of_batch, "running mean": running}, y_label="mean of x")

    def bars(self) -> Bars:
        """Both means of the first neurons."""
        names = tuple(f"{i}" for i in range(NEURONS))
        heights = np.nan_to_num(self.means())
        return Bars(names, ("this batch", "running"), heights, "mean of x", selected=self.now().neuron)

    def table(self) -> Table:
        """The chosen neuron in numbers."""
        passed, i = self.passed(), self.now().neuron
        source = "this batch" if self.now().mode == TRAINING else "running averages"
        used = f"{passed.mean[i]:.4f}", f"{np.sqrt(passed.variance[i]):.4f}"
        rows = [(name, f"{a.mean():z.4f}", f"{a.std():.4f}") for name, a in self.neuron(passed).items()]
        rows.insert(1, (f"μ, σ used: {source}", *used))
        if self.norm.prepared:
            dx = self.norm.dx[:, i].astype(np.float64)
            rows.append(("dx, going back", f"{dx.mean():.0e}", f"{dx.std():.0e}"))
        return Table((f"neuron {i}, {len(passed.x)} samples", "mean", "std"), tuple(rows))


def accuracy_by_batches(
    net: Network, data: Dataset, size: Callable[[], int], channel: str
) -> Callable[[int], Measurement]:
    """The share of right answers where batch norm goes by the statistics of each test batch, as in training."""
    replica = net.replica()  # whose running averages may move

    def measure(step: int) -> Measurement:
        right, batch = 0, size()
        for start in range(0, len(data), batch):
            part = slice(start, start + batch)
            right += int((replica.forward(data.x[part], True).argmax(1) == data.y[part]).sum())
            if start // batch % 20 == 0:
                yield None
        return {Key(channel): right / len(data)}

    return measure
