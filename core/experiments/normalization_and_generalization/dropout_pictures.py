"""What dropout does at this moment: which neurons are off, and what that does to the mean that the next layer sees."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.nn import Dropout, Linear, Network
from core.random import stream
from core.records import Bars, Edge, Graph, Node
from core.run import Key
from core.training import Measurement
from core.training.probes.activations import activations

SHOWN = 6  # neurons of a layer
ALL_ON, DROPPED, INVERTED, SCALED = "all on", "some dropped", "some dropped, ÷ (1 − p)", "all on, × (1 − p)"


class DropoutPictures:
    """Of a network with a dropout behind every activation. x: the inputs on which means are taken."""

    def __init__(self, net: Network, x: Array, seed: int, p: Callable[[], float]) -> None:
        self.net, self.x, self.seed, self.p = net, x, seed, p
        self.drops = [layer for layer in net.layers if isinstance(layer, Dropout)]
        self.linears = [layer for layer in net.layers if isinstance(layer, Linear)]

    def kept(self) -> list[Array]:
        """Which of the first neurons of every hidden layer were on for the first digit of the last batch, (SHOWN,)."""
        layers = zip(self.drops, self.linears[:-1], strict=True)
        return [
            (drop.mask[0, :SHOWN] > 0 if drop.prepared else np.ones(min(SHOWN, linear.W.shape[1]), bool))
            for drop, linear in layers
        ]

    def diagram(self) -> Graph:
        """The first neurons of every hidden layer; a dropped one is empty, and nothing comes or goes by its weights."""
        kept = self.kept()
        nodes = tuple(
            Node(f"{i}.{j}", "" if on else "×", i, j, "neuron", "active" if on else "waiting")
            for i, layer in enumerate(kept)
            for j, on in enumerate(layer)
        )
        edges = tuple(
            Edge(f"{i}.{a}", f"{i + 1}.{b}", active=bool(layer[a] and kept[i + 1][b]), weight=float(linear.W[a, b]))
            for i, (layer, linear) in enumerate(zip(kept[:-1], self.linears[1:], strict=False))
            for a in range(len(layer))
            for b in range(len(kept[i + 1]))
        )
        off = sum(int((~layer).sum()) for layer in kept)
        return Graph(
            nodes, edges, f"{off} of the {len(nodes)} neurons shown are off for this digit; {SHOWN} of each layer"
        )

    def means(self) -> Array:
        """(4, layers): the mean output of every hidden layer, on and dropped, each as it is and scaled."""
        found = []
        for i, y in enumerate(activations(self.net, self.x)):
            p = self.p()
            plain, inverted = (
                Dropout(p, stream(self.seed, f"mean of layer {i}"), scaled).forward(y, training=True).mean()
                for scaled in (False, True)
            )
            found.append((y.mean(), inverted, plain, y.mean() * (1 - p)))
        return np.array(found, dtype=np.float64).T

    def measure(self, step: int) -> Measurement:
        """Of the first hidden layer, as shares of the mean with all neurons on: dropped, and dropped and scaled."""
        yield None
        on, scaled, dropped, _ = self.means()[:, 0]
        return {Key("mean, scaled"): float(scaled / on), Key("mean, dropped"): float(dropped / on)}

    def bars(self) -> Bars:
        """Two pairs of equals, and between them the factor 1 − p."""
        means = self.means()
        layers = tuple(f"layer {i}" for i in range(1, means.shape[1] + 1))
        return Bars(layers, (ALL_ON, INVERTED, DROPPED, SCALED), means, "mean output")
