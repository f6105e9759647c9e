"""Why do deep nets not learn? Twenty layers, the gradient on its way back, and four remedies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from core.data.library import Library
from core.experiments.backpropagation.deep_stacks import (
    SAMPLES,
    WIDTH,
    Passes,
    both_ways,
    factors,
    gradient_curves,
    passes,
)
from core.experiments.backpropagation.stack_theory import Kind
from core.experiments.shared import fields
from core.experiments.shared.activations import ACTIVATIONS
from core.nn import Initializer, he_normal, normal, xavier_normal
from core.records import Record
from core.run import (
    CurvesGridView,
    CurvesView,
    Expected,
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
from core.settings import ChoiceField, FlagField, Label, LogRangeField, ManyField, RangeField, SeededSettings, Shown

XAVIER, HE, NORMAL = "Xavier", "He", "normal"
OWN = "your own"
SIGMOID, TANH, RELU_XAVIER, RELU = "sigmoid + Xavier", "tanh + Xavier", "ReLU + Xavier", "ReLU + He"
RELU_NORM, RELU_RESIDUAL = "ReLU + He + batch norm", "ReLU + He + residual"
SIGMOID_NORM, SIGMOID_RESIDUAL = "sigmoid + Xavier + batch norm", "sigmoid + Xavier + residual"
NETS = (SIGMOID, TANH, RELU_XAVIER, RELU, RELU_NORM, RELU_RESIDUAL, SIGMOID_NORM, SIGMOID_RESIDUAL, OWN)


@dataclass(frozen=True)
class Own:
    """A net of one's own."""

    activation: fields.ActivationName = "ReLU"
    init: Annotated[str, ChoiceField(NORMAL, XAVIER, HE), Label("weights")] = NORMAL
    sigma: Annotated[float, LogRangeField(1e-3, 10.0), Shown("own.init", NORMAL), Label("σ of normal")] = 0.3
    batch_norm: Annotated[bool, FlagField(), Label("batch norm")] = False
    residual: Annotated[bool, FlagField(), Label("residual")] = False


@dataclass(frozen=True, kw_only=True)
class VanishingSettings(SeededSettings):
    """Which stacks, and how deep."""

    nets: Annotated[tuple[str, ...], ManyField(*NETS)] = (SIGMOID, RELU)
    depth: Annotated[int, RangeField(2, 50)] = 20
    scale: Annotated[
        float,
        RangeField(0.0, 1.0, 0.05),
        Shown("nets", RELU_RESIDUAL, SIGMOID_RESIDUAL, OWN),
        Label("scale of the branch", "of residual layers: h + scale · f(Wh)"),
    ] = 1.0
    own: Annotated[Own, Label(OWN), Shown("nets", OWN)] = Own()


def made(name: str, settings: VanishingSettings) -> tuple[Kind, Initializer]:
    """The layers of that net, and its initializer."""
    own = settings.own
    if name == OWN:
        activation, init, norm, residual = own.activation, own.init, own.batch_norm, own.residual
    else:
        activation, init, *extra = name.split(" + ")
        norm, residual = "batch norm" in extra, "residual" in extra
    gains = {XAVIER: (xavier_normal, 1.0), HE: (he_normal, 2.0), NORMAL: (normal(own.sigma), WIDTH * own.sigma**2)}
    initializer, gain = gains[init]
    return Kind(ACTIVATIONS[activation](), gain, norm, settings.scale if residual else None), initializer


def a_layer(name: str, value: float, tolerance: float = 0.05) -> Expected:
    """What each layer multiplies the gradient by."""
    return Expected("factor", name, value=value, tolerance=tolerance, source="measured with 5 seeds")


def instant(name: str, settings: VanishingSettings, *expected: Expected) -> Preset:
    """A preset that is computed at once."""
    return Preset(name, settings, 0, expected, pace=Pace.INSTANT)


REMEDIES = (SIGMOID, TANH, RELU_XAVIER, RELU, RELU_NORM, RELU_RESIDUAL)
RESCUED = VanishingSettings(nets=(SIGMOID, SIGMOID_NORM, SIGMOID_RESIDUAL, OWN), own=Own("sigmoid", sigma=1.0))


@experiment(
    id="vanishing-gradients",
    chapter="Backpropagation",
    order=50,
    settings=VanishingSettings,
    presets=(
        instant("Quick", VanishingSettings(), a_layer(SIGMOID, 0.235), a_layer(RELU, 1.01)),
        instant(
            "Book",
            VanishingSettings(nets=REMEDIES, scale=0.1),
            a_layer(SIGMOID, 0.235),
            a_layer(TANH, 0.93),
            a_layer(RELU_XAVIER, 0.71),
            a_layer(RELU, 1.01),
            a_layer(RELU_NORM, 1.21),
            a_layer(RELU_RESIDUAL, 1.01),
        ),
        instant(
            "Exploding",
            VanishingSettings(nets=(RELU, RELU_RESIDUAL, OWN)),
            a_layer(RELU_RESIDUAL, 1.59),
            a_layer(OWN, 2.13),
        ),
        instant(
            "Exploding, tanh",
            VanishingSettings(nets=(TANH, OWN), own=Own("tanh", sigma=1.0)),
            a_layer(TANH, 0.93),
            a_layer(OWN, 2.33),
        ),
        instant("Too small", VanishingSettings(nets=(RELU, OWN), own=Own(sigma=0.01)), a_layer(OWN, 0.071, 0.005)),
        instant(
            "Sigmoid rescued",
            RESCUED,
            a_layer(SIGMOID, 0.235),
            a_layer(SIGMOID_NORM, 1.02),
            a_layer(SIGMOID_RESIDUAL, 1.01),
            a_layer(OWN, 0.98),
        ),
    ),
    views=(
        View("passes", CurvesGridView(), "Signals forward, gradients back (dashed: theory)", weight=1.5),
        View(
            "gradients",
            CurvesView(x_label="layer", log_y=True, y_label="‖∂L/∂h‖, last layer = 1"),
            "Gradients of all nets (dashed: theory)",
            "side",
            1.6,
        ),
        View("factors", TableView(), "What a layer does to the gradient", "side"),
    ),
    variants=NETS,
)
def run(settings: VanishingSettings, now: Callable[[], VanishingSettings], library: Library) -> Run:
    """Why do deep nets not learn?

    On its way back the gradient is multiplied by the slope and the weights of every layer. A factor of a quarter,
    twenty times over, leaves the first layers nothing to learn from; a factor of two sends them far too much.
    """
    yield Start(f"{SAMPLES} inputs of N(0, 1), {WIDTH} wide, random classes · float64")
    found: dict[str, Passes] = {}
    for name in settings.nets:
        kind, init = made(name, settings)
        found[name] = passes(kind, settings.depth, init, settings.seed)
        yield None
    scalars = {Key("factor", name): one.factor for name, one in found.items()}
    scalars |= {Key("gradient at layer 1", name): float(one.gradient[0]) for name, one in found.items()}
    pictures: dict[Key, Callable[[], Record]] = {
        Key("passes"): partial(both_ways, found),
        Key("factors"): partial(factors, found),
        **{Key("gradients", name): partial(gradient_curves, one) for name, one in found.items()},
    }
    yield Tick(0, scalars=scalars, views=pictures)
