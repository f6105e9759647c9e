"""One sigmoid neuron that is wrong, and two losses that teach it: the same start, the same rate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from core.array import Array
from core.experiments.loss_and_gradient.loss_values import BCE, HALF
from core.nn import MSE, BinaryCrossEntropy, Linear, Network, Sigmoid, zeros
from core.nn.activation import sigmoid
from core.nn.losses import Loss
from core.optim import SGD
from core.random import stream
from core.records import Axes, LinesMark, PathMark, Plane, Table
from core.run import Key, Ticks
from core.training import Measurement, Metric, Probes, race, train, watched_together

TEACHERS: dict[str, Callable[[], Loss]] = {
    BCE: lambda: BinaryCrossEntropy(probabilities=True),
    HALF: lambda: MSE("half"),
}
GREY = 3  # the theme's neutral colour
X, T = np.ones((1, 1)), np.zeros((1, 1))
AXES = Axes((-6.0, 6.0), (0.0, 1.0), "z = w x + b", "y")
CURVE = LinesMark(np.linspace(*AXES.x, 201), sigmoid(np.linspace(*AXES.x, 201)), name="σ(z)", color=GREY)


class Neuron:
    """y = σ(w x + b) with x = 1."""

    def __init__(self, start: tuple[float, float], loss: Loss) -> None:
        self.net = Network([Linear(1, 1), Sigmoid()], zeros, rng=stream(0, "init"), dtype=np.float64)
        self.net.values[:] = start
        self.loss = loss

    @property
    def z(self) -> float:
        """w x + b"""
        return float(self.net.values.sum())

    @property
    def y(self) -> float:
        """Its answer now."""
        return float(self.net.forward(X)[0, 0])

    def slope(self) -> float:
        """∂L/∂w where it stands, leaving the gradients of training alone."""
        probe = self.net.replica()
        self.loss.forward(probe.forward(X, training=True), T)
        probe.backward(self.loss.backward())
        return float(probe.grads[0])

    def measure(self, _: int) -> Measurement:
        """After each update, and before the first."""
        yield None
        return {Key("output"): self.y, Key("slope"): self.slope()}


def slowdown(start: tuple[float, float], lr: Callable[[], float]) -> Ticks:
    """Both neurons at once, x = 1 and target 0. Scalars "output" and "slope" (∂L/∂w), view "sigmoid" of each."""
    neurons = {name: Neuron(start, loss()) for name, loss in TEACHERS.items()}
    runs = {name: _taught(neuron, lr) for name, neuron in neurons.items()}
    return watched_together(race(runs), Probes({Key("neurons"): partial(_table, neurons)}))


def _taught(neuron: Neuron, lr: Callable[[], float]) -> Ticks:
    probes = Probes({Key("sigmoid"): partial(_on_sigmoid, neuron)}, metrics=(Metric(1, neuron.measure),))
    return train(neuron.net, neuron.loss, SGD(lr()), _forever(), 1.0, probes, lr=lambda _: lr())


def _forever() -> Iterator[tuple[Array, Array]]:
    while True:
        yield X, T


def _on_sigmoid(neuron: Neuron) -> Plane:
    return Plane(AXES, (CURVE, PathMark(np.array([neuron.z]), np.array([neuron.y]))))


def _table(neurons: dict[str, Neuron]) -> Table:
    """What the gradient is made of: y − t, and where the loss does not cancel it, σ′(z)."""
    rows = []
    for name, neuron in neurons.items():
        y, z = neuron.y, neuron.z
        rows.append((name, f"{z:.3f}".replace("-", "−"), f"{y:.3f}", f"{y * (1 - y):.3f}", f"{neuron.slope():.3f}"))
    return Table(("loss", "z", "y − t", "σ′(z)", "∂L/∂w"), tuple(rows))
