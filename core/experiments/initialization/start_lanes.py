"""Networks that differ only in the weights that they begin with, and what is seen of them while they train."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from core.array import Array
from core.data.dataset import Split
from core.experiments.shared.classifier import mlp_for, train_classifier
from core.nn import Initializer
from core.optim import SGD
from core.records import Curves, CurvesGrid, ImageGrid, Record, Table
from core.run import Key, Ticks
from core.training import LOSS, TEST_ACCURACY, Measurement, Metric, Probes
from core.training.probes import weights
from core.training.probes.activations import activations

SEEN = 200  # test digits whose activations are looked at
EVERY = 50
BINS = np.linspace(-4.0, 4.0, 41)  # in units of σ
MIDDLE = (BINS[1:] + BINS[:-1]) / 2
ALIKE = 1e-4  # of the largest weight: neurons whose weights differ by less are counted as one
SMALLEST = 1e-12  # what a logarithmic axis of spreads shows


class Lane:
    """One network. spreads, sizes: of each layer's weights at the start, standard deviation and largest."""

    def __init__(self, init: Initializer, split: Split, hidden: Sequence[int], seed: int) -> None:
        self.split, self.net = split, mlp_for(split.train, hidden, seed, init=init)
        first = weights(self.net).values()
        self.spreads, self.sizes = (
            [float(np.ptp(w) and w.std()) for w in first],
            [float(np.abs(w).max()) for w in first],
        )
        self.digits = split.test.x[:SEEN]
        self.first_spread = self.spread()
        self.losses: list[float] = []
        self.accuracy = float("nan")

    def spread(self) -> Array:
        """The standard deviation of each hidden layer's outputs."""
        return np.array([y.std(dtype=np.float64) for y in activations(self.net, self.digits)])

    def distinct(self) -> list[int]:
        """How many different neurons each layer has."""
        return [distinct_neurons(w) for w in weights(self.net).values()]

    def count(self, step: int) -> Measurement:
        """The metric of `distinct`, and the spread of every hidden layer."""
        yield None
        found = {Key(f"distinct layer {i}"): float(n) for i, n in enumerate(self.distinct(), 1)}
        return found | {Key(f"std layer {i}"): float(std) for i, std in enumerate(self.spread(), 1)}

    def train(self, lr: Callable[[], float], seed: int, batch: int) -> Ticks:
        """SGD on batches that all lanes of a seed share."""
        views: dict[Key, Callable[[], Record]] = {Key("spread"): self.spread_curves}
        probes = Probes(views, metrics=(Metric(EVERY, self.count),))
        ticks = train_classifier(
            self.net,
            self.split,
            SGD(lr()),
            seed=seed,
            batch=batch,
            with_replacement=True,
            probes=probes,
            lr=lambda _: lr(),
        )
        for tick in ticks:
            if tick is not None:
                self.accuracy = tick.scalars.get(Key(TEST_ACCURACY), self.accuracy)
                if LOSS in tick.scalars:
                    self.losses.append(tick.scalars[LOSS])
            yield tick

    def spread_curves(self) -> Curves:
        """Layer by layer, now and at the start."""
        lines = {"now": self.spread(), "at the start": self.first_spread}
        shown = {name: np.where(line > SMALLEST, line, np.nan) for name, line in lines.items()}
        return Curves(np.arange(1, len(self.first_spread) + 1), shown, "layer", "std", ("at the start",), log_y=True)


def distinct_neurons(w: Array) -> int:
    """How many columns of w (n_in, n_out) differ from each other."""
    largest = float(np.abs(w).max())
    if not largest or not np.isfinite(largest):
        return 1
    return len(np.unique(np.round(w / (ALIKE * largest)).astype(np.int64), axis=1).T)


def densities(lanes: Mapping[str, Lane], layer: int) -> CurvesGrid:
    """A plot for each start: the weights of one layer now, in units of the σ that they were drawn with, and dashed the
    density 1/√2π e^(−x²/2) that they were drawn from. Of a start that is not random the unit is its one value."""
    cells = []
    for lane in lanes.values():
        w, spread = list(weights(lane.net).values())[layer - 1], lane.spreads[layer - 1]
        unit = spread or lane.sizes[layer - 1] or 1.0
        counts = np.histogram(np.clip(w / unit, BINS[0], BINS[-1]), BINS)[0]
        now = counts / (w.size * (BINS[1] - BINS[0]))
        normal = np.exp(-(MIDDLE**2) / 2) / np.sqrt(2 * np.pi)
        drawn = normal if spread else np.full(len(MIDDLE), np.nan)
        cells.append(
            Curves(MIDDLE, {"now": now, "drawn from": drawn}, f"weight of layer {layer} ÷ σ", dashed=("drawn from",))
        )
    return CurvesGrid(tuple(cells), tuple(lanes), len(cells), (BINS[0], BINS[-1]), (0.0, 0.6))


def matrices(lanes: Mapping[str, Lane], layer: int) -> ImageGrid:
    """The weights of one layer as a picture for each start: a column for each neuron."""
    pictures = [np.array(list(weights(lane.net).values())[layer - 1])[np.newaxis] for lane in lanes.values()]
    limits = tuple((-float(np.abs(one).max()) or -1.0, float(np.abs(one).max()) or 1.0) for one in pictures)
    return ImageGrid(labels=tuple(lanes), groups=tuple(pictures), limits=limits, scale="signed", noun="layer")


def table(lanes: Mapping[str, Lane]) -> Table:
    """Loss, accuracy, and how many neurons of each layer differ."""
    rows = []
    for name, lane in lanes.items():
        loss = f"{np.mean(lane.losses[-100:]):.4g}" if lane.losses else ""
        rows.append((name, loss, f"{lane.accuracy:.3f}", " ".join(str(n) for n in lane.distinct())))
    return Table(("start", "loss, last 100", "test", "distinct neurons"), tuple(rows))


def together(lanes: Mapping[str, Lane], layer: Callable[[], int]) -> Probes:
    """What is seen of all lanes side by side."""
    return Probes(
        {
            Key("weights"): lambda: densities(lanes, layer()),
            Key("matrices"): lambda: matrices(lanes, layer()),
            Key("standings"): partial(table, lanes),
        }
    )
