"""Seven losses of one prediction, and the three pairs of output and loss whose gradient is y − t."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from core.array import Array
from core.nn import MAE, MSE, BinaryCrossEntropy, CrossEntropy, Identity, Layer, Sigmoid, SmoothL1, Softmax
from core.nn.cross_entropy import NegativeLogLikelihood
from core.nn.losses import Loss

BCE, CE, MEAN, SUM, HALF, ABSOLUTE, SMOOTH = (
    "BCE",
    "cross entropy",
    "MSE (mean)",
    "MSE (sum)",
    "½ Σ (y−t)²",
    "MAE",
    "smooth L1",
)
EDGE = 0.005  # how near to 0 and 1 the losses of probabilities are drawn


class Sample(NamedTuple):
    """t: the target; n: numbers in the sample, all right but one; beta: where smooth L1's parabola ends."""

    t: float
    n: int = 1
    beta: float = 1.0


@dataclass(frozen=True)
class LossKind:
    """A loss as it is written, and how it is made. probability: whether y must lie between 0 and 1."""

    formula: str
    made: Callable[..., Loss]
    probability: bool = False


LOSSES = {
    BCE: LossKind("−t ln y − (1−t) ln(1−y)", partial(BinaryCrossEntropy, True, "sum"), probability=True),
    CE: LossKind("−t ln y", partial(NegativeLogLikelihood, reduction="sum"), probability=True),
    MEAN: LossKind("(y − t)² / n", MSE),
    SUM: LossKind("(y − t)²", partial(MSE, "sum")),
    HALF: LossKind("½ (y − t)²", partial(MSE, "half")),
    ABSOLUTE: LossKind("|y − t|", partial(MAE, "sum")),
    SMOOTH: LossKind("½ d²/β, beyond β: |d| − ½ β", partial(SmoothL1, reduction="sum")),
}


def loss_and_slope(name: str, y: Array, sample: Sample) -> tuple[Array, Array]:
    """L and ∂L/∂y at each y (points,), by the losses that train the networks; nan where a probability is none."""
    kind = LOSSES[name]
    loss = kind.made(sample.beta) if name == SMOOTH else kind.made()
    n = sample.n if name == MEAN else 1  # of all others the numbers that are right add nothing
    targets = np.full((1, n), sample.t)
    found = np.full((2, len(y)), np.nan)
    for i, value in enumerate(y):
        if kind.probability and not 0 < value < 1:
            continue
        scores = targets.copy()
        scores[0, 0] = np.log(value) if name == CE else value
        found[0, i] = loss.forward(scores, targets)
        found[1, i] = loss.backward()[0, 0] / (value if name == CE else 1)  # d ln y / dy = 1/y
    return found[0], found[1]


def predictions(name: str, low: float, high: float) -> Array:
    """Where the curve of this loss is drawn."""
    if LOSSES[name].probability:
        return np.linspace(EDGE, 1 - EDGE, 199)
    return np.linspace(low, high, round((high - low) / 0.02) + 1)


class Pair(NamedTuple):
    """An output function with a loss: scores z, outputs y, targets t, the loss's value, its gradient by z; all (n,)."""

    output: str
    loss: str
    z: Array
    y: Array
    t: Array
    value: float
    gradient: Array

    @property
    def name(self) -> str:
        """sigmoid + BCE"""
        return f"{self.output} + {self.loss}"


def pairs(outputs: Array, right: int) -> tuple[Pair, ...]:
    """The three classic pairs and one that is not, all with these outputs y (n,), between 0 and 1 with sum 1, and the
    target 1 for the right one."""
    t = np.zeros((1, len(outputs)))
    t[0, right] = 1
    y = outputs[np.newaxis]
    logits = np.log(y) - np.log1p(-y)
    return (
        _pair("identity", HALF, y, t, None, MSE("half"), Identity()),
        _pair("sigmoid", BCE, logits, t, None, BinaryCrossEntropy(reduction="sum"), Sigmoid()),
        _pair("softmax", CE, np.log(y), t, None, CrossEntropy(reduction="sum"), Softmax()),
        _pair("sigmoid", HALF, logits, t, Sigmoid(), MSE("half"), Sigmoid()),
    )


def _pair(output: str, name: str, z: Array, t: Array, inside: Layer | None, loss: Loss, shown: Layer) -> Pair:
    """inside: the output layer where the loss takes y, not z, and the gradient must go back through it."""
    scores = z if inside is None else inside.forward(z, training=True)
    value = loss.forward(scores, t)
    gradient = loss.backward() if inside is None else inside.backward(loss.backward())
    return Pair(output, name, z[0], shown.forward(z)[0], t[0], value, gradient[0].copy())
