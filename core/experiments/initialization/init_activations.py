"""Signals through five layers, and gradients back through them, under one initializer or another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from core.data.library import Library
from core.experiments.initialization.pictures import measured, views
from core.experiments.initialization.signals import DEPTH, RESPONSES, SAMPLES, WIDTH, Signals, signals
from core.experiments.shared import fields
from core.experiments.shared.activations import ACTIVATIONS
from core.experiments.shared.initializers import INITIALIZERS as FIXED
from core.experiments.shared.spread import Spread, mean_field, one_signal
from core.nn import Initializer, constant, identity, normal, uniform
from core.run import CurvesView, Expected, HistogramsView, Pace, Preset, Run, Start, TableView, Tick, View, experiment
from core.settings import ChoiceField, Display, Label, LogRangeField, ManyField, RangeField, SeededSettings, Shown

NORMAL, SMALL, CONSTANT, UNIFORM = "normal", "small normal", "constant", "uniform"
INITIALIZERS = (NORMAL, SMALL, *FIXED, UNIFORM, CONSTANT, "identity")


@dataclass(frozen=True, kw_only=True)
class InitSettings(SeededSettings):
    """Which initializers, through which activation, and the shape of the stack."""

    activation: fields.ActivationName = "sigmoid"
    initializers: Annotated[tuple[str, ...], ManyField(*INITIALIZERS)] = (NORMAL, SMALL, "Xavier normal")
    sigma: Annotated[float, LogRangeField(1e-3, 10.0), Shown("initializers", NORMAL), Label("σ of normal")] = 1.0
    small_sigma: Annotated[
        float, LogRangeField(1e-3, 10.0), Shown("initializers", SMALL), Label("σ of small normal")
    ] = 0.01
    limit: Annotated[
        float, LogRangeField(1e-3, 10.0), Shown("initializers", UNIFORM), Label("limit a", "uniform from −a to a")
    ] = 0.1
    constant: Annotated[
        float, RangeField(-1.0, 1.0, 0.01), Shown("initializers", CONSTANT), Label("constant", "every weight is this")
    ] = 0.1
    gradient_axis: Annotated[
        str,
        ChoiceField("logarithmic", "linear"),
        Display,
        Label("gradient axis", "decades of |gradient|, or ± 3"),
    ] = "logarithmic"


def start(name: str, settings: InitSettings) -> Initializer:
    """The initializer of that name, with the constants of the settings."""
    made = {
        NORMAL: normal(settings.sigma),
        SMALL: normal(settings.small_sigma),
        UNIFORM: uniform(settings.limit),
        CONSTANT: constant(settings.constant),
        "identity": identity,
    }
    return made[name] if name in made else FIXED[name][0]


def prediction(name: str, settings: InitSettings) -> Spread:
    """The spread that theory foretells for every layer."""
    activation = ACTIVATIONS[settings.activation]()
    if name == "identity":
        return one_signal(activation, 1.0, 1.0, DEPTH)
    if name == CONSTANT:
        c = settings.constant
        return one_signal(activation, np.sqrt(WIDTH) * abs(c), WIDTH * c, DEPTH)
    variances = {NORMAL: settings.sigma**2, SMALL: settings.small_sigma**2, UNIFORM: settings.limit**2 / 3}
    gain = WIDTH * variances[name] if name in variances else FIXED[name][1]
    return mean_field(activation, gain, DEPTH)


SOURCE = "The activation histograms of the textbook's chapter on learning techniques"
BOOK = (
    Expected("saturated layer 5", NORMAL, at_least=0.2, source=SOURCE),
    Expected("std layer 5", NORMAL, at_least=0.4, source=SOURCE),
    Expected("std layer 5", SMALL, at_most=0.02, source=SOURCE),
    Expected("std layer 5", "Xavier normal", value=0.12, tolerance=0.03, source=SOURCE),
)
BOOK_RELU = (
    Expected("std layer 5", SMALL, at_most=1e-4, source=SOURCE),
    Expected("std layer 5", "Xavier normal", below="He normal", source=SOURCE),
    Expected("std layer 1", "He normal", value=0.826, tolerance=0.08, source="√(1 − 1/π), He et al. 2015"),
    Expected("std layer 5", "He normal", value=0.826, tolerance=0.2, source="√(1 − 1/π), He et al. 2015"),
)


@experiment(
    id="init-activations",
    chapter="Initialization",
    order=10,
    settings=InitSettings,
    presets=(
        Preset(
            "Quick",
            InitSettings(activation="tanh", initializers=(NORMAL, SMALL, "Xavier normal")),
            pace=Pace.INSTANT,
        ),
        Preset("Book", InitSettings(), expected=BOOK, pace=Pace.INSTANT),
        Preset(
            "Book, ReLU",
            InitSettings(activation="ReLU", initializers=(SMALL, "Xavier normal", "He normal")),
            expected=BOOK_RELU,
            pace=Pace.INSTANT,
        ),
    ),
    views=(
        View("activations", HistogramsView(), "Activations, layer by layer"),
        View("gradients", HistogramsView(), "Gradients, on their way back"),
        View("spread", CurvesView(x_label="layer", log_y=True, y_label="std"), "Activations (dashed: theory)", "side"),
        View(
            "gradient spread",
            CurvesView(x_label="layer", log_y=True, y_label="std"),
            "Gradients (dashed: theory)",
            "side",
        ),
        View("summary", TableView(), "The ends in numbers", "side"),
    ),
    variants=INITIALIZERS,
)
def run(settings: InitSettings, now: Callable[[], InitSettings], library: Library) -> Run:
    """What happens to signals in layer 5?

    1000 inputs from N(0, 1) pass five layers of 100 neurons without biases; gradients from N(0, 1) come back. Both must
    keep their spread, or the deep layers have nothing to tell apart and the early layers nothing to learn from.
    """
    response = RESPONSES[settings.activation]
    yield Start(f"{SAMPLES} samples of N(0, 1) with {WIDTH} features", fair=True)
    nets: dict[str, Signals] = {}
    for name in settings.initializers:
        nets[name] = signals(start(name, settings), response, settings.seed)
        yield None
    forecasts = {name: prediction(name, settings) for name in nets}
    scalars = {key: value for name, found in nets.items() for key, value in measured(name, found).items()}
    pictures = views(nets, forecasts, response, decades=lambda: now().gradient_axis == "logarithmic")
    yield Tick(0, scalars=scalars, views=pictures)
