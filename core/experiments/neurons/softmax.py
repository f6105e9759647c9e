"""Softmax: scores become probabilities, and how to compute it so that nothing overflows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.neurons.softmax_pictures import jacobian_matrix, logit_bars, numbers, overflow, probability_bars
from core.experiments.neurons.softmax_values import TYPES, jacobian, largest_exponent
from core.nn.softmax import softmax
from core.records import Record
from core.run import (
    BarsView,
    CurvesView,
    Expected,
    Key,
    MatrixView,
    Pace,
    Preset,
    Run,
    Start,
    TableView,
    Tick,
    View,
    experiment,
)
from core.settings import Label, Live, LogRangeField, MatrixField, RangeField, Settings


@dataclass(frozen=True, kw_only=True)
class SoftmaxSettings(Settings):
    """The scores of one sample."""

    logits: Annotated[
        tuple[tuple[float, ...], ...], MatrixField(1, (2, 10), limit=100), Live, Label("logits", "one for each class")
    ] = ((1.0, 3.0, 0.5, 2.0, 0.0),)
    temperature: Annotated[
        float, LogRangeField(0.05, 20.0), Live, Label("temperature T", "the logits are divided by it")
    ] = 1.0
    shift: Annotated[
        float, RangeField(-150.0, 1000.0, 1.0), Live, Label("shift c", "added to every logit: nothing should change")
    ] = 0.0


def probability(name: str, value: float) -> Expected:
    """Of one class, to four digits."""
    return Expected("p", name, value=value, tolerance=5e-5, source="e² ÷ (e² + e + e to the power .1), by calculation")


SOUND = (
    Expected("sum of p", value=1.0, tolerance=1e-12, source="a distribution"),
    Expected("moved by a shift", at_most=1e-12, source="e to the power c cancels"),
    Expected("largest row sum of the Jacobian", at_most=1e-12, source="what one class gains the others lose"),
    Expected("largest exponent, float32", value=88, source="ln of the largest float32 is 88.72"),
    Expected("largest exponent, float64", value=709, source="ln of the largest float64 is 709.78"),
    Expected("argmax kept", value=1, source="softmax is increasing"),
)
BOOK = (probability("1", 0.6590), probability("2", 0.2424), probability("3", 0.0986))


def preset(name: str, settings: SoftmaxSettings, *expected: Expected) -> Preset:
    """Computed again on every change."""
    return Preset(name, settings, expected=(*expected, *SOUND), pace=Pace.INSTANT)


@experiment(
    id="softmax",
    chapter="Neurons",
    order=40,
    settings=SoftmaxSettings,
    presets=(
        preset("Quick", SoftmaxSettings()),
        preset("Book", SoftmaxSettings(logits=((2.0, 1.0, 0.1),)), *BOOK),
        preset("Cold", SoftmaxSettings(temperature=0.2)),
        preset("Hot", SoftmaxSettings(temperature=10.0)),
        preset("Overflow", SoftmaxSettings(shift=100.0)),
    ),
    views=(
        View("logits", BarsView(drag="logits"), "Logits: drag a bar"),
        View("probabilities", BarsView(), "Probabilities"),
        View("jacobian", MatrixView(), "Jacobian: ∂p of the row / ∂z of the column", "side"),
        View(
            "overflow",
            CurvesView(x_label="shift c", y_label="log₁₀ Σ", line="shift"),
            "Sum of exp(z + c)",
            "below",
        ),
        View("numbers", TableView(), "The same softmax, computed three ways", "below", 1.1),
    ),
)
def run(settings: SoftmaxSettings, now: Callable[[], SoftmaxSettings], library: Library) -> Run:
    """How do scores become probabilities?

    The exponential makes every score positive, and the sum makes them shares. To add the same number to all scores
    changes nothing; so the largest is subtracted first, and no exponential can overflow.
    """
    yield Start(f"{len(settings.logits[0])} logits of one sample")
    logits = np.array(settings.logits[0], dtype=np.float64)
    z = (logits + settings.shift) / settings.temperature
    p = softmax(z)
    views: dict[Key, Callable[[], Record]] = {
        Key("logits"): partial(logit_bars, logits),
        Key("probabilities"): partial(probability_bars, p),
        Key("jacobian"): partial(jacobian_matrix, z, settings.temperature),
        Key("overflow"): partial(overflow, logits, settings.temperature),
        Key("numbers"): partial(numbers, z),
    }
    yield Tick(0, scalars=measured(z, settings.temperature), views=views)


def measured(z: Array, temperature: float) -> dict[Key, float]:
    """The probabilities, and what must hold whatever the logits are."""
    p = softmax(z)
    moved = max(float(np.abs(softmax(z + c) - p).max()) for c in (-1000.0, -1.0, 0.5, 100.0, 1000.0))
    found = {
        "sum of p": p.sum(),
        "moved by a shift": moved,
        "largest row sum of the Jacobian": np.abs(jacobian(z, temperature).sum(axis=1)).max(),
        "argmax kept": p.argmax() == z.argmax(),
    }
    found |= {f"largest exponent, {name}": largest_exponent(dtype) for name, dtype in TYPES.items()}
    scalars = {Key(channel): float(value) for channel, value in found.items()}
    return scalars | {Key("p", str(i)): float(share) for i, share in enumerate(p, 1)}
