"""The same training step in PyTorch: zero_grad, forward, loss, backward, step, `loss.item()`.

Pictures come channels first and in one piece, as its convolutions are used in most texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn, optim

from core import nn as ours
from core import optim as rules
from tests.benchmarks.cases import Case


class LastOnly(nn.Module):
    """A recurrent layer's output, or its state after the last step, both directions side by side."""

    def __init__(self, layer: ours.Recurrent) -> None:
        super().__init__()
        kind = {ours.RNN: nn.RNN, ours.GRU: nn.GRU, ours.LSTM: nn.LSTM}[type(layer)]
        self.inner = kind(layer.n_in, layer.hidden, layer.layers, batch_first=True, bidirectional=layer.bidirectional)
        self.last_only, self.directions = layer.last_only, len(layer.directions)

    def forward(self, x: Tensor) -> Tensor:
        y, state = self.inner(x)
        return torch.cat(tuple(state[-self.directions :]), 1) if self.last_only else y


def module(layer: ours.Layer, flat: bool) -> nn.Module:
    """PyTorch's module for a layer of ours; flat: what it gets is (batch, features)."""
    match layer:
        case ours.Linear():
            return nn.Linear(layer.n_in, layer.n_out)
        case ours.Conv2d():
            return nn.Conv2d(layer.c_in, layer.c_out, layer.size, layer.stride, layer.padding)
        case ours.MaxPool2d():
            return nn.MaxPool2d(layer.size, layer.stride)
        case ours.BatchNorm():
            return (nn.BatchNorm1d if flat else nn.BatchNorm2d)(layer.features, layer.eps, 1 - layer.decay)
        case ours.Dropout():
            return nn.Dropout(layer.p)
        case ours.Embedding():
            return nn.Embedding(layer.count, layer.features)
        case ours.Recurrent():
            return LastOnly(layer)
        case ours.Flatten():
            return nn.Flatten()
        case ours.ReLU():
            return nn.ReLU()
        case ours.Tanh():
            return nn.Tanh()
    raise TypeError(f"no twin for {layer}")


def network(case: Case) -> nn.Sequential:
    modules, shape = [], (case.batch, *case.shape)
    for layer in case.layers():
        modules.append(module(layer, flat=len(shape) == 2))
        shape = layer.output_shape(shape)
    return nn.Sequential(*modules)


def optimizer(rule: rules.Optimizer, parameters: Any) -> optim.Optimizer:
    match rule:
        case rules.Momentum():
            return optim.SGD(parameters, rule.lr, momentum=rule.beta)
        case rules.Adam():
            return optim.Adam(parameters, rule.lr)
        case rules.SGD():
            return optim.SGD(parameters, rule.lr)
    raise TypeError(f"no twin for {rule}")


def loss_of(case: Case) -> nn.Module:
    kinds = {
        ours.CrossEntropy: nn.CrossEntropyLoss,
        ours.BinaryCrossEntropy: nn.BCEWithLogitsLoss,
        ours.MSE: nn.MSELoss,
    }
    made: nn.Module = kinds[type(case.loss())]()
    return made


def steps(case: Case) -> Iterator[float]:
    torch.set_num_threads(case.threads)
    net, loss = network(case), loss_of(case)
    rule = optimizer(case.optimizer(), net.parameters())
    x, y = (torch.from_numpy(a) for a in case.data())
    if x.ndim == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    while True:
        rule.zero_grad()
        value = loss(net(x), y)
        value.backward()
        rule.step()
        yield value.item()
