"""Training steps of our core beside PyTorch's, interleaved in one run: the ratio is what counts.

A step of ours is a tick of `core.run.train`, so the loss, its check for divergence and the tick are included; a step of
PyTorch's is zero_grad, forward, loss, `loss.item()`, backward, step. Both run on the same threads and the same data.
"""

from __future__ import annotations

import itertools
import multiprocessing
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any

import numpy as np

from core.nn import (
    Array,
    BinaryCrossEntropy,
    Conv2d,
    CrossEntropy,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    Tanh,
)
from core.nn.losses import Loss
from core.nn.mlp import mlp
from core.optim import SGD, Adam, Momentum, Optimizer
from core.random import stream
from core.run.blas import set_blas_threads
from core.run.train import train

ROUNDS = 7
SECONDS = 0.35  # of each side in each round
HAVE_TORCH = find_spec("torch") is not None


@dataclass(frozen=True)
class Case:
    """One row: the net, how it is trained, and the goal for our time ÷ PyTorch's."""

    name: str
    layers: Callable[[], list[Layer]]
    optimizer: Callable[[], Optimizer]
    batch: int
    shape: tuple[int, ...]
    threads: int
    goal: float
    loss: Callable[[], Loss] = CrossEntropy
    classes: int = 10

    def data(self) -> tuple[Array, Array]:
        rng = np.random.default_rng(0)
        x = rng.random((self.batch, *self.shape), dtype=np.float32)
        y = rng.integers(0, self.classes, self.batch)
        return x, y if self.classes > 2 else y.reshape(-1, 1).astype(np.float32)


CASES = (
    Case("784-512-256-128-64-10, batch 64, momentum", lambda: mlp((784, 512, 256, 128, 64, 10), ReLU),
         lambda: Momentum(0.01), 64, (784,), 2, 0.7),
    Case("784-100-10, batch 100, SGD", lambda: mlp((784, 100, 10), ReLU), lambda: SGD(0.01), 100, (784,), 2, 0.6),
    Case("784-100×4-10, batch 128, momentum", lambda: mlp((784, 100, 100, 100, 100, 10), ReLU),
         lambda: Momentum(0.01), 128, (784,), 2, 0.6),
    Case("conv30 5×5 – pool – 100 – 10, batch 100, Adam",
         lambda: [Conv2d(1, 30, 5), ReLU(), MaxPool2d(2), Flatten(), Linear(4320, 100), ReLU(), Linear(100, 10)],
         lambda: Adam(0.001), 100, (28, 28, 1), 2, 0.7),
    Case("2-4-2-1 tanh, batch 10, SGD", lambda: mlp((2, 4, 2, 1), Tanh), lambda: SGD(0.03), 10, (2,), 1, 0.2,
         BinaryCrossEntropy, 2),
)  # fmt: skip


def our_steps(case: Case) -> Iterator[Any]:
    net = Network(case.layers(), rng=stream(0, "init"))
    x, y = case.data()
    return train(net, case.loss(), case.optimizer(), itertools.repeat((x, y)), 100)


def torch_steps(case: Case) -> Iterator[Any]:
    import torch

    modules = [twin(layer) for layer in case.layers()]
    net = torch.nn.Sequential(*modules)
    optimizer = torch_optimizer(case.optimizer(), net.parameters())
    x, y = (torch.from_numpy(a) for a in case.data())
    if x.ndim == 4:
        x = x.permute(0, 3, 1, 2).contiguous()
    loss = torch.nn.CrossEntropyLoss() if case.loss is CrossEntropy else torch.nn.BCEWithLogitsLoss()
    while True:
        optimizer.zero_grad()
        value = loss(net(x), y)
        value.backward()
        optimizer.step()
        yield value.item()


def twin(layer: Layer) -> Any:
    """PyTorch's module for a layer of ours."""
    from torch import nn

    match layer:
        case Linear():
            return nn.Linear(layer.n_in, layer.n_out)
        case Conv2d():
            return nn.Conv2d(layer.c_in, layer.c_out, layer.size, layer.stride, layer.padding)
        case MaxPool2d():
            return nn.MaxPool2d(layer.size)
        case Flatten():
            return nn.Flatten()
        case ReLU():
            return nn.ReLU()
        case Tanh():
            return nn.Tanh()
    raise TypeError(f"no twin for {layer}")


def torch_optimizer(ours: Optimizer, parameters: Any) -> Any:
    from torch import optim

    match ours:
        case Momentum():
            return optim.SGD(parameters, ours.lr, momentum=ours.beta)
        case Adam():
            return optim.Adam(parameters, ours.lr)
        case SGD():
            return optim.SGD(parameters, ours.lr)
    raise TypeError(f"no twin for {ours}")


def serve(index: int, ours: bool, pipe: Connection) -> None:
    """A process of its own for each side, so that two thread pools never fight for the same cores. Whenever it is
    asked, it trains for a while and answers with the seconds a step took."""
    case = CASES[index]
    if ours:
        set_blas_threads(case.threads)
    else:
        import torch

        torch.set_num_threads(case.threads)
    steps = our_steps(case) if ours else torch_steps(case)
    while pipe.recv():
        start = now = perf_counter()
        count = 0
        while now - start < SECONDS:
            next(steps)
            count += 1
            now = perf_counter()
        pipe.send((now - start) / count)


class Side:
    """One side of the comparison."""

    def __init__(self, case: Case, ours: bool) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(CASES.index(case), ours, theirs), daemon=True)
        self.process.start()

    def time(self) -> float:
        self.pipe.send(True)
        return float(self.pipe.recv())

    def close(self) -> None:
        self.pipe.send(False)
        self.process.join()


def report() -> Iterator[str]:
    yield "Training step, ours and PyTorch's in turn" if HAVE_TORCH else "Training step (torch is not installed)"
    yield f"{'net':46} {'ours':>10} {'PyTorch':>10} {'ratio':>6} {'spread':>13} {'goal':>5}"
    for case in CASES:
        yield measured(case)


def measured(case: Case) -> str:
    ours = Side(case, ours=True)
    theirs = Side(case, ours=False) if HAVE_TORCH else None
    times = []
    for turn in range(ROUNDS + 1):
        pair = ours.time(), theirs.time() if theirs is not None else float("nan")
        if turn:  # the first round warms up
            times.append(pair)
    for side in (ours, theirs):
        if side is not None:
            side.close()
    mine, other = (statistics.median(column) for column in zip(*times, strict=True))
    ratios = sorted(a / b for a, b in times)
    spread = f"{ratios[0]:.2f} … {ratios[-1]:.2f}"
    return (
        f"{case.name:46} {1e6 * mine:7.1f} µs {1e6 * other:7.1f} µs {statistics.median(ratios):6.2f} {spread:>13} "
        f"{case.goal:5.1f}"
    )
