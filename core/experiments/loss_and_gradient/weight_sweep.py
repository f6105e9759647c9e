"""One weight of a trained network is moved: what becomes of the loss, of the accuracy, and of every single digit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.array import Array
from core.nn import Activation, Linear, Network
from core.nn.softmax import softmax

SHIFTS = np.linspace(-2.0, 2.0, 401)  # what is added to the weight
HIDDEN, OUTPUT = "first layer", "output layer"


@dataclass(frozen=True)
class Reader:
    """A network n_in-hidden-classes on the digits x (digits, n_in), y (digits,), all in float64."""

    x: Array
    y: Array
    w1: Array
    b1: Array
    w2: Array
    b2: Array
    activation: Activation

    @classmethod
    def of(cls, net: Network, x: Array, y: Array) -> Reader:
        """Of Linear, an activation, Linear."""
        first, activation, last = net.layers
        if not (isinstance(first, Linear) and isinstance(activation, Activation) and isinstance(last, Linear)):
            raise TypeError("the network has one hidden layer")
        arrays = (first.W, first.b, last.W, last.b)
        w1, b1, w2, b2 = (array.astype(np.float64) for array in arrays)
        return cls(x.astype(np.float64), y, w1, b1, w2, b2, type(activation)())

    @cached_property
    def z(self) -> Array:
        """Scores of the hidden neurons (digits, hidden)."""
        return np.asarray(self.x @ self.w1 + self.b1)

    @cached_property
    def h(self) -> Array:
        """Outputs of the hidden neurons (digits, hidden)."""
        return self.activation.f(self.z)

    @cached_property
    def scores(self) -> Array:
        """(digits, classes)"""
        return np.asarray(self.h @ self.w2 + self.b2)

    def largest(self, layer: str) -> int:
        """The place of the largest weight, row by row; in the first layer of those that much light falls on."""
        size = np.abs(self.w2) if layer == OUTPUT else np.abs(self.w1) * self.x.mean(axis=0)[:, np.newaxis]
        return int(size.argmax())


@dataclass(frozen=True)
class Sweep:
    """Over all shifts: loss, accuracy and ∂L/∂w (shifts,), and the margins (shifts, digits), by how much the score of
    the right class is above the best of the others: a digit is read correctly where that is above 0."""

    name: str
    value: float
    loss: Array
    accuracy: Array
    gradient: Array
    margins: Array


def sweep(reader: Reader, layer: str, place: int, shifts: Array = SHIFTS) -> Sweep:
    """Move the weight at that place of the layer's W, counted row by row."""
    digits, classes = reader.scores.shape
    w = reader.w2 if layer == OUTPUT else reader.w1
    i, j = divmod(place, w.shape[1])
    if layer == OUTPUT:
        scores = np.tile(reader.scores, (len(shifts), 1, 1))
        scores[:, :, j] += shifts[:, np.newaxis] * reader.h[:, i]
        by_score = np.zeros((len(shifts), digits, classes))
        by_score[:, :, j] = reader.h[:, i]
    else:
        z = reader.z[:, j] + shifts[:, np.newaxis] * reader.x[:, i]
        h = reader.activation.forward(z, training=True).copy()
        slope = reader.activation.backward(np.ones_like(z)) * reader.x[:, i]
        scores = reader.scores + (h - reader.h[:, j])[:, :, np.newaxis] * reader.w2[j]
        by_score = slope[:, :, np.newaxis] * reader.w2[j]
    p = softmax(scores)
    rows = np.arange(digits)
    right = scores[:, rows, reader.y]
    others = scores.copy()
    others[:, rows, reader.y] = -np.inf
    errors = p.copy()
    errors[:, rows, reader.y] -= 1
    return Sweep(
        name=f"{'W2' if layer == OUTPUT else 'W1'}[{i}, {j}]",
        value=float(w[i, j]),
        loss=-np.log(p[:, rows, reader.y]).mean(axis=1),
        accuracy=(scores.argmax(axis=2) == reader.y).mean(axis=1),
        gradient=(errors * by_score).sum(axis=2).mean(axis=1),
        margins=right - others.max(axis=2),
    )
