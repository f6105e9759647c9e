"""The operation of the moment as an equation of matrices, with a sentence that works out its most telling cell."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.array import Array
from core.experiments.backpropagation.backprop_pass import Pass
from core.experiments.backpropagation.backprop_steps import (
    ACTIVATION,
    AFFINE,
    BACK,
    DELTA,
    LOSS,
    OUTPUT_DELTA,
    UPDATE,
    WEIGHTS,
    Moment,
)
from core.records import Matrices, Matrix

Cell = tuple[int, int]
TINY = 1e-3  # a gradient that is nowhere larger
FEW = 3  # terms of a sum that are written out


def equation(moment: Moment) -> Matrices:
    """Before the first operation what is given, with an empty place for the answer."""
    done, active = moment.done, moment.active
    if active is not None:
        return EQUATIONS[active.kind](moment, active.layer)
    answer = Matrix(done.y, title="Y", format=number_format(done), blank=np.full(done.y.shape, not moment.operations))
    return Matrices((_named(done, "X", done.x), "→", answer, "→", _named(done, "T", done.t)), moment.opening)


def affine(moment: Moment, layer: int) -> Matrices:
    """Z = A W + b"""
    done, i = moment.done, layer - 1
    a, w, b, z = done.inputs[i], done.weights[i], done.biases[i], done.outputs[i]
    before, name = done.before(layer), done.sums(layer)
    row, column = at = largest(z)
    work = f"{products(a[row], w[:, column])} + {factor(b[0, column])} = {number(z[at])}"
    terms = _named(done, before, a), "·", _named(done, f"W{layer}", w), "+", _named(done, f"b{layer}", b), "="
    said = f"Forward: {name} = {before} W{layer} + b{layer}. {cell(at)}: {work}."
    return Matrices((*terms, _named(done, name, z, at)), said)


def activation(moment: Moment, layer: int) -> Matrices:
    """A = f(Z)"""
    done = moment.done
    z, slope, a = done.outputs[layer - 1], done.slopes[layer - 1], done.leaving(layer)
    name, after = done.sums(layer), done.after(layer)
    if is_relu(slope):
        silent = int(np.sum(slope == 0))
        said = f"{after} = ReLU({name}): what is negative becomes 0, here {silent} of {a.size} numbers."
        return Matrices((_named(done, name, z), "→", _named(done, after, a)), said)
    at = largest(z)
    said = f"{after} = σ({name}), cell by cell. {cell(at)}: 1/(1 + e^({number(-z[at])})) = {number(a[at])}."
    return Matrices((_named(done, name, z, at), "→", _named(done, after, a, at)), said)


def loss(moment: Moment, layer: int) -> Matrices:
    """One number for the whole batch."""
    done = moment.done
    formula = "½ Σ (Y − T)²" if done.scale == 1 else f"Σ (Y − T)² / {len(done.x)}"
    said = f"The loss is one number: L = {formula} = {number(done.loss)}. What would make it smaller?"
    terms = _named(done, "Y", done.y), "−", _named(done, "T", done.t), "=", _named(done, "Y − T", done.y - done.t)
    return Matrices((*terms, "→", _named(done, "L", np.array([[done.loss]]))), said)


def delta(moment: Moment, layer: int) -> Matrices:
    """δ = ∂L/∂A ⊙ f′(Z); at the output ∂L/∂Y comes from the loss."""
    done, i = moment.done, layer - 1
    last, found, slope = layer == done.depth, done.delta[i], done.slopes[i]
    turn = "Now backwards. " if last else ""
    if slope is None:
        scale = f"2/{len(done.x)} · " if done.scale != 1 else ""
        said = f"{turn}δ{layer} = ∂L/∂Y = {scale}(Y − T): how fast L grows with each of the answers."
        return Matrices((_named(done, "Y − T", done.y - done.t), "→", _named(done, f"δ{layer}", found)), said)
    arriving, after = done.d_leaving(layer), done.after(layer)
    at = largest(found)
    said = f"{turn}δ{layer} = ∂L/∂{after} ⊙ f′({done.sums(layer)}), cell by cell. {cell(at)}: "
    said += f"{number(arriving[at])} · {factor(slope[at])} = {number(found[at])}."
    if dead := int(np.sum((slope == 0).all(axis=0))):
        said += f" {dead} of {slope.shape[1]} units answered 0 to every sample: nothing passes back there."
    terms = _named(done, f"∂L/∂{after}", arriving, at), "⊙", _named(done, f"f′({done.sums(layer)})", slope, at), "="
    return Matrices((*terms, _named(done, f"δ{layer}", found, at)), said)


def weights(moment: Moment, layer: int) -> Matrices:
    """∂L/∂W = Aᵀ δ, ∂L/∂b = Σ δ"""
    done, i = moment.done, layer - 1
    a, back, gradient = done.inputs[i], done.delta[i], done.d_weights[i]
    before = done.before(layer)
    row, column = at = largest(gradient)
    said = (
        f"∂L/∂W{layer} = {before}ᵀ δ{layer}: what came in, times what comes back. {cell(at)}:"
        f" {products(a[:, row], back[:, column])} = {number(gradient[at])}. ∂L/∂b{layer} adds up the rows of δ{layer}."
    )
    terms = _named(done, f"{before}ᵀ", a.T), "·", _named(done, f"δ{layer}", back), "="
    found = _named(done, f"∂L/∂W{layer}", gradient, at), _named(done, f"∂L/∂b{layer}", done.d_biases[i])
    return Matrices((*terms, *found), said)


def back(moment: Moment, layer: int) -> Matrices:
    """∂L/∂A of the layer before = δ Wᵀ"""
    done, i = moment.done, layer - 1
    w, arriving, found, before = done.weights[i], done.delta[i], done.back[i], done.before(layer)
    row, column = at = largest(found)
    work = f"{products(arriving[row], w[column])} = {number(found[at])}"
    said = f"Back through the weights: ∂L/∂{before} = δ{layer} W{layer}ᵀ. {cell(at)}: {work}."
    terms = _named(done, f"δ{layer}", arriving), "·", _named(done, f"W{layer}ᵀ", w.T), "="
    return Matrices((*terms, _named(done, f"∂L/∂{before}", found, at)), said)


def update(moment: Moment, layer: int) -> Matrices:
    """W ← W − η ∂L/∂W"""
    done, terms = moment.done, list[Matrix | str]()
    new = done.weights if moment.updated is None else moment.updated[0]
    for i, (before, after) in enumerate(zip(done.weights, new, strict=True), 1):
        terms += ["\n"] if i > 1 else []
        terms += [_named(done, f"W{i}", before), "−", _named(done, f"η ∂L/∂W{i}", before - after), "="]
        terms.append(_named(done, f"W{i} new", after))
    w, gradient = done.weights[-1], done.d_weights[-1]
    at = largest(gradient)
    work = f"{number(w[at])} − {number(moment.lr)} · {factor(gradient[at])} = {number(new[-1][at])}"
    return Matrices(tuple(terms), f"Update {moment.updates + 1}: W − η ∂L/∂W. {cell(at)} of W{done.depth}: {work}.")


EQUATIONS: dict[int, Callable[[Moment, int], Matrices]] = {
    AFFINE: affine, ACTIVATION: activation, LOSS: loss, OUTPUT_DELTA: delta, DELTA: delta, WEIGHTS: weights,
    BACK: back, UPDATE: update,
}  # fmt: skip


def _named(done: Pass, title: str, values: Array, at: Cell | None = None) -> Matrix:
    highlight = () if at is None or values.size == 1 else (at,)
    return Matrix(values, title=title, format=number_format(done), signed=True, highlight=highlight)


def number_format(done: Pass) -> str:
    """Fewer digits where there are many numbers, or where they are written with a power of ten."""
    tiny = max(float(np.abs(gradient).max()) for gradient in done.d_weights) < TINY
    return "{:.2g}" if tiny or done.depth > 2 else "{:.3g}" if len(done.x) > 3 else "{:.4g}"


def is_relu(slope: Array | None) -> bool:
    """Whether the slopes are all 0 or 1."""
    return slope is not None and bool(np.isin(slope, (0.0, 1.0)).all())


def largest(values: Array) -> Cell:
    """The cell that is furthest from 0: it says most."""
    row, column = divmod(int(np.abs(values).argmax()), values.shape[1])
    return row, column


def cell(at: Cell) -> str:
    """Where it is, counted from 1."""
    return f"Row {at[0] + 1}, column {at[1] + 1}"


def number(value: float) -> str:
    """Four significant digits, as in the cells."""
    return f"{value:.4g}".replace("-", "−")


def factor(value: float) -> str:
    """A number within a product."""
    return f"({number(value)})" if value < 0 else number(value)


def products(a: Array, b: Array) -> str:
    """1·2 + 3·(−4), at most a few terms of it."""
    terms = [f"{factor(x)}·{factor(y)}" for x, y in zip(a[:FEW], b[:FEW], strict=True)]
    return " + ".join([*terms, *(["…"] if len(a) > FEW else [])])
