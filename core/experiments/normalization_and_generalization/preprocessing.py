"""The same table raw, centred, standardized, turned and whitened, and what a logistic regression makes of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from core.data.library import Library
from core.data.split import split
from core.experiments.normalization_and_generalization.positive_inputs import SAMPLES, neurons
from core.experiments.normalization_and_generalization.preprocessing_clouds import (
    CENTRED,
    RAW,
    STANDARDIZED,
    STEPS,
    WHITENED,
    cloud,
)
from core.experiments.normalization_and_generalization.preprocessing_lane import Lane, rates
from core.experiments.shared import fields
from core.random import stream
from core.records import Plane
from core.run import CurvesView, Expected, Key, PlaneView, Preset, Run, Start, TableView, View, experiment
from core.settings import ChoiceField, Display, Label, Live, LogRangeField, ManyField, SeededSettings, Shown
from core.training import TEST_ACCURACY, Probes, race, watched_together

DATA = "breast cancer"
DRAWN = tuple(
    f"{which} {what}"
    for which in ("mean", "worst")
    for what in ("radius", "texture", "area", "smoothness", "concavity")
)
TABLE, NEURON = "a table of 30 columns", "two positive inputs"
OWN, ONE = "2 / λ of each", "one for all"
OF_TABLE, OF_NEURON = Shown("task", TABLE), Shown("task", NEURON)
OF_OWN, OF_ONE = (Shown("rates", name, outer=OF_TABLE) for name in (OWN, ONE))


@dataclass(frozen=True, kw_only=True)
class PreprocessingSettings(SeededSettings):
    """What is done to the data, at which rate each learns, and which columns are drawn."""

    task: Annotated[str, ChoiceField(TABLE, NEURON)] = TABLE
    steps: Annotated[tuple[str, ...], ManyField(*STEPS), OF_TABLE, Label("preprocessing")] = (
        RAW,
        CENTRED,
        STANDARDIZED,
        WHITENED,
    )
    rates: Annotated[str, ChoiceField(OWN, ONE), OF_TABLE, Label("learning rate")] = OWN
    share: Annotated[float, LogRangeField(0.01, 10.0), Live, OF_OWN, Label("share", "of 2 / λ, the usable rate")] = 1.0
    lr: Annotated[fields.LearningRate, OF_ONE, Label("one rate", "for all")] = 0.1
    neuron_lr: Annotated[fields.LearningRate, OF_NEURON] = 1.0
    column_x: Annotated[str, ChoiceField(*DRAWN), Display, OF_TABLE, Label("drawn to the right")] = "mean radius"
    column_y: Annotated[str, ChoiceField(*DRAWN), Display, OF_TABLE, Label("drawn upwards")] = "worst radius"


def eigenvalue(name: str, value: float, tolerance: float) -> Expected:
    """Of YᵀY / n; another seed trains on other samples."""
    return Expected("largest eigenvalue", name, value=value, tolerance=tolerance, source="measured with 4 seeds")


EIGENVALUES = (
    eigenvalue(RAW, 1.6e6, 1.5e5),
    eigenvalue(CENTRED, 3.8e5, 8e4),
    eigenvalue(STANDARDIZED, 13.1, 0.8),
    eigenvalue(WHITENED, 1.0, 0.01),
    Expected("covariance − I", WHITENED, at_most=1e-6, source="whitened: the covariance is I"),
)
WINNERS = tuple(
    Expected(TEST_ACCURACY, worse, 200, below=better, mean_of_last=50, source="measured with 5 seeds")
    for worse, better in ((RAW, CENTRED), (CENTRED, STANDARDIZED), (WHITENED, STANDARDIZED))
)
LEARNT = Expected("loss", WHITENED, 200, below=STANDARDIZED, mean_of_last=50, source="measured with 5 seeds")
CLAIMS = (*EIGENVALUES, *WINNERS, LEARNT)
ZIGZAG = (
    Expected("one way", RAW, 200, value=1.0, tolerance=0.0, source="∂L/∂w = δ x, and all x > 0"),
    Expected("one way", CENTRED, 200, at_most=0.7, source="measured with 5 seeds"),
)


@experiment(
    id="preprocessing",
    chapter="Normalization and generalization",
    order=80,
    settings=PreprocessingSettings,
    presets=(
        Preset("Quick", PreprocessingSettings(), 200, CLAIMS, steps_per_second=40),
        Preset("Book", PreprocessingSettings(steps=tuple(STEPS)), 200, CLAIMS, steps_per_second=40),
        Preset("One rate for all", PreprocessingSettings(rates=ONE), 200, steps_per_second=40),
        Preset("All inputs positive", PreprocessingSettings(task=NEURON), 200, ZIGZAG, steps_per_second=20),
    ),
    views=(
        *(
            View(f"cloud {name}", PlaneView(), title, shown=Shown("steps", name, outer=OF_TABLE))
            for name, title in zip(
                STEPS, ("Raw: malignant blue", "Centred", "Standardized", "PCA: turned", "Whitened"), strict=True
            )
        ),
        View("rates", TableView(), "How fast each may learn", "side", shown=OF_TABLE),
        View("loss", CurvesView(log_y=True, smooth=20, y_label="cross entropy"), "Loss on each batch", "side"),
        View(
            TEST_ACCURACY,
            CurvesView(values=True, y_range=(0.0, 1.0)),
            "Test samples told right",
            "side",
            shown=OF_TABLE,
        ),
        View("weights raw", PlaneView(), "Both inputs positive", shown=OF_NEURON),
        View("weights centred", PlaneView(), "The same inputs, centred", shown=OF_NEURON),
        View("loss of all", CurvesView(log_y=True, values=True), "Loss over all samples", "side", shown=OF_NEURON),
        View(
            "one way",
            CurvesView(values=True, y_range=(0.0, 1.05)),
            "Share of updates that move both weights one way",
            "side",
            shown=OF_NEURON,
        ),
    ),
    variants=tuple(STEPS),
)
def run(settings: PreprocessingSettings, now: Callable[[], PreprocessingSettings], library: Library) -> Run:
    """Why whiten?

    A logistic regression by SGD on 30 columns in 30 units. The largest eigenvalue of YᵀY/n limits the rate, and with
    the rate the directions of small eigenvalues crawl. All figures of the preprocessing come from the training part.
    """
    if settings.task == NEURON:
        yield Start(f"{SAMPLES} points with two inputs from 0 to 1", fair=True)
        yield from neurons(settings.seed, lambda: now().neuron_lr)
        return
    parts = split(library.table(DATA), stream(settings.seed, "split"), (0.6, 0.0, 0.4))
    yield Start(f"{parts.train.caption}, {len(parts.test)} for testing", fair=True)

    def rate(usable: float) -> float:
        return now().share * usable if settings.rates == OWN else now().lr

    def drawn(name: str) -> Plane:
        return cloud(parts.train, name, (now().column_x, now().column_y))

    lanes = {name: Lane(name, parts.train, parts.test, settings.seed, rate) for name in settings.steps}
    clouds = {Key(f"cloud {name}"): partial(drawn, name) for name in settings.steps}
    probes = Probes({**clouds, Key("rates"): lambda: rates(lanes)})
    yield from watched_together(race({name: lane.run() for name, lane in lanes.items()}), probes)
