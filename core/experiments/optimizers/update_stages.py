"""One update taken apart: the numbers of each stage, and the stages that each optimizer has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.array import Array
from core.optim import SGD, AdaGrad, Adam, Momentum, Nesterov, Optimizer, RMSProp
from core.surfaces.surface import Surface

Part = tuple[str, Array]  # of a line: a factor or summand by its name


@dataclass(frozen=True)
class Line:
    """result = first ∘ second ∘ …: parts (name, numbers (1,) or (2,)) and the operators between them."""

    result: Part
    parts: tuple[Part, ...] = ()
    operators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """What is worked out together, and the sentence that goes with it."""

    sentence: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Update:
    """Update number t, from w (2,) by the step (2,). g: ∇f(w). memory: before it and after it, by name. rate (2,): how
    far each direction goes for each unit of gradient, or of its average. terms: what the step is the sum of."""

    t: int
    lr: float
    w: Array
    g: Array
    before: dict[str, Array]
    after: dict[str, Array]
    rate: Array
    spread: Array | None
    terms: dict[str, Array]
    step: Array


def take(optimizer: Optimizer, w: Array, g: Array) -> Update:
    """Move w in place, and say how."""
    terms, start = optimizer.explain(w, g), w.copy()
    before = {name: optimizer.memory.get(name, np.zeros(2)).copy() for name in optimizer.names}
    optimizer.update(w, g)
    after = {name: array.copy() for name, array in optimizer.memory.items()}
    spread = spread_of(optimizer, after)
    rate = np.full(2, optimizer.lr) if spread is None else optimizer.lr / (spread + _eps(optimizer))
    return Update(optimizer.steps, optimizer.lr, start, g.copy(), before, after, rate, spread, terms, w - start)


def spread_of(optimizer: Optimizer, memory: dict[str, Array]) -> Array | None:
    """√h, or √v̂ of Adam: what the step is divided by; None where nothing is."""
    if isinstance(optimizer, Adam):
        return np.sqrt(memory["v"] / shares(optimizer, optimizer.steps)[1])
    return np.sqrt(memory["h"]) if "h" in memory else None


def shares(optimizer: Adam, t: int) -> tuple[float, float]:
    """1 − βᵗ of both averages; 1 where they are not corrected."""
    return (1 - optimizer.beta1**t, 1 - optimizer.beta2**t) if optimizer.bias_correction else (1.0, 1.0)


def _eps(optimizer: Optimizer) -> float:
    return optimizer.eps if isinstance(optimizer, AdaGrad | RMSProp | Adam) else 0.0


def gradient_at(surface: Surface, w: Array) -> Array:
    """∇f(w)"""
    return np.array(surface.gradient(*w), dtype=np.float64)


def stages(optimizer: Optimizer, update: Update) -> tuple[Stage, ...]:
    """The stages of this update, the gradient first, the step last."""
    gradient = Stage(_gradient_words(update), (Line(("g", update.g)),))
    return (gradient, *STAGES[type(optimizer)](optimizer, update))


def number(value: float) -> Array:
    """A factor that is the same in both directions."""
    return np.array([value])


def _gradient_words(update: Update) -> str:
    along, across = np.abs(update.g)
    if min(along, across) < 1e-12:
        return "The gradient where the point stands."
    ratio, steep, flat = (across / along, "y", "x") if across >= along else (along / across, "x", "y")
    return f"The gradient where the point stands: {ratio:.3g} times as long along {steep} as along {flat}."


def _total(update: Update) -> tuple[Line, ...]:
    """The step as the sum of its terms, where there are several."""
    if len(update.terms) < 2:
        return ()
    return (Line(("Δw", update.step), tuple(update.terms.items()), ("+",) * (len(update.terms) - 1)),)


def _sgd(optimizer: SGD, update: Update) -> tuple[Stage, ...]:
    line = Line(("Δw", update.step), (("−η", number(-update.lr)), ("g", update.g)), ("·",))
    return (Stage("The step: against the gradient, one rate for both directions.", (line,)),)


def _velocity(optimizer: Momentum, update: Update) -> Line:
    old, new = update.before["v"], update.after["v"]
    parts = (("β", number(optimizer.beta)), ("old v", old), ("−η", number(-update.lr)), ("g", update.g))
    return Line(("v", new), parts, ("·", "+", "·"))


def _momentum(optimizer: Momentum, update: Update) -> tuple[Stage, ...]:
    kept = f"The velocity keeps {optimizer.beta:g} of what it was, and gets −η times the gradient."
    return (
        Stage(kept, (_velocity(optimizer, update),)),
        Stage("The step is the velocity: what is left of it, and the push of this gradient.", _total(update)),
    )


def _nesterov(optimizer: Nesterov, update: Update) -> tuple[Stage, ...]:
    kept = f"The velocity keeps {optimizer.beta:g} of what it was, and gets −η times the gradient."
    return (
        Stage(kept, (_velocity(optimizer, update),)),
        Stage("The step looks ahead: β times the new velocity, and the gradient once more.", _total(update)),
    )


def _scaled(optimizer: Optimizer, update: Update, root: str, direction: Part) -> Line:
    name = f"−η / ({root} + ε)"
    return Line(("Δw", update.step), ((name, -update.rate), direction), ("⊙",))


def _adagrad(optimizer: AdaGrad, update: Update) -> tuple[Stage, ...]:
    sums = Line(("h", update.after["h"]), (("old h", update.before["h"]), ("g²", update.g**2)), ("+",))
    return (
        Stage("The squares of all gradients so far are added up. The sum never falls.", (sums,)),
        Stage(
            "The step: where gradients were large the rate is small.",
            (_scaled(optimizer, update, "√h", ("g", update.g)),),
        ),
    )


def average(name: str, keeps: str, share: float, update: Update, fresh: Part) -> Line:
    """name ← share · name + (1 − share) · fresh"""
    old = (f"old {name}", update.before[name])
    parts = ((keeps, number(share)), old, (f"1 − {keeps}", number(1 - share)), fresh)
    return Line((name, update.after[name]), parts, ("·", "+", "·"))


def _rmsprop(optimizer: RMSProp, update: Update) -> tuple[Stage, ...]:
    squares = average("h", "ρ", optimizer.decay, update, ("g²", update.g**2))
    return (
        Stage("A running mean of the squares: it forgets, so that it can fall again.", (squares,)),
        Stage(
            "The step: each direction divided by how large its gradients are of late.",
            (_scaled(optimizer, update, "√h", ("g", update.g)),),
        ),
    )


def _adam(optimizer: Adam, update: Update) -> tuple[Stage, ...]:
    m, v = (update.after[name] for name in ("m", "v"))
    first, second = shares(optimizer, update.t)
    found = [
        Stage("A running mean of the gradients.", (average("m", "β₁", optimizer.beta1, update, ("g", update.g)),)),
        Stage("A running mean of their squares.", (average("v", "β₂", optimizer.beta2, update, ("g²", update.g**2)),)),
    ]
    hats = ("m̂", "√v̂") if optimizer.bias_correction else ("m", "√v")
    if optimizer.bias_correction:
        lines = (
            Line(("m̂", m / first), (("1 / (1 − β₁ᵗ)", number(1 / first)), ("m", m)), ("·",)),
            Line(("v̂", v / second), (("1 / (1 − β₂ᵗ)", number(1 / second)), ("v", v)), ("·",)),
        )
        words = (
            f"Both began at 0; after {update.t} gradients they hold {first:.2g} and {second:.2g} of what they should."
        )
        found.append(Stage(words.replace("after 1 gradients", "after 1 gradient"), lines))
    step = _scaled(optimizer, update, hats[1], (hats[0], m / first))
    return (*found, Stage("The step: the mean gradient, each direction at its own rate.", (step, *_total(update))))


STAGES: dict[type[Optimizer], Callable[..., tuple[Stage, ...]]] = {
    SGD: _sgd,
    Momentum: _momentum,
    Nesterov: _nesterov,
    AdaGrad: _adagrad,
    RMSProp: _rmsprop,
    Adam: _adam,
}
