"""Weights that are moved by hand while a network trains.

The setting says what was added by hand to the weight of each edge, from the start of the run until now. Before every
update the run adds what has come since the one before; so the same settings and edits give the same weights, bit by
bit, and whatever was added can be taken back.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from core.nn import Array, Network
from core.training.train import Batches

Entries: TypeAlias = tuple[tuple[int, float], ...]  # (edge, what is added to its weight): the value of a SparseField


class Nudges:
    """now: the setting of this moment; what it says when this is made belongs to the start, and is added at once.

    Edges are counted layer by layer, in each the weights from the first input first.
    """

    def __init__(self, net: Network, now: Callable[[], Entries]) -> None:
        self.net, self.now = net, now
        self._places = np.flatnonzero(net.mask("weights"))
        self._added: Entries = ()
        self._twin = copy.deepcopy(net)
        self._add()

    def before_updates(self, feed: Batches) -> Batches:
        """The same batches; each is asked for just before an update, which is when weights may be moved."""
        for batch in feed:
            self._add()
            yield batch

    def network(self) -> Network:
        """The network as the next update will find it, for views: they must not touch the one that trains."""
        newest = self.now()
        if newest == self._added:
            return self.net
        self._twin.copy_values_from(self.net)
        self._move(self._twin.values, newest)
        return self._twin

    def _add(self) -> None:
        newest = self.now()
        if newest != self._added:
            self._move(self.net.values, newest)
            self._added = newest

    def _move(self, values: Array, newest: Entries) -> None:
        before, after = dict(self._added), dict(newest)
        for edge in sorted(before.keys() | after.keys()):
            values[self._places[edge]] += after.get(edge, 0.0) - before.get(edge, 0.0)
