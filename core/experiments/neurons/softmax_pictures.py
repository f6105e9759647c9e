"""What the experiment on softmax shows."""

from __future__ import annotations

import numpy as np

from core.array import Array
from core.experiments.neurons.softmax_values import TYPES, jacobian, log_softmax, naive
from core.nn.softmax import softmax
from core.records import Bars, Curves, Matrix, Reference, Span, Table

SHIFTS = np.arange(-150.0, 1001.0)


def classes(count: int) -> tuple[str, ...]:
    """Their names, counted from 1."""
    return tuple(str(i) for i in range(1, count + 1))


def logit_bars(logits: Array) -> Bars:
    """As they are set, before shift and temperature."""
    return Bars(classes(len(logits)), ("logit",), logits[np.newaxis], "logit z", selected=int(logits.argmax()))


def probability_bars(p: Array) -> Bars:
    """On an axis up to 1, which does not move with them."""
    lines = (Reference(1.0, ""),)
    return Bars(classes(len(p)), ("p",), p[np.newaxis], "probability p", references=lines, selected=int(p.argmax()))


def jacobian_matrix(z: Array, temperature: float) -> Matrix:
    """Signed, on a scale that reaches to the largest entry there can be, 1/4T."""
    names, most = classes(len(z)), 0.25 / temperature
    return Matrix(
        jacobian(z, temperature), names, names, "p", "z", "{:.3f}", signed=True, limits=(-most, most),
        summary="Every row sums to 0, and so does every column.",
    )  # fmt: skip


def overflow(logits: Array, temperature: float) -> Curves:
    """log₁₀ Σ e^((z + c)/T) over the shift c: as far as the type has such a number, and with the largest subtracted."""
    lines, ends = {}, []
    for name, dtype in TYPES.items():
        z = ((logits + SHIFTS[:, None]) / temperature).astype(dtype)
        with np.errstate(all="ignore"):
            total = np.exp(z).sum(axis=1).astype(np.float64)
            lines[f"naive, {name}"] = np.where(np.isfinite(total) & (total > 0), np.log10(total), np.nan)
        ends.append(float(SHIFTS[np.isinf(total)].min(initial=SHIFTS[-1])))
    above = (logits - logits.max()) / temperature
    lines["shifted"] = np.full(len(SHIFTS), np.log10(np.exp(above).sum()))
    stretches = ((ends[0], ends[1], "float32 overflows"), (ends[1], float(SHIFTS[-1]), "both"))
    spans = tuple(Span(*one) for one in stretches if one[0] < one[1])
    return Curves(SHIFTS, lines, "shift c", "log₁₀ Σ", spans=spans)


def numbers(z: Array) -> Table:
    """Each class with its logit, and p computed naively in both types and with the largest logit subtracted."""
    found = (naive(z, np.float32), naive(z, np.float64), softmax(z), log_softmax(z))
    rows = tuple(
        (name, written(logit), *(written(float(column[i])) for column in found))
        for i, (name, logit) in enumerate(zip(classes(len(z)), z.tolist(), strict=True))
    )
    columns = ("class", "(z + c) / T", "naive, float32", "naive, float64", "shifted", "ln p (log-softmax)")
    return Table(columns, rows, selected=int(z.argmax()))


def written(value: float) -> str:
    """Four digits after the point, or so many as a small number needs; "nan" where there is none."""
    small = 0 < abs(value) < 1e-3
    return (f"{value:.2e}" if small else f"{value:.4f}").replace("-", "−")
