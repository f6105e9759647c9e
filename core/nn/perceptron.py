"""The perceptron: the first neuron that learnt, in 1958, without a gradient."""

import numpy as np

from core.array import Array


class Perceptron:
    """y = 1 if x·w + b ≥ 0 else 0;  learning: w ← w + η (t − y) x,  b ← b + η (t − y), one sample after the other

    x (batch, n_in), t and y (batch,) of 0 and 1. Rosenblatt 1958: if a line separates the classes, it finds one in a
    finite number of corrections (Novikoff 1962); if none does, as for XOR, it never stops correcting.
    """

    def __init__(self, n_in: int, lr: float = 0.1) -> None:
        self.w, self.b, self.lr = np.zeros(n_in), 0.0, lr

    def forward(self, x: Array) -> Array:
        """The class of each sample."""
        if x.shape[-1:] != self.w.shape:
            raise ValueError(f"Perceptron expects {self.w.size} features, got {x.shape}")
        return np.asarray(x @ self.w + self.b >= 0, np.intp)

    def learn(self, x: Array, t: Array) -> int:
        """One pass over the samples; how many corrections it took. 0: everything is right."""
        if len(x) != len(t):
            raise ValueError(f"Perceptron expects a target for each sample, got {x.shape} and {t.shape}")
        corrections = 0
        for sample, target in zip(x, t, strict=True):
            error = float(target) - float(self.forward(sample))
            self.w += self.lr * error * sample
            self.b += self.lr * error
            corrections += error != 0
        return corrections
