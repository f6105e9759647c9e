"""What a recurrent layer does at every time step of one sequence."""

from __future__ import annotations

import numpy as np

from core.array import Array
from core.nn import Dropout, Network, Recurrent, walk
from core.nn.gru import GRUCell
from core.nn.lstm import LSTMCell

GATES = {GRUCell: ("z", "r", "h̃"), LSTMCell: ("i", "f", "o", "g")}
STATE = ("h", "c")


class RecurrentProbe:
    """The gates and the state of one cell of a network, as it reads one sequence from the start.

    layer: which of the network's recurrent layers; level: which of the cells on top of each other in it. Of two
    directions it is the forward one. The pass runs on a replica of its own, with dropout off.
    ValueError where there is no such cell.
    """

    def __init__(self, net: Network, layer: int = 0, level: int = 0) -> None:
        self.net = net.replica()
        recurrent = [one for one in walk(self.net.layers) if isinstance(one, Recurrent)]
        if not layer < len(recurrent) or not level < len(recurrent[layer].cells):
            raise ValueError(f"there is no cell {level} in a recurrent layer {layer}: the network has {len(recurrent)}")
        for one in walk(self.net.layers):
            if isinstance(one, Dropout):
                one.p = 0.0
        self.layer = recurrent[layer]
        self.cell = recurrent[layer].cells[level][0]
        self.gates = next((names for kind, names in GATES.items() if isinstance(self.cell, kind)), ())

    def read(self, x: Array) -> dict[str, Array]:
        """x (1, time, …) -> by name (time, hidden): of a GRU z, r, h̃ and h, of an LSTM i, f, o, g, h and c, else h."""
        self.net.reset_state()
        self.net.forward(x, training=True)
        workspace = self.cell.workspace
        found = self._named(STATE[: self.cell.parts], workspace.after)
        return (self._named(self.gates, workspace.gates()) if self.gates else {}) | found

    def _named(self, names: tuple[str, ...], packed: Array) -> dict[str, Array]:
        rows = self.layer.unpacked(packed)[0]
        return {name: part.copy() for name, part in zip(names, np.split(rows, len(names), axis=1), strict=True)}
