"""Networks of every width on data of every size, and what is said to help where they learn it by heart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.data.library import Library
from core.experiments.normalization_and_generalization.overfitting_map import OverfittingMap, lane
from core.experiments.normalization_and_generalization.overfitting_remedies import (
    BATCH_NORM,
    DROPOUT,
    L2_DECAY,
    NOTHING,
    REMEDIES,
    TWICE,
    remedies,
)
from core.experiments.normalization_and_generalization.overfitting_settings import (
    FOUR_REMEDIES,
    IN_RACE,
    IN_SWEEP,
    SAMPLES,
    WIDTHS,
    OverfittingSettings,
)
from core.experiments.shared.gap import GAP
from core.run import CurvesView, Expected, Key, MatrixView, OverTime, Preset, Run, Start, TableView, View, experiment
from core.training import TEST_ACCURACY, TRAINING_ACCURACY, cell


def of(channel: str, width: int, samples: int, step: int, **claim: Any) -> Expected:
    """A claim on one network of the sweep."""
    return Expected(channel, cell(width, samples), step, source="measured with 3 seeds", **claim)


def ends(name: str, **claim: Any) -> Expected:
    """A claim on a remedy's level."""
    return Expected(TEST_ACCURACY, name, 3000, source="measured with 3 seeds", **claim)


def gaps(step: int) -> tuple[Expected, ...]:
    """Few digits and a large network leave a gap, many digits and a small one hardly any; and there is no U."""
    return (
        of(GAP, 500, 150, step, at_least=0.25),
        of(GAP, 20, 5000, step, at_most=0.12),
        of(TEST_ACCURACY, 500, 150, step, above=cell(20, 150)),
        of(TEST_ACCURACY, 500, 5000, step, above=cell(20, 5000)),
    )


LEVELS = zip(SAMPLES, (0.50, 0.63, 0.76, 0.88, 0.89), strict=True)
BOOK = (
    *gaps(400),
    *(of(TEST_ACCURACY, 500, samples, 400, value=level, tolerance=0.03) for samples, level in LEVELS),
    of(TEST_ACCURACY, 20, 150, 400, value=0.60, tolerance=0.03),
    of(TEST_ACCURACY, 100, 150, 400, value=0.62, tolerance=0.03),
)
REMEDIED = (
    ends(TWICE, above=NOTHING, offset=0.015),
    ends(BATCH_NORM, below=NOTHING, offset=-0.08),
    ends(DROPOUT, above=NOTHING, offset=-0.02),
    ends(L2_DECAY, above=NOTHING, offset=-0.03),
)
REMEDIED_MNIST = (
    *REMEDIED[:2],
    ends(NOTHING, value=0.77, tolerance=0.02),
    ends(L2_DECAY, value=0.775, tolerance=0.025),
    ends(DROPOUT, value=0.785, tolerance=0.015),
    ends(BATCH_NORM, value=0.64, tolerance=0.025),
    ends(TWICE, value=0.835, tolerance=0.015),
    Expected(TEST_ACCURACY, BATCH_NORM, 600, value=0.603, tolerance=0.02, source="measured with 3 seeds"),
)
RACE = OverfittingSettings(compare=FOUR_REMEDIES, lr=0.01, updates=3000, every=100, tested=1000)


@experiment(
    id="overfitting",
    chapter="Normalization and generalization",
    order=60,
    settings=OverfittingSettings,
    presets=(
        Preset("Quick", OverfittingSettings(), 100, gaps(100)),
        Preset("Book", OverfittingSettings(updates=400, every=25, tested=1000), 400, BOOK),
        Preset("MNIST", OverfittingSettings(data="MNIST", updates=400, every=25, tested=1000), 400, gaps(400)),
        Preset("Wrong labels", OverfittingSettings(wrong=0.4, updates=400, every=25, chosen=23), 400),
        Preset("Four remedies", RACE, 3000, REMEDIED),
        Preset(
            "Four remedies, MNIST",
            replace(RACE, data="MNIST", every=200, tested=10_000),
            3000,
            REMEDIED_MNIST,
        ),
    ),
    views=(
        View("training map", MatrixView(choose="chosen"), "Training digits read", shown=IN_SWEEP),
        View("test map", MatrixView(choose="chosen"), "Level: test digits read", shown=IN_SWEEP),
        View("gap map", MatrixView(choose="chosen"), "Gap: training minus test", shown=IN_SWEEP),
        View("chosen", CurvesView(values=True), "The chosen network", "below", shown=IN_SWEEP),
        View(TEST_ACCURACY, CurvesView(values=True), "Level: test digits read", weight=1.3, shown=IN_RACE),
        View(TRAINING_ACCURACY, CurvesView(values=True), "Training digits read", shown=IN_RACE),
        View(GAP, CurvesView(values=True), "Gap: training minus test", "side", shown=IN_RACE),
        View("measured", TableView(), "Measured", "side", weight=0.7, shown=IN_RACE),
    ),
    variants=lambda settings: REMEDIES if settings.compare == FOUR_REMEDIES else cells(),
)
def run(settings: OverfittingSettings, now: Callable[[], OverfittingSettings], library: Library) -> Run:
    """When does it memorize?

    784-width-10 with ReLU, Adam and batches of 50: five widths on five numbers of training digits. A large network on
    few digits reads all of those, and far fewer of others. Wider is nevertheless not worse on the others.
    """
    split = library.digits(settings.data).flat()
    if settings.compare == FOUR_REMEDIES:
        yield Start(f"{split.train.name}, 300 training digits")
        yield from remedies(settings, now, split)
        return
    yield Start(f"{split.train.name}, {min(SAMPLES)} to {max(SAMPLES):,} training digits")
    maps = OverfittingMap(settings.updates, lambda: now().chosen)
    yield from maps.sweep.run(
        lambda width, samples: lane(settings, now, split, width, samples),
        {
            Key("test map"): maps.test,
            Key("training map"): maps.training,
            Key("gap map"): maps.gap,
            Key("chosen"): OverTime(maps.chosen),
        },
    )


def cells() -> tuple[str, ...]:
    """The networks of the sweep."""
    return tuple(cell(width, samples) for width in WIDTHS for samples in SAMPLES)
