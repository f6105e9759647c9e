"""Looking into a network: what views and samples are made of.

Every probe runs the network in inference mode, which keeps nothing, or reads its weights: training never notices.
Bins are fixed once, from the network at step 0 or from a constant, so that pictures of different moments compare.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.array import Array
from core.nn.activation import Activation
from core.nn.network import Network
from core.records import Histograms, ImageGrid, Ridge, frozen
from core.text import nice

BINS = 60
SCALES = ("filter", "layer", "network")


def bins(low: float, high: float, count: int = BINS) -> Array:
    """Edges (count + 1,) of bins of one width."""
    return frozen(np.linspace(low, high, count + 1))


def counted(values: Array, edges: Array) -> Array:
    """How many values lie in each bin (bins,). Ten times faster than np.histogram, because the bins have one width."""
    count = len(edges) - 1
    place = (np.ravel(values) - edges[0]) * (count / (edges[-1] - edges[0])) + 1
    # fmin and fmax prefer a number to nan, so what is not a number falls into the last, dropped place
    return np.bincount(np.fmax(np.fmin(place, count + 1), 0).astype(np.intp), minlength=count + 2)[1:-1]


class WeightProbe:
    """The weights of every layer as histograms, now and over time.

    Bins reach to four standard deviations of the widest layer at the start: most weights stay inside, the others are
    counted and told.
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


class ActivationProbe:
    """The outputs of every activation on one fixed batch as histograms over fixed bins."""

    def __init__(self, net: Network, x: Array, low: float, high: float) -> None:
        self.net, self.x = net, x
        self.edges = bins(low, high)

    def histograms(self) -> Histograms:
        """Each activation layer's outputs to the probe's samples."""
        outputs = zip(self.net.layers, stages(self.net, self.x), strict=True)
        active = [y for layer, y in outputs if isinstance(layer, Activation)]
        return Histograms.of({f"layer {i}": y for i, y in enumerate(active, 1)}, self.edges, "activation")


def weights(net: Network) -> Mapping[str, Array]:
    """The weight arrays (views, not biases) by layer: "layer 1", "layer 2" …"""
    found = [view for name, view in net.parameters().items() if name.endswith(".W")]
    return {f"layer {i}": view for i, view in enumerate(found, 1)}


def stages(net: Network, x: Array) -> list[Array]:
    """The output of every layer in turn for a batch x."""
    outputs = []
    for layer in net.layers:
        x = layer.forward(x)
        outputs.append(x)
    return outputs


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
        labels=("before", f"now: moved by {100 * moved:.0f} %"),
        groups=(then, today),
        limits=((-limit, limit),) * 2,
        scale="signed",
    )


def maps(y: Array) -> Array:
    """The channels of one sample as pictures        (1, height, width, channels) -> (channels, height, width)"""
    return np.moveaxis(y[0], 2, 0)
