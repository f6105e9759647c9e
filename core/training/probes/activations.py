"""What each layer answers to a fixed batch."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.nn.activation import Activation
from core.nn.network import Network
from core.records import Histograms
from core.run.tick import Key
from core.training.evaluate import PORTION
from core.training.probes.binning import bins
from core.training.train import Measurement, Probes


class ActivationProbe:
    """The outputs of every activation on one fixed batch as histograms over fixed bins."""

    def __init__(self, net: Network, x: Array, low: float, high: float) -> None:
        self.net, self.x = net, x
        self.edges = bins(low, high)

    def histograms(self) -> Histograms:
        """Each activation layer's outputs to the probe's samples."""
        active = activations(self.net, self.x)
        return Histograms.of({f"layer {i}": y for i, y in enumerate(active, 1)}, self.edges, "activation")

    def now(self, channel: str = "activations") -> Probes:
        """The view `histograms`."""
        return Probes({Key(channel): self.histograms})


def dead_units(net: Network, x: Array) -> Callable[[int], Measurement]:
    """For every activation layer, on one fixed batch: `Metric(50, dead_units(net, x))`.

    "zero layer 1"   the share of outputs that are exactly 0
    "dead layer 1"   the share of units whose output is above 0 for none of the samples (and, for the maps of a
                     convolution, nowhere): a ReLU that no sample reaches has no gradient and stays as it is
    """

    def measure(step: int) -> Measurement:
        alive: list[Array] = []
        zeros, sizes = [], []
        for start in range(0, len(x), PORTION):
            outputs = activations(net, x[start : start + PORTION])
            alive = alive or [np.zeros(y.shape[-1], bool) for y in outputs]
            for units, y in zip(alive, outputs, strict=True):
                units |= np.logical_or.reduce(y.reshape(-1, y.shape[-1]) > 0)
            zeros.append([y.size - np.count_nonzero(y) for y in outputs])
            sizes.append([y.size for y in outputs])
            yield None
        shares = np.sum(zeros, axis=0) / np.sum(sizes, axis=0)
        found = {}
        for i, (units, zero) in enumerate(zip(alive, shares, strict=True), 1):
            found[Key(f"dead layer {i}")] = 1 - float(np.mean(units))
            found[Key(f"zero layer {i}")] = float(zero)
        return found

    return measure


def activations(net: Network, x: Array) -> list[Array]:
    """The output of every activation in turn for a batch x."""
    outputs = zip(net.layers, stages(net, x), strict=True)
    return [y for layer, y in outputs if isinstance(layer, Activation)]


def stages(net: Network, x: Array) -> list[Array]:
    """The output of every layer in turn for a batch x."""
    outputs = []
    for layer in net.layers:
        x = layer.forward(x)
        outputs.append(x)
    return outputs


def maps(y: Array) -> Array:
    """The channels of one sample as pictures        (1, height, width, channels) -> (channels, height, width)"""
    return np.moveaxis(y[0], 2, 0)
