"""The recurrent layers in PyTorch."""

from itertools import pairwise

import torch
from torch import Tensor
from torch.nn.utils.rnn import PackedSequence, pad_packed_sequence

from core import nn

ORDER = {nn.RNN: (0,), nn.GRU: (1, 0, 2), nn.LSTM: (0, 1, 3, 2)}  # PyTorch: r z n, and i f g o


def recurrent(layer: nn.Recurrent, x: Tensor | PackedSequence, cells: list[dict[str, Tensor]]) -> Tensor:
    """PyTorch's own layer, where it has one: it has neither the course's GRU nor a linear cell."""
    if isinstance(layer, nn.GRU) and not layer.reset_after:
        return by_formula(layer, x, cells, gru_step)
    if isinstance(layer, nn.RNN) and layer.linear:
        return by_formula(layer, x, cells, linear_step)
    kind = getattr(torch.nn, type(layer).__name__)
    twin = kind(layer.n_in, layer.hidden, layer.layers, batch_first=True, bidirectional=layer.bidirectional)
    given: dict[str, Tensor] = {}
    for i, cell in enumerate(cells):
        level, direction = divmod(i, len(layer.directions))
        end = f"_l{level}" + ("_reverse" if direction else "")
        order = ORDER[type(layer)]
        given |= {
            "weight_ih" + end: gates(cell["W"], order).T,
            "weight_hh" + end: gates(cell["U"], order).T,
            "bias_ih" + end: gates(cell["b"], order),
            # PyTorch has two biases for one sum; the second says something of its own only in the GRU's candidate
            "bias_hh" + end: torch.cat([torch.zeros_like(cell["b"][: 2 * layer.hidden]), cell["c"]])
            if "c" in cell
            else torch.zeros_like(cell["b"]),
        }
    y, state = torch.func.functional_call(twin.double(), given, (x,))
    if layer.last_only:
        h = state[0] if isinstance(state, tuple) else state
        return torch.cat(list(h[-len(layer.directions) :]), -1)
    return pad_packed_sequence(y, True)[0] if isinstance(y, PackedSequence) else y


def gates(a: Tensor, order: tuple[int, ...]) -> Tensor:
    parts = a.chunk(len(order), -1)
    return torch.cat([parts[i] for i in order], -1)


def by_formula(layer, x, cells, step) -> Tensor:
    """The definition, step by step, differentiated by PyTorch."""
    rows, ends = x, []
    for first, last in pairwise(range(0, len(cells) + 1, len(layer.directions))):
        outputs, ends = [], []
        for cell, backwards in zip(cells[first:last], layer.directions, strict=True):
            h, states = torch.zeros(len(x), layer.hidden, dtype=x.dtype), []
            for t in range(x.shape[1])[:: -1 if backwards else 1]:
                h = step(rows[:, t], h, cell)
                states.append(h)
            outputs.append(torch.stack(states[::-1] if backwards else states, 1))
            ends.append(h)
        rows = torch.cat(outputs, -1)
    return torch.cat(ends, -1) if layer.last_only else rows


def gru_step(x: Tensor, h: Tensor, cell: dict[str, Tensor]) -> Tensor:
    (w_z, w_r, w_h), (u_z, u_r, u_h), (b_z, b_r, b_h) = (cell[name].chunk(3, -1) for name in "WUb")
    z, r = torch.sigmoid(x @ w_z + h @ u_z + b_z), torch.sigmoid(x @ w_r + h @ u_r + b_r)
    return (1 - z) * h + z * torch.tanh(x @ w_h + (r * h) @ u_h + b_h)


def linear_step(x: Tensor, h: Tensor, cell: dict[str, Tensor]) -> Tensor:
    return x @ cell["W"] + h @ cell["U"] + cell["b"]
