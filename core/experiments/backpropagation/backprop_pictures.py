"""A pass by hand on the blackboard: all arrays with their gradients, the shares of the samples, shapes, losses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from core.array import Array
from core.experiments.backpropagation.backprop_equation import equation, number_format
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
from core.records import Curves, Matrices, Matrix, Record, Region, Table
from core.run import Key

MANY = 100  # losses, from which on their axis is logarithmic


def views(moment: Moment, found: list[float]) -> dict[Key, Callable[[], Record]]:
    """What each panel asks for."""
    return {
        Key("board"): partial(board, moment),
        Key("operation"): partial(equation, moment),
        Key("shares"): partial(shares, moment),
        Key("descent"): partial(losses, found),
        Key("shapes"): partial(shapes, moment),
    }


def board(moment: Moment) -> Matrices:
    """Aₗ₋₁ · W + b = Z → A, layer by layer, and beneath each number its gradient; then the targets and L.

    A deep network takes two lines for a layer: what enters it stands above, and of its biases there is no room.
    """
    done, terms = moment.done, list[Matrix | str]()
    for layer in range(1, done.depth + 1):
        deep, last = done.depth > 2, layer == done.depth
        terms += ["\n"] if layer > 1 else []
        terms += [_entering(moment, layer)] if layer == 1 or not deep else []
        learnt = _learnt(moment, layer)
        terms += ["·", *(learnt[:1] if deep else learnt), *(["\n"] if deep and not last else [])]
        terms += ["→" if deep else "=", _leaving(moment, layer)]
        terms += ["→", _activated(moment, layer)] if done.slopes[layer - 1] is not None else []
    loss = _card(done, "L", np.array([[done.loss]]), None, moment.has(LOSS, done.depth), at_work=moment.at(LOSS))
    return Matrices((*terms, _card(done, "T", done.t), loss))


def _card(
    done: Pass, title: str, values: Array, gradient: Array | None = None, known: bool = True, reached: bool = False,
    at_work: bool = False, back: bool = False, muted: Array | None = None,
) -> Matrix:  # fmt: skip
    """A matrix of the board. known, reached: whether its values and its gradient stand there by now. at_work: outlined;
    back: because of its gradient."""
    rows, columns = values.shape
    regions = (Region(0, 0, rows, columns, color=1 if back else None),) if at_work else ()
    every = np.ones(values.shape, bool)
    return Matrix(
        values, title=title, format=number_format(done), signed=True, regions=regions, muted=muted,
        blank=every & (not known), gradients=gradient, gradients_blank=every & (not reached),
    )  # fmt: skip


def _entering(moment: Moment, layer: int) -> Matrix:
    done = moment.done
    if layer == 1:
        return _card(done, "X", done.x)
    slope = done.slopes[layer - 2]
    return _card(
        done, f"A{layer - 1}", done.inputs[layer - 1], done.back[layer - 1], moment.has(ACTIVATION, layer - 1),
        moment.has(BACK, layer), moment.at(BACK, layer), back=True,
        muted=None if slope is None else slope == 0,
    )  # fmt: skip


def _learnt(moment: Moment, layer: int) -> tuple[Matrix, str, Matrix]:
    """W + b, with a title that says how often they were changed: numbers that were given can be edited."""
    i, done = layer - 1, moment.done
    count = moment.updates + (moment.updated is not None)
    suffix = f" after {count:,}" if count else ""
    w, b = (done.weights, done.biases) if moment.updated is None else moment.updated
    known = moment.has(WEIGHTS, layer)
    at_work = moment.at(WEIGHTS, layer) or moment.at(UPDATE)
    back = not moment.at(UPDATE)
    return (
        _card(done, f"W{layer}{suffix}", w[i], done.d_weights[i], True, known, at_work, back),
        "+",
        _card(done, f"b{layer}{suffix}", b[i], done.d_biases[i], True, known, at_work, back),
    )


def _leaving(moment: Moment, layer: int) -> Matrix:
    done, last = moment.done, layer == moment.done.depth
    back = moment.at(OUTPUT_DELTA if last else DELTA, layer)
    return _card(
        done, done.sums(layer), done.outputs[layer - 1], done.delta[layer - 1], moment.has(AFFINE, layer),
        moment.has_delta(layer), back or moment.at(AFFINE, layer), back,
    )  # fmt: skip


def _activated(moment: Moment, layer: int) -> Matrix:
    done, slope = moment.done, moment.done.slopes[layer - 1]
    reached = moment.has_delta(layer) if layer == done.depth else moment.has(BACK, layer + 1)
    return _card(
        done, done.after(layer), done.leaving(layer), done.d_leaving(layer), moment.has(ACTIVATION, layer), reached,
        moment.at(ACTIVATION, layer) or (done.depth > 2 and moment.at(BACK, layer + 1)), moment.at(BACK, layer + 1),
        None if slope is None else slope == 0,
    )  # fmt: skip


def shares(moment: Moment) -> Matrices:
    """What each sample adds to the gradient of the layer that the walk has come to on its way back."""
    done = moment.done
    layer = min((one.layer for one in moment.operations if one.kind == WEIGHTS), default=done.depth)
    known = moment.has(WEIGHTS, layer)
    each = [done.share(layer, sample) for sample in range(len(done.x))]
    names = (*(f"w{row + 1}" for row in range(len(each[0]) - 1)), "b")
    terms: list[Matrix | str] = []
    for sample, share in enumerate(each, 1):
        terms += [
            *(["+"] if sample > 1 else []),
            _share(done, f"sample {sample}", share, known, names if sample == 1 else ()),
        ]
    total = _share(done, f"∂L/∂W{layer}, ∂L/∂b{layer}", sum(each, np.zeros_like(each[0])), known)
    return Matrices((*terms, "=", total))


def _share(done: Pass, title: str, values: Array, known: bool, names: tuple[str, ...] = ()) -> Matrix:
    blank = np.full(values.shape, not known)
    return Matrix(values, row_names=names, title=title, format=number_format(done), signed=True, blank=blank)


def shapes(moment: Moment) -> Table:
    """Every array that has a gradient: its shape, the product that gives the gradient with its shapes, and how far that
    is from finite differences."""
    done = moment.done
    n, rows = len(done.x), []
    for layer in range(done.depth, 0, -1):
        (n_in, n_out), a = done.weights[layer - 1].shape, done.before(layer)
        known = moment.has(WEIGHTS, layer)
        product = f"{a}ᵀ δ{layer}: ({n_in}, {n})·({n}, {n_out})"
        rows.append((f"W{layer}", f"({n_in}, {n_out})", product, _error(moment, f"W{layer}") if known else ""))
        rows.append(
            (f"b{layer}", f"(1, {n_out})", f"Σ δ{layer} over {n}", _error(moment, f"b{layer}") if known else "")
        )
    return Table(("array", "shape", "its gradient", "relative error"), tuple(rows))


def _error(moment: Moment, name: str) -> str:
    return f"{moment.errors[name]:.0e}" if name in moment.errors else ""


def losses(found: list[float]) -> Curves:
    """L before each update."""
    return Curves(np.arange(len(found)), {"loss": np.array(found)}, "updates", "L", log_y=len(found) > MANY)
