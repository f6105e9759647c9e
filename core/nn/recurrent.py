"""Layers that read a sequence step by step: stacks of cells, one or two directions, lengths that differ."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from core.array import Array, Shape
from core.nn.dropout import Dropout
from core.nn.layer import Layer
from core.nn.recurrent_cell import Cell
from core.nn.recurrent_packing import BufferPool, Packing


@dataclass(eq=False, repr=False)  # one list of arguments for all kinds, to which a kind adds its own
class Recurrent(Layer):
    """x (batch, time, n_in) -> (batch, time, hidden · directions), or with `last_only` the state after the last step,
    (batch, hidden · directions): forwards that is the state at the end, backwards the one at the beginning.

    `layers` cells on top of each other, with `dropout` (which needs an `rng`) between them; `bidirectional`: at each
    layer a second cell reads from the end, and the two outputs are concatenated. Outputs at padding are 0.

    Truncated backpropagation through time: cut a long sequence into pieces and start each where the last one ended.
    `stateful` does it for successive training passes, until `reset_state()`; `unroll` takes and returns the state
    explicitly. The gradient stops at the start of a piece. A state is (layers · directions, batch, hidden), for LSTM
    2 hidden: [h c].
    """

    n_in: int
    hidden: int
    layers: int = 1
    bidirectional: bool = False
    last_only: bool = False
    dropout: float = 0.0
    rng: np.random.Generator | None = None
    stateful: bool = False

    def __post_init__(self) -> None:
        n_in, hidden, layers, dropout, rng = self.n_in, self.hidden, self.layers, self.dropout, self.rng
        if layers < 1:
            raise ValueError(f"{type(self).__name__} has 1 layer or more, got {layers}")
        self.directions = (False, True) if self.bidirectional else (False,)
        self.width = hidden * len(self.directions)
        self.cells = [
            [self.cell(self.width if level else n_in, backwards) for backwards in self.directions]
            for level in range(layers)
        ]
        self.drops: list[Dropout] = []
        if dropout:
            if rng is None:
                raise ValueError(f"{type(self).__name__}: dropout between the layers is random, so it needs an rng")
            self.drops = [Dropout(dropout, rng) for _ in range(layers - 1)]
        self.buffers = BufferPool()
        self.final: Array | None = None

    @abstractmethod
    def cell(self, n_in: int, backwards: bool) -> Cell:
        """The description of one cell."""

    def children(self) -> list[list[Layer]]:
        return cast("list[list[Layer]]", [*self.cells, self.drops])

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 3 or shape[-1] != self.n_in or not shape[1]:
            raise ValueError(f"{type(self).__name__} expects (batch, time, {self.n_in} features), got {shape}")
        return (shape[0], self.width) if self.last_only else (*shape[:2], self.width)

    def prepare(self, x: Array) -> None:
        super().prepare(x)
        self.whole = Packing(np.full(len(x), x.shape[1]), x.shape[1])

    def reset_state(self) -> None:
        """The next training pass starts from 0: a new sequence begins."""
        self.final = None

    def forward(self, x: Array, training: bool = False, lengths: Array | None = None) -> Array:
        """`lengths` (batch,): the time steps of each sequence; None: all. `Padded` finds them in the data."""
        start = self.final if training and self.stateful else None
        return self.unroll(x, training, lengths, start)[0]

    def unroll(
        self, x: Array, training: bool = False, lengths: Array | None = None, start: Array | None = None
    ) -> tuple[Array, Array]:
        """The output, and the state after each sequence's last step, which `start` takes."""
        shape = self.output_shape(x.shape)
        if training and x.shape != self.prepared:
            self.prepare(x)
        if lengths is None:
            packing = self.whole if training else Packing(np.full(len(x), x.shape[1]), x.shape[1])
        else:
            packing = Packing(lengths, x.shape[1])
        buffers, y = (self.buffers, self.y) if training else (BufferPool(), np.empty(shape, x.dtype))
        state_shape = self.layers * len(self.directions), len(x), self.cells[0][0].parts * self.hidden
        if start is not None and start.shape != state_shape:
            raise ValueError(f"{type(self).__name__} starts from a state of shape {state_shape}, got {start.shape}")
        rows = buffers.rows("x", len(packing), self.n_in, x)
        np.take(x.reshape(-1, self.n_in), packing.index, 0, out=rows, mode="clip")
        rows, final = self.forward_layers(rows, training, packing, start, buffers)
        if self.last_only:
            ends = [final[state, :, : self.hidden] for state in range(-len(self.directions), 0)]
            np.concatenate(ends, 1, out=y)
        else:
            if len(packing) < len(x) * x.shape[1]:
                y.fill(0)
            y.reshape(-1, self.width)[packing.index] = rows
        if training:
            self.packing, self.final = packing, final
        return y, final

    def forward_layers(
        self, rows: Array, training: bool, packing: Packing, start: Array | None, buffers: BufferPool
    ) -> tuple[Array, Array]:
        """Layer after layer over packed rows: the outputs of the last, the final state of each cell."""
        finals: list[Array] = []
        for level, cells in enumerate(self.cells):
            if level and self.drops:
                rows = self.drops[level - 1].forward(rows, training)
            outputs = []
            for cell in cells:
                initial = None if start is None else start[len(finals)][packing.order]
                states = cell.forward(rows, training, packing, initial)
                finals.append(states[packing.ends[cell.backwards]])
                outputs.append(states[:, : self.hidden])
            rows = outputs[0]
            if self.bidirectional:
                rows = np.concatenate(outputs, 1, out=buffers.rows(f"outputs {level}", len(packing), self.width, rows))
        return rows, np.stack(finals)

    def backward_parameters(self, dy: Array) -> None:
        for cell, share in zip(self.cells[0], self.backward_layers(dy), strict=True):
            cell.backward_parameters(share)

    def backward(self, dy: Array) -> Array:
        if len(self.packing) < self.dx.size // self.n_in:
            self.dx.fill(0)
        self.dx.reshape(-1, self.n_in)[self.packing.index] = input_gradient(self.cells[0], self.backward_layers(dy))
        return self.dx

    def backward_layers(self, dy: Array) -> list[Array]:
        """Back through all layers but the first: d loss / d output of each of its cells."""
        rows = self.buffers.rows("dy", len(self.packing), self.width, dy)
        shares = [rows[:, i * self.hidden : (i + 1) * self.hidden] for i in range(len(self.directions))]
        if self.last_only:
            rows.fill(0)
            for cell, share, end in zip(self.cells[-1], shares, np.split(dy, len(shares), 1), strict=True):
                share[self.packing.ends[cell.backwards]] = end
        else:
            np.take(dy.reshape(-1, self.width), self.packing.index, 0, out=rows, mode="clip")
        for level in range(self.layers - 1, 0, -1):
            rows = input_gradient(self.cells[level], shares)
            if self.drops:
                rows = self.drops[level - 1].backward(rows)
            shares = [rows[:, i * self.hidden : (i + 1) * self.hidden] for i in range(len(self.directions))]
        return shares

    def unpacked(self, rows: Array) -> Array:
        """Packed rows of the last training pass as (batch, time, …), 0 at padding: for looking at a cell's arrays,
        `gru.unpacked(gru.cells[0][0].workspace.gates())` the gates, `….workspace.dafter` d loss / d state."""
        unpacked = np.zeros((self.dx.size // self.n_in, rows.shape[1]), rows.dtype)
        unpacked[self.packing.index] = rows
        return unpacked.reshape(*self.prepared[:2], -1)


def input_gradient(cells: Sequence[Cell], shares: Sequence[Array]) -> Array:
    """d loss / d x of one layer's cells, which read the same x."""
    first, *others = (cell.backward(share) for cell, share in zip(cells, shares, strict=True))
    for other in others:
        np.add(first, other, first)
    return first
