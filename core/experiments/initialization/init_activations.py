"""Signals through five layers, and gradients back through them, under one initializer or another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated

import numpy as np

from core.array import Array
from core.data.library import Library
from core.experiments.initialization.signals import (
    DEPTH,
    LAYERS,
    RESPONSES,
    SAMPLES,
    WIDTH,
    Response,
    Signals,
    deviations,
    signals,
    zero_share,
)
from core.experiments.initialization.spread import Spread, mean_field, one_signal
from core.experiments.shared.activations import ACTIVATIONS
from core.nn.initializers import (
    Initializer,
    constant,
    he_normal,
    he_uniform,
    identity,
    lecun_normal,
    normal,
    orthogonal,
    uniform,
    xavier_normal,
    xavier_uniform,
)
from core.records import Curves, Histograms, Record, Table
from core.run import (
    CurvesView,
    Expected,
    HistogramsView,
    Key,
    Pace,
    Preset,
    Run,
    Start,
    TableView,
    Tick,
    View,
    experiment,
)
from core.settings import ChoiceField, Display, Label, LogRangeField, ManyField, RangeField, SeededSettings, Shown

BINS = 50
DECADES = (-8.0, 4.0)  # of |gradient|: what is smaller or larger is counted and told


NORMAL, SMALL, CONSTANT, UNIFORM = "normal", "small normal", "constant", "uniform"
FIXED: dict[str, tuple[Initializer, float]] = {  # with n · variance of a weight
    "Xavier normal": (xavier_normal, 1.0),
    "Xavier uniform": (xavier_uniform, 1.0),
    "He normal": (he_normal, 2.0),
    "He uniform": (he_uniform, 2.0),
    "LeCun normal": (lecun_normal, 1.0),
    "orthogonal": (orthogonal, 1.0),
}
INITIALIZERS = (NORMAL, SMALL, *FIXED, UNIFORM, CONSTANT, "identity")


@dataclass(frozen=True, kw_only=True)
class InitSettings(SeededSettings):
    """Which initializers, through which activation, and the shape of the stack."""

    activation: Annotated[str, ChoiceField(*ACTIVATIONS)] = "sigmoid"
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


def output_histograms(found: Signals, response: Response) -> Histograms:
    """Bins over the range of the activation, shared by all layers and initializers."""
    edges = np.linspace(response.low, response.high, BINS + 1)
    captions = tuple(f"{100 * share:.0f} % saturated" for share in found.saturated) if response.bounded else ()
    return Histograms.of(dict(zip(LAYERS, found.outputs, strict=True)), edges, "activation", captions)


def gradient_histograms(found: Signals, now: Callable[[], InitSettings]) -> Histograms:
    """Bins over ±3, where the last layer's gradients lie by their making, or over decades of their size.

    Mean and standard deviation are those of the gradients on either axis.
    """
    gradients = dict(zip(LAYERS, found.gradients, strict=True))
    if now().gradient_axis == "linear":
        return Histograms.of(gradients, np.linspace(-3, 3, BINS + 1), "gradient")
    with np.errstate(divide="ignore"):
        sizes = {layer: np.log10(np.abs(g, dtype=np.float64)) for layer, g in gradients.items()}
    seen = {layer: np.maximum(size, DECADES[0] - 1) for layer, size in sizes.items()}  # 0 lies below every decade
    counted = Histograms.of(seen, np.linspace(*DECADES, BINS + 1), "log₁₀ |gradient|")
    means = np.array([g.mean(dtype=np.float64) for g in found.gradients])
    return replace(counted, mean=means, std=deviations(found.gradients))


def spread_curves(arrays: tuple[Array, ...], predicted: Array, what: str) -> Curves:
    """Measured and foretold standard deviation by layer; a deviation of 0 has no place on a logarithmic axis."""
    lines = {"measured": deviations(arrays), "predicted": predicted}
    return Curves(
        np.arange(1, DEPTH + 1),
        {name: np.where(line > 0, line, np.nan) for name, line in lines.items()},
        x_label="layer",
        y_label=f"std of {what}",
        dashed=("predicted",),
    )


def summary(nets: dict[str, Signals], forecasts: dict[str, Spread]) -> Table:
    """The last layer's outputs and the first layer's gradients, in numbers."""
    rows = []
    for name, found in nets.items():
        std, foretold = deviations(found.outputs)[-1], forecasts[name].forward[-1]
        rows.append(
            (
                name,
                f"{std:.3g}",
                f"{foretold:.3g}",
                f"{100 * zero_share(found.outputs[-1]):.0f} %",
                f"{100 * found.saturated[-1]:.0f} %",
                f"{deviations(found.gradients)[0]:.3g}",
            )
        )
    last = LAYERS[-1]
    columns = ("initializer", f"std, {last}", "predicted", "zero", "saturated", f"gradient std, {LAYERS[0]}")
    return Table(columns, tuple(rows))


def measured(name: str, found: Signals) -> dict[Key, float]:
    """Per layer: std of outputs and gradients, share of zeros and of saturated outputs."""
    scalars = {}
    gradients = deviations(found.gradients)
    for i, (layer, std) in enumerate(zip(LAYERS, deviations(found.outputs), strict=True)):
        scalars[Key(f"std {layer}", name)] = float(std)
        scalars[Key(f"gradient std {layer}", name)] = float(gradients[i])
        scalars[Key(f"zero {layer}", name)] = zero_share(found.outputs[i])
        scalars[Key(f"saturated {layer}", name)] = found.saturated[i]
    return scalars


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
        View("summary", TableView(), "The ends in numbers", "side", weight=0.8),
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
    scalars: dict[Key, float] = {}
    views: dict[Key, Callable[[], Record]] = {Key("summary"): partial(summary, nets, forecasts)}
    for name, found in nets.items():
        scalars |= measured(name, found)
        forecast = forecasts[name]
        views[Key("activations", name)] = partial(output_histograms, found, response)
        views[Key("gradients", name)] = partial(gradient_histograms, found, now)
        views[Key("spread", name)] = partial(spread_curves, found.outputs, forecast.forward, "activations")
        views[Key("gradient spread", name)] = partial(spread_curves, found.gradients, forecast.backward, "gradients")
    yield Tick(0, scalars=scalars, views=views)
