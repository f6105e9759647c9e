"""The optimizers, in order of difficulty.

w: the weights, g: the gradient, η: the learning rate `lr`. ε stands outside the root (but in AdaDelta, whose author
put it inside). Every rule works in place with one scratch array s, so no update but AdaDelta's allocates.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

import numpy as np

from core.array import Array
from core.optim.optimizer import Optimizer


@dataclass
class SGD(Optimizer):
    """w ← w − η g"""

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        np.multiply(g, lr, s)
        np.subtract(w, s, w)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        return {"−η g": -lr * g}


@dataclass
class Momentum(Optimizer):
    """v ← β v − η g,  w ← w + v

    η is inside v, so after a change of η the earlier steps keep their rate (PyTorch: outside). Polyak 1964.
    """

    beta: float = 0.9
    names = ("v",)

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        (v,) = memory
        np.multiply(g, lr, s)
        np.multiply(v, self.beta, v)
        np.subtract(v, s, v)
        np.add(w, v, w)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        (v,) = memory
        return {"β v": self.beta * v, "−η g": -lr * g}


@dataclass
class Nesterov(Momentum):
    """v ← β v − η g,  w ← w + β v − η g

    Here w is the point ahead, the original's w + β v, so the gradient is taken where w stands. (PyTorch: the same form,
    but with η outside v, as in Momentum.) Sutskever et al. 2013.
    """

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        (v,) = memory
        np.multiply(g, lr, s)
        np.multiply(v, self.beta, v)
        np.subtract(v, s, v)
        np.subtract(w, s, w)
        np.multiply(v, self.beta, s)
        np.add(w, s, w)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        (v,) = memory
        return {"β² v": self.beta**2 * v, "−β η g": -self.beta * lr * g, "−η g": -lr * g}


@dataclass
class AdaGrad(Optimizer):
    """h ← h + g²,  w ← w − η g / (√h + ε)        each weight has its own rate, and it only falls. Duchi et al. 2011.

    (PyTorch: the same, with ε = 1e-10 unless given.)
    """

    eps: float = 1e-8
    names = ("h",)

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        (h,) = memory
        np.multiply(g, g, s)
        np.add(h, s, h)
        _step(lr, w, g, h, self.eps, s)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        (h,) = memory
        return {"−η g / (√h + ε)": -lr * g / (np.sqrt(h + g * g) + self.eps)}


@dataclass
class RMSProp(Optimizer):
    """h ← ρ h + (1 − ρ) g²,  w ← w − η g / (√h + ε)        AdaGrad that forgets; ρ: `decay`. Tieleman & Hinton 2012.

    Some write √(h + ε): then ε is felt as its root. (PyTorch: ε as here, ρ = 0.99 unless given.)
    """

    lr: float = 0.001
    decay: float = 0.9
    eps: float = 1e-8
    names = ("h",)

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        (h,) = memory
        _average_of_squares(h, g, self.decay, s)
        _step(lr, w, g, h, self.eps, s)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        (h,) = memory
        h = self.decay * h + (1 - self.decay) * g * g
        return {"−η g / (√h + ε)": -lr * g / (np.sqrt(h) + self.eps)}


@dataclass
class AdaDelta(Optimizer):
    """h ← ρ h + (1 − ρ) g²,  d = √(u + ε) / √(h + ε) g,  u ← ρ u + (1 − ρ) d²,  w ← w − η d

    The step has the units of w, so η is 1 as a rule; ε, inside the roots, is what gets it going. Zeiler 2012.
    """

    lr: float = 1.0
    decay: float = 0.9
    eps: float = 1e-6
    names = ("h", "u")

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        h, u = memory
        _average_of_squares(h, g, self.decay, s)
        np.add(h, self.eps, s)
        np.divide(u + self.eps, s, s)
        np.sqrt(s, s)
        d = s * g
        _average_of_squares(u, d, self.decay, s)
        d *= lr
        np.subtract(w, d, w)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        h, u = memory
        h = self.decay * h + (1 - self.decay) * g * g
        return {"−η √(u + ε) / √(h + ε) g": -lr * np.sqrt((u + self.eps) / (h + self.eps)) * g}


@dataclass
class Adam(Optimizer):
    """m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  w ← w − η m̂ / (√v̂ + ε)

    m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ) undo the start at 0, t counting from 1; without `bias_correction` m̂ = m, v̂ = v.
    Some texts write ε beside √v instead of √v̂: a larger ε in the first steps. (PyTorch: as here.) Kingma & Ba 2014.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8
    bias_correction: bool = True
    names = ("m", "v")

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        m, v = memory
        np.multiply(g, 1 - self.beta1, s)
        np.multiply(m, self.beta1, m)
        np.add(m, s, m)
        _average_of_squares(v, g, self.beta2, s)
        first, second = self._shares(self.steps)
        # m̂ / (√v̂ + ε), with the corrections gathered in two numbers
        _step(lr * sqrt(second) / first, w, m, v, self.eps * sqrt(second), s)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        m, v = memory
        first, second = self._shares(t)
        below = np.sqrt((self.beta2 * v + (1 - self.beta2) * g * g) / second) + self.eps
        return {
            "−η β₁ m / …": -lr / first * self.beta1 * m / below,
            "−η (1 − β₁) g / …": -lr / first * (1 - self.beta1) * g / below,
        }

    def _shares(self, t: int) -> tuple[float, float]:
        """1 − βᵗ: how much of the averages the gradients have filled so far."""
        return (1 - self.beta1**t, 1 - self.beta2**t) if self.bias_correction else (1.0, 1.0)


@dataclass
class AdamW(Adam):
    """w ← w − η λ w, then Adam's step        λ is `weight_decay`, not part of g. Loshchilov & Hutter 2017."""

    weight_decay: float = field(default=0.01, kw_only=True)

    def decayed(self, w: Array, g: Array, out: Array) -> Array:
        return g

    def rule(self, lr: float, w: Array, g: Array, s: Array, memory: Sequence[Array]) -> None:
        np.multiply(w, 1 - lr * self.weight_decay, w)
        super().rule(lr, w, g, s, memory)

    def terms(self, lr: float, w: Array, g: Array, memory: Sequence[Array], t: int) -> dict[str, Array]:
        return {"−η λ w": -lr * self.weight_decay * w, **super().terms(lr, w, g, memory, t)}


def _average_of_squares(h: Array, g: Array, decay: float, s: Array) -> None:
    """h ← ρ h + (1 − ρ) g²"""
    np.multiply(g, g, s)
    np.multiply(s, 1 - decay, s)
    np.multiply(h, decay, h)
    np.add(h, s, h)


def _step(lr: float, w: Array, direction: Array, h: Array, eps: float, s: Array) -> None:
    """w ← w − η direction / (√h + ε)"""
    np.sqrt(h, s)
    np.add(s, eps, s)
    np.divide(direction, s, s)
    np.multiply(s, lr, s)
    np.subtract(w, s, w)
