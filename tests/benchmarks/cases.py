"""The nets that are timed, each described once: what ours, PyTorch's and scikit-learn's are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.nn import (
    GRU,
    MSE,
    RNN,
    Array,
    BatchNorm,
    BinaryCrossEntropy,
    CrossEntropy,
    Embedding,
    Layer,
    Linear,
    Loss,
    ReLU,
    Shape,
    Tanh,
)
from core.nn.architectures import deep_convnet, simple_convnet, summary, total
from core.nn.mlp import mlp
from core.optim import SGD, Adam, Momentum, Optimizer
from core.random import stream


@dataclass(frozen=True)
class Case:
    """One row: the net, how it is trained, and the goal for our time ÷ PyTorch's.

    split: the batch over the threads, with one BLAS thread each, as the convolutional experiments do it; else the
    threads are BLAS's. PyTorch has as many, and uses them as it likes.
    """

    name: str
    layers: Callable[[], list[Layer]]
    optimizer: Callable[[], Optimizer]
    batch: int
    shape: tuple[int, ...]
    goal: float
    loss: Callable[[], Loss] = CrossEntropy
    threads: int = 2
    split: bool = False

    def data(self) -> tuple[Array, Array]:
        """A batch of noise: symbols for an embedding, answers such as the loss expects."""
        rng = np.random.default_rng(0)
        layers, shape = self.layers(), (self.batch, *self.shape)
        if isinstance(layers[0], Embedding):
            x: Array = rng.integers(0, layers[0].count, shape)
        else:
            x = rng.random(shape, dtype=np.float32)
        if self.loss is CrossEntropy:
            return x, rng.integers(0, self.classes, self.batch)
        return x, rng.integers(0, 2, self.scores).astype(np.float32)

    @property
    def scores(self) -> Shape:
        """The shape of the output for a batch."""
        return self.batch, *summary(self.layers(), self.shape)[-1].shape

    @property
    def classes(self) -> int:
        return self.scores[-1]

    def flops(self) -> int:
        """Of a step's matrix products: one forward, two backward, and the first layer hands nothing back. The little
        that a first recurrent layer's W would have handed back is counted, too."""
        rows = summary(self.layers(), self.shape)
        unused = 0 if len(self.shape) == 2 else rows[0].multiply_adds
        return 2 * self.batch * (3 * total(rows).multiply_adds - unused)


def normalized() -> list[Layer]:
    """784-100×5-10 with batch norm before each ReLU."""
    hidden = [(Linear(n_in, 100), BatchNorm(100), ReLU()) for n_in in (784, 100, 100, 100, 100)]
    return [*(layer for block in hidden for layer in block), Linear(100, 10)]


def deep() -> list[Layer]:
    return deep_convnet(stream(0, "dropout"))


def surnames(reset_after: bool) -> list[Layer]:
    """Characters -> the language of a name."""
    gru = GRU(100, 100, layers=2, bidirectional=True, last_only=True, reset_after=reset_after)
    return [Embedding(128, 100), gru, Linear(200, 18)]


DIGIT: Shape = (28, 28, 1)
CASES = (
    Case("784-512-256-128-64-10, batch 64, momentum", lambda: mlp((784, 512, 256, 128, 64, 10), ReLU),
         lambda: Momentum(0.01), 64, (784,), 0.7),
    Case("784-100-10, batch 100, SGD", lambda: mlp((784, 100, 10), ReLU), lambda: SGD(0.01), 100, (784,), 0.6),
    Case("784-100×4-10, batch 128, momentum", lambda: mlp((784, 100, 100, 100, 100, 10), ReLU),
         lambda: Momentum(0.01), 128, (784,), 0.6),
    Case("784-100×5-10, batch norm, batch 100, SGD", normalized, lambda: SGD(0.01), 100, (784,), 1.0),
    Case("conv30 5×5 – pool – 100 – 10, batch 100, Adam", simple_convnet, lambda: Adam(0.001), 100, DIGIT, 0.7,
         split=True),
    Case("DeepConvNet, batch 100, Adam", deep, lambda: Adam(0.001), 100, DIGIT, 1.0, split=True),
    Case("  batch in one piece", deep, lambda: Adam(0.001), 100, DIGIT, 1.0),
    Case("GRU 2 layers both ways, T 12, batch 256, Adam", lambda: surnames(False), lambda: Adam(0.001), 256, (12,),
         0.8),
    Case("  as PyTorch defines it: reset after U", lambda: surnames(True), lambda: Adam(0.001), 256, (12,), 0.8),
    Case("RNN 32, T 50, batch 32, Adam", lambda: [RNN(1, 32), Linear(32, 1)], lambda: Adam(0.001), 32, (50, 1), 1.0,
         MSE),
    Case("2-4-2-1 tanh, batch 10, SGD", lambda: mlp((2, 4, 2, 1), Tanh), lambda: SGD(0.03), 10, (2,), 0.2,
         BinaryCrossEntropy, threads=1),
)  # fmt: skip


def case_of(name: str) -> Case:
    return next(case for case in CASES if case.name == name)
