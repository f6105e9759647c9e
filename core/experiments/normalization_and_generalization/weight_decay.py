"""One network on few digits, with penalties of several strengths on its weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from core.data.dataset import Split
from core.data.library import Library
from core.experiments.shared import fields
from core.experiments.shared.classifier import mlp_for
from core.experiments.shared.gap import GAP, learn_by_heart
from core.experiments.shared.regularizers import REGULARIZERS
from core.nn import Array
from core.records import Histograms
from core.run import CurvesView, Expected, HistogramsView, Key, Preset, Run, Start, Ticks, View, experiment
from core.settings import (
    ChoiceField,
    FlagField,
    Label,
    Live,
    LogRangeField,
    ManyField,
    RangeField,
    SeededSettings,
    Shown,
)
from core.training import (
    TEST_ACCURACY,
    TRAINING_ACCURACY,
    Measurement,
    Metric,
    Probes,
    bins,
    race,
)

STRENGTHS = {f"λ {value:g}": value for value in (0.0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2)}
YOURS = "your λ"
NONE, WEAK, BETTER, STRONG, TOO_STRONG = "λ 0", "λ 0.01", "λ 0.03", "λ 0.1", "λ 0.2"
NEAR_ZERO, SMALL = "near zero", 1e-3
EDGES = bins(-0.305, 0.305, 61)


@dataclass(frozen=True, kw_only=True)
class DecaySettings(SeededSettings):
    """The network, its few digits, and what its weights cost."""

    data: fields.Digits = fields.PEN_DIGITS
    samples: Annotated[int, RangeField(100, 5000), Label("training digits")] = 300
    hidden: fields.HiddenLayers = (100,) * 6
    lr: fields.LearningRate = 0.01
    penalty: Annotated[str, ChoiceField(*REGULARIZERS)] = "L2"
    strengths: Annotated[tuple[str, ...], ManyField(*STRENGTHS, YOURS), Label("strengths λ")] = (
        NONE,
        BETTER,
        STRONG,
        TOO_STRONG,
    )
    yours: Annotated[float, LogRangeField(1e-4, 1.0), Live, Shown("strengths", YOURS), Label("your λ")] = 0.05
    biases: Annotated[bool, FlagField(), Live, Label("decay biases too")] = False
    every: fields.MeasureEvery = 9
    tested: fields.TestDigits = 1000


def ends(channel: str, name: str, **claim: Any) -> Expected:
    """A claim on a lane's last figure."""
    return Expected(channel, name, 603, source="measured with 5 seeds", **claim)


COLLAPSES = (
    ends(TEST_ACCURACY, STRONG, below=NONE),
    ends(GAP, STRONG, below=NONE),
    ends(TEST_ACCURACY, TOO_STRONG, at_most=0.3),
)
QUICK = (*COLLAPSES, ends(TEST_ACCURACY, BETTER, above=NONE, offset=-0.02))
BOOK = (
    *COLLAPSES,
    ends(TEST_ACCURACY, NONE, value=0.76, tolerance=0.02),
    ends(TEST_ACCURACY, BETTER, above=NONE),
    ends(TEST_ACCURACY, STRONG, value=0.71, tolerance=0.035),
    ends(TRAINING_ACCURACY, STRONG, value=0.90, tolerance=0.045),
)
SPARSE = (
    ends(NEAR_ZERO, NONE, value=0.012, tolerance=0.003),
    ends(NEAR_ZERO, "λ 0.001", value=0.078, tolerance=0.02),
    ends(NEAR_ZERO, "λ 0.003", value=0.216, tolerance=0.03),
)


@experiment(
    id="weight-decay",
    chapter="Normalization and generalization",
    order=30,
    settings=DecaySettings,
    presets=(
        Preset("Quick", DecaySettings(), 603, QUICK),
        Preset(
            "Book",
            DecaySettings(data="MNIST", strengths=(NONE, WEAK, BETTER, STRONG, TOO_STRONG), every=67, tested=10_000),
            603,
            BOOK,
        ),
        Preset("L1", DecaySettings(penalty="L1", strengths=(NONE, "λ 0.001", "λ 0.003")), 603, SPARSE),
        Preset("Your λ", DecaySettings(strengths=(NONE, YOURS)), 603),
    ),
    views=(
        View(TEST_ACCURACY, CurvesView(values=True), "Level: test digits read", weight=1.2),
        View(GAP, CurvesView(values=True), "Gap: training minus test"),
        View("weights", HistogramsView(), "All weights now", "side"),
        View(TRAINING_ACCURACY, CurvesView(values=True), "Training digits read", "below"),
        View(NEAR_ZERO, CurvesView(values=True), "Share of weights with |w| < 0.001", "below"),
    ),
    variants=(*STRENGTHS, YOURS),
)
def run(settings: DecaySettings, now: Callable[[], DecaySettings], library: Library) -> Run:
    """Can a penalty stop overfitting?

    784-100×6-10 learns 300 digits by heart. ½ λ Σ w² in the loss takes a share of every weight away in every update;
    λ Σ |w| takes the same amount off each. All lanes have the same start and the same batches.
    """
    split = library.digits(settings.data).flat()
    split = Split(split.train.first(settings.samples), split.test)
    yield Start(split.train.caption, fair=True)
    yield from race({name: lane(settings, now, split, name) for name in settings.strengths})


def lane(settings: DecaySettings, now: Callable[[], DecaySettings], split: Split, name: str) -> Ticks:
    """One strength's run."""
    net = mlp_for(split.train, settings.hidden, settings.seed)
    weights, all_of_them = net.mask("weights"), np.ones_like(net.mask("weights"))

    def penalty(w: Array, g: Array) -> None:
        strength = now().yours if name == YOURS else STRENGTHS[name]
        if strength:
            REGULARIZERS[settings.penalty](strength, all_of_them if now().biases else weights)(w, g)

    def near_zero(step: int) -> Measurement:
        yield None
        found: Mapping[Key, float] = {Key(NEAR_ZERO): float(np.mean(np.abs(net.values[weights]) < SMALL))}
        return found

    def histograms() -> Histograms:
        return Histograms.of({"": net.values[weights]}, EDGES, "weight")

    return learn_by_heart(
        net,
        split,
        seed=settings.seed,
        every=settings.every,
        tested=settings.tested,
        lr=lambda _: now().lr,
        probes=Probes({Key("weights"): histograms}, metrics=(Metric(settings.every, near_zero),)),
        penalty=penalty,
    )
