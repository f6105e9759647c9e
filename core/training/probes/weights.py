"""The weights: how they are spread, now and over time, and how far they move."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core.array import Array
from core.nn.network import Network
from core.records import Curves, CurvesGrid, Histograms, ImageGrid, Ridge
from core.run.tick import Key, OverTime
from core.text import nice
from core.training.probes.binning import bins, counted
from core.training.train import Probes, Snapshot

ABREAST = 6  # plots in one row
SCALES = ("filter", "layer", "network")


class WeightProbe:
    """The weights of every layer as histograms, now and over time.

    Bins reach to four standard deviations of the widest layer at the start: most weights stay inside, the others are
    counted and reported.
    """

    def __init__(self, net: Network) -> None:
        self.weights = weights(net)
        limit = nice(4 * max(float(w.std()) for w in self.weights.values()))
        self.edges = bins(-limit, limit)

    def histograms(self) -> Histograms:
        """Each layer's weights as they are now."""
        return Histograms.of(dict(self.weights), self.edges, "weight")

    def counts(self) -> Array:
        """(layers, bins): the sample that `ridge` is made of."""
        return np.array([counted(w, self.edges) for w in self.weights.values()])

    def ridge(self, steps: Array, counts: Array) -> Ridge:
        """The weights over time, from the samples (times, layers, bins) that `counts` left behind."""
        return Ridge(tuple(self.weights), self.edges, steps, counts, x_label="weight")

    def now(self, channel: str = "weights") -> Probes:
        """The view `histograms`."""
        return Probes({Key(channel): self.histograms})

    def over_time(self, every: int, channel: str = "weights over time") -> Probes:
        """The view `ridge` with a sample at every so many steps."""
        key = Key(channel)
        return Probes({key: OverTime(self.ridge)}, (Snapshot(every, lambda: {key: self.counts()}),))


class WeightPaths:
    """How far several networks of one shape have come from their first weights, layer by layer, side by side."""

    def __init__(self, nets: Mapping[str, Network]) -> None:
        self.names = tuple(nets)
        self.layers = [
            [(w, w.copy(), float(np.linalg.norm(w))) for w in weights(net).values()] for net in nets.values()
        ]

    def moved(self) -> Array:
        """‖W − W₀‖₂ / ‖W₀‖₂, (networks, layers); nan where it is no number, or W₀ is 0."""
        found = np.full((len(self.layers), len(self.layers[0])), np.nan)
        for i, layers in enumerate(self.layers):
            for j, (w, first, size) in enumerate(layers):
                distance = float(np.linalg.norm(w - first))
                if size and np.isfinite(distance):
                    found[i, j] = distance / size
        return found

    def curves(self, steps: Array, moved: Array) -> CurvesGrid:
        """A plot for each layer, from the samples (times, networks, layers) that `moved` left behind."""
        layers = range(moved.shape[2])
        return CurvesGrid(
            tuple(
                Curves(steps, {name: moved[:, i, j] for i, name in enumerate(self.names)}, y_label="‖W − W₀‖ / ‖W₀‖")
                for j in layers
            ),
            tuple(f"layer {j + 1}" for j in layers),
            columns=len(layers) if len(layers) <= ABREAST else -(-len(layers) // 2),
        )

    def over_time(self, every: int, channel: str = "weights moved") -> Probes:
        """The view `curves` with a sample at every so many steps."""
        key = Key(channel)
        return Probes({key: OverTime(self.curves)}, (Snapshot(every, lambda: {key: self.moved()}),))


def weights(net: Network) -> Mapping[str, Array]:
    """The weight arrays (views, not biases) by layer: "layer 1", "layer 2" …"""
    found = [view for name, view in net.parameters().items() if name.endswith(".W")]
    return {f"layer {i}": view for i, view in enumerate(found, 1)}


def update_ratios(net: Network) -> Callable[[], Mapping[Key, float]]:
    """After every update: `Probes(scalars=(update_ratios(net),))`.

    "update ratio layer 1"   ‖W − W_before‖₂ / ‖W_before‖₂, about 1e-3 where a rate is right; nan where W_before is 0

    The weights before an update are those after the one before it, of which a copy is kept; so it must be called after
    every update, and what else moves weights counts as part of the next one.
    """
    layers = [(Key(f"update ratio {layer}"), w, w.copy()) for layer, w in weights(net).items()]

    def measure() -> Mapping[Key, float]:
        found = {}
        for key, w, before in layers:
            size = float(np.linalg.norm(before))
            found[key] = float(np.linalg.norm(np.subtract(w, before, before))) / size if size else np.nan
            before[...] = w
        return found

    return measure


def before_and_now(before: Array, now: Array, scale: str, largest: float) -> ImageGrid:
    """The filters of a convolution on its first channel, at step 0 and now, each pair on one scale.

    before, now (k, k, c_in, filters). scale "filter": to the largest weight of each filter; "layer": of the layer;
    "network": to `largest`. "Largest" is always over both moments, so what grew looks larger.
    """
    then, today = (w[:, :, 0, :].transpose(2, 0, 1) for w in (before, now))
    moved = float(np.linalg.norm(today - then) / max(float(np.linalg.norm(then)), 1e-12))
    if scale == "filter":
        sizes = np.maximum(np.abs(then).max(axis=(1, 2)), np.abs(today).max(axis=(1, 2)))[:, None, None]
        sizes = np.where(sizes > 0, sizes, 1)
        then, today, limit = then / sizes, today / sizes, 1.0
    else:
        limit = largest if scale == "network" else max(float(np.abs(then).max()), float(np.abs(today).max()))
    return ImageGrid(
        labels=("before", "now"),
        groups=(then, today),
        limits=((-limit, limit),) * 2,
        scale="signed",
        summary=f"moved by {100 * moved:.0f} % so far",
        noun="filter",
    )
