"""What is compared, and on which inputs."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core import nn, optim
from tests.contracts.layer_cases import CASES, Case

STEPS = 20
RATE = 0.002  # of the layers' and the losses' updates
PADDING = -9.0
LENGTHS = np.array([2, 4])
WEIGHTS = (0.5, 2.0, 0.0, 1.0, 3.0)  # of the classes


class Given(NamedTuple):
    """Inputs, rounded to half precision so that the recorded files stay small; half precision is exact in double."""

    x: nn.Array
    t: nn.Array  # what y should be, and the weights of y in the loss whose gradient is compared
    w: nn.Array


def halves(rng: np.random.Generator, *shape: int) -> nn.Array:
    return rng.normal(size=shape).astype(np.float16)


# Dropout draws from a stream of its own; with equal masks it would be one multiplication on either side.
LAYERS = [case for case in CASES if "ropout" not in case.name] + [
    Case("RNN packed", lambda: nn.Padded([nn.RNN(2, 3, 2, True)], PADDING), (4, 2)),
    Case("GRU packed, last state", lambda: nn.Padded([nn.GRU(2, 3, 1, True, True, reset_after=True)], PADDING), (4, 2)),
    Case("LSTM packed", lambda: nn.Padded([nn.LSTM(2, 3, 2, True)], PADDING), (4, 2)),
]


def layer_inputs(case: Case, seed: int) -> Given:
    """Two samples, away from the kinks of the activations."""
    rng = np.random.default_rng([seed, len(case.name)])
    net = case.network()
    if case.symbols:
        x = rng.integers(0, case.symbols, (2, *case.shape)).astype(np.float16)
    else:
        x = halves(rng, 2, *case.shape)
        for kink in (-1, 0, 1):
            x[abs(x - kink) < 0.02] += np.float16(0.05)
    if "packed" in case.name:
        for row, length in zip(x, LENGTHS, strict=True):
            row[length:] = PADDING
    return Given(x, halves(rng, *net.forward(x.astype(float)).shape), halves(rng, net.parameter_count) / 2)


class LossCase(NamedTuple):
    name: str
    make: Callable[[], nn.Loss]
    targets: str  # "numbers", "shares", "classes", "probabilities"; "masked …": some of them padding


LOSSES = [
    *(LossCase(f"MSE {r}", lambda r=r: nn.MSE(r), "numbers") for r in ("mean", "sum", "half")),
    *(LossCase(f"MAE {r}", lambda r=r: nn.MAE(r), "numbers") for r in ("mean", "sum")),
    *(LossCase(f"SmoothL1 {b}", lambda b=b: nn.SmoothL1(b), "numbers") for b in (1.0, 0.4)),
    LossCase("SmoothL1 sum", lambda: nn.SmoothL1(0.7, "sum"), "numbers"),
    *(LossCase(f"BCE {r}", lambda r=r: nn.BinaryCrossEntropy(reduction=r), "shares") for r in ("mean", "sum")),
    LossCase("BCE of probabilities", lambda: nn.BinaryCrossEntropy(probabilities=True), "probabilities"),
    LossCase("BCE of probabilities, sum", lambda: nn.BinaryCrossEntropy(True, "sum"), "probabilities"),
    *(LossCase(f"CrossEntropy {r}", lambda r=r: nn.CrossEntropy(0.0, r), "classes") for r in ("mean", "sum")),
    LossCase("CrossEntropy of shares", nn.CrossEntropy, "shares"),
    LossCase("CrossEntropy smoothed", lambda: nn.CrossEntropy(0.1), "classes"),
    LossCase("CrossEntropy of shares, smoothed, sum", lambda: nn.CrossEntropy(0.2, "sum"), "shares"),
    LossCase("CrossEntropy of any shares", nn.CrossEntropy, "numbers"),
    LossCase("CrossEntropy weighted, smoothed", lambda: nn.CrossEntropy(0.2, class_weights=WEIGHTS), "classes"),
    LossCase("CrossEntropy of shares, weighted", lambda: nn.CrossEntropy(0.1, "mean", WEIGHTS), "shares"),
    LossCase("NLL weighted", lambda: nn.NegativeLogLikelihood(class_weights=WEIGHTS), "classes"),
    LossCase(
        "Masked CrossEntropy weighted", lambda: nn.Masked(nn.CrossEntropy(class_weights=WEIGHTS), -7), "masked classes"
    ),
    LossCase("NLL", nn.NegativeLogLikelihood, "classes"),
    LossCase("NLL sum", lambda: nn.NegativeLogLikelihood(reduction="sum"), "classes"),
    *(
        LossCase(
            f"Masked CrossEntropy {ε} {r}", lambda ε=ε, r=r: nn.Masked(nn.CrossEntropy(ε, r), -7), "masked classes"
        )
        for ε in (0.0, 0.2)
        for r in ("mean", "sum")
    ),
    LossCase("Masked NLL", lambda: nn.Masked(nn.NegativeLogLikelihood(), -7), "masked classes"),
    LossCase("Masked MSE", lambda: nn.Masked(nn.MSE(), -7), "masked numbers"),
    LossCase("Masked BCE", lambda: nn.Masked(nn.BinaryCrossEntropy(), -7), "masked shares"),
]


def loss_inputs(case: LossCase, seed: int) -> Given:
    rng = np.random.default_rng([seed, len(case.name)])
    x, w = halves(rng, 4, 5), np.zeros(0, np.float16)
    if case.targets.startswith("masked"):
        x, t = halves(rng, 2, 4, 5), rng.integers(0, 5, (2, 4)).astype(np.int8)  # (batch, time, classes)
        if "classes" not in case.targets:
            t = halves(rng, 2, 4, 5) if "numbers" in case.targets else rng.integers(0, 2, (2, 4, 5)).astype(np.int8)
        t[rng.random(t.shape) < 0.4] = -7
        return Given(x, t, w)
    if case.targets == "numbers":
        return Given(x, halves(rng, 4, 5), w)
    if case.targets == "classes":
        return Given(x, rng.integers(0, 5, 4).astype(np.int8), w)
    if case.targets == "probabilities":
        return Given(rng.uniform(0.1, 0.9, (4, 5)).astype(np.float16), rng.integers(0, 2, (4, 5)).astype(np.int8), w)
    shares = np.array([[8, 0, 0, 0, 0], [4, 4, 0, 0, 0], [1, 1, 1, 1, 4], [0, 0, 6, 1, 1]]) / 8  # sums of exactly 1
    return Given(x, rng.permuted(shares, axis=1).astype(np.float16), w)


OPTIMIZERS = {
    "SGD": lambda: optim.SGD(0.1),
    "Momentum": lambda: optim.Momentum(0.05, 0.8),
    "Momentum, changing rate": lambda: optim.Momentum(0.05, 0.8),
    "Nesterov": lambda: optim.Nesterov(0.05, 0.8),
    "Nesterov, changing rate": lambda: optim.Nesterov(0.05, 0.8),
    "AdaGrad": lambda: optim.AdaGrad(0.1),
    "RMSProp": lambda: optim.RMSProp(0.01, 0.9, 1e-3),
    "AdaDelta": lambda: optim.AdaDelta(1.0, 0.9),
    "Adam": lambda: optim.Adam(0.02, eps=1e-3),
    "Adam without correction": lambda: optim.Adam(0.02, eps=1e-3, bias_correction=False),
    "AdamW": lambda: optim.AdamW(0.02, weight_decay=0.3),
    "SGD with weight decay": lambda: optim.SGD(0.1, weight_decay=0.3),
    "Momentum with weight decay": lambda: optim.Momentum(0.05, 0.8, weight_decay=0.3),
    "Adam with weight decay": lambda: optim.Adam(0.02, eps=1e-3, weight_decay=0.3),
}


def rate_at(name: str, own: float, step: int) -> float:
    """A rate that falls after half of the steps, where the name says so."""
    return own / 4 if "changing" in name and step >= STEPS // 2 else own


def optimizer_inputs(name: str, seed: int) -> Given:
    """The start w and a gradient for every step, of very different size from number to number."""
    rng = np.random.default_rng([seed, len(name)])
    return Given(halves(rng, STEPS, 6) * np.float16([8, 2, 1, 0.5, 0.125, 1]), np.zeros(0, np.float16), halves(rng, 6))


SCHEDULES = {
    "Constant": optim.Constant(0.3),
    "StepDecay": optim.StepDecay(0.3, 7, 0.5),
    "MultiStep": optim.MultiStep(0.3, (5, 9, 20), 0.3),
    "Exponential": optim.Exponential(0.3, 0.9),
    "InverseTime": optim.InverseTime(0.3, 8),
    "Cosine": optim.Cosine(0.3, 30, 0.02),
    "WarmUp": optim.WarmUp(5, optim.Exponential(0.3, 0.9)),
    "Chained": optim.Chained(((6, optim.Constant(0.3)), (9, optim.Cosine(0.3, 9)), (0, optim.Constant(0.01)))),
}
SCHEDULE_STEPS = 30
SLOPES = np.cos(np.outer(np.arange(1, STEPS + 1), [0.3, 1.0, 1.7]))  # the gradients of 20 updates under a schedule

REGULARIZERS = {
    "L2": lambda mask: optim.L2(0.3, mask),
    "L1": lambda mask: optim.L1(0.3, mask),
    "ClipNorm": lambda _: optim.ClipNorm(1.5),
    "ClipNorm, within": lambda _: optim.ClipNorm(1e4),
    "ClipValue": lambda _: optim.ClipValue(0.4),
}
