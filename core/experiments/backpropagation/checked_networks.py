"""The small networks whose backward is checked, right or with a planted bug, and what the check finds."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from core import nn
from core.data.library import Library
from core.experiments.backpropagation import planted_bugs as bugs
from core.nn.gradient_check import Comparison, compared
from core.random import stream

SMALL, BATCH_NORM, DROPOUT, CONV, RECURRENT = "4-5-3 ReLU", "with batch norm", "with dropout", "convolution", "GRU"
LAYER_NORM, MEMORY, DIGITS = "layer norm and GELU", "LSTM", "784-50-10 ReLU"
SAMPLES = 3
MOST = 24  # entries that are checked of an array


class Parts(NamedTuple):
    """The layers from which networks are made: the right ones, but for the one with the bug."""

    linear: type[nn.Linear]
    relu: type[nn.ReLU]
    norm: type[nn.BatchNorm]
    dropout: type[nn.Dropout]


class Checked(NamedTuple):
    """A kind of network. shape: of one sample; sequence: whether the scores are those of the last time step."""

    layers: Callable[[Parts, np.random.Generator], list[nn.Layer]]
    shape: tuple[int, ...]
    bugs: tuple[str, ...]


NETWORKS = {
    SMALL: Checked(
        lambda p, _: [nn.Linear(4, 5), p.relu(), p.linear(5, 3)], (4,),
        (bugs.FORGOTTEN, bugs.INVERTED, bugs.AXIS),
    ),
    BATCH_NORM: Checked(
        lambda p, _: [nn.Linear(4, 5), p.norm(5), nn.Tanh(), p.linear(5, 3)], (4,),
        (bugs.FORGOTTEN, bugs.CONSTANT, bugs.AXIS),
    ),
    DROPOUT: Checked(
        lambda p, rng: [nn.Linear(4, 8), p.relu(), p.dropout(0.5, rng), p.linear(8, 3)], (4,),
        (bugs.FORGOTTEN, bugs.INVERTED, bugs.TWICE, bugs.AXIS),
    ),
    LAYER_NORM: Checked(
        lambda p, _: [nn.Linear(4, 6), nn.LayerNorm(6), nn.GELU(), p.linear(6, 3)], (4,), (bugs.FORGOTTEN, bugs.AXIS)
    ),
    CONV: Checked(
        lambda p, _: [nn.Conv2d(1, 2, 3), nn.Sigmoid(), nn.AvgPool2d(2), nn.Flatten(), p.linear(8, 3)], (6, 6, 1),
        (bugs.FORGOTTEN, bugs.AXIS),
    ),
    RECURRENT: Checked(
        lambda p, _: [nn.GRU(2, 3, last_only=True), p.linear(3, 3)], (4, 2), (bugs.FORGOTTEN, bugs.AXIS)
    ),
    MEMORY: Checked(
        lambda p, _: [nn.LSTM(2, 3, last_only=True), p.linear(3, 3)], (4, 2), (bugs.FORGOTTEN, bugs.AXIS)
    ),
    DIGITS: Checked(
        lambda p, _: [nn.Linear(784, 50), p.relu(), nn.Linear(50, 10)], (784,), (bugs.FORGOTTEN, bugs.INVERTED)
    ),
}  # fmt: skip


def offered(net: str) -> tuple[str, ...]:
    """The bugs that the network has a place for."""
    return bugs.NONE, *NETWORKS[net].bugs


@lru_cache(maxsize=256)
def found(net: str, bug: str, dtype: str, seed: int, h: float, library: Library) -> tuple[Comparison, ...]:
    """The check of a network on three samples; kept, so that a slider that is dragged finds what it has passed."""
    kind = NETWORKS[net]
    parts = Parts(
        bugs.Linear if bug == bugs.AXIS else nn.Linear,
        bugs.ReLU if bug == bugs.INVERTED else nn.ReLU,
        bugs.BatchNorm if bug == bugs.CONSTANT else nn.BatchNorm,
        bugs.Dropout if bug == bugs.TWICE else nn.Dropout,
    )
    layers = kind.layers(parts, stream(seed, "dropout"))
    checked = nn.Network(layers, rng=stream(seed, "init"), dtype=np.dtype(dtype))
    rng = stream(seed, "data")
    if kind.shape == (784,):
        digits = library.digits("pen digits", train=SAMPLES, test=100).flat().test
        rows = rng.integers(len(digits), size=SAMPLES)
        x, targets = digits.x[np.sort(rows)], digits.y[np.sort(rows)]
    else:
        x, targets = rng.normal(size=(SAMPLES, *kind.shape)), np.arange(SAMPLES)
    loss = bugs.CrossEntropy() if bug == bugs.FORGOTTEN else nn.CrossEntropy()
    return tuple(compared(checked, loss, x.astype(dtype), targets, h, MOST))
