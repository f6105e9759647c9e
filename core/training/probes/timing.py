"""What each layer's two passes take: for experiments that say `measured=True`."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from core.array import Array
from core.nn import Layer, Network, walk
from core.records import Bars
from core.run.tick import Key
from core.training.train import Measurement


class LayerTimes:
    """The time of every layer's passes over one batch, in seconds: `Metric(100, times.measure)`, and `times.bars`.

    Measured on a replica, layer by layer as training does it: nothing goes back below the first layer that learns, and
    that one gives no d loss / d x. The shortest of `repeats` passes counts, as a machine is only ever disturbed.
    names: "Conv2d 1", "ReLU 1", "Conv2d 2" …
    """

    def __init__(
        self, net: Network, x: Array, repeats: int = 3, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self.layers = net.replica().layers
        self.x = x.astype(net.dtype, copy=False)
        self.repeats, self.clock = repeats, clock
        self.names = numbered(self.layers)
        self.first = next((i for i, layer in enumerate(self.layers) if _learns(layer)), len(self.layers))
        self.forward, self.backward = np.zeros((2, len(self.layers)))

    def measure(self, step: int = 0) -> Measurement:
        """ "forward time Conv2d 1" and "backward time Conv2d 1" for every layer, with a breath after each pass."""
        times = np.full((2, len(self.layers)), np.inf)
        for _ in range(self.repeats):
            x = self.x
            for i, layer in enumerate(self.layers):
                start = self.clock()
                x = layer.forward(x, True)
                times[0, i] = min(times[0, i], self.clock() - start)
                yield None
            dy = np.ones_like(x)
            for i in range(len(self.layers) - 1, self.first - 1, -1):
                layer, start = self.layers[i], self.clock()
                if i > self.first:
                    dy = layer.backward(dy)
                else:
                    layer.backward_parameters(dy)
                times[1, i] = min(times[1, i], self.clock() - start)
                yield None
        times[1, : self.first] = 0
        self.forward, self.backward = times
        kinds = ("forward", "backward")
        return {Key(f"{kind} time {name}"): float(t) for kind, row in zip(kinds, times, strict=True)
                for name, t in zip(self.names, row, strict=True)}  # fmt: skip

    def bars(self) -> Bars:
        """The newest times, in milliseconds."""
        return Bars(self.names, ("forward", "backward"), 1000 * np.stack([self.forward, self.backward]), y_label="ms")


def numbered(layers: list[Layer]) -> tuple[str, ...]:
    """Each layer by its kind, counted among its own: "Conv2d 1", "ReLU 1", "Conv2d 2"."""
    seen: dict[str, int] = {}
    names = []
    for layer in layers:
        kind = type(layer).__name__
        seen[kind] = seen.get(kind, 0) + 1
        names.append(f"{kind} {seen[kind]}")
    return tuple(names)


def _learns(layer: Layer) -> bool:
    return any(part.parameters() for part in walk([layer]))
