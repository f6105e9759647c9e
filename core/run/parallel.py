"""The threads of core: all of them are here, and each has an owner that closes it.

Training splits a batch over a few threads: large NumPy calls let go of the interpreter's lock, so with one BLAS thread
each they really run side by side. The number is a constant of the experiment; results depend on it in the last bits.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import TracebackType
from typing import Self

import numpy as np

from core.nn.allocate import walk
from core.nn.array import Array
from core.nn.network import Network


class DataParallel:
    """A network that trains on a batch in equal shares, one thread each: y and the gradients are those of the whole.

    Every share has a replica: the same weights, own caches, own gradients, which are added in the order of the shares.
    So a run is the same every time for one number of threads, and agrees to rounding between numbers.
    ValueError for batch norm, whose statistics would be those of a share, and dropout, whose shares would draw alike.
    """

    def __init__(self, net: Network, threads: int) -> None:
        if threads < 1:
            raise ValueError(f"a batch is split over 1 thread or more, got {threads}")
        for layer in walk(net.layers):
            if layer.state() or any(isinstance(a, np.random.Generator) for a in layer.arguments().values()):
                raise ValueError(f"a batch cannot be split in a network with {type(layer).__name__}")
        self.net, self.values, self.grads = net, net.values, net.grads
        self._replicas = [net.replica() for _ in range(threads)]
        self._pool = ThreadPoolExecutor(max(1, threads - 1), "share")
        self._shares: list[tuple[Network, slice]] = []

    def forward(self, x: Array, training: bool = False) -> Array:
        """As the network's; a batch smaller than the number of threads leaves some idle."""
        if not training:
            return self.net.forward(x)
        n = min(len(self._replicas), len(x))
        edges = [len(x) * i // n for i in range(n + 1)]
        self._shares = [(net, slice(*ends)) for net, ends in zip(self._replicas, pairwise(edges), strict=False)]
        (first, part), *others = self._shares
        waiting = [self._pool.submit(net.forward, x[share], True) for net, share in others]
        return np.concatenate([first.forward(x[part], True), *(job.result() for job in waiting)])

    def backward_parameters(self, dy: Array) -> None:
        """Add d loss / d parameter to `grads`."""
        (first, part), *others = self._shares
        waiting = [self._pool.submit(_gradient, net, dy[share]) for net, share in others]
        self.grads += _gradient(first, dy[part])
        for job in waiting:
            self.grads += job.result()

    def zero_grads(self) -> None:
        """Start a new update."""
        self.net.zero_grads()

    def close(self) -> None:
        """End the threads; nothing is under way between two calls."""
        self._pool.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _gradient(net: Network, dy: Array) -> Array:
    net.zero_grads()
    net.backward_parameters(dy)
    return net.grads
